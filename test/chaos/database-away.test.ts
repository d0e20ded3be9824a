import type { FastifyInstance } from 'fastify';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApi } from '../../src/api/app.ts';
import { jobs } from '../../src/jobs/jobs.ts';
import { QUEUE_SCHEMA } from '../../src/jobs/queue.ts';
import { createCuttable } from '../support/cuttable.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { platformStarters, type Platform } from '../support/platforms.ts';
import { openWorking } from '../support/working.ts';
import { createPractice, rowsOf, type Practice } from './practice.ts';

/** How long the vendor takes over the first meeting; time to cut the database meanwhile. */
const STALL_MS = 3_000;

describe('the database going away between an accepted request and its settling', () => {
  let platform: Platform;
  let database: TestDatabase;
  let way: Awaited<ReturnType<typeof createCuttable>>;
  let working: Awaited<ReturnType<typeof openWorking>>;
  let practice: Practice;
  let api: FastifyInstance;
  /** Jobs that ended by an error, as their worker saw it. */
  const failed: string[] = [];
  const watched = jobs.map((job) => ({
    ...job,
    run: (...given: Parameters<typeof job.run>) =>
      job.run(...given).catch((error: unknown) => {
        failed.push(job.name);
        throw error;
      }),
  }));

  beforeAll(async () => {
    platform = await platformStarters.zoom(() => new Date());
    database = await createTestDatabase();
    way = await createCuttable(database.appUrl);
    working = await openWorking(way.url, [platform.origin]);
    const { application, caller, queue, logger } = working;
    // Over by the time that the database is back: after an outage of minutes, it is.
    application.leaseMs = STALL_MS;
    practice = await createPractice(application, caller, { ...platform, settings: platform.settings() });
    api = await createApi(application, { logger });
    await queue.work(application, watched, { perConnection: 1 });
  });
  afterAll(async () => {
    await api.close();
    await working.close();
    await way.close();
    await platform.close();
    await database.drop();
  });

  const ask = (method: 'GET' | 'POST', url: string, payload?: object) =>
    api.inject({
      method,
      url,
      headers: { authorization: `Bearer ${working.token}` },
      ...(payload === undefined ? {} : { payload }),
    });
  const book = async (): Promise<string> => {
    const answer = await ask('POST', '/v1/sessions', practice.nextRequest());
    expect(answer.statusCode, answer.body).toBe(202);
    return answer.json<{ id: string }>().id;
  };
  const made = async () =>
    (await platform.requests()).filter(({ operation }) => operation === platform.operations.create).length;

  /** What the queue does by itself within two minutes: finds that a job's worker is not heard of, and hands the job out again. */
  async function letHeartbeatsRunOut() {
    const age = (table: string, column: string) =>
      rowsOf(
        { testDatabase: database },
        `UPDATE ${QUEUE_SCHEMA}.${table} SET ${column} = ${column} - interval '1 hour'`,
      );
    await age('job', 'heartbeat_on');
    await age('queue', 'monitor_on');
    const supervisor = new PgBoss({
      connectionString: database.appUrl,
      schema: QUEUE_SCHEMA,
      migrate: false,
      createSchema: false,
      schedule: false,
      supervise: false,
    });
    await supervisor.start();
    await supervisor.supervise('settle-session');
    await supervisor.stop({ graceful: false });
  }

  it('answers 503 with Retry-After meanwhile, loses nothing, and makes one meeting each', async () => {
    const { create } = platform.operations;
    await platform.misbehave({ kind: 'stall', operation: create, times: 1, delayMs: STALL_MS });
    const inFlight = await book();
    await vi.waitUntil(
      async () => ((await platform.admin('GET', '/misbehaviours')) as { hits: number }[])[0]?.hits === 1,
      { timeout: 15_000 },
    );
    const queued = await book();

    way.cut();
    const requests = [
      ask('GET', `/v1/sessions/${inFlight}`),
      ask('GET', `/v1/sessions/${queued}/assurance`),
      ask('POST', '/v1/sessions', practice.nextRequest()),
    ];
    for (const answer of await Promise.all(requests)) {
      expect(answer.statusCode, answer.body).toBe(503);
      expect(answer.json()).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    // The vendor's answer falls into the outage: nobody can write it down.
    await vi.waitUntil(() => failed.includes('settle-session'), { timeout: 15_000 });
    expect(await made()).toBe(1);
    way.mend();
    await letHeartbeatsRunOut();

    for (const id of [inFlight, queued]) {
      await vi.waitUntil(
        async () => {
          const answer = await ask('GET', `/v1/sessions/${id}`);
          return answer.statusCode === 200 && answer.json<{ state: string }>().state === 'scheduled';
        },
        { timeout: 25_000, interval: 100 },
      );
      expect((await ask('GET', `/v1/sessions/${id}`)).json()).toMatchObject({ link: 'unsealed' });
    }
    expect(await made()).toBe(2);
    expect(await platform.meetings()).toHaveLength(2);
  }, 60_000);
});
