import { expect } from 'vitest';
import type { Meeting, ObservationRecord, Session } from '../../src/application/ports.ts';
import type { Posture } from '../../src/domain/evidence.ts';
import { judge, sealReasons, type SealReason } from '../../src/domain/judge.ts';
import type { Plan } from '../../src/domain/plan/plan.ts';
import { rowsOf } from './practice.ts';
import { seenItems } from './scripted-vendor.ts';
import type { World } from './world.ts';

interface Stored {
  session: Session;
  plan: Plan | undefined;
  meeting: Meeting | undefined;
  observation: ObservationRecord | undefined;
  posture: Posture | undefined;
}

const load = ({ test, caller }: World, id: string): Promise<Stored> =>
  test.database.inOrganisation(caller.organisationId, async (transaction) => {
    const session = await transaction.sessions.find(id);
    if (session === undefined) throw new Error('a session is gone');
    return {
      session,
      plan: await transaction.plans.find(id, session.planVersion),
      meeting: await transaction.meetings.findActive(id),
      observation: await transaction.observations.findLatest(id, session.planVersion),
      posture: await transaction.postures.find(session.connectionId, session.secrets.organiser),
    };
  });

/** Why the link would have to be sealed on the evidence that is stored, at this time. */
function reasonsAt({ plan, observation, posture, session }: Stored, at: Date): SealReason[] {
  if (plan === undefined) throw new Error('a session has no plan');
  const open = session.state === 'open' || session.state === 'live';
  const evidence = { observation: observation ?? null, posture: posture ?? {}, records: [], open };
  return sealReasons(plan, judge(plan, evidence, at));
}

const zoomTime = (at: Date): string => at.toISOString().replace('.000Z', 'Z');

/** Watches a world: what must hold after every command, whatever came before. */
export function createWatch(world: World) {
  const { vendor, test, sessions, released } = world;
  const first = new Map<string, Pick<Session, 'platform' | 'connectionId'>>();
  const judged = new Map<string, string>();

  const checkUnsealed = (stored: Stored) => {
    const { session, plan, meeting, observation } = stored;
    expect(['scheduled', 'open', 'live'], 'an unsealed session’s state').toContain(session.state);
    expect(
      plan?.gaps.filter(({ level }) => level === 'must'),
      'must gaps while unsealed',
    ).toEqual([]);
    // A session that is scheduled was written last when its link was unsealed.
    if (session.state === 'scheduled')
      expect(session.updatedAt.getTime(), 'unsealed before its end').toBeLessThan(session.endsAt.getTime());
    const begins = zoomTime(session.startsAt);
    expect(plan?.wire['meeting.start_time'], 'the plan’s time').toBe(begins);
    const held = vendor.meetings.get(meeting?.ref['meetingId'] ?? '');
    expect(observation?.items[seenItems.meeting], 'what was observed').toEqual({
      value: meeting?.ref['meetingId'],
    });
    const counted = observation?.items[seenItems.count];
    const seenAt = counted !== undefined && 'value' in counted ? Number(counted.value) : -1;
    expect(seenAt, 'observed after the last write').toBeGreaterThanOrEqual(held?.writtenAt ?? 0);
    if (observation === undefined || judged.get(session.id) === observation.id) return;
    // New evidence: it has to carry the unsealing by itself. Later it may age; revealing then looks again.
    judged.set(session.id, observation.id);
    expect(reasonsAt(stored, test.clock.now), 'reasons while unsealed').toEqual([]);
  };

  world.onReveal = async (sessionId, joinUrl) => {
    const stored = await load(world, sessionId);
    expect(stored.session.link, 'the link of a session it was revealed of').toBe('unsealed');
    expect(reasonsAt(stored, test.clock.now), 'reasons at a reveal').toEqual([]);
    expect(joinUrl).toBe(stored.meeting?.joinUrl);
  };

  return {
    async check(): Promise<void> {
      for (const id of sessions) {
        const stored = await load(world, id);
        const { platform, connectionId, link } = stored.session;
        if (!first.has(id)) first.set(id, { platform, connectionId });
        expect({ platform, connectionId }).toEqual(first.get(id));
        if (link === 'unsealed') checkUnsealed(stored);
      }
    },

    /** What must hold once nothing is left to do. */
    async checkAtRest(): Promise<void> {
      for (const id of sessions) {
        const { session, meeting } = await load(world, id);
        // A blocked one is looked at once more at its end.
        const atRest = ['scheduled', 'open', 'live', 'cancelled'];
        expect(atRest, 'a state at rest').toContain(session.state);
        const intents = await rowsOf<Intent>(
          test,
          'SELECT state, outcome_unknown, possible_strays FROM intents WHERE session_id = $1 ORDER BY id',
          [id],
        );
        expect(
          intents.filter(({ state }) => state === 'pending'),
          'pending intents',
        ).toEqual([]);
        if (session.state === 'cancelled') expect(meeting, 'a cancelled session’s meeting').toBeUndefined();
        const others = [...vendor.meetings.values()].filter(
          ({ id: held, reference }) =>
            reference === session.secrets.reference && held !== meeting?.ref['meetingId'],
        );
        expect(others.filter(({ joinUrl }) => released.some((given) => given.joinUrl === joinUrl))).toEqual(
          [],
        );
        expect(others.length, 'stray meetings').toBeLessThanOrEqual(allowedStrays(intents, vendor.listable));
      }
    },
  };
}

interface Intent {
  state: string;
  outcome_unknown: boolean;
  possible_strays: number;
}

/** What is written down: strays where none can be looked for, else a last attempt that failed without an answer. */
function allowedStrays(intents: Intent[], listable: boolean): number {
  const unanswered = (intent: Intent | undefined) =>
    intent !== undefined && intent.state !== 'pending' && intent.outcome_unknown;
  if (listable) return unanswered(intents.at(-1)) ? Infinity : 0;
  return intents.some((intent) => intent.possible_strays > 0 || unanswered(intent)) ? Infinity : 0;
}
