import { PgBoss, type Db, type Job as BossJob } from 'pg-boss';
import { z } from 'zod';
import type { Application } from '../application/context.ts';
import type { JobName, JobPayloads, Queue } from '../application/ports.ts';
import { DomainError } from '../domain/errors.ts';

/** The queue's own schema in the same database: the named exception to organisation isolation. It holds ids only. */
export const QUEUE_SCHEMA = 'queue';

/** Where a job goes that has failed at every try. */
export const DEAD_LETTERS = 'dead-letters';

const OfSession = z.strictObject({ organisationId: z.uuid(), sessionId: z.uuid() });
export const OfIntent = OfSession.extend({ intentId: z.uuid() });

/** Every job, with what its payload may hold: ids only, checked when it is enqueued and when it is worked on. */
const payloads: { [Name in JobName]: z.ZodType<JobPayloads[Name]> } = {
  'settle-session': OfIntent,
  'retire-meeting': OfIntent,
  'cancel-never-unsealed': OfSession,
  'observe-session': OfSession,
  'alert-host-missing': OfSession,
  'plan-deliveries': OfSession,
  'send-delivery': z.strictObject({ organisationId: z.uuid(), deliveryId: z.uuid() }),
};
const jobNames = Object.keys(payloads) as JobName[];

/** A job with what it does: one use case each, in its own file. */
export interface JobHandler {
  name: JobName | typeof DEAD_LETTERS;
  /** How many are carried out at a time in one process; each of them asks the queue for itself, also while there is none. */
  workers: number;
  run: (application: Application, payload: unknown) => Promise<void>;
}

/** The use case that carries out a job; its payload is checked first. */
export const handlerOf = <Name extends JobName>(
  name: Name,
  workers: number,
  run: (application: Application, payload: JobPayloads[Name]) => Promise<void>,
): JobHandler => ({
  name,
  workers,
  run: async (application, payload) => run(application, payloads[name].parse(payload)),
});

/** Seconds after which a job whose worker died is handed out again; each is renewed while its worker lives. */
const HEARTBEAT_SECONDS = 30;

/**
 * For bugs and workers that die; what is expected to fail is enqueued anew by its use case. Ten tries take about half an hour,
 * the twenty of a dead letter some days.
 */
const RETRYING = { retryLimit: 10, retryDelay: 2, retryBackoff: true, retryDelayMax: 600 };

/** Creates the queue's schema and its queues, as the database's owner. */
export async function prepareQueue(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: QUEUE_SCHEMA,
    supervise: false,
    schedule: false,
    max: 2,
  });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    await boss.createQueue(DEAD_LETTERS, { ...RETRYING, retryLimit: 20 });
    for (const name of jobNames) {
      await boss.createQueue(name, {
        ...RETRYING,
        deadLetter: DEAD_LETTERS,
        expireInSeconds: 900,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        notify: true,
      });
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** New jobs are notified; polling finds those whose time has come, such as retries. Seconds. */
const POLLING = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 };

export interface RunningQueue extends Queue {
  /** Starts working on jobs. */
  work: (
    application: Application,
    handlers: readonly JobHandler[],
    concurrency: QueueConcurrency,
  ) => Promise<void>;
  /** Lets running jobs finish, up to the given time, and hands back the others. */
  stop: (timeoutMs: number) => Promise<void>;
}

export interface QueueConcurrency {
  /** Jobs of one connection at a time, over all replicas. */
  perConnection: number;
}

export interface QueueConnection {
  url: string;
  /** Further options of the pool’s connections, such as their class. */
  driver?: object;
}

/** Connects to the queue as the application’s role. Jobs are enqueued inside the caller’s own transaction. */
export async function connectQueue(
  { url, driver = {} }: QueueConnection,
  onError: (error: Error) => void,
): Promise<RunningQueue> {
  const boss = new PgBoss({
    ...driver,
    connectionString: url,
    schema: QUEUE_SCHEMA,
    migrate: false,
    createSchema: false,
    schedule: false,
    useListenNotify: true,
    reindex: false,
    max: 6,
  });
  boss.on('error', onError);
  try {
    await boss.start();
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }

  return {
    async enqueue(transaction, { name, payload, group, startAfter }) {
      const db: Db = { executeSql: (text, values = []) => transaction.executeSql(text, values) };
      const options = { db, group: { id: group }, ...(startAfter === undefined ? {} : { startAfter }) };
      await boss.send(name, payloads[name].parse(payload), options);
    },

    async work(application, handlers, { perConnection }) {
      const options = { groupConcurrency: perConnection, batchSize: 1, ...POLLING };
      for (const handler of handlers) {
        for (let worker = 0; worker < handler.workers; worker += 1) {
          let workerId = '';
          workerId = await boss.work(handler.name, options, async (jobs: BossJob<unknown>[]) => {
            await runAll(application, handler, jobs, onError);
            // Where there was one job there may be another: look at once, not at the next poll.
            boss.notifyWorker(workerId);
          });
        }
      }
    },

    async stop(timeoutMs) {
      await boss.stop({ graceful: true, timeout: timeoutMs, close: true });
      // A connection that is still closing may be told that the server stops, too: that is no failure of the queue.
      boss.off('error', onError);
      boss.on('error', () => undefined);
    },
  };
}

async function runAll(
  application: Application,
  handler: JobHandler,
  jobs: BossJob<unknown>[],
  onError: (error: Error) => void,
): Promise<void> {
  for (const { data } of jobs) {
    try {
      await handler.run(application, data);
    } catch (error) {
      onError(error instanceof Error ? error : new Error('A job failed'));
      throw bareFailure(error);
    }
  }
}

/** What the queue may store of a failure: a code, without message, cause or stack. */
function bareFailure(error: unknown): Error {
  const failure = new Error(error instanceof DomainError ? error.code : 'INTERNAL');
  delete failure.stack;
  return failure;
}
