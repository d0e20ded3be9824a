import { randomUUID } from 'node:crypto';

import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Database, IdempotencyRecord, Session, Transaction } from '../../src/application/ports.ts';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import type { Plan } from '../../src/domain/plan/plan.ts';
import { withClient } from '../../src/storage/roles.ts';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  aClient,
  aConnection,
  aHost,
  aMeeting,
  aPolicy,
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

describe('records that change', () => {
  it('come back as they were stored', async () => {
    const client = aClient(setup.policy.id, {
      externalRef: 'client-1',
      approved: [
        {
          platform: 'teams',
          connectionId: setup.connection.id,
          hosting: 'sponsor',
          backing: 'calendar',
          sponsor: { vendorUser: 'an employee', present: true },
        },
      ],
      waivers: [{ control: 'entry.bots.v1', by: 'A person', reason: 'A reason', until: noon.toISOString() }],
    });
    const connection = aConnection({
      externalRef: 'connection-1',
      clientId: setup.client.id,
      settings: { region: 'eu' },
      verification: { ok: false, checks: [{ name: 'a permission', ok: false, remedy: 'Grant it.' }] },
      verifiedAt: noon,
      certificate: 'a certificate',
    });
    const host = aHost({
      externalRef: 'host-1',
      email: 'coach@practice.example',
      identities: [{ connectionId: setup.connection.id, kind: 'organiser', vendorUser: 'a user' }],
    });
    const policy = aPolicy({ externalRef: 'policy-1' });
    await run(async ({ clients, connections, hosts, policies }) => {
      await clients.insert(client);
      await connections.insert(connection);
      await hosts.insert(host);
      await policies.insert(policy);
    });
    await run(async ({ clients, connections, hosts, policies }) => {
      expect(await clients.find(client.id)).toEqual(client);
      expect(await clients.findByRef('client-1')).toEqual(client);
      expect(await connections.find(connection.id)).toEqual(connection);
      expect(await hosts.findByRef('host-1')).toEqual(host);
      expect(await policies.findByRef('policy-1')).toEqual(policy);
      expect(await hosts.findByRef('unknown')).toBeUndefined();
    });
  });

  it('rise in version with every change, which only who read the last version can make', async () => {
    const changed = await run(({ policies }) =>
      policies.update({ ...setup.policy, name: 'renamed', updatedAt: minutesAfter(1) }),
    );
    expect(changed).toMatchObject({ name: 'renamed', version: 2 });
    expect(await run(({ policies }) => policies.find(setup.policy.id))).toEqual(changed);
    await expect(
      run(({ policies }) => policies.update({ ...setup.policy, name: 'again' })),
    ).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
    });
  });

  it('refuse an external reference that another record of the kind has', async () => {
    await run(({ hosts }) => hosts.insert(aHost({ externalRef: 'taken' })));
    await expect(run(({ hosts }) => hosts.insert(aHost({ externalRef: 'taken' })))).rejects.toMatchObject({
      code: 'EXTERNAL_REF_TAKEN',
    });
    await expect(
      run(({ hosts }) => hosts.update({ ...setup.host, externalRef: 'taken' })),
    ).rejects.toMatchObject({
      code: 'EXTERNAL_REF_TAKEN',
    });
    await run(({ policies }) => policies.insert(aPolicy({ externalRef: 'taken' })));
  });

  it('are listed newest first, page by page', async () => {
    const hosts = [aHost(), aHost(), aHost()];
    await run(async (transaction) => {
      for (const host of hosts) await transaction.hosts.insert(host);
    });
    const newest = [...hosts.map(({ id }) => id).reverse(), setup.host.id];
    const first = await run((transaction) => transaction.hosts.list({ after: undefined, limit: 3 }));
    expect(first.map(({ id }) => id)).toEqual(newest.slice(0, 3));
    const second = await run((transaction) => transaction.hosts.list({ after: first.at(-1)?.id, limit: 3 }));
    expect(second.map(({ id }) => id)).toEqual(newest.slice(3));
  });

  it('replace a host’s identities with its change', async () => {
    const other = aConnection();
    const identity = (connectionId: string, vendorUser: string) => ({
      connectionId,
      kind: 'organiser' as const,
      vendorUser,
    });
    const host = aHost({ identities: [identity(setup.connection.id, 'one')] });
    await run(async ({ connections, hosts }) => {
      await connections.insert(other);
      await hosts.insert(host);
      await hosts.update({ ...host, identities: [identity(other.id, 'two')] });
    });
    expect((await run(({ hosts }) => hosts.find(host.id)))?.identities).toEqual([identity(other.id, 'two')]);
  });
});

describe('what is encrypted', () => {
  it('is nowhere in the tables in the clear', async () => {
    const secret = `secret-${randomUUID()}`;
    await run(async (transaction) => {
      await transaction.hosts.update({
        ...setup.host,
        name: secret,
        email: secret,
        identities: [{ connectionId: setup.connection.id, kind: 'organiser', vendorUser: secret }],
      });
      await transaction.connections.update({ ...setup.connection, credentials: { token: secret } });
      await transaction.clients.update({ ...setup.client, name: secret });
      const secrets = { passcode: secret, reference: secret, organiser: secret, coach: secret };
      const session = await transaction.sessions.insert(aSession(setup, { secrets }));
      const links = { joinUrl: secret, joinUrlWithPasscode: secret };
      await transaction.meetings.insert(aMeeting(session, { ref: { id: secret }, ...links }));
      await transaction.postures.put(setup.connection.id, secret, {}, noon);
      expect((await transaction.sessions.find(session.id))?.secrets).toEqual(secrets);
      expect(await transaction.meetings.findActive(session.id)).toMatchObject({
        ref: { id: secret },
        ...links,
      });
    });
    const hex = Buffer.from(secret).toString('hex');
    await withClient(clone.adminUrl, async (client) => {
      for (const table of [
        'hosts',
        'host_identities',
        'connections',
        'clients',
        'sessions',
        'meetings',
        'postures',
      ]) {
        const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
        expect(rows.length).toBeGreaterThan(0);
        for (const { row } of rows) expect(row.includes(secret) || row.includes(hex), table).toBe(false);
      }
    });
  });
});

describe('plans, policy versions and postures', () => {
  it('are found by their number', async () => {
    const session = await store();
    const plan = { platform: 'zoom', gaps: [] } as unknown as Plan;
    await run(({ plans }) => plans.insert(session.id, 1, plan));
    expect(await run(({ plans }) => plans.find(session.id, 1))).toEqual(plan);
    expect(await run(({ plans }) => plans.find(session.id, 2))).toBeUndefined();
    await expect(run(({ plans }) => plans.insert(session.id, 1, plan))).rejects.toMatchObject({
      code: 'CONFLICT',
    });

    const version = {
      id: uuidv7(),
      policyId: setup.policy.id,
      number: 2,
      body: confidentialSession,
      createdAt: noon,
    };
    await run(({ policyVersions }) => policyVersions.insert(version));
    expect(await run(({ policyVersions }) => policyVersions.find(setup.policy.id, 2))).toEqual(version);
    const listed = await run(({ policyVersions }) =>
      policyVersions.list(setup.policy.id, { after: undefined, limit: 5 }),
    );
    expect(listed.map(({ number }) => number)).toEqual([2, 1]);
    await expect(
      run(({ policyVersions }) => policyVersions.insert({ ...version, id: uuidv7() })),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('keep the latest posture of each organiser only', async () => {
    const posture = (value: boolean) => ({ 'recording.auto': { value, readAt: noon.toISOString() } });
    await run(async ({ postures }) => {
      await postures.put(setup.connection.id, 'one', posture(true), noon);
      await postures.put(setup.connection.id, 'one', posture(false), minutesAfter(1));
      expect(await postures.find(setup.connection.id, 'one')).toEqual(posture(false));
      expect(await postures.find(setup.connection.id, 'two')).toBeUndefined();
      // A slow reading that began before the newest one.
      await postures.put(setup.connection.id, 'one', posture(true), noon);
      expect(await postures.find(setup.connection.id, 'one')).toEqual(posture(false));
    });
  });
});

describe('evidence and the audit trail', () => {
  it('give the latest observation of a plan version, the records in order, and the newest events first', async () => {
    const session = await store();
    const observation = (minutes: number, planVersion: number) => ({
      id: uuidv7(),
      sessionId: session.id,
      planVersion,
      observedAt: minutesAfter(minutes).toISOString(),
      items: { waiting_room: { value: true }, other: { unknown: 'not allowed to read it' } },
    });
    const [latest, earlier, older] = [observation(5, 2), observation(1, 2), observation(9, 1)];
    const record = { kind: 'passcode-delivered', holds: true, recordedAt: noon.toISOString() };
    const event = (action: string) => ({
      id: uuidv7(),
      at: noon,
      actor: 'job:settle-session',
      action,
      resourceKind: 'session',
      resourceId: session.id,
      details: { platform: 'zoom' },
    });
    const events = [event('one'), event('two')];
    await run(async (transaction) => {
      for (const each of [latest, earlier, older]) await transaction.observations.insert(each);
      await transaction.records.insert({
        ...record,
        id: uuidv7(),
        sessionId: session.id,
        control: null,
        body: {},
      });
      for (const each of events) await transaction.audit.insert(each);
    });
    await run(async (transaction) => {
      expect(await transaction.observations.findLatest(session.id, 2)).toEqual(latest);
      expect(await transaction.observations.findLatest(session.id, 3)).toBeUndefined();
      expect(await transaction.records.list(session.id)).toEqual([record]);
      expect(await transaction.audit.list({ after: undefined, limit: 10 })).toEqual([...events].reverse());
      expect(await transaction.audit.list({ after: events[1]?.id, limit: 10 })).toEqual([events[0]]);
    });
  });
});

describe('API keys', () => {
  it('are found by id and public id, and keep the time of their first revocation', async () => {
    const key = {
      id: uuidv7(),
      publicId: randomUUID(),
      secretHash: Buffer.alloc(32, 7),
      name: 'integration',
      scopes: ['sessions:read'],
      expiresAt: minutesAfter(5),
      revokedAt: null,
      createdAt: noon,
    };
    await run(({ apiKeys }) => apiKeys.insert(key));
    expect(await database.organisationOf(key.publicId)).toBe(setup.organisationId);
    expect(await run(({ apiKeys }) => apiKeys.findByPublicId(key.publicId))).toEqual(key);
    await run(({ apiKeys }) => apiKeys.revoke(key.id, minutesAfter(1)));
    await run(({ apiKeys }) => apiKeys.revoke(key.id, minutesAfter(2)));
    const revoked = { ...key, revokedAt: minutesAfter(1) };
    expect(await run(({ apiKeys }) => apiKeys.find(key.id))).toEqual(revoked);
    expect(await run(({ apiKeys }) => apiKeys.list())).toEqual([revoked]);
    await expect(run(({ apiKeys }) => apiKeys.insert({ ...key, id: uuidv7() }))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});

describe('idempotency keys', () => {
  const record = (): IdempotencyRecord => ({
    id: uuidv7(),
    operation: 'create-session',
    keyDigest: Buffer.from('a key'),
    requestDigest: Buffer.from('a request'),
    status: null,
    resourceId: null,
    createdAt: noon,
  });

  it('let one of many requests through, and show the others what became of it', async () => {
    const records = Array.from({ length: 6 }, record);
    const answers = await Promise.all(
      records.map((each) => run(({ idempotency }) => idempotency.begin(each))),
    );
    expect(answers.filter(({ fresh }) => fresh)).toHaveLength(1);
    const first = records[answers.findIndex(({ fresh }) => fresh)] ?? record();
    expect(answers.filter(({ fresh }) => !fresh)).toEqual(Array(5).fill({ fresh: false, record: first }));

    const resourceId = uuidv7();
    await run(({ idempotency }) => idempotency.complete(first.id, 201, resourceId));
    expect(await run(({ idempotency }) => idempotency.begin(record()))).toEqual({
      fresh: false,
      record: { ...first, status: 201, resourceId },
    });
    await run(({ idempotency }) => idempotency.remove(first.id));
    expect(await run(({ idempotency }) => idempotency.begin(record()))).toEqual({ fresh: true });
  });
});
