import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AdminRefusal } from '../shared/admin.ts';
import { mergeDeep, type JsonObject } from '../shared/paths.ts';
import { findUser, GoogleAccount, spaceDefaults } from './account.ts';
import { actOutPerson, PeopleAction } from './people.ts';
import { SpaceBody, SpaceConfig } from './space-config.ts';
import { addSpace, settleSpace } from './spaces.ts';
import { activeConference, meetingUri, presentPeople, type SandboxContext, type Space } from './state.ts';

interface Route {
  Params: { id: string };
}

const NewMeeting = z.strictObject({
  account: z.string(),
  owner: z.email(),
  config: SpaceConfig.optional(),
});

const Suspension = z.strictObject({ reason: z.string().default('USER_SCOPE_REVOKED') });

/** The sandbox's own endpoints: accounts, meetings as they are, the people in them, and what was pushed. */
export function addGoogleAdmin(admin: FastifyInstance, context: SandboxContext): void {
  const { state, push } = context;

  const shown = (space: Space) => {
    const conference = activeConference(state, space.id);
    const running = (conference?.artifacts ?? [])
      .filter((one) => one.endTime === undefined)
      .map((one) => one.kind);
    return {
      id: space.id,
      account: space.account,
      owner: space.owner,
      createdBy: space.createdBy ?? null,
      meetingCode: space.meetingCode,
      meetingUri: meetingUri(state, space),
      stored: space.written.stored,
      effective: space.written.effective,
      members: [...space.members.values()],
      waiting: space.knocks.map(({ person }) => person),
      inside: conference === undefined ? [] : presentPeople(conference).map((one) => one.person),
      live: conference !== undefined,
      conferenceRecord: conference === undefined ? null : `conferenceRecords/${conference.id}`,
      recording: running.includes('recording'),
      running,
    };
  };

  const spaceOf = (id: string): Space => {
    const space = state.spaces.get(id);
    if (space === undefined) throw new AdminRefusal(404, 'No such meeting.');
    return space;
  };

  admin.put<Route>('/_sandbox/accounts/:id', async (request) => {
    const account = GoogleAccount.parse(request.body);
    state.accounts.set(request.params.id, account);
    return { id: request.params.id, ...account };
  });
  admin.get('/_sandbox/accounts', async () =>
    [...state.accounts].map(([id, account]) => ({ id, ...account })),
  );

  admin.get('/_sandbox/meetings', async () => [...state.spaces.values()].map(shown));

  // A meeting that somebody makes in Google's own screens: no app created it.
  admin.post('/_sandbox/meetings', async (request, reply) => {
    const { account: id, owner, config } = NewMeeting.parse(request.body);
    const account = state.accounts.get(id);
    const user = account === undefined ? undefined : findUser(account, owner);
    if (account === undefined || user === undefined) throw new AdminRefusal(404, 'No such account or user.');
    const change: JsonObject = config === undefined ? {} : { config: config as JsonObject };
    const space = mergeDeep(spaceDefaults(account, user), change);
    const written = settleSpace({ stored: space, effective: space });
    const added = addSpace(state, { account: id, owner: user.email, createdBy: undefined, written });
    return reply.code(201).send(shown(added));
  });

  // Somebody changes the meeting in Google's own screens. Meet has no event for it.
  admin.post<Route>('/_sandbox/meetings/:id/settings', async (request) => {
    const space = spaceOf(request.params.id);
    const { config } = SpaceBody.parse(request.body);
    const change: JsonObject = config === undefined ? {} : { config: config as JsonObject };
    space.written = settleSpace({
      stored: mergeDeep(space.written.stored, change),
      effective: mergeDeep(space.written.effective, change),
    });
    return shown(space);
  });

  admin.post<Route>('/_sandbox/meetings/:id/people', async (request, reply) => {
    const space = spaceOf(request.params.id);
    const outcome = actOutPerson(context, space, PeopleAction.parse(request.body));
    await push.settled();
    return reply.code(outcome === 'refused' ? 409 : 200).send({ outcome, meeting: shown(space) });
  });

  admin.post<Route>('/_sandbox/subscriptions/:id/suspend', async (request) => {
    const subscription = state.subscriptions.get(request.params.id);
    if (subscription === undefined) throw new AdminRefusal(404, 'No such subscription.');
    const { reason } = Suspension.parse(request.body ?? {});
    const change = { state: 'SUSPENDED', suspensionReason: reason };
    subscription.written = {
      stored: mergeDeep(subscription.written.stored, change),
      effective: mergeDeep(subscription.written.effective, change),
    };
    push.publishLifecycle(subscription, 'suspended');
    await push.settled();
    return subscription.written.stored;
  });

  admin.get('/_sandbox/webhooks', async () => {
    await push.settled();
    return push.delivered();
  });
}
