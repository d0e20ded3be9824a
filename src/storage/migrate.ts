import { createDataSource } from './data-source.ts';
import { grantStatements, queueGrantStatements, queueSchema } from './grants.ts';
import { withClient } from './roles.ts';

export interface MigrateOptions {
  /** The owner's URL, straight to the server: a pooler would lose the lock. */
  ownerUrl: string;
  /** The role that serves requests, which must exist. */
  applicationRole: string;
  /** Makes the job queue's tables in the schema `queue`, which exists by then. */
  prepareQueue?: (ownerUrl: string) => Promise<void>;
}

/** Any number: the same for every process that migrates this database, so that one does and the others wait. */
const migrationLock = 7_261_001;

/** Brings the database to this release's schema and grants. Safe to run again, and by several processes at once. */
export async function migrate({ ownerUrl, applicationRole, prepareQueue }: MigrateOptions): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    const dataSource = createDataSource({ url: ownerUrl, poolSize: 2, statementTimeoutMs: 0 });
    await dataSource.initialize();
    try {
      await dataSource.runMigrations({ transaction: 'each' });
    } finally {
      await dataSource.destroy();
    }
    for (const statement of grantStatements(applicationRole)) await client.query(statement);

    await client.query(`CREATE SCHEMA IF NOT EXISTS ${queueSchema}`);
    await prepareQueue?.(ownerUrl);
    for (const statement of queueGrantStatements(applicationRole)) await client.query(statement);
  });
}
