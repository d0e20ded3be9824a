import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Database } from '../../src/application/ports.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { createDataSource } from '../../src/storage/data-source.ts';
import { createDatabase } from '../../src/storage/database.ts';
import { createKeyring } from '../../src/storage/encryption.ts';
import { assertApplicationRole, withClient } from '../../src/storage/roles.ts';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { aHost, storeSetup, type Setup } from '../support/records.ts';

describe('the database', () => {
  let clone: TestDatabase;
  let database: Database;
  let setup: Setup;
  beforeAll(async () => {
    clone = await createTestDatabase();
    database = await openTestDatabase(clone);
    setup = await storeSetup(database);
  });
  afterAll(async () => {
    await database.close();
    await clone.drop();
  });

  it('undoes everything when the work throws, and passes the error on', async () => {
    const host = aHost();
    const failure = new DomainError('FORBIDDEN', 'No.');
    const work = database.inOrganisation(setup.organisationId, async ({ hosts }) => {
      await hosts.insert(host);
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect(
      await database.inOrganisation(setup.organisationId, ({ hosts }) => hosts.find(host.id)),
    ).toBeUndefined();
  });

  it('runs a transaction again that lost a deadlock', async () => {
    const [first, second] = [aHost({ name: '0' }), aHost({ name: '0' })];
    await database.inOrganisation(setup.organisationId, async ({ hosts }) => {
      await hosts.insert(first);
      await hosts.insert(second);
    });
    let runs = 0;
    let arrived = 0;
    let release: () => void = () => undefined;
    const bothHoldOne = new Promise<void>((resolve) => (release = resolve));
    /** Adds one to both hosts, in the order given, once both transactions have changed their first. */
    const count = (order: [string, string]) =>
      database.inOrganisation(setup.organisationId, async ({ hosts }) => {
        runs += 1;
        for (const [index, id] of order.entries()) {
          const host = await hosts.find(id);
          if (host === undefined) throw new Error('The host is gone.');
          await hosts.update({ ...host, name: String(Number(host.name) + 1) });
          if (index > 0) continue;
          arrived += 1;
          if (arrived === 2) release();
          await bothHoldOne;
        }
      });
    await Promise.all([count([first.id, second.id]), count([second.id, first.id])]);
    expect(runs).toBe(3);
    const after = await database.inOrganisation(setup.organisationId, ({ hosts }) => hosts.find(first.id));
    expect(after?.name).toBe('2');
  });

  it('gives up on a transaction that keeps losing', async () => {
    let runs = 0;
    const work = database.inOrganisation(setup.organisationId, async ({ executeSql }) => {
      runs += 1;
      await executeSql(`DO $$ BEGIN RAISE SQLSTATE '40001'; END $$`, []);
    });
    await expect(work).rejects.toMatchObject({ driverError: { code: '40001' } });
    expect(runs).toBe(4);
  });

  it('runs the queue’s statements inside the transaction', async () => {
    const rows = await database.inOrganisation(setup.organisationId, async ({ executeSql }) => {
      const set = await executeSql(
        `SELECT current_setting('app.organisation') AS organisation, $1::int AS value`,
        [7],
      );
      await executeSql('SELECT 1 WHERE false', []);
      return set.rows;
    });
    expect(rows).toEqual([{ organisation: setup.organisationId, value: 7 }]);
  });

  it('says that it is unavailable when its connections are cut or the server is away', async () => {
    const cut = database.inOrganisation(setup.organisationId, async ({ executeSql }) => {
      const { rows } = await executeSql('SELECT pg_backend_pid() AS pid', []);
      const { pid } = rows[0] as { pid: number };
      await withClient(clone.adminUrl, (client) =>
        client.query('SELECT pg_terminate_backend($1, 5000)', [pid]),
      );
      await executeSql('SELECT 1', []);
    });
    await expect(cut).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(await database.ping()).toBe(true);

    const other = await createTestDatabase();
    const source = createDataSource({ url: other.appUrl });
    await source.initialize();
    const away = createDatabase(
      source,
      createKeyring({ keys: { k: randomBytes(32) }, current: 'k', indexKey: randomBytes(32) }),
    );
    await other.drop();
    await expect(away.organisationOf('x')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(await away.ping()).toBe(false);
    await away.close();
  });

  it('serves only as a role that row-level security binds', async () => {
    await withClient(clone.appUrl, (client) => assertApplicationRole(client));
    for (const [url, reason] of [
      [clone.adminUrl, 'bypasses-row-level-security'],
      [clone.ownerUrl, 'owns-tables'],
    ] as const) {
      await expect(withClient(url, (client) => assertApplicationRole(client))).rejects.toMatchObject({
        code: 'UNSAFE_DATABASE_ROLE',
        facts: { reason },
      });
    }
  });
});
