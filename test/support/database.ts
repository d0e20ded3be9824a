import { randomBytes } from 'node:crypto';

import pg from 'pg';
import { inject } from 'vitest';

import type { Database } from '../../src/application/ports.ts';
import { createDataSource } from '../../src/storage/data-source.ts';
import { createDatabase } from '../../src/storage/database.ts';
import { createKeyring } from '../../src/storage/encryption.ts';
import { withClient } from '../../src/storage/roles.ts';

export interface TestDatabase {
  /** For looking past row-level security use `adminUrl`; the owner is bound by it too. */
  ownerUrl: string;
  appUrl: string;
  adminUrl: string;
  /** Ends every connection to it and removes it. */
  drop: () => Promise<void>;
}

/** A migrated, empty database of the calling test file's own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = inject('templateDatabase');
  const name = `subrosa_${template.run}_${randomBytes(4).toString('hex')}`;
  const source = new URL(template.ownerUrl).pathname.slice(1);
  const owner = new URL(template.ownerUrl).username;
  await withClient(template.adminUrl, (client) =>
    client.query(
      `CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(source)} OWNER ${pg.escapeIdentifier(owner)}`,
    ),
  );
  const inClone = (url: string) => {
    const clone = new URL(url);
    clone.pathname = `/${name}`;
    return clone.href;
  };
  return {
    ownerUrl: inClone(template.ownerUrl),
    appUrl: inClone(template.appUrl),
    adminUrl: inClone(template.adminUrl),
    async drop() {
      await withClient(template.adminUrl, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`),
      );
    },
  };
}

/** The application's database on a test database, with keys made for it. Close it before dropping the database. */
export async function openTestDatabase({ appUrl }: Pick<TestDatabase, 'appUrl'>): Promise<Database> {
  const dataSource = createDataSource({ url: appUrl, poolSize: 8 });
  await dataSource.initialize();
  const keyring = createKeyring({
    keys: { test: randomBytes(32) },
    current: 'test',
    indexKey: randomBytes(32),
  });
  return createDatabase(dataSource, keyring);
}
