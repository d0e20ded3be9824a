import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { createGraphSandbox } from '../../../src/sandbox/graph/sandbox.ts';
import type { JsonObject } from '../../../src/sandbox/shared/paths.ts';

export const TENANT = '0b1c5ee1-6b5c-4b5f-8a39-3a0a1f6d7a01';
export const CLIENT = '4c1d2e3f-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
export const COACH = '7d9f1a2b-3c4d-4e5f-9a0b-1c2d3e4f5a6b';
export const UPN = 'coach@practice.example';
export const SCOPE = 'https://graph.microsoft.com/.default';

export interface Answer {
  status: number;
  body: JsonObject;
  headers: LightMyRequestResponse['headers'];
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';

export interface TestTenant {
  app: FastifyInstance;
  /** The sandbox's clock: assign to move it. */
  clock: { now: Date };
  secret: string;
  configure: (config?: JsonObject, user?: JsonObject) => Promise<void>;
  token: () => Promise<string>;
  /** Calls Graph with a token of the tenant's app. */
  graph: (method: Method, url: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** Calls the sandbox's own endpoints. */
  admin: (method: Method, url: string, body?: unknown) => Promise<Answer>;
  misbehave: (rule: JsonObject) => Promise<void>;
}

/** A sandbox with one tenant, one app with a fresh secret and one licensed user. */
export async function createTenant(config: JsonObject = {}, user: JsonObject = {}): Promise<TestTenant> {
  const clock = { now: new Date('2026-10-05T08:00:00Z') };
  const app = createGraphSandbox({ now: () => clock.now });
  const secret = randomBytes(16).toString('hex');
  let known: string | undefined;

  const call = async (
    method: Method,
    url: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer> => {
    const response = await app.inject({
      method,
      url,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const parsed = response.body === '' ? {} : response.json<JsonObject>();
    return { status: response.statusCode, body: parsed, headers: response.headers };
  };
  const admin: TestTenant['admin'] = (method, url, body) => call(method, `/_sandbox${url}`, body, {});
  const expectStatus = (answer: Answer, status: number) => {
    if (answer.status !== status) throw new Error(JSON.stringify(answer.body));
  };

  const tenant: TestTenant = {
    app,
    clock,
    secret,
    configure: async (newConfig = {}, newUser = {}) => {
      const users = [{ oid: COACH, upn: UPN, ...newUser }];
      const account = { app: { clientId: CLIENT, secret }, users, ...newConfig };
      expectStatus(await admin('PUT', `/accounts/${TENANT}`, account), 200);
    },
    token: async () => {
      const form = {
        grant_type: 'client_credentials',
        client_id: CLIENT,
        scope: SCOPE,
        client_secret: secret,
      };
      const response = await requestToken(app, form);
      return String(response.json<{ access_token: string }>().access_token);
    },
    graph: async (method, url, body, headers = {}) => {
      known ??= await tenant.token();
      return call(method, url, body, { authorization: `Bearer ${known}`, ...headers });
    },
    admin,
    misbehave: async (rule) => expectStatus(await admin('POST', '/misbehaviours', rule), 201),
  };
  await tenant.configure(config, user);
  return tenant;
}

export const requestToken = (app: FastifyInstance, form: Record<string, string>, tenant = TENANT) =>
  app.inject({
    method: 'POST',
    url: `/${tenant}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  });

export const MEETINGS = `/v1.0/users/${COACH}/onlineMeetings`;
export const EVENTS = `/v1.0/users/${COACH}/events`;

export const standalone = (options: JsonObject = {}): JsonObject => ({
  subject: 'Session 1',
  startDateTime: '2026-10-06T09:00:00Z',
  endDateTime: '2026-10-06T10:00:00Z',
  ...options,
});

export const calendarEvent = (options: JsonObject = {}): JsonObject => ({
  subject: 'Session 1',
  start: { dateTime: '2026-10-06T09:00:00', timeZone: 'UTC' },
  end: { dateTime: '2026-10-06T10:00:00', timeZone: 'UTC' },
  isOnlineMeeting: true,
  onlineMeetingProvider: 'teamsForBusiness',
  transactionId: randomUUID(),
  attendees: [],
  ...options,
});

/** The address of the find by join address, with the address encoded as often as asked. */
export function findUrl(joinWebUrl: string, encodings = 1): string {
  let value = `JoinWebUrl eq '${joinWebUrl}'`;
  for (let count = 0; count < encodings; count += 1) value = encodeURIComponent(value);
  return `${MEETINGS}?$filter=${encodings === 0 ? value.replaceAll(' ', '%20') : value}`;
}

/** Creates an event with a meeting and finds the meeting. */
export async function createBacked(tenant: TestTenant): Promise<{ event: JsonObject; meeting: JsonObject }> {
  const event = (await tenant.graph('POST', EVENTS, calendarEvent())).body;
  const { joinUrl } = event.onlineMeeting as { joinUrl: string };
  const found = await tenant.graph('GET', findUrl(joinUrl));
  const [meeting] = found.body.value as JsonObject[];
  if (meeting === undefined) throw new Error('the meeting was not found');
  return { event, meeting };
}

/** A property of an answer that has to be a text. */
export function textOf(answer: JsonObject, name: string): string {
  const value = answer[name];
  if (typeof value !== 'string') throw new Error(`${name} is no text: ${JSON.stringify(answer)}`);
  return value;
}
