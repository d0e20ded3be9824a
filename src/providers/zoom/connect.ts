import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import type {
  ClientWith,
  ConnectionConfig,
  Intent,
  MeetingRef,
  ProviderContext,
  Provisioned,
} from '../../domain/provider.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { providerError } from '../shared/vendor-failure.ts';
import { replacedTopics, replacesTopics } from './account-items.ts';
import { createApi, type Api } from './api.ts';
import { listArtifacts } from './artifacts.ts';
import { HostLink, hostStart } from './host-start.ts';
import {
  createBody,
  idOf,
  joinLinks,
  Made,
  MeetingPage,
  refOf,
  Running,
  updateBody,
  WholeMeeting,
} from './meeting.ts';
import { normalise } from './observation.ts';
import { readPosture } from './posture.ts';
import type { Credentials, Settings } from './settings.ts';
import { verify } from './verify.ts';

/** The live acts that Zoom's REST API has. It has none to admit people or to lock a running meeting. */
export const acts = ['hostLink', 'endNow', 'listArtifacts'] as const;

/** Zoom answers these writes with no body. */
const Nothing = z.undefined();

export function connect(
  { settings, credentials }: ConnectionConfig<Settings, Credentials>,
  context: ProviderContext,
): ClientWith<(typeof acts)[number]> {
  const api = createApi(settings, credentials, context);
  const pathOf = (ref: MeetingRef) => `/meetings/${idOf(ref)}`;
  const update = (ref: MeetingRef, plan: Plan, intent: Intent) =>
    api.call({
      operation: 'updateMeeting',
      path: pathOf(ref),
      body: updateBody(plan, intent.slots, context.now()),
      organiser: intent.organiser,
      reads: Nothing,
    });

  return {
    verify: (organiser) => verify(api, organiser),
    readPosture: (organiser) => readPosture(api, organiser, context.now),
    findStrays: (intent) => findByReference(api, intent),

    provision: async (plan, intent) => {
      const earlier = intent.lookFirst ? await lookTwice(api, intent) : undefined;
      if (earlier !== undefined) {
        await update(earlier, plan, intent);
        const found = await api.call({ operation: 'getMeeting', path: pathOf(earlier), reads: Made });
        return provisioned(found, false);
      }
      const possibleStray = intent.lookFirst && (await mayReplaceTopics(api, intent.organiser, context.now));
      const made = await api.call({
        operation: 'createMeeting',
        path: `/users/${encodeURIComponent(intent.organiser)}/meetings`,
        body: createBody(plan, intent.slots),
        organiser: intent.organiser,
        reads: Made,
      });
      return provisioned(made, possibleStray);
    },

    observe: async (ref, plan, { slots }) => {
      const answer = await api.call({ operation: 'getMeeting', path: pathOf(ref), reads: WholeMeeting });
      return {
        observedAt: context.now().toISOString(),
        items: normalise(plan, answer, slots, replacedTopics),
      };
    },

    revise: async (ref, plan, intent) => {
      await update(ref, plan, intent);
      const { join_url } = await api.call({ operation: 'getMeeting', path: pathOf(ref), reads: Made });
      return joinLinks(join_url);
    },

    retire: (ref) => unlessGone(() => retire(api, pathOf(ref))),

    hostLink: async (ref, starter) =>
      hostStart(await api.call({ operation: 'getMeeting', path: pathOf(ref), reads: HostLink }), starter),

    endNow: (ref) =>
      unlessGone(async () => {
        const { status } = await api.call({ operation: 'getMeeting', path: pathOf(ref), reads: Running });
        if (status === 'started') await end(api, pathOf(ref));
      }),

    listArtifacts: (ref) => listArtifacts(api, idOf(ref), context.now()),
  };
}

const provisioned = ({ id, join_url }: z.infer<typeof Made>, possibleStray: boolean): Provisioned => ({
  ref: refOf(id),
  ...joinLinks(join_url),
  possibleStray,
});

const end = (api: Api, path: string) =>
  api.call({ operation: 'endMeeting', path: `${path}/status`, body: { action: 'end' }, reads: Nothing });

/** Deletes the meeting, ending it first where it runs; Zoom refuses to delete a running one. */
async function retire(api: Api, path: string): Promise<void> {
  const { status } = await api.call({ operation: 'getMeeting', path, reads: Running });
  if (status === 'started') await end(api, path);
  // Nobody is told by e-mail: that is our work.
  const query = { schedule_for_reminder: 'false', cancel_meeting_reminder: 'false' };
  await api.call({ operation: 'deleteMeeting', path, query, reads: Nothing }).catch((error: unknown) => {
    const isStillEnding = error instanceof DomainError && error.code === 'REJECTED' && status === 'started';
    throw isStillEnding
      ? providerError('UNAVAILABLE', 'The meeting is still ending at Zoom. Try again later.')
      : error;
  });
}

/** Runs work on a meeting; that it is gone already is as good. */
async function unlessGone(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'NOT_FOUND') throw error;
  }
}

/** What an earlier attempt made. Looked for twice, because a new meeting may not be listed at once. */
async function lookTwice(api: Api, intent: Intent): Promise<MeetingRef | undefined> {
  const [first] = await findByReference(api, intent);
  if (first !== undefined) return first;
  const [second] = await findByReference(api, intent);
  return second;
}

/** All pages of the organiser's meetings, by the reference that stands in topic and agenda. */
async function findByReference(
  api: Api,
  { reference, organiser }: Pick<Intent, 'reference' | 'organiser'>,
): Promise<MeetingRef[]> {
  const found: MeetingRef[] = [];
  let next = '';
  do {
    const page = await api.call({
      operation: 'listMeetings',
      path: `/users/${encodeURIComponent(organiser)}/meetings`,
      query: { type: 'scheduled', page_size: '300', ...(next === '' ? {} : { next_page_token: next }) },
      reads: MeetingPage,
    });
    const ours = page.meetings.filter(
      ({ topic, agenda }) => topic.includes(reference) || agenda.includes(reference),
    );
    found.push(...ours.map(({ id }) => refOf(id)));
    next = page.next_page_token;
  } while (next !== '');
  return found;
}

/** Whether an earlier attempt's meeting may stand there without its reference: yes, unless the account is known not to. */
const mayReplaceTopics = async (api: Api, organiser: string, now: () => Date): Promise<boolean> =>
  replacesTopics(await readPosture(api, organiser, now)) !== false;
