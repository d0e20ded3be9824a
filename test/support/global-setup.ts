import { randomBytes } from 'node:crypto';

import pg from 'pg';
import type { TestProject } from 'vitest/node';

import { prepareQueue } from '../../src/jobs/queue.ts';
import { createDataSource } from '../../src/storage/data-source.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createRoles, withClient } from '../../src/storage/roles.ts';
import { startDatabaseServer } from './database-server.ts';

/** How a test file reaches the migrated template that `createTestDatabase` clones. */
export interface TemplateDatabase {
  adminUrl: string;
  ownerUrl: string;
  appUrl: string;
  /** Part of the names of everything this run makes on the server. */
  run: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    templateDatabase: TemplateDatabase;
  }
}

/** Builds one migrated database for the whole run. Fails where the entities and the migrated schema differ. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startDatabaseServer(process.env['TEST_DATABASE_URL']);
  const run = randomBytes(4).toString('hex');
  const owner = `subrosa_owner_${run}`;
  const application = `subrosa_app_${run}`;
  const cleanUp = async () => {
    if (server.kind === 'TEST_DATABASE_URL') await removeRun(server.adminUrl, run);
    await server.stop();
  };
  try {
    const urls = await createRoles(server.adminUrl, { owner, application, database: `subrosa_${run}` });
    await migrate({ ownerUrl: urls.ownerUrl, applicationRole: application, prepareQueue });
    await assertEntitiesMatchSchema(urls.ownerUrl);
    project.provide('templateDatabase', { adminUrl: server.adminUrl, ...urls, run });
    return cleanUp;
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

async function assertEntitiesMatchSchema(ownerUrl: string): Promise<void> {
  const dataSource = createDataSource({ url: ownerUrl });
  await dataSource.initialize();
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    if (upQueries.length === 0) return;
    const differences = upQueries.map(({ query }) => `  ${query}`).join('\n');
    throw new Error(`The entities differ from the migrated schema. TypeORM would run:\n${differences}`);
  } finally {
    await dataSource.destroy();
  }
}

/** A server that outlives the run gets back to how it was, also after a test file that forgot to drop its clone. */
async function removeRun(adminUrl: string, run: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
      [`subrosa_${run}`],
    );
    for (const { name } of rows)
      await client.query(`DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    for (const role of ['owner', 'app']) await client.query(`DROP ROLE IF EXISTS subrosa_${role}_${run}`);
  });
}
