import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Database, DeliveryFilter, Person, Session, Transaction } from '../../src/application/ports.ts';
import { DeliveryState, stateOf } from '../../src/domain/outbox.ts';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  aDelivery,
  aPerson,
  aSession,
  minutesAfter,
  noon,
  storeSetup,
  type Setup,
} from '../support/records.ts';

let clone: TestDatabase;
let database: Database;
let setup: Setup;
let session: Session;
let person: Person;
beforeAll(async () => {
  clone = await createTestDatabase();
  database = await openTestDatabase(clone);
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});
beforeEach(async () => {
  setup = await storeSetup(database);
  session = await run(({ sessions }) => sessions.insert(aSession(setup)));
  person = await run(({ people }) => people.insert(aPerson(session)));
});

const run = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> =>
  database.inOrganisation(setup.organisationId, work);
const store = (change: Parameters<typeof aDelivery>[1] = {}) =>
  run(({ deliveries }) => deliveries.insert(aDelivery(person, change)));

describe('deliveries', () => {
  it('come back as they were stored and changed', async () => {
    const first = await store();
    const changed = {
      ...first,
      outcome: 'confirmed',
      attempt: 2,
      leaseUntil: minutesAfter(2),
      mayHaveArrived: true,
      responseCode: 250,
      composition: {
        composedAt: noon.toISOString(),
        sender: { name: 'A practice', address: 'sessions@practice.example' },
        contact: 'Reception',
        waiting: 3,
      },
      handledBy: 'Reception',
      concludedAt: minutesAfter(1),
      updatedAt: minutesAfter(1),
    } as const;
    await run(({ deliveries }) => deliveries.update(changed));
    expect(await run(({ deliveries }) => deliveries.find(first.id))).toEqual(changed);
    expect(await run(({ deliveries }) => deliveries.listOf(session.id))).toEqual([changed]);
  });

  it('are one for each recipient, kind and sequence, also where there is no person', async () => {
    await store();
    await store({ sequence: 1 });
    await store({ kind: 'passcode' });
    await expect(store()).rejects.toMatchObject({ code: 'CONFLICT' });
    const toPractice = { personId: null, kind: 'host-missing' } as const;
    await store(toPractice);
    await expect(store(toPractice)).rejects.toMatchObject({ code: 'CONFLICT' });
    await store({ ...toPractice, hostId: setup.host.id });
    const hosts = await run(({ deliveries }) => deliveries.listOf(session.id, { hostId: setup.host.id }));
    expect(hosts).toHaveLength(1);
    const persons = await run(({ deliveries }) => deliveries.listOf(session.id, { personId: person.id }));
    expect(persons).toHaveLength(3);
  });

  it('are found by the state that they are shown in, newest first, and by whose session they are of', async () => {
    const all = [
      await store({ dueAt: minutesAfter(1) }),
      await store({ sequence: 1 }),
      await store({ sequence: 2, leaseUntil: minutesAfter(1) }),
      await store({ sequence: 3, leaseUntil: minutesAfter(-1) }),
    ];
    for (const outcome of ['sent', 'confirmed', 'bounced', 'failed', 'superseded'] as const)
      all.push(await store({ sequence: all.length, outcome }));
    const ids = (filter: Partial<DeliveryFilter>, after?: string) =>
      run(async ({ deliveries }) =>
        (await deliveries.list({ after, limit: 20 }, { now: noon, ...filter })).map(({ id }) => id),
      );
    const expected = all.map(({ id }) => id).reverse();
    expect(await ids({})).toEqual(expected);
    expect(await ids({}, expected[3])).toEqual(expected.slice(4));
    for (const state of DeliveryState.options) {
      const those = all.filter((delivery) => stateOf(delivery, noon) === state).map(({ id }) => id);
      expect(those.length, state).toBeGreaterThan(0);
      expect(await ids({ state }), state).toEqual(those.reverse());
    }
    expect(await ids({ sessionId: session.id, ofSessionsOf: setup.host.id })).toEqual(expected);
    expect(await ids({ sessionId: setup.host.id })).toEqual([]);
    expect(await ids({ ofSessionsOf: setup.client.id })).toEqual([]);
  });

  it('keep of what they say a digest that only this organisation’s key makes', async () => {
    const facts = { passcode: 'k4T9wq' };
    const digest = await run(async ({ deliveries }) => deliveries.digestOf(facts));
    expect(await run(async ({ deliveries }) => deliveries.digestOf({ ...facts }))).toEqual(digest);
    expect(await run(async ({ deliveries }) => deliveries.digestOf({ passcode: 'other' }))).not.toEqual(
      digest,
    );
    const other = await storeSetup(database);
    const theirs = await database.inOrganisation(other.organisationId, async ({ deliveries }) =>
      deliveries.digestOf(facts),
    );
    expect(theirs).not.toEqual(digest);
  });
});
