import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino, type DestinationStream, type Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { createApi } from './api/app.ts';
import type { Application } from './application/context.ts';
import { deliverSignIn } from './application/deliveries/deliver-sign-in.ts';
import type { Ambient, Mailbox } from './application/ports.ts';
import { ConfigError, type Config } from './config.ts';
import { DomainError } from './domain/errors.ts';
import { connectQueue, prepareQueue, type RunningQueue } from './jobs/queue.ts';
import { jobs } from './jobs/jobs.ts';
import { listen } from './listen.ts';
import { writeLetter } from './mail/compose.ts';
import { openLocalMailbox } from './mail/local-mailbox.ts';
import { createMailer } from './mail/transport.ts';
import { nameFolding } from './names/folding.ts';
import { providers } from './providers/registry.ts';
import { createDataSource } from './storage/data-source.ts';
import { createDatabase } from './storage/database.ts';
import { startEmbedded } from './storage/embedded.ts';
import { createKeyring } from './storage/encryption.ts';
import { assertMigrated, findingUnfit } from './storage/fitness.ts';
import { migrate } from './storage/migrate.ts';
import { PreparingClient } from './storage/preparing-client.ts';
import { assertApplicationRole, createRoles, withClient } from './storage/roles.ts';

/** A vendor call may take this long; the lease of an intent outlives several of them. */
const VENDOR_TIMEOUT_MS = 15_000;
const LEASE_MS = 120_000;
/** How long running jobs may go on after a request to stop. */
const STOP_TIMEOUT_MS = 20_000;
/** Database connections of one process, besides the queue’s own. */
const POOL_SIZE = 16;

const ambient: Ambient = {
  now: () => new Date(),
  newId: () => uuidv7(),
  randomInt: (limit) => randomInt(limit),
  randomBytes,
};

/** Whom mail comes from while trying out, where it stays on this machine. */
const TRYOUT_MAIL_FROM = 'sessions@practice.example';

export interface Service {
  application: Application;
  api: FastifyInstance;
  /** Where it listens. */
  address: string;
  /** Takes no more requests, lets running jobs finish, then closes everything. */
  stop: () => Promise<void>;
}

interface RunningDatabase {
  appUrl: string;
  stop: () => Promise<void>;
}

/** A log that holds no secret: of an unexpected error its type and place, never its message, which may quote anything. */
export const createLogger = (level: string, destination: DestinationStream = pino.destination()): Logger =>
  pino(
    {
      level,
      base: null,
      serializers: {
        err: (error: unknown) =>
          error instanceof DomainError
            ? { type: error.name, code: error.code, message: error.message, field: error.field }
            : { type: error instanceof Error ? error.name : typeof error, at: placeOf(error) },
      },
    },
    destination,
  );

const placeOf = (error: unknown): string[] =>
  error instanceof Error
    ? (error.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 8)
    : [];

/** Starts the whole service: database, queue, workers and API. `onSignIn` replaces how coaches get their links. */
export async function startService(
  config: Config,
  { onSignIn }: Partial<Pick<Application, 'onSignIn'>> = {},
): Promise<Service> {
  const logger = createLogger(config.logLevel);
  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let close = undo.pop(); close !== undefined; close = undo.pop()) await close();
  };
  try {
    const database =
      config.database === null ? await startTryoutDatabase() : await prepareDatabase(config.database);
    undo.push(database.stop);
    const mailbox = config.database === null ? await openLocalMailbox() : null;
    if (mailbox !== null) undo.push(() => mailbox.close());
    const mail = mailbox === null ? config.mail : { url: mailbox.url, from: TRYOUT_MAIL_FROM };
    const { application, queue, close } = await openApplication(
      { ...config, mail },
      database.appUrl,
      logger,
      mailbox,
    );
    undo.push(close);
    application.onSignIn = onSignIn ?? application.onSignIn;
    await queue.work(application, jobs, {
      perConnection: config.queuePerConnection,
    });
    const api = await createApi(application, {
      logger,
      publicUrl: config.publicUrl ?? undefined,
      rateLimit: { requests: config.requestsPerMinute, windowMs: 60_000 },
      trustedProxies: config.trustedProxies,
    });
    undo.push(() => api.close());
    const address = await listen(api, config, 'PORT');
    application.publicUrl ||= address;
    return { application, api, address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What use cases are given, on a database that is migrated already. Works no jobs until its queue is told to. */
export async function openApplication(
  config: Config,
  appUrl: string,
  logger: Logger,
  mailbox: Mailbox | null = null,
): Promise<{ application: Application; queue: RunningQueue; close: () => Promise<void> }> {
  const dataSource = createDataSource({
    url: appUrl,
    poolSize: POOL_SIZE,
    onIdleError: (error) => logger.warn({ err: error }, 'an idle database connection broke'),
  });
  await findingUnfit('DATABASE_URL', () => dataSource.initialize());
  const keyring = createKeyring({
    keys: Object.fromEntries(config.encryptionKeys.map(({ id, key }) => [id, key])),
    current: config.encryptionKeys[0]?.id ?? '',
    indexKey: config.indexKey,
  });
  const database = createDatabase(dataSource, keyring);
  const queue = await findingUnfit('DATABASE_URL', () =>
    connectQueue({ url: appUrl, driver: { Client: PreparingClient } }, (error) =>
      logger.error({ err: error }, 'queue'),
    ),
  ).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const mailer = config.mail === null ? null : createMailer({ url: config.mail.url });
  const application: Application = {
    database,
    queue,
    ambient,
    publicUrl: config.publicUrl ?? '',
    onSignIn: (link) => deliverSignIn(application, link),
    mail: mailer === null || config.mail === null ? null : { mailer, from: config.mail.from },
    writeLetter,
    mailbox,
    nameFolding,
    providers,
    leaseMs: LEASE_MS,
    vendorTimeoutMs: VENDOR_TIMEOUT_MS,
    extraVendorOrigins: config.vendorOrigins,
  };
  const close = async () => {
    await queue.stop(STOP_TIMEOUT_MS);
    mailer?.close();
    await database.close();
  };
  return { application, queue, close };
}

/** Migrates as owner where its URL is given, and refuses to serve as a role that isolation would not bind. */
export async function prepareDatabase({
  appUrl,
  ownerUrl,
}: NonNullable<Config['database']>): Promise<RunningDatabase> {
  const applicationRole = decodeURIComponent(new URL(appUrl).username);
  if (ownerUrl !== null) {
    // Before anything is changed: migrating gives the application's role its exact grants, and takes all others from it.
    if (decodeURIComponent(new URL(ownerUrl).username) === applicationRole) {
      throw new ConfigError(
        'DATABASE_URL: name the application’s role, not the owner that DATABASE_OWNER_URL names.',
      );
    }
    await findingUnfit('DATABASE_OWNER_URL', () => migrate({ ownerUrl, applicationRole, prepareQueue }));
  }
  await checkDatabase(appUrl);
  return { appUrl, stop: async () => undefined };
}

/** @throws UnfitDatabase where it cannot be reached, is not at this release, or isolation would not bind the role. */
export const checkDatabase = (appUrl: string): Promise<void> =>
  findingUnfit('DATABASE_URL', () =>
    withClient(appUrl, async (client) => {
      await assertApplicationRole(client);
      await assertMigrated(client);
    }),
  );

/** A real server for trying out, made anew at every start and gone at the stop. */
async function startTryoutDatabase(): Promise<RunningDatabase> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'subrosa-'));
  const server = await startEmbedded({ dataDirectory, temporary: true });
  const { ownerUrl, appUrl } = await createRoles(server.adminUrl);
  await prepareDatabase({ appUrl, ownerUrl });
  return { appUrl, stop: () => server.stop() };
}
