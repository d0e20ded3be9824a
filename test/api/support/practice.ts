import { randomBytes, randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll } from 'vitest';
import { createApi, type ApiOptions } from '../../../src/api/app.ts';
import { createApiKey, createOrganisation } from '../../../src/application/api-keys.ts';
import { scopes, type Application, type Scope } from '../../../src/application/context.ts';
import type { Job } from '../../../src/application/ports.ts';
import { nameFolding } from '../../../src/names/folding.ts';
import { confidentialSession } from '../../../src/domain/confidential-session.ts';
import { collectJobs } from '../../support/committed-jobs.ts';
import { writeLetter } from '../../../src/mail/compose.ts';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { runJob } from '../../support/jobs.ts';
import { createPaper, type Paper } from './paper.ts';

export type Body = Record<string, unknown>;

/** An answer with its JSON. */
export interface Answer {
  status: number;
  headers: LightMyRequestResponse['headers'];
  body: Body;
  text: string;
}

/** One organisation's way to the API. */
export interface Practice {
  organisationId: string;
  token: string;
  send: (method: NonNullable<InjectOptions['method']>, url: string, options?: Sent) => Promise<Answer>;
  /** A key of the same organisation with these scopes only. */
  keyWith: (some: readonly Scope[]) => Promise<string>;
}

export interface Sent {
  body?: unknown;
  headers?: Record<string, string>;
  /** Null sends no key. */
  token?: string | null;
}

/** The API on a database of the test file's own, with two platforms in memory and a clock that tests set. */
export interface Service {
  application: Application;
  api: FastifyInstance;
  /** Can keep every control. */
  paper: Paper;
  /** Can do nothing about topics. */
  slate: Paper;
  clock: { now: Date };
  /** For looking past row-level security. */
  adminUrl: string;
  /** Lines of the log. */
  log: string[];
  newPractice: () => Promise<Practice>;
  /** Carries out every job that is due, as the workers would. */
  work: () => Promise<void>;
  /** The same for those that are there now, and not for what they enqueue. */
  workOnce: () => Promise<void>;
  jobs: Job[];
  /** Emits `link` with each one-time link that a coach was sent. */
  signIns: EventEmitter;
}

export const start = new Date('2026-11-02T09:00:00.000Z');

/** Starts the service for a test file and stops it afterwards. */
export function startService(options: Partial<ApiOptions> = {}): Service {
  const service = {} as Service;
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    Object.assign(service, await createService(database, options));
  });
  afterAll(async () => {
    await service.api.close();
    await service.application.database.close();
    await database.drop();
  });
  return service;
}

async function createService(database: TestDatabase, options: Partial<ApiOptions>): Promise<Service> {
  const [paper, slate] = [createPaper('paper'), createPaper('slate', 'confidentiality.topic.v1')];
  const clock = { now: start };
  const log: string[] = [];
  const signIns = new EventEmitter();
  const collected = collectJobs(await openTestDatabase(database));
  const { jobs } = collected;
  const application: Application = {
    database: collected.database,
    queue: collected.queue,
    ambient: {
      now: () => clock.now,
      newId: () => uuidv7(),
      randomInt: (limit) => randomInt(limit),
      randomBytes,
    },
    publicUrl: 'https://subrosa.example',
    onSignIn: async (link) => void signIns.emit('link', link),
    mail: null,
    writeLetter,
    mailbox: null,
    nameFolding,
    providers: { paper: paper.provider, slate: slate.provider },
    leaseMs: 60_000,
    vendorTimeoutMs: 5_000,
    extraVendorOrigins: [],
  };
  const logger = pino({ level: 'info', base: null }, { write: (line: string) => void log.push(line) });
  const api = await createApi(application, { logger, ...options });
  await api.ready();
  // What is to be done at the vendor is not waited for here; what is for a time of its own is.
  const isDue = ({ payload, startAfter }: Job) =>
    'intentId' in payload || startAfter === undefined || startAfter <= clock.now;
  const workOnce = async () => {
    const due = jobs.filter(isDue);
    jobs.splice(0, jobs.length, ...jobs.filter((job) => !isDue(job)));
    for (const job of due) await runJob(application, job);
  };
  return {
    application,
    api,
    adminUrl: database.adminUrl,
    paper,
    slate,
    clock,
    jobs,
    log,
    signIns,
    newPractice: () => newPractice(application, api),
    workOnce,
    async work() {
      while (jobs.some(isDue)) await workOnce();
    },
  };
}

async function newPractice(application: Application, api: FastifyInstance): Promise<Practice> {
  const { organisation, made } = await createOrganisation(application, 'A practice');
  const owner = { organisationId: organisation.id, actor: 'key:test', scopes: [...scopes] };
  return {
    organisationId: organisation.id,
    token: made.token,
    send: async (method, url, { body, headers = {}, token = made.token } = {}) =>
      answerOf(
        await api.inject({
          method,
          url,
          headers: { ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
          ...(body === undefined ? {} : { payload: body as Body }),
        }),
      ),
    keyWith: async (some) => {
      const key = await createApiKey(application, owner, {
        name: 'some',
        scopes: [...some],
        expiresAt: null,
      });
      return key.token;
    },
  };
}

function answerOf(response: LightMyRequestResponse): Answer {
  const { statusCode: status, headers, payload: text } = response;
  const isJson = /json/.test(String(headers['content-type']));
  return { status, headers, text, body: isJson ? (JSON.parse(text) as Body) : {} };
}

/** What a session needs, made through the API: ids by kind. */
export interface Setup {
  policyId: string;
  connectionId: string;
  hostId: string;
  clientId: string;
}

/** Names and credentials that no answer but their own resource's, and no log, may hold. */
export const canaries = {
  credential: `credential-${randomBytes(8).toString('hex')}`,
  hostName: `Canary Host ${randomBytes(4).toString('hex')}`,
  clientName: `Canary Client ${randomBytes(4).toString('hex')}`,
  vendorUser: `u-${randomBytes(8).toString('hex')}`,
};

/** Makes a policy, a connection, a coach and a client that approves the platforms in order. */
export async function setUp(practice: Practice, platforms = ['paper']): Promise<Setup> {
  const made = async (url: string, body: Body) => {
    const answer = await practice.send('POST', url, { body });
    if (answer.status !== 201) throw new Error(`${url}: ${answer.text}`);
    return String(answer.body['id']);
  };
  const policyId = await made('/v1/policies', { name: 'The guide', body: confidentialSession });
  const connections: string[] = [];
  for (const platform of platforms) {
    const credentials = { secret: `${canaries.credential}-${platform}` };
    connections.push(await made('/v1/connections', { platform, name: platform, credentials }));
  }
  const hostId = await made('/v1/hosts', {
    name: canaries.hostName,
    identities: connections.map((connectionId) => ({
      connectionId,
      kind: 'organiser',
      vendorUser: canaries.vendorUser,
    })),
  });
  const clientId = await made('/v1/clients', {
    name: canaries.clientName,
    policyId,
    approved: platforms.map((platform, index) => ({ platform, connectionId: connections[index] })),
  });
  return { policyId, connectionId: connections[0] ?? '', hostId, clientId };
}

/** A session of an hour, that many days after the start of time. */
export const sessionBody = ({ clientId, hostId }: Setup, days = 7): Body => {
  const startsAt = new Date(start.getTime() + days * 24 * 3_600_000);
  return {
    clientId,
    hostId,
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + 3_600_000).toISOString(),
    timeZone: 'Australia/Sydney',
  };
};
