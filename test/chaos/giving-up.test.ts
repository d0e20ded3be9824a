import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Application } from '../../src/application/context.ts';
import { cancelSession, createSession, getSession, retrySession } from '../../src/application/sessions.ts';
import type { Job } from '../../src/application/ports.ts';
import type { RegisteredProvider } from '../../src/domain/provider.ts';
import { deadLetterJob } from '../../src/jobs/dead-letter.job.ts';
import { jobs } from '../../src/jobs/jobs.ts';
import { QUEUE_SCHEMA } from '../../src/jobs/queue.ts';
import { providers } from '../../src/providers/registry.ts';
import { createTestApplication, type TestApplication } from '../support/application.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { runJob } from '../support/jobs.ts';
import { platformStarters, type Platform } from '../support/platforms.ts';
import { openWorking } from '../support/working.ts';
import { createPractice, drain, rowsOf, standing, type Practice } from './practice.ts';

const HOUR_MS = 3_600_000;

/** A bug that no use case expects, in reading a meeting back. */
interface Bug {
  isThere: boolean;
  hits: number;
}

const withBug = (provider: RegisteredProvider, bug: Bug): RegisteredProvider => ({
  ...provider,
  connect: (connection, context) => {
    const client = provider.connect(connection, context);
    return {
      ...client,
      observe: async (...asked) => {
        if (!bug.isThere) return client.observe(...asked);
        bug.hits += 1;
        throw new TypeError('a bug');
      },
    };
  },
});

describe('a session whose job ends by a bug at every try', () => {
  const tries = 3;
  const bug: Bug = { isThere: true, hits: 0 };
  let platform: Platform;
  let database: TestDatabase;
  let working: Awaited<ReturnType<typeof openWorking>>;
  let application: Application;

  beforeAll(async () => {
    platform = await platformStarters.zoom(() => new Date());
    database = await createTestDatabase();
    working = await openWorking(database.appUrl, [platform.origin]);
    application = { ...working.application, providers: { zoom: withBug(providers.zoom, bug) } };
  });
  afterAll(async () => {
    await working.close();
    await platform.close();
    await database.drop();
  });

  it('is blocked with a reason when the queue has given up, and can be retried once the bug is mended', async () => {
    const { caller, queue } = working;
    const practice = await createPractice(application, caller, {
      ...platform,
      settings: platform.settings(),
    });
    const { id } = await createSession(application, caller, practice.nextRequest());
    // The queue takes half an hour over its tries.
    await rowsOf(
      { testDatabase: database },
      `UPDATE ${QUEUE_SCHEMA}.job SET retry_limit = $1, retry_delay = 0 WHERE data->>'sessionId' = $2`,
      [tries - 1, id],
    );
    await queue.work(application, jobs, { perConnection: 2 });
    const session = () => getSession(application, caller, id);
    const comesTo = (wanted: string) =>
      vi.waitUntil(async () => (await session()).state === wanted, { timeout: 25_000, interval: 100 });

    await comesTo('blocked');
    expect(bug.hits).toBe(tries);
    const { link, reasons } = await session();
    expect(link).toBe('sealed');
    expect(reasons.map(({ why }) => why)).toEqual([expect.stringContaining('INTERNAL')]);
    expect(JSON.stringify(reasons)).not.toContain('a bug');

    bug.isThere = false;
    await retrySession(application, caller, id);
    await comesTo('scheduled');
    expect(await platform.meetings()).toHaveLength(1);
  });
});

describe('a dead letter', () => {
  let platform: Platform;
  let test: TestApplication;
  let practice: Practice;
  const startAt = new Date();

  beforeAll(async () => {
    platform = await platformStarters.zoom(() => test?.clock.now ?? startAt);
    test = await createTestApplication(providers, { vendorOrigins: [platform.origin], startAt });
    practice = await createPractice(test.application, test.caller, {
      ...platform,
      settings: platform.settings(),
    });
  });
  afterAll(async () => {
    await test.close();
    await platform.close();
  });

  const create = async (): Promise<{ id: string; job: Job }> => {
    const { id } = await createSession(test.application, test.caller, practice.nextRequest());
    const [job] = test.jobs.splice(0);
    if (job === undefined) throw new Error('no job was enqueued');
    return { id, job };
  };
  const readLetter = ({ payload }: Pick<Job, 'payload'>) => deadLetterJob.run(test.application, payload);

  it('changes nothing when it is read twice', async () => {
    const { id, job } = await create();
    await readLetter(job);
    await retrySession(test.application, test.caller, id);
    await readLetter(job);
    expect(await standing(test, id)).toMatchObject({ state: 'provisioning' });
    await drain(test);
    expect(await standing(test, id)).toMatchObject({ state: 'scheduled', link: 'unsealed' });
  });

  it('leaves the session to a worker that holds its intent', async () => {
    const { id, job } = await create();
    if (job.name !== 'settle-session') throw new Error('another job was enqueued');
    const leaseUntil = new Date(test.clock.now.getTime() + test.application.leaseMs);
    await test.database.inOrganisation(test.caller.organisationId, ({ intents }) =>
      intents.claim(job.payload.intentId, test.clock.now, leaseUntil),
    );
    await readLetter(job);
    expect(await standing(test, id)).toMatchObject({ state: 'provisioning' });
    expect(test.jobs).toMatchObject([{ payload: job.payload, startAfter: leaseUntil }]);
    await drain(test);
    expect(await standing(test, id)).toMatchObject({ state: 'scheduled' });
  });

  it('never gives up a meeting that is to be retired', async () => {
    const { id, job } = await create();
    await runJob(test.application, job);
    const before = (await platform.meetings()).length;
    await cancelSession(test.application, test.caller, id, undefined);
    const [retiring] = test.jobs.splice(0).filter(({ name }) => name === 'retire-meeting');
    if (retiring === undefined) throw new Error('nothing is to be retired');
    await readLetter(retiring);
    const startAfter = new Date(test.clock.now.getTime() + HOUR_MS);
    expect(test.jobs).toMatchObject([{ name: 'retire-meeting', payload: retiring.payload, startAfter }]);
    await drain(test);
    expect(await platform.meetings()).toHaveLength(before - 1);
  });

  it('of a job that no session waits for is kept to be read', async () => {
    const { id } = await create();
    await readLetter({ payload: { organisationId: test.caller.organisationId, sessionId: id } });
    expect(await standing(test, id)).toMatchObject({ state: 'provisioning' });
  });
});
