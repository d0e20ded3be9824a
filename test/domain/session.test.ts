import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SealReason } from '../../src/domain/judge.ts';
import {
  allows,
  LinkState,
  reservingStates,
  SessionState,
  transition,
  type SessionEvent,
  type SessionStatus,
} from '../../src/domain/session.ts';

const reason: SealReason = { control: 'entry.lock.v1', verdict: 'unmet', why: 'It is not.', closes: [] };

/** Every event there is, judging once with nothing against it and once with something. */
const events = {
  submit: { type: 'submit' },
  fine: { type: 'judged', reasons: [] },
  'not fine': { type: 'judged', reasons: [reason] },
  failed: { type: 'failed' },
  retry: { type: 'retry' },
  revise: { type: 'revise' },
  'front-door-opened': { type: 'front-door-opened' },
  'host-started': { type: 'host-started' },
  ended: { type: 'ended' },
  attested: { type: 'attested' },
  cancel: { type: 'cancel' },
} satisfies Record<string, SessionEvent>;
type EventName = keyof typeof events;

/** The life of a session: what is not here is refused. `*` unsealed; `*only` needs an unsealed link and keeps it. */
const table: Record<SessionState, Partial<Record<EventName, string>>> = {
  draft: { submit: 'provisioning', cancel: 'cancelled' },
  provisioning: { fine: 'scheduled *', 'not fine': 'blocked', failed: 'blocked', cancel: 'cancelled' },
  scheduled: {
    fine: 'scheduled *',
    'not fine': 'blocked',
    failed: 'blocked',
    revise: 'revising',
    'front-door-opened': 'open *only',
    cancel: 'cancelled',
  },
  revising: { fine: 'scheduled *', 'not fine': 'blocked', failed: 'blocked', cancel: 'cancelled' },
  blocked: { retry: 'provisioning', revise: 'revising', cancel: 'cancelled' },
  open: {
    fine: 'open *',
    'not fine': 'open',
    failed: 'open',
    'host-started': 'live *only',
    ended: 'ended',
    cancel: 'cancelled',
  },
  live: { fine: 'live *', 'not fine': 'live', failed: 'live', ended: 'ended' },
  ended: { attested: 'attested' },
  attested: {},
  cancelled: {},
};

const everything = SessionState.options.flatMap((state) =>
  LinkState.options.flatMap((link) =>
    (Object.keys(events) as EventName[]).map((name) => ({ state, link, name, to: table[state][name] })),
  ),
);
const possible = ({ link, to }: (typeof everything)[number]) =>
  to !== undefined && (link === 'unsealed' || !to.endsWith('only'));

describe('a session', () => {
  it.each(everything.filter(possible))(
    'that is $state and $link: $name makes it $to',
    ({ state, link, name, to }) => {
      const [next, mark] = (to ?? '').split(' ');
      expect(transition({ state, link }, events[name])).toEqual({
        state: next,
        link: mark === undefined ? 'sealed' : 'unsealed',
      });
    },
  );

  it.each(everything.filter((one) => !possible(one)))(
    'that is $state and $link: $name is refused',
    ({ state, link, name }) => {
      expect(() => transition({ state, link }, events[name])).toThrowError(
        expect.objectContaining({ code: 'INVALID_TRANSITION', facts: { state, event: events[name].type } }),
      );
    },
  );

  it('says beforehand what its state allows', () => {
    for (const state of SessionState.options)
      for (const name of Object.keys(events) as EventName[])
        expect(allows(state, events[name].type)).toBe(table[state][name] !== undefined);
  });

  it('is unsealed only by judging that finds nothing against it, whatever happens in whatever order', () => {
    const { cancel, ended, ...others } = events;
    // What ends a session is rare, so that most sequences come far.
    const event: fc.Arbitrary<SessionEvent> = fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom(...Object.values(others)) },
      { weight: 1, arbitrary: fc.constantFrom(cancel, ended) },
    );
    const sequence = fc.array(event, { minLength: 20, maxLength: 80 });
    fc.assert(
      fc.property(sequence, (happens) => {
        let status: SessionStatus = { state: 'draft', link: 'sealed' };
        for (const event of happens) {
          const before = status;
          try {
            status = transition(before, event);
          } catch {
            continue;
          }
          const judgedFine = event.type === 'judged' && event.reasons.length === 0;
          const kept =
            before.link === 'unsealed' && ['front-door-opened', 'host-started'].includes(event.type);
          expect(status.link === 'unsealed').toBe(judgedFine || kept);
          if (status.link === 'unsealed') expect(['scheduled', 'open', 'live']).toContain(status.state);
          if (before.state === 'live') expect(['live', 'ended']).toContain(status.state);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('holds its host while it may still take place, and in no other state', () => {
    const over = SessionState.options.filter((state) => !reservingStates.includes(state));
    expect(over).toEqual(['draft', 'ended', 'attested', 'cancelled']);
  });
});
