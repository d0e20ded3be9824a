import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Database, Session, Transaction } from '../../src/application/ports.ts';
import { reservingStates, SessionState } from '../../src/domain/session.ts';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  aConnection,
  aHost,
  aMeeting,
  anIntent,
  aSession,
  minutesAfter,
  noon,
  storeSetup,
  type Setup,
} from '../support/records.ts';

let clone: TestDatabase;
let database: Database;
let setup: Setup;
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
});

const run = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> =>
  database.inOrganisation(setup.organisationId, work);
const store = (change: Partial<Session> = {}) =>
  run(({ sessions }) => sessions.insert(aSession(setup, change)));

describe('sessions', () => {
  it('come back as they were stored, also under a lock', async () => {
    const session = await store({
      externalRef: 'session-1',
      backing: 'calendar',
      ruledOut: { 'entry.bots.v1': ['account'] },
    });
    expect(await run(({ sessions }) => sessions.find(session.id))).toEqual(session);
    expect(await run(({ sessions }) => sessions.findByRef('session-1'))).toEqual(session);
    expect(await run(({ sessions }) => sessions.findForUpdate(session.id))).toEqual(session);
  });

  it('are shown alike by themselves and in a list, without policy and secrets', async () => {
    const session = await store({ externalRef: 'session-2' });
    const { policy, secrets, people, connectionId, reservedUntil, ruledOut, requestDigest, ...summary } =
      session;
    expect([policy, secrets, people, connectionId, reservedUntil, ruledOut, requestDigest]).not.toContain(
      undefined,
    );
    expect(await database.findSession(setup.organisationId, session.id)).toEqual(summary);
    const [listed] = await run(({ sessions }) => sessions.list({ after: undefined, limit: 1 }, {}));
    expect(listed).toEqual(summary);
  });

  it('hold their host for their time and the buffer, to the minute', async () => {
    await store();
    const next = { startsAt: minutesAfter(69), endsAt: minutesAfter(100), reservedUntil: minutesAfter(110) };
    await expect(store(next)).rejects.toMatchObject({ code: 'HOST_OVERLAP' });
    await store({ ...next, startsAt: minutesAfter(70) });
  });

  it('hold the platform’s identity, whichever host or connection it is used with', async () => {
    const first = await store();
    const [host, connection] = [aHost(), aConnection()];
    await run(async (transaction) => {
      await transaction.hosts.insert(host);
      await transaction.connections.insert(connection);
    });
    const same = { hostId: host.id, connectionId: connection.id, secrets: first.secrets };
    await expect(store(same)).rejects.toMatchObject({ code: 'IDENTITY_OVERLAP' });
    await store({ ...same, secrets: { ...first.secrets, organiser: 'somebody else' } });
  });

  it.each(SessionState.options)(
    'that are %s hold their time only where the domain says so',
    async (state) => {
      await store({ state });
      if (reservingStates.includes(state))
        await expect(store()).rejects.toMatchObject({ code: 'HOST_OVERLAP' });
      else await store();
    },
  );

  it('are refused by the database itself with an open link in a state that forbids it, or an end before the start', async () => {
    await expect(store({ state: 'blocked', link: 'unsealed' })).rejects.toThrow('sessions_link_check');
    await expect(store({ endsAt: minutesAfter(-1) })).rejects.toThrow('sessions_time_check');
  });

  it('are found by client, host, state and start', async () => {
    const [early, late] = [
      await store(),
      await store({
        state: 'cancelled',
        startsAt: minutesAfter(600),
        endsAt: minutesAfter(660),
        reservedUntil: minutesAfter(670),
      }),
    ];
    const list = (filter: Parameters<Transaction['sessions']['list']>[1]) =>
      run(async ({ sessions }) =>
        (await sessions.list({ after: undefined, limit: 10 }, filter)).map(({ id }) => id),
      );
    expect(await list({})).toEqual([late.id, early.id]);
    expect(await list({ clientId: setup.client.id, hostId: setup.host.id })).toEqual([late.id, early.id]);
    expect(await list({ clientId: uuidv7() })).toEqual([]);
    expect(await list({ state: 'cancelled' })).toEqual([late.id]);
    expect(await list({ startsFrom: noon, startsBefore: minutesAfter(600) })).toEqual([early.id]);
    expect(await list({ startsFrom: minutesAfter(1) })).toEqual([late.id]);
  });
});

describe('meetings', () => {
  it('belong to one session for good, one at a time', async () => {
    const session = await store();
    const meeting = aMeeting(session);
    await run(({ meetings }) => meetings.insert(meeting));
    expect(await run(({ meetings }) => meetings.findActive(session.id))).toEqual(meeting);
    for (const joinUrlWithPasscode of ['https://platform.example/j/1?pwd=other', null]) {
      await run(({ meetings }) => meetings.replaceLinkWithPasscode(meeting.id, joinUrlWithPasscode));
      const changed = { ...meeting, joinUrlWithPasscode };
      expect(await run(({ meetings }) => meetings.findActive(session.id))).toEqual(changed);
    }
    await expect(run(({ meetings }) => meetings.insert(aMeeting(session)))).rejects.toMatchObject({
      code: 'MEETING_REUSED',
    });

    await run(({ meetings }) => meetings.markRetired(meeting.id, noon));
    expect(await run(({ meetings }) => meetings.findActive(session.id))).toBeUndefined();
    await expect(
      run(({ meetings }) => meetings.insert(aMeeting(session, { ref: meeting.ref }))),
    ).rejects.toMatchObject({ code: 'MEETING_REUSED' });
    await run(({ meetings }) => meetings.insert(aMeeting(session)));
  });
});

describe('intents', () => {
  const end = { state: 'done', outcomeUnknown: false, errorCode: null, possibleStrays: 0 } as const;

  it('are claimed by one worker at a time, and after a lost lease with a look first', async () => {
    const session = await store();
    const intent = await run(({ intents }) => intents.insert(anIntent(session)));
    const claim = (minutes: number) =>
      run(({ intents }) => intents.claim(intent.id, minutesAfter(minutes), minutesAfter(minutes + 2)));

    const claims = await Promise.all([claim(0), claim(0), claim(0)]);
    const [won] = claims.filter((taken) => taken !== undefined);
    expect(claims.filter((taken) => taken !== undefined)).toHaveLength(1);
    expect(won).toEqual({
      intent: { ...intent, attempt: 1, leaseUntil: minutesAfter(2), outcomeUnknown: true },
      lookFirst: false,
    });
    expect(await claim(1)).toBeUndefined();
    expect(await claim(2)).toMatchObject({ lookFirst: true, intent: { attempt: 2 } });

    await run(async ({ intents }) => {
      expect(await intents.conclude(intent.id, 1, end)).toBe(false);
      expect(await intents.extend(intent.id, 1, minutesAfter(9))).toBe(false);
      expect(await intents.extend(intent.id, 2, minutesAfter(9))).toBe(true);
      expect((await intents.find(intent.id))?.leaseUntil).toEqual(minutesAfter(9));
      expect(await intents.conclude(intent.id, 2, end)).toBe(true);
      expect(await intents.conclude(intent.id, 2, end)).toBe(false);
    });
    expect(await claim(60)).toBeUndefined();
  });

  it('can be given back with what is known of the outcome', async () => {
    const session = await store();
    const [first, second] = [anIntent(session), anIntent(session, { kind: 'retire' })];
    await run(async ({ intents }) => {
      await intents.insert(first);
      await intents.insert(second);
      await intents.claim(first.id, noon, minutesAfter(2));
      const back = {
        state: 'pending',
        outcomeUnknown: false,
        errorCode: 'RATE_LIMITED',
        possibleStrays: 1,
      } as const;
      expect(await intents.conclude(first.id, 1, back)).toBe(true);
      expect(await intents.claim(first.id, noon, minutesAfter(2))).toMatchObject({
        lookFirst: false,
        intent: { attempt: 2, possibleStrays: 1, errorCode: 'RATE_LIMITED' },
      });
    });
  });
});
