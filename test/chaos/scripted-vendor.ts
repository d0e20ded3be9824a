import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { DomainError, type ErrorCode } from '../../src/domain/errors.ts';
import type { Observation, Posture } from '../../src/domain/evidence.ts';
import type { Json } from '../../src/domain/json.ts';
import type { Plan } from '../../src/domain/plan/plan.ts';
import { bodyOf, type Slots } from '../../src/domain/plan/wire.ts';
import type { Intent, MeetingRef, ProviderClient, RegisteredProvider } from '../../src/domain/provider.ts';
import { refOf } from '../../src/providers/zoom/meeting.ts';
import { normalise } from '../../src/providers/zoom/observation.ts';
import { zoom } from '../../src/providers/zoom/provider.ts';
import { ordinaryZoomPosture } from '../support/ordinary-zoom.ts';

/** What happens to one step of a worker. A death is not an expected error: nothing is written after it. */
export type Fault = 'none' | 'die-before' | 'die-after' | 'lose' | 'away' | 'throttled' | 'refused';

/** A worker that has died: no use case expects it. */
export class Death extends Error {}

/** Decides what becomes of each step that a worker takes, in order; `pause` may hold one. */
export interface Fate {
  next: () => Fault;
  /** Awaited where a step is to be held: a call to make a meeting before it arrives, any other after it was done. */
  held: () => Promise<void>;
}

export const noFate: Fate = { next: () => 'none', held: async () => undefined };

/** Those whose worker has died: it does nothing more, not even clean up. */
const dead = new WeakSet<Fate>();

/** Carries out one step under its fate. `failures` are those that a vendor has and our own database has not. */
export async function underFate<T>(
  fate: Fate,
  step: { makes: boolean; vendor: boolean },
  act: () => Promise<T>,
): Promise<T> {
  const { next, held } = fate;
  const die = (how: Fault): Death => {
    dead.add(fate);
    return new Death(how);
  };
  if (dead.has(fate)) throw new Death('dead');
  const fault = next();
  if (fault === 'die-before') throw die(fault);
  if (fault === 'away') throw failure(step.vendor ? 'UNAVAILABLE' : 'DATABASE_UNAVAILABLE');
  if (step.vendor) {
    if (fault === 'refused') throw failure('AUTH_FAILED');
    if (fault === 'throttled') throw failure('RATE_LIMITED', 90_000);
  }
  if (step.makes) await held();
  const answer = await act();
  if (!step.makes) await held();
  if (fault === 'die-after' || (fault === 'lose' && !step.vendor)) throw die(fault);
  if (fault === 'lose') throw failure(step.makes ? 'OUTCOME_UNKNOWN' : 'UNAVAILABLE');
  return answer;
}

const failure = (code: ErrorCode, retryAfterMs?: number) =>
  new DomainError(code, 'As scripted.', { retryAfterMs });

/** A meeting at the scripted vendor. `writtenAt` counts our writes to anything there; other people’s do not count. */
export interface VendorMeeting {
  id: string;
  reference: string;
  joinUrl: string;
  body: Record<string, Json>;
  writtenAt: number;
}

/** A vendor in memory that speaks Zoom’s plan, and what it can be told to do wrong. */
export interface ScriptedVendor {
  meetings: Map<string, VendorMeeting>;
  /** Every meeting that was ever made, with the reference of its session. */
  made: { id: string; reference: string; joinUrl: string }[];
  /** Whether meetings can be looked for by their reference. */
  listable: boolean;
  /** Whether people may record, as the account has it; `unknown` where it cannot be read. */
  recording: boolean | 'unknown';
  /** Writes whose waiting room is left out or switched off, counted down. */
  spoils: { kind: 'drop' | 'override'; times: number } | undefined;
  provider: (fate: Fate) => RegisteredProvider;
}

/** Items that the scripted vendor adds to an observation, so that a test knows what was read and when. */
export const seenItems = { meeting: 'scripted.meeting', count: 'scripted.count' } as const;

const WAITING_ROOM = 'waiting_room';

export function createScriptedVendor({ listable }: Pick<ScriptedVendor, 'listable'>): ScriptedVendor {
  let count = 0;
  const vendor: ScriptedVendor = {
    meetings: new Map(),
    made: [],
    listable,
    recording: false,
    spoils: undefined,
    provider: (fate) => ({
      ...zoom,
      settings: z.unknown(),
      given: z.unknown(),
      prepare: async (given) => ({ credentials: given, certificate: null }),
      accountOf: () => 'scripted',
      originsOf: () => [],
      connect: (_connection, { now }) => connect(fate, now),
    }),
  };

  const byReference = (reference: string): VendorMeeting[] =>
    listable ? [...vendor.meetings.values()].filter((meeting) => meeting.reference === reference) : [];

  function write(meeting: VendorMeeting, plan: Plan, slots: Slots): void {
    const body = bodyOf(plan.wire, 'meeting', slots);
    const settings = { ...(body['settings'] as Record<string, Json>) };
    const before = meeting.body['settings'] as Record<string, Json> | undefined;
    if (vendor.spoils !== undefined && vendor.spoils.times > 0) {
      vendor.spoils.times -= 1;
      settings[WAITING_ROOM] = vendor.spoils.kind === 'drop' ? (before?.[WAITING_ROOM] ?? false) : false;
    }
    meeting.body = { ...body, settings };
    meeting.writtenAt = count += 1;
  }

  function make(plan: Plan, { reference, slots }: Intent): VendorMeeting {
    const id = String(1_000 + vendor.made.length);
    const meeting = { id, reference, joinUrl: `https://vendor.example/j/${id}`, body: {}, writtenAt: 0 };
    write(meeting, plan, slots);
    vendor.meetings.set(id, meeting);
    vendor.made.push({ id, reference, joinUrl: meeting.joinUrl });
    return meeting;
  }

  const find = ({ meetingId }: MeetingRef): VendorMeeting => {
    const meeting = vendor.meetings.get(meetingId ?? '');
    if (meeting === undefined) throw failure('NOT_FOUND');
    return meeting;
  };

  function connect(fate: Fate, now: () => Date): ReturnType<RegisteredProvider['connect']> {
    const call = <T>(act: () => T, makes = false): Promise<T> =>
      underFate(fate, { makes, vendor: true }, async () => act());
    const client: ProviderClient = {
      verify: async () => ({ ok: true, checks: [] }),
      readPosture: () => call(() => postureNow(now())),
      async provision(plan, intent) {
        const [earlier] = intent.lookFirst ? await call(() => byReference(intent.reference)) : [];
        const meeting =
          earlier === undefined
            ? await call(() => make(plan, intent), true)
            : await call(() => {
                write(find(refOf(earlier.id)), plan, intent.slots);
                return earlier;
              });
        const possibleStray = intent.lookFirst && !listable;
        const { joinUrl } = meeting;
        return { ref: refOf(meeting.id), joinUrl, joinUrlWithPasscode: null, possibleStray };
      },
      observe: (ref, plan, { slots }) =>
        call((): Observation => {
          const { id, body } = find(ref);
          const seen = { [seenItems.meeting]: { value: id }, [seenItems.count]: { value: count } };
          return {
            observedAt: now().toISOString(),
            items: { ...normalise(plan, body, slots, []), ...seen },
          };
        }),
      revise: (ref, plan, { slots }) =>
        call(() => {
          write(find(ref), plan, slots);
          return { joinUrlWithPasscode: null };
        }),
      retire: ({ meetingId = '' }) => call(() => void vendor.meetings.delete(meetingId)),
      findStrays: ({ reference }) =>
        call(() => (listable ? byReference(reference).map(({ id }) => refOf(id)) : undefined)),
    };
    return client;
  }

  function postureNow(at: Date): Posture {
    const reading = vendor.recording === 'unknown' ? undefined : vendor.recording;
    const paths = ['user.recording.local_recording', 'user.recording.cloud_recording'];
    return ordinaryZoomPosture(at, Object.fromEntries(paths.map((path) => [path, reading])));
  }

  return vendor;
}

/** Somebody changes a meeting at the vendor: not our write. */
export function openTheDoor(meeting: VendorMeeting): void {
  const settings = { ...(meeting.body['settings'] as Record<string, Json>), [WAITING_ROOM]: false };
  if (!isDeepStrictEqual(settings, meeting.body['settings'])) meeting.body = { ...meeting.body, settings };
}
