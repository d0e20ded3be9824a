import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideEntry,
  exceptionOf,
  isHostMissing,
  opensAt,
  stateOnPage,
  type ArrivalFacts,
  type EntryQuestion,
} from '../../src/domain/front-door.ts';
import type { EntryMode } from '../../src/domain/policy.ts';

const startsAt = new Date('2026-03-02T12:00:00.000Z');
const minute = (minutes: number) => new Date(startsAt.getTime() + minutes * 60_000);

const arrival = (change: Partial<ArrivalFacts> = {}): ArrivalFacts => ({
  id: 'a',
  personId: 'ana',
  passId: 'pass',
  identifiedBy: 'passcode',
  arrivedAt: minute(-10),
  knockedAt: minute(-10),
  joinedAt: null,
  admittedAt: null,
  letInAt: null,
  turnedAwayAt: null,
  ...change,
});

/** Somebody who may go on: the host is in, and nothing speaks against it. */
const free = (change: Partial<EntryQuestion> = {}): EntryQuestion => {
  const one = change.arrival ?? arrival();
  return {
    now: minute(1),
    session: { state: 'live', link: 'unsealed', startsAt },
    door: { hostInAt: minute(0), lockedAt: null, endedAt: null, checkingAt: null },
    mode: 'check-in',
    person: { withdrawnAt: null, removedAt: null },
    arrivals: [one],
    passes: new Set(['pass']),
    ...change,
    arrival: one,
  };
};
const door = (change: Partial<EntryQuestion['door']>) => ({ door: { ...free().door, ...change } });
const second = arrival({ id: 'b', arrivedAt: minute(-5) });
const first = arrival();

const held: [string, Partial<EntryQuestion>, string][] = [
  ['the link is sealed', { session: { state: 'live', link: 'sealed', startsAt } }, 'sealed'],
  ['the protection is being read anew', door({ checkingAt: minute(1) }), 'checking'],
  ['no host is in', door({ hostInAt: null }), 'host-not-in'],
  ['the door is locked', door({ lockedAt: minute(1) }), 'locked'],
  ['it is a second device', { arrival: second, arrivals: [first, second] }, 'second-device'],
  ['a greeter admits first', { mode: 'both' }, 'greeter'],
  ['the person was withdrawn', { person: { withdrawnAt: minute(0), removedAt: null } }, 'withdrawn'],
  ['the pass was revoked', { passes: new Set() }, 'withdrawn'],
  ['the person was removed', { person: { withdrawnAt: null, removedAt: minute(0) } }, 'removed'],
  ['the arrival was turned away', { arrival: arrival({ turnedAwayAt: minute(0) }) }, 'turned-away'],
  ['the session is over', { session: { state: 'ended', link: 'sealed', startsAt } }, 'over'],
  ['the coach ended it', door({ endedAt: minute(1) }), 'over'],
  ['the door is not open yet', { now: minute(-31), ...door({ hostInAt: null }) }, 'not-open-yet'],
];

describe('the front door', () => {
  it('releases somebody who came by a pass once the host is in', () => {
    expect(decideEntry(free())).toEqual({ release: true });
  });

  it.each(held)('holds where %s', (_case, change, because) => {
    expect(decideEntry(free(change))).toEqual({ release: false, because });
  });

  it('lets somebody back who was admitted on this device: after the lock, and past the end', () => {
    const back = { arrival: arrival({ admittedAt: minute(2) }), now: minute(300) };
    expect(decideEntry(free({ ...back, ...door({ lockedAt: minute(5) }), mode: 'both' }))).toEqual({
      release: true,
    });
  });

  it('does not take a link that was given for having been admitted, once the door is locked', () => {
    const joined = arrival({ joinedAt: minute(1) });
    expect(decideEntry(free({ arrival: joined, ...door({ lockedAt: minute(2) }) }))).toMatchObject({
      because: 'locked',
    });
  });

  it('opens a locked door for the one whom the coach lets in, and not for who was let in before the lock', () => {
    const locked = door({ lockedAt: minute(5) });
    const letIn = (at: number) => arrival({ letInAt: minute(at) });
    expect(decideEntry(free({ arrival: letIn(6), ...locked }))).toEqual({ release: true });
    expect(decideEntry(free({ arrival: letIn(4), ...locked }))).toMatchObject({ because: 'locked' });
  });

  it('takes a device for the second whatever became of the first', () => {
    for (const became of [{ turnedAwayAt: minute(0) }, { admittedAt: minute(0) }, { passId: 'revoked' }]) {
      const arrivals = [arrival(became), second];
      expect(decideEntry(free({ arrival: second, arrivals }))).toMatchObject({ because: 'second-device' });
    }
  });

  it('has exactly one first device, also of two that came at once', () => {
    const twins = [arrival({ id: 'a' }), arrival({ id: 'b' })];
    const released = twins.filter((one) => decideEntry(free({ arrival: one, arrivals: twins })).release);
    expect(released).toHaveLength(1);
  });

  it('says that a host is missing five minutes after the start, and not before', () => {
    const missing = (at: Date, hostInAt: Date | null = null) =>
      isHostMissing(at, free().session, { ...free().door, hostInAt });
    expect([missing(minute(4.9)), missing(minute(5)), missing(minute(5), minute(4))]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('is a card before the host is in, so that it can be decided beforehand', () => {
    const early = free({ arrival: second, arrivals: [first, second], ...door({ hostInAt: null }) });
    expect(decideEntry(early)).toMatchObject({ because: 'host-not-in' });
    expect(exceptionOf(early)).toBe('second-device');
  });

  it('is a card for who is out only where they have asked again since', () => {
    const removed = (knockedAt: Date) =>
      exceptionOf(
        free({ arrival: arrival({ knockedAt }), person: { withdrawnAt: null, removedAt: minute(3) } }),
      );
    expect([removed(minute(2)), removed(minute(4))]).toEqual([undefined, 'removed']);
  });
});

/** Most things have not happened, so that much is released and the properties speak of something. */
const time = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.integer({ min: -60, max: 120 }).map(minute) },
);
const happened = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 4, arbitrary: fc.integer({ min: -60, max: 120 }).map(minute) },
);
const anArrival = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c'),
    personId: fc.constantFrom('ana', 'bela', null),
    passId: fc.constantFrom('pass', 'pass', 'other', null),
    identifiedBy: fc.constantFrom('passcode' as const, 'portal' as const, 'voice' as const, null),
    arrivedAt: fc.integer({ min: -60, max: 120 }).map(minute),
    knockedAt: fc.integer({ min: -60, max: 120 }).map(minute),
    joinedAt: time,
    admittedAt: time,
    letInAt: time,
    turnedAwayAt: time,
  })
  .map((facts): ArrivalFacts => facts);
const aQuestion: fc.Arbitrary<EntryQuestion> = fc.record({
  now: fc.integer({ min: -120, max: 240 }).map(minute),
  session: fc.record({
    state: fc.constantFrom(
      'provisioning' as const,
      'scheduled' as const,
      'blocked' as const,
      'open' as const,
      'live' as const,
      'live' as const,
      'live' as const,
      'ended' as const,
      'cancelled' as const,
    ),
    link: fc.constantFrom('unsealed' as const, 'unsealed' as const, 'sealed' as const),
    startsAt: fc.constant(startsAt),
  }),
  door: fc.record({ hostInAt: happened, lockedAt: time, endedAt: time, checkingAt: time }),
  mode: fc.constantFrom<EntryMode>('check-in', 'both', 'front-door', 'platform'),
  person: fc.record({ withdrawnAt: time, removedAt: time }),
  arrival: anArrival,
  arrivals: fc.array(anArrival, { maxLength: 4 }),
  passes: fc.constantFrom(['pass', 'other'], ['pass', 'other'], ['pass'], []).map((ids) => new Set(ids)),
});

/** Checks the released ones of many questions, and that there were some. */
function ofTheReleased(
  question: fc.Arbitrary<EntryQuestion>,
  check: (released: EntryQuestion) => void,
): void {
  let released = 0;
  fc.assert(
    fc.property(question, (one) => {
      if (!decideEntry(one).release) return;
      released += 1;
      check(one);
    }),
    { numRuns: 5_000 },
  );
  expect(released).toBeGreaterThan(50);
}

describe('whatever has happened, in whichever order', () => {
  it('nothing is released while sealed, checking, over, before the host, or to who is out', () => {
    ofTheReleased(aQuestion, ({ session, door, person, arrival: one, passes }) => {
      expect(session.link).toBe('unsealed');
      expect(['ended', 'cancelled']).not.toContain(session.state);
      expect([door.checkingAt, door.endedAt]).toEqual([null, null]);
      expect([person.withdrawnAt, person.removedAt, one.turnedAwayAt]).toEqual([null, null, null]);
      expect(door.hostInAt).not.toBeNull();
      expect(passes.has(one.passId ?? '')).toBe(true);
    });
  });

  it('after the lock only who was admitted before, or was let in since, is released', () => {
    const locked = aQuestion.map((question) => ({ ...question, ...door({ lockedAt: minute(30) }) }));
    ofTheReleased(locked, ({ arrival: { admittedAt, letInAt } }) => {
      expect(admittedAt !== null || (letInAt !== null && letInAt >= minute(30))).toBe(true);
    });
  });

  it('a device that came after another of the same person needs the coach, once', () => {
    const after = aQuestion.map((question) => ({
      ...question,
      arrivals: [
        ...question.arrivals,
        arrival({ id: '0', personId: question.arrival.personId, arrivedAt: minute(-61) }),
      ],
    }));
    ofTheReleased(after, ({ arrival: { admittedAt, letInAt } }) => {
      expect(admittedAt !== null || letInAt !== null).toBe(true);
    });
  });

  it('is total, and shows a page for everything that it decides', () => {
    fc.assert(
      fc.property(aQuestion, (question) => {
        const decision = decideEntry(question);
        expect(stateOnPage(decision) === 'released').toBe(decision.release);
        expect(opensAt(question.session) < startsAt).toBe(true);
        // Nobody is a card who may go on.
        if (decision.release) expect(exceptionOf(question)).toBeUndefined();
      }),
    );
  });
});
