import { randomBytes, randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { createOrganisation } from '../../src/application/api-keys.ts';
import { scopes, type Application, type Caller } from '../../src/application/context.ts';
import type { Database, Job } from '../../src/application/ports.ts';
import { nameFolding } from '../../src/names/folding.ts';
import type { RegisteredProvider } from '../../src/domain/provider.ts';
import { collectJobs } from './committed-jobs.ts';
import { writeLetter } from '../../src/mail/compose.ts';
import { createTestDatabase, openTestDatabase, type TestDatabase } from './database.ts';
import { runJob } from './jobs.ts';

/** An application on a real database of its own, whose time and jobs the test decides. */
export interface TestApplication {
  application: Application;
  database: Database;
  testDatabase: TestDatabase;
  caller: Caller;
  /** The time that the application sees; a test may change it. */
  clock: { now: Date };
  /** Jobs that were enqueued and not yet run, in order. */
  jobs: Job[];
  /** Runs what is due, and what that enqueues, until nothing is due. */
  runJobs: () => Promise<void>;
  /** Lets a waiting job start by moving the clock to it, and runs it. */
  runNextJob: () => Promise<void>;
  close: () => Promise<void>;
}

export async function createTestApplication(
  providers: Record<string, RegisteredProvider>,
  { vendorOrigins = [] as string[], startAt = new Date() } = {},
): Promise<TestApplication> {
  const testDatabase = await createTestDatabase();
  const { database, queue, jobs } = collectJobs(await openTestDatabase(testDatabase));
  const clock = { now: startAt };
  const application: Application = {
    database,
    queue,
    ambient: {
      now: () => clock.now,
      newId: () => uuidv7(),
      randomInt: (limit) => randomInt(limit),
      randomBytes,
    },
    publicUrl: 'https://subrosa.example',
    onSignIn: async () => undefined,
    mail: null,
    writeLetter,
    mailbox: null,
    nameFolding,
    providers,
    leaseMs: 60_000,
    vendorTimeoutMs: 2_000,
    extraVendorOrigins: vendorOrigins,
  };
  const { organisation } = await createOrganisation(application, 'Test organisation');
  const run = (job: Job) => runJob(application, job);
  return {
    application,
    database,
    testDatabase,
    caller: { organisationId: organisation.id, actor: 'key:test', scopes },
    clock,
    jobs,
    async runJobs() {
      for (;;) {
        const due = jobs.findIndex(({ startAfter }) => startAfter === undefined || startAfter <= clock.now);
        const [job] = due < 0 ? [] : jobs.splice(due, 1);
        if (job === undefined) return;
        await run(job);
      }
    },
    async runNextJob() {
      const job = jobs.shift();
      if (job === undefined) throw new Error('No job is waiting');
      if (job.startAfter !== undefined && job.startAfter > clock.now) clock.now = job.startAfter;
      await run(job);
    },
    async close() {
      await database.close();
      await testDatabase.drop();
    },
  };
}
