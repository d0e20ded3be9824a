import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  latestOf,
  reconcile,
  stateOf,
  type Delivery,
  type Reconciled,
  type Wanted,
} from '../../src/domain/outbox.ts';
import { aDelivery, minutesAfter, noon } from '../support/records.ts';

const person = { id: randomUUID(), sessionId: randomUUID() };
const calendar = { first: 'invitation', next: 'invitation-update', end: 'cancellation' } as const;
const passcodes = { first: 'passcode', next: 'passcode', end: null } as const;

const facts = (text: string) => Buffer.from(text);
const standing = (text: string, dueAt: Date | null = null): Wanted => ({
  state: 'standing',
  channel: 'email',
  dueAt,
  facts: facts(text),
});
const gone: Wanted = { state: 'gone', channel: 'email', facts: facts('gone') };
const sent = { outcome: 'sent', mayHaveArrived: true } as const;

/** The thread after what follows has been done. */
const after = (thread: Delivery[], { supersede, insert }: Reconciled): Delivery[] => [
  ...thread.map((delivery) =>
    supersede.includes(delivery) ? { ...delivery, outcome: 'superseded' as const } : delivery,
  ),
  ...(insert === null ? [] : [aDelivery(person, insert)]),
];

describe('what somebody should have, compared with what was delivered', () => {
  it('is an invitation at first, and nothing more while nothing changes', () => {
    const first = reconcile([], calendar, standing('a'), noon);
    expect(first).toMatchObject({ supersede: [], insert: { kind: 'invitation', sequence: 0, dueAt: noon } });
    const thread = after([], first);
    expect(reconcile(thread, calendar, standing('a'), minutesAfter(5))).toEqual({
      supersede: [],
      insert: null,
    });
  });

  it('is an update with a higher sequence once the first may have arrived, else the first anew', () => {
    for (const [change, kind] of [
      [sent, 'invitation-update'],
      [{ outcome: 'confirmed', mayHaveArrived: true }, 'invitation-update'],
      [{ mayHaveArrived: true }, 'invitation-update'],
      [{ outcome: 'bounced' }, 'invitation'],
      [{ outcome: 'failed' }, 'invitation'],
      [{}, 'invitation'],
    ] as const) {
      const before = aDelivery(person, { facts: facts('a'), ...change });
      const { supersede, insert } = reconcile([before], calendar, standing('b'), noon);
      expect(insert, JSON.stringify(change)).toMatchObject({ kind, sequence: 1, facts: facts('b') });
      expect(supersede).toEqual(before.outcome === 'open' ? [before] : []);
    }
  });

  it('is told to be gone to whom it may have reached, once, and to nobody else', () => {
    const invited = aDelivery(person, { facts: facts('a'), ...sent });
    const told = reconcile([invited], calendar, gone, noon);
    expect(told.insert).toMatchObject({ kind: 'cancellation', sequence: 1 });
    expect(reconcile(after([invited], told), calendar, gone, noon).insert).toBeNull();
    const waiting = aDelivery(person, { facts: facts('a') });
    expect(reconcile([waiting], calendar, gone, noon)).toEqual({ supersede: [waiting], insert: null });
    const passcode = aDelivery(person, { kind: 'passcode', ...sent });
    expect(reconcile([passcode], passcodes, gone, noon)).toEqual({ supersede: [], insert: null });
  });

  it('is left alone while it is not decided', () => {
    const waiting = aDelivery(person, { facts: facts('a') });
    expect(reconcile([waiting], calendar, { state: 'later' }, noon)).toEqual({ supersede: [], insert: null });
  });

  it('moves in time with the session while it waits, and not once it is sent', () => {
    const due = minutesAfter(60);
    const waiting = aDelivery(person, { kind: 'passcode', facts: facts('a'), dueAt: due });
    const moved = reconcile([waiting], passcodes, standing('a', minutesAfter(90)), noon);
    expect(moved).toMatchObject({ supersede: [waiting], insert: { sequence: 1, dueAt: minutesAfter(90) } });
    expect(reconcile([waiting], passcodes, standing('a', due), noon).insert).toBeNull();
    const done = { ...waiting, ...sent };
    expect(reconcile([done], passcodes, standing('a', minutesAfter(90)), noon).insert).toBeNull();
  });

  it('is due at once where its time has passed already, also when that is looked at again', () => {
    const first = reconcile([], passcodes, standing('a', minutesAfter(-60)), noon);
    const thread = after([], first);
    const again = reconcile(thread, passcodes, standing('a', minutesAfter(-60)), minutesAfter(1));
    expect(again).toEqual({ supersede: [], insert: null });
  });

  it('never has two that are open, never repeats a sequence, and ends with what is wanted, in any order of events', () => {
    const event = fc.oneof(
      fc.constantFrom('a', 'b', 'c').map((text) => standing(text)),
      fc.constant<Wanted>({ state: 'later' }),
      fc.constantFrom('sent', 'bounced', 'failed', 'uncertain'),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), fc.boolean(), (events, cancelled) => {
        let thread: Delivery[] = [];
        for (const happened of [...events, ...(cancelled ? [gone] : [])]) {
          if (typeof happened === 'string') {
            thread = thread.map((delivery) =>
              delivery.outcome === 'open' ? came(delivery, happened) : delivery,
            );
          } else {
            thread = after(thread, reconcile(thread, calendar, happened, noon));
            const latest = latestOf(thread);
            if (happened.state === 'standing') expect(latest?.facts).toEqual(happened.facts);
          }
          expect(thread.filter(({ outcome }) => outcome === 'open').length).toBeLessThan(2);
        }
        const sequences = thread.map(({ sequence }) => sequence);
        expect(sequences).toEqual(sequences.map((_, index) => index));
        const arrived = thread.some(({ mayHaveArrived }) => mayHaveArrived);
        if (cancelled) expect(latestOf(thread)?.kind === 'cancellation').toBe(arrived);
      }),
    );
  });
});

function came(delivery: Delivery, what: string): Delivery {
  if (what === 'uncertain') return { ...delivery, mayHaveArrived: true };
  return { ...delivery, outcome: what as Delivery['outcome'], mayHaveArrived: what === 'sent' };
}

describe('the state of a delivery', () => {
  it('says whether it waits, is due, or is being sent, and then what came of it', () => {
    const open = { outcome: 'open', dueAt: noon, leaseUntil: null } as const;
    expect(stateOf(open, minutesAfter(-1))).toBe('waiting');
    expect(stateOf(open, noon)).toBe('due');
    expect(stateOf({ ...open, leaseUntil: minutesAfter(1) }, noon)).toBe('sending');
    expect(stateOf({ ...open, leaseUntil: minutesAfter(1) }, minutesAfter(1))).toBe('due');
    expect(stateOf({ ...open, outcome: 'bounced' }, noon)).toBe('bounced');
  });
});
