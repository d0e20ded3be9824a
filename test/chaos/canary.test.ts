import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApi } from '../../src/api/app.ts';
import { createOrganisation } from '../../src/application/api-keys.ts';
import { changeOrganisation } from '../../src/application/organisation.ts';
import { addPerson } from '../../src/application/people.ts';
import { requestSignIn } from '../../src/application/sign-in.ts';
import { scopes, type Application, type Caller } from '../../src/application/context.ts';
import { createLogger, openApplication } from '../../src/compose.ts';
import type { Json } from '../../src/domain/json.ts';
import { PersonRequest } from '../../src/domain/roster.ts';
import { openLocalMailbox, type LocalMailbox } from '../../src/mail/local-mailbox.ts';
import type { RegisteredProvider } from '../../src/domain/provider.ts';
import { QUEUE_SCHEMA } from '../../src/jobs/queue.ts';
import { jobs } from '../../src/jobs/jobs.ts';
import { providers } from '../../src/providers/registry.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { platformStarters, type Platform } from '../support/platforms.ts';
import { expectPeople } from './canary-roster.ts';
import { everyValue, seenIn } from './everywhere.ts';
import { createPractice, rowsOf, type Practice } from './practice.ts';

const bird = (what: string) => `Canary-${what}-${randomBytes(6).toString('hex')}`;
const names = {
  client: bird('client'),
  host: bird('host'),
  hostEmail: `${bird('mail').toLowerCase()}@practice.example`,
};
const waiver = { by: bird('person'), reason: bird('reason') };
const person = {
  name: bird('participant'),
  alias: bird('alias'),
  email: `${bird('participant').toLowerCase()}@participants.example`,
  contact: bird('contact'),
  by: bird('messenger'),
};
const stranger = `${bird('stranger').toLowerCase()}@practice.example`;

/** Everything that may not be seen outside; links, ids and passcodes join it as they are made. */
const canaries = new Set<string>([
  ...Object.values(names),
  ...Object.values(waiver),
  ...Object.values(person),
  stranger,
]);

const startAt = new Date();
const waiting = { timeout: 20_000, interval: 200 };
let started: Platform[];
let mailbox: LocalMailbox;
let database: TestDatabase;
let application: Application;
let api: FastifyInstance;
let closeApplication: () => Promise<void>;
let caller: Caller;
let token: string;
const logged: string[] = [];
const told: string[] = [];

/** The provider as it is, except that for one account it fails with a bug that quotes all it knows. */
const crashingFor = (provider: RegisteredProvider, clientId: Json | undefined): RegisteredProvider => ({
  ...provider,
  connect: (connection, context) => {
    const client = provider.connect(connection, context);
    if ((connection.credentials as Record<string, Json>)['clientId'] !== clientId) return client;
    const observe = async (...all: unknown[]) => {
      throw new Error(JSON.stringify([connection, ...all]));
    };
    return { ...client, observe };
  },
});

beforeAll(async () => {
  const now = () => new Date();
  const { zoom, meet } = platformStarters;
  const standalone = platformStarters['teams standalone'];
  started = await Promise.all([zoom(now), standalone(now), meet(now), zoom(now), zoom(now), zoom(now)]);
  for (const { secrets, organiser } of started)
    for (const canary of [...secrets, organiser]) canaries.add(canary);
  database = await createTestDatabase();
  mailbox = await openLocalMailbox();
  const logger = createLogger('debug', { write: (line) => void logged.push(line) });
  const opened = await openApplication(
    {
      database: null,
      encryptionKeys: [{ id: 'test', key: randomBytes(32) }],
      indexKey: randomBytes(32),
      vendorOrigins: started.map(({ origin }) => origin),
      queuePerConnection: 4,
      publicUrl: 'https://door.example',
      requestsPerMinute: 6_000,
      trustedProxies: [],
      mail: { url: mailbox.url, from: 'sessions@practice.example' },
      host: '127.0.0.1',
      port: 0,
      sandboxPort: 0,
      logLevel: 'debug',
    },
    database.appUrl,
    logger,
  );
  closeApplication = opened.close;
  application = {
    ...opened.application,
    providers: { ...providers, zoom: crashingFor(providers.zoom, started[5]?.credentials['clientId']) },
  };
  api = await createApi(application, { logger });
  const { organisation, made } = await createOrganisation(application, 'Practice');
  caller = { organisationId: organisation.id, actor: 'key:test', scopes };
  token = made.token;
  canaries.add(token);

  const sessions = await Promise.all(flows().map(begin));
  await askForStranger(started[0]);
  await removeHost(started[4]);
  await crashWithoutRetry(sessions[5] ?? '');
  await opened.queue.work(application, jobs, {
    perConnection: 2,
  });
  await vi.waitUntil(settled, { timeout: 25_000, interval: 200 });
  await rememberSecrets(sessions);
  await deliver(sessions[0] ?? '');
  await carryOn(sessions);
});
afterAll(async () => {
  await api.close();
  await closeApplication();
  await mailbox.close();
  await Promise.all(started.map((platform) => platform.close()));
  await database.drop();
});

interface Flow {
  platform: Platform;
  change?: Partial<Parameters<typeof createPractice>[2]>;
}

/** What succeeds on each platform, then what fails: wrong credentials, an unknown host, a bug. */
function flows(): Flow[] {
  const [zoom, teams, meet, wrong, unknown, crashing] = started;
  if (!zoom || !teams || !meet || !wrong || !unknown || !crashing) throw new Error('not all started');
  const clientSecret = bird('secret');
  canaries.add(clientSecret);
  return [
    { platform: zoom },
    { platform: teams, change: { sponsor: { vendorUser: teams.organiser, present: true } } },
    { platform: meet },
    { platform: wrong, change: { credentials: { ...wrong.credentials, clientSecret } } },
    { platform: unknown },
    { platform: crashing },
  ];
}

async function begin({ platform, change }: Flow, index: number): Promise<string> {
  const practice = await createPractice(application, caller, {
    ...platform,
    settings: platform.settings(),
    names,
    waivers: [
      {
        control: 'confidentiality.recording-manual.v1',
        ...waiver,
        until: new Date(startAt.getTime() + 30 * 86_400_000).toISOString(),
      },
    ],
    ...change,
  });
  await provoke(practice);
  // The accounts have an organiser’s address in common, and one person holds one session at a time.
  for (let hour = 0; hour < index; hour += 1) practice.nextRequest();
  const { id } = await ask('POST', '/v1/sessions', practice.nextRequest(), 202);
  if (typeof id !== 'string') throw new Error('a session has no id');
  await expectPeople({ api, token, canaries, told }, id);
  return id;
}

/** A host whom the platform does not know is refused before anything is stored. */
async function askForStranger(platform: Platform | undefined): Promise<void> {
  if (platform === undefined) throw new Error('not started');
  const input = { ...platform, settings: platform.settings(), names, organiser: stranger };
  const practice = await createPractice(application, caller, input);
  await ask('POST', '/v1/sessions', practice.nextRequest(), 400);
}

/** An administrator takes the host out of the account before the meeting is made: the vendor then refuses to make it. */
async function removeHost(platform: Platform | undefined): Promise<void> {
  if (platform === undefined) throw new Error('not started');
  const { accountId, ...app } = platform.credentials;
  await platform.admin('PUT', `/accounts/${accountId as string}`, {
    ...app,
    users: [{ email: 'other@practice.example' }],
  });
}

/** Requests that are refused, with canaries in every place that a refusal might quote. */
async function provoke({ nextRequest, connectionId, clientId }: Practice): Promise<void> {
  const request = nextRequest();
  await ask('POST', '/v1/sessions', { ...request, timeZone: names.host });
  await ask('POST', '/v1/sessions', { ...request, clientId: names.client });
  await ask('POST', '/v1/sessions', { ...request, unheardOf: names.host });
  await ask('POST', '/v1/sessions', { ...request, platform: names.client });
  await ask('POST', '/v1/connections', {
    platform: 'zoom',
    name: 'x',
    credentials: { clientSecret: names.host },
  });
  await ask('POST', `/v1/connections/${connectionId}/verification`, { organiser: stranger });
  await ask('GET', `/v1/clients/${clientId}?unheardOf=${names.client}`);
  await ask('GET', `/v1/${names.client}`);
}

/** Sends a request as a caller does; what a refusal or a session’s body says is kept. */
async function ask(
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  payload?: object,
  expected?: number,
): Promise<Record<string, Json>> {
  const answer = await api.inject({
    method,
    url,
    headers: { authorization: `Bearer ${token}` },
    ...(payload === undefined ? {} : { payload }),
  });
  if (expected !== undefined) expect(answer.statusCode, answer.body).toBe(expected);
  if (answer.statusCode >= 400 || url.startsWith('/v1/sessions')) told.push(answer.body);
  return answer.json<Record<string, Json>>();
}

/** The queue gives a job many tries, hours apart; this one shall end among the dead letters today. */
const crashWithoutRetry = (sessionId: string) =>
  rowsOf(
    { testDatabase: database },
    `UPDATE ${QUEUE_SCHEMA}.job SET retry_limit = 0 WHERE data->>'sessionId' = $1`,
    [sessionId],
  );

async function settled(): Promise<boolean> {
  const states = await rowsOf<{ id: string; state: string }>(
    { testDatabase: database },
    'SELECT id, state FROM sessions',
  );
  const [dead] = await rowsOf<{ count: number }>(
    { testDatabase: database },
    `SELECT count(*)::int AS count FROM ${QUEUE_SCHEMA}.job WHERE name = 'dead-letters'`,
  );
  const working = states.filter(({ state }) => state === 'provisioning');
  return working.length === 0 && dead?.count === 1;
}

/** People are invited and given the passcode, one by mail and one by hand; the coach signs in. */
async function deliver(sessionId: string): Promise<void> {
  const longBefore = { passcodeMinutesBefore: 20_160, contact: person.contact };
  await changeOrganisation(application, caller, longBefore, undefined);
  const add = (request: Partial<PersonRequest>) =>
    addPerson(application, caller, sessionId, PersonRequest.parse({ name: person.name, ...request }));
  await add({ email: person.email, aliases: [person.alias] });
  const { id } = await add({ name: `${person.name} 2` });
  await requestSignIn(application, { email: names.hostEmail });
  await vi.waitUntil(() => mailbox.list().some(({ subject }) => subject === 'Your sign-in link'), waiting);
  await vi.waitUntil(
    () => mailbox.list().filter(({ to }) => to.includes(person.email)).length === 2,
    waiting,
  );
  for (const { text } of mailbox.list())
    for (const [token] of text.matchAll(/[\w-]{16}\.[\w-]{43}/g)) canaries.add(token);
  const { items } = await ask('GET', `/v1/deliveries?sessionId=${sessionId}&state=due`, undefined, 200);
  const byHand = (items as Record<string, Json>[]).filter(({ personId }) => personId === id);
  expect(byHand).toHaveLength(2);
  for (const delivery of byHand) {
    const url = `/v1/deliveries/${delivery['id'] as string}`;
    const { passcode, code } = await ask('GET', `${url}/content`, undefined, 200);
    expect([passcode, code].filter((secret) => secret !== null)).toHaveLength(1);
    if (typeof code === 'string') canaries.add(code).add(code.replace('-', ''));
    await ask('POST', `${url}/confirmation`, { outcome: 'delivered', by: person.by }, 200);
    await ask('POST', `${url}/retry`, {}, 409);
  }
}

/** The successful ones are revealed, moved and cancelled. */
async function carryOn(sessions: string[]): Promise<void> {
  const [first, second, third] = sessions.map((id) => `/v1/sessions/${id}`);
  for (const url of [first, second, third]) await ask('GET', `${url}/assurance`, undefined, 200);
  // The one answer that holds a link; nobody keeps it.
  const revealed = await api.inject({ url: `${first}/link`, headers: { authorization: `Bearer ${token}` } });
  expect(revealed.statusCode).toBe(200);
  await ask('POST', `${second}/cancellation`, {});
  await ask('POST', `${third}/cancellation`, {});
  await vi.waitUntil(
    async () =>
      (
        await rowsOf(
          { testDatabase: database },
          `SELECT 1 FROM intents WHERE kind = 'retire' AND state = 'done'`,
        )
      ).length === 2,
    { timeout: 20_000, interval: 200 },
  );
}

/** Passcodes, references, links and meeting ids, as the application itself can read them. */
const rememberSecrets = (sessions: string[]) =>
  application.database.inOrganisation(caller.organisationId, async (transaction) => {
    for (const id of sessions) {
      const session = await transaction.sessions.find(id);
      const meeting = await transaction.meetings.findActive(id);
      const links = { link: meeting?.joinUrl, withPasscode: meeting?.joinUrlWithPasscode };
      for (const secret of Object.values({ ...session?.secrets, ...meeting?.ref, ...links }))
        if (typeof secret === 'string') canaries.add(secret);
    }
  });

describe('a canary', () => {
  it('was carried by work that succeeded, failed and crashed', async () => {
    const states = await rowsOf<{ state: string }>({ testDatabase: database }, 'SELECT state FROM sessions');
    expect(states.map(({ state }) => state).sort()).toEqual([
      'blocked',
      'blocked',
      'blocked',
      'cancelled',
      'cancelled',
      'scheduled',
    ]);
    expect(told.length).toBeGreaterThan(20);
    expect(canaries.size).toBeGreaterThan(25);
  });

  it('is in no log line', () => {
    const text = logged.join('');
    expect(seenIn(text, canaries)).toEqual([]);
    // The search finds what is there: a request and the crash.
    expect(seenIn(text, ['/v1/sessions', '"type":"Error"'])).toHaveLength(2);
  });

  it('is in no answer but the one that gives a link', () => {
    expect(seenIn(told.join('\n'), canaries)).toEqual([]);
    expect(seenIn(told.join('\n'), ['timeZone', 'INVALID_REQUEST'])).toHaveLength(2);
  });

  it('is in no table, neither the queue’s nor ours, and in no encrypted value', async () => {
    const values = await everyValue(database);
    const found = values.flatMap(({ at, value }) =>
      seenIn(value.toString('latin1'), canaries).map((canary) => `${at}: ${canary}`),
    );
    expect(found).toEqual([]);
    const places = new Set(values.map(({ at }) => at));
    for (const place of [
      'queue.job_common.output',
      'public.sessions.secrets_enc',
      'public.plans.body',
      'public.people.person_enc',
      'public.passes.code_id',
    ])
      expect(
        [...places].some((at) => at === place || at.endsWith(place.slice(place.indexOf('.') + 1))),
        place,
      ).toBe(true);
    expect(seenIn(values.map(({ value }) => value.toString('latin1')).join('\n'), ['INTERNAL'])).toHaveLength(
      1,
    );
  });
});
