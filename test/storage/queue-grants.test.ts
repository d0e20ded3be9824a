import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Database, Job } from '../../src/application/ports.ts';
import { connectQueue, type RunningQueue } from '../../src/jobs/queue.ts';
import { withClient } from '../../src/storage/roles.ts';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.ts';

describe('the queue as the application’s role', () => {
  let clone: TestDatabase;
  let database: Database;
  let queue: RunningQueue;
  const errors: Error[] = [];
  beforeAll(async () => {
    clone = await createTestDatabase();
    database = await openTestDatabase(clone);
    queue = await connectQueue({ url: clone.appUrl }, (error) => errors.push(error));
  });
  afterAll(async () => {
    await queue.stop(1000);
    await database.close();
    await clone.drop();
  });

  const organisationId = uuidv7();
  const job = (): Job => ({
    name: 'settle-session',
    payload: { organisationId, sessionId: uuidv7(), intentId: uuidv7() },
    group: uuidv7(),
  });
  const waiting = () =>
    withClient(clone.adminUrl, async (client) => {
      const { rows } = await client.query<{ data: unknown }>(
        `SELECT data FROM queue.job WHERE name = 'settle-session' ORDER BY created_on`,
      );
      return rows.map(({ data }) => data);
    });

  it('holds a job exactly when the transaction that enqueued it committed', async () => {
    const [kept, undone] = [job(), job()];
    await database.inOrganisation(organisationId, (transaction) => queue.enqueue(transaction, kept));
    const failed = database.inOrganisation(organisationId, async (transaction) => {
      await queue.enqueue(transaction, undone);
      throw new Error('undone');
    });
    await expect(failed).rejects.toThrow('undone');
    expect(await waiting()).toEqual([kept.payload]);
    expect(errors).toEqual([]);
  });
});
