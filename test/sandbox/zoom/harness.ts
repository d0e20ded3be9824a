import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { InjectOptions } from 'fastify';
import { onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/shared/paths.ts';
import { createZoomSandbox } from '../../../src/sandbox/zoom/sandbox.ts';

export const ACCOUNT = 'acc-one';
export const HOST = 'coach@practice.example';

/** A sandbox with one account and one host, its clock, and short ways to call it. */
export async function createZoom(config: object = {}) {
  let now = new Date('2027-03-01T09:00:00Z');
  const app = createZoomSandbox({ now: () => now });
  onTestFinished(() => app.close());
  const secret = randomBytes(16).toString('hex');

  const setUp = async (account: object, id = ACCOUNT) =>
    app.inject({
      method: 'PUT',
      url: `/_sandbox/accounts/${id}`,
      payload: { clientId: `client-${id}`, clientSecret: secret, users: [{ email: HOST }], ...account },
    });
  const first = await setUp(config);
  if (first.statusCode !== 200) throw new Error(`the account was refused: ${first.body}`);

  const basic = (id = ACCOUNT) => `Basic ${Buffer.from(`client-${id}:${secret}`).toString('base64')}`;
  const askToken = (id = ACCOUNT, authorization = basic(id)) =>
    app.inject({
      method: 'POST',
      url: `/oauth/token?grant_type=account_credentials&account_id=${id}`,
      headers: { authorization },
    });
  const tokenOf = async (id = ACCOUNT) => (await askToken(id)).json<{ access_token: string }>().access_token;
  const tokens = new Map<string, string>();

  const call = async (
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    payload?: object,
    id = ACCOUNT,
  ) => {
    const token = tokens.get(id) ?? (await tokenOf(id));
    tokens.set(id, token);
    const options: InjectOptions = {
      method,
      url: `/v2${path}`,
      headers: { authorization: `Bearer ${token}` },
    };
    return app.inject(payload === undefined ? options : { ...options, payload });
  };
  const create = (body: object = {}) => call('POST', `/users/${HOST}/meetings`, body);
  const created = async (body: object = {}) => (await create(body)).json<MeetingAnswer>();
  const read = async (id: number) => (await call('GET', `/meetings/${id}`)).json<MeetingAnswer>();
  const update = (id: number, body: object) => call('PATCH', `/meetings/${id}`, body);
  const people = (id: number, action: object) =>
    app.inject({ method: 'POST', url: `/_sandbox/meetings/${id}/people`, payload: action });
  const does = async (id: number, action: object) => (await people(id, action)).json<Outcome>();
  const misbehave = (rule: object) =>
    app.inject({ method: 'POST', url: '/_sandbox/misbehaviours', payload: rule });
  const states = async () =>
    (await app.inject('/_sandbox/meetings')).json<{ stored: JsonObject; effective: JsonObject }[]>();
  /** Lets time pass; calls then sign in again, as a token may have run out. */
  const pass = (seconds: number) => {
    tokens.clear();
    now = new Date(now.getTime() + seconds * 1_000);
  };
  return {
    app,
    secret,
    setUp,
    basic,
    askToken,
    tokenOf,
    call,
    create,
    created,
    read,
    update,
    people,
    does,
    misbehave,
    states,
    pass,
  };
}

export interface MeetingAnswer {
  id: number;
  uuid: string;
  join_url: string;
  start_time: string;
  status: string;
  topic: string;
  password?: string;
  pmi?: string;
  settings: Record<string, unknown>;
  next_page_token: string;
}

export interface Outcome {
  live: boolean;
  uuid: string;
  recording: string[];
  person: { id: string; name: string; state: string; reason?: string };
  people: { id: string; name: string; state: string }[];
}

export interface Received {
  headers: Record<string, string>;
  body: string;
}

/** A listener for webhooks; `answer` says what it replies to a body. */
export async function createReceiver(answer: (body: string) => string = () => '') {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const events = () => received.map(({ body }) => (JSON.parse(body) as { event: string }).event);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, events };
}
