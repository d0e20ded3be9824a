import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Database, Pass, Person, Session, Transaction } from '../../src/application/ports.ts';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  anArrival,
  aPass,
  aPerson,
  aSession,
  minutesAfter,
  noon,
  storeSetup,
  triesOf,
  type Setup,
} from '../support/records.ts';

let clone: TestDatabase;
let database: Database;
let listener: pg.Client;
let told: string[];
let setup: Setup;
let session: Session;
let person: Person;
let pass: Pass;
beforeAll(async () => {
  clone = await createTestDatabase();
  database = await openTestDatabase(clone);
  listener = new pg.Client({ connectionString: clone.appUrl });
  await listener.connect();
  listener.on('notification', ({ payload }) => void told.push(payload ?? ''));
  await listener.query('LISTEN door');
});
afterAll(async () => {
  await listener.end();
  await database.close();
  await clone.drop();
});
beforeEach(async () => {
  told = [];
  setup = await storeSetup(database);
  session = await run(({ sessions }) => sessions.insert(aSession(setup)));
  person = await run(({ people }) => people.insert(aPerson(session)));
  pass = await run(({ passes }) => passes.insert(aPass(person)));
});

const run = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> =>
  database.inOrganisation(setup.organisationId, work);
/** What was told so far: this query's answer comes after it on the same connection. */
const heard = async () => {
  await listener.query('SELECT 1');
  return told;
};

describe('a door', () => {
  it('is made when it is first locked, and locking alone changes and tells nothing', async () => {
    expect(await run(({ doors }) => doors.find(session.id))).toBeUndefined();
    const made = await run(({ doors }) => doors.lock(session.id));
    expect(made).toMatchObject({ sessionId: session.id, openedAt: null, lockedAt: null });
    expect(await run(({ doors }) => doors.lock(session.id))).toEqual(made);
    expect(await heard()).toEqual([]);
  });

  it('raises its revision with every change and tells it as ids only', async () => {
    const changed = await run(async ({ doors }) => {
      const door = await doors.lock(session.id);
      return doors.update({ ...door, hostInAt: noon, hostInBy: 'coach:x', lockedAt: minutesAfter(1) });
    });
    expect(await run(({ doors }) => doors.find(session.id))).toEqual(changed);
    await run(({ doors }) => doors.touch(session.id));
    expect(await run(({ doors }) => doors.revisions([session.id]))).toEqual(
      new Map([[session.id, changed.revision + 1]]),
    );
    const of = `${setup.organisationId}:${session.id}`;
    expect(await heard()).toEqual([`${of}:${changed.revision}`, `${of}:${changed.revision + 1}`]);
  });

  it('tells nothing of what was rolled back', async () => {
    await expect(
      run(async ({ doors }) => {
        await doors.touch(session.id);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    expect(await heard()).toEqual([]);
  });

  it('makes a second transaction wait until the first is through', async () => {
    const order: string[] = [];
    let second: Promise<unknown> = Promise.resolve();
    await run(async ({ doors }) => {
      const door = await doors.lock(session.id);
      second = run(async (transaction) => {
        const later = await transaction.doors.lock(session.id);
        order.push(`second sees ${String(later.lockedBy)}`);
      });
      await doors.update({ ...door, lockedBy: 'the first' });
      order.push('first is done');
    });
    await second;
    expect(order).toEqual(['first is done', 'second sees the first']);
  });
});

describe('what happens at a door', () => {
  it('comes back as it was stored and changed', async () => {
    const arrival = await run(({ arrivals }) => arrivals.insert(anArrival(pass)));
    const carries = [person.id];
    const changed = {
      ...arrival,
      carries,
      admittedAt: noon,
      reason: 'I know her voice',
      decidedBy: 'coach:x',
    };
    await run(({ arrivals }) => arrivals.update(changed));
    expect(await run(({ arrivals }) => arrivals.listOf(session.id))).toEqual([changed]);

    const tries = triesOf(pass, { wrong: 3, excusedUntil: minutesAfter(5), reason: 'On the telephone' });
    await run(({ passTries }) => passTries.put(triesOf(pass)));
    await run(({ passTries }) => passTries.put(tries));
    expect(await run(({ passTries }) => passTries.find(pass.id))).toEqual(tries);
    expect(await run(({ passTries }) => passTries.listOf(session.id))).toEqual([tries]);

    const seen = { personId: person.id, arrivalId: arrival.id, at: noon } as const;
    const mark = { ...seen, kind: 'in', source: 'admission' } as const;
    const ids = { id: uuidv7(), sessionId: session.id };
    await run(({ attendance }) => attendance.insert({ ...ids, ...mark }));
    expect(await run(({ attendance }) => attendance.list(session.id))).toEqual([mark]);
  });

  it('knows one device with one pass once', async () => {
    const arrival = anArrival(pass);
    await run(({ arrivals }) => arrivals.insert(arrival));
    await expect(run(({ arrivals }) => arrivals.insert({ ...arrival, id: uuidv7() }))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});
