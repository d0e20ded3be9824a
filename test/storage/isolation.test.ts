import { randomBytes } from 'node:crypto';

import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Database } from '../../src/application/ports.ts';
import { createDataSource } from '../../src/storage/data-source.ts';
import { createDatabase } from '../../src/storage/database.ts';
import { createKeyring } from '../../src/storage/encryption.ts';
import { entities } from '../../src/storage/entities/entities.ts';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  aDelivery,
  anArrival,
  aMeeting,
  anIntent,
  aPass,
  aPerson,
  aPortalEntry,
  aSession,
  noon,
  storeSetup,
  triesOf,
  type Setup,
} from '../support/records.ts';

const isolatedTables = entities
  .map(({ options }) => options.name)
  .filter((name) => !['organisations', 'vendor_budgets'].includes(name));

describe('two organisations in one database', () => {
  let clone: TestDatabase;
  let database: Database;
  let application: pg.Client;
  let ours: Setup;
  let theirs: Setup;
  let theirKey: string;

  beforeAll(async () => {
    clone = await createTestDatabase();
    database = await openTestDatabase(clone);
    application = new pg.Client({ connectionString: clone.appUrl });
    await application.connect();
    ours = await storeSetup(database);
    theirs = await storeSetup(database);
    theirKey = `key-${uuidv7()}`;
    await fillEveryTable(ours, `key-${uuidv7()}`);
    await fillEveryTable(theirs, theirKey);
  });
  afterAll(async () => {
    await application.end();
    await database.close();
    await clone.drop();
  });

  async function fillEveryTable(setup: Setup, publicId: string): Promise<void> {
    await database.inOrganisation(setup.organisationId, async (transaction) => {
      const session = await transaction.sessions.insert(aSession(setup));
      await transaction.hosts.update({
        ...setup.host,
        email: 'coach@practice.example',
        identities: [{ connectionId: setup.connection.id, kind: 'organiser', vendorUser: 'someone' }],
      });
      await transaction.apiKeys.insert({
        id: uuidv7(),
        publicId,
        secretHash: Buffer.alloc(32),
        name: 'a key',
        scopes: [],
        expiresAt: null,
        revokedAt: null,
        createdAt: noon,
      });
      await transaction.signIns.insert({
        id: uuidv7(),
        hostId: setup.host.id,
        publicId: `sign-in-${uuidv7()}`,
        expiresAt: noon,
        spentAt: null,
      });
      await transaction.consoleSessions.insert({
        id: uuidv7(),
        hostId: setup.host.id,
        publicId: `console-${uuidv7()}`,
        secretHash: Buffer.alloc(32),
        createdAt: noon,
        seenAt: noon,
        endedAt: null,
      });
      await transaction.postures.put(setup.connection.id, 'someone', {}, noon);
      await transaction.plans.insert(session.id, 1, {} as never);
      await transaction.meetings.insert(aMeeting(session));
      await transaction.intents.insert(anIntent(session));
      const at = noon.toISOString();
      await transaction.observations.insert({
        id: uuidv7(),
        sessionId: session.id,
        planVersion: 1,
        observedAt: at,
        items: {},
      });
      await transaction.records.insert({
        id: uuidv7(),
        sessionId: session.id,
        control: null,
        kind: 'a record',
        holds: true,
        body: {},
        recordedAt: at,
      });
      await transaction.settings.put({ ...(await transaction.settings.get()), updatedAt: noon });
      const person = await transaction.people.insert(aPerson(session));
      const pass = await transaction.passes.insert(aPass(person));
      await transaction.doors.touch(session.id);
      const arrival = await transaction.arrivals.insert(anArrival(pass));
      const mark = { kind: 'in', at: noon, source: 'admission' } as const;
      const ids = { sessionId: session.id, personId: person.id, arrivalId: arrival.id };
      await transaction.attendance.insert({ id: uuidv7(), ...ids, ...mark });
      await transaction.passTries.put(triesOf(pass));
      await transaction.portalEntries.insert(aPortalEntry(person));
      await transaction.deliveries.insert(aDelivery(person));
      await transaction.audit.insert({
        id: uuidv7(),
        at: noon,
        actor: 'a test',
        action: 'filled',
        resourceKind: 'session',
        resourceId: session.id,
        details: {},
      });
      await transaction.idempotency.begin({
        id: uuidv7(),
        operation: 'an operation',
        keyDigest: Buffer.from('key'),
        requestDigest: Buffer.from('request'),
        status: null,
        resourceId: null,
        createdAt: noon,
      });
    });
  }

  /** Runs SQL as the application's role, in a transaction that is undone, with this setting; undefined sets nothing. */
  async function asOrganisation<T extends object>(setting: string | undefined, sql: string): Promise<T[]> {
    await application.query('BEGIN');
    try {
      if (setting !== undefined)
        await application.query(`SELECT set_config('app.organisation', $1, true)`, [setting]);
      return (await application.query(sql)).rows as T[];
    } finally {
      await application.query('ROLLBACK');
    }
  }

  it.each(isolatedTables)('keeps %s apart where a condition was forgotten', async (table) => {
    const owners = `SELECT DISTINCT organisation_id FROM ${table}`;
    expect(await asOrganisation(ours.organisationId, owners)).toEqual([
      { organisation_id: ours.organisationId },
    ]);
    expect(await asOrganisation(theirs.organisationId, owners)).toEqual([
      { organisation_id: theirs.organisationId },
    ]);
    expect(await asOrganisation(undefined, owners)).toEqual([]);
    expect(await asOrganisation('', owners)).toEqual([]);
  });

  it('shows an organisation only itself', async () => {
    const rows = await asOrganisation<{ id: string }>(ours.organisationId, 'SELECT id FROM organisations');
    expect(rows).toEqual([{ id: ours.organisationId }]);
  });

  it('writes nothing for another organisation, and changes nothing of it', async () => {
    const insert = `INSERT INTO audit_events VALUES ('${theirs.organisationId}', '${uuidv7()}', now(), 'a', 'b', 'c', '${uuidv7()}', '{}')`;
    for (const setting of [ours.organisationId, '', undefined]) {
      await expect(asOrganisation(setting, insert)).rejects.toThrow('row-level security');
    }
    const update = `UPDATE sessions SET time_zone = 'UTC' WHERE organisation_id = '${theirs.organisationId}' RETURNING id`;
    expect(await asOrganisation(ours.organisationId, update)).toEqual([]);
    const move = `UPDATE hosts SET organisation_id = '${theirs.organisationId}'`;
    await expect(asOrganisation(ours.organisationId, move)).rejects.toThrow('row-level security');
  });

  it('binds the owner of the tables too', async () => {
    const owner = new pg.Client({ connectionString: clone.ownerUrl });
    await owner.connect();
    const { rows } = await owner.query('SELECT id FROM sessions');
    await owner.end();
    expect(rows).toEqual([]);
  });

  it('cannot refer to what another organisation has', async () => {
    const stranger = aSession(ours, { hostId: theirs.host.id });
    await expect(
      database.inOrganisation(ours.organisationId, ({ sessions }) => sessions.insert(stranger)),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('finds nothing of another organisation through a repository', async () => {
    await database.inOrganisation(ours.organisationId, async (transaction) => {
      expect(await transaction.hosts.find(theirs.host.id)).toBeUndefined();
      expect(await transaction.organisations.find(theirs.organisationId)).toBeUndefined();
      await expect(transaction.hosts.update(theirs.host)).rejects.toMatchObject({ code: 'VERSION_MISMATCH' });
    });
  });

  it('shows one session to its own organisation only, and leaves no setting behind', async () => {
    const [session] = await asOrganisation<{ id: string }>(theirs.organisationId, 'SELECT id FROM sessions');
    const id = session?.id ?? '';
    // One connection, so that what is asked next is asked on the same.
    const dataSource = createDataSource({ url: clone.appUrl, poolSize: 1 });
    await dataSource.initialize();
    const one = createDatabase(
      dataSource,
      createKeyring({ keys: { k: randomBytes(32) }, current: 'k', indexKey: randomBytes(32) }),
    );
    // Often enough that the server has come to a plan that it keeps.
    for (let time = 1; time <= 8; time += 1) {
      expect(await one.findSession(theirs.organisationId, id)).toMatchObject({ id });
      expect(await dataSource.query('SELECT id FROM sessions')).toEqual([]);
      expect(await one.findSession(ours.organisationId, id)).toBeUndefined();
    }
    expect(await one.findSession(ours.organisationId, uuidv7())).toBeUndefined();
    await expect(one.findSession(ours.organisationId, `' OR true --`)).rejects.toThrow('uuid');
    await one.close();
  });

  it('maps a public id to its organisation, and an unknown one to none', async () => {
    expect(await database.organisationOf(theirKey)).toBe(theirs.organisationId);
    expect(await database.organisationOf('unknown')).toBeUndefined();
  });

  it('finds every coach with an address, in whichever case, and says no more of them than whose they are', async () => {
    const coaches = await database.findHostsByAddress(' Coach@Practice.example');
    const both = [ours, theirs].map(({ organisationId, host }) => ({ organisationId, hostId: host.id }));
    expect(new Set(coaches)).toEqual(new Set(both));
    expect(await database.findHostsByAddress('nobody@practice.example')).toEqual([]);
  });

  it('leaves no setting behind on the connection', async () => {
    await asOrganisation(ours.organisationId, 'SELECT 1');
    expect(await asOrganisation(undefined, 'SELECT id FROM sessions')).toEqual([]);
    const { rows } = await application.query('SELECT id FROM sessions');
    expect(rows).toEqual([]);
  });
});
