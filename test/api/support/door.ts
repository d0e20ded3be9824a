import type { LightMyRequestResponse } from 'fastify';
import type { Board, BoardAct, DoorStatus } from '../../../src/domain/board.ts';
import { confidentialSession } from '../../../src/domain/confidential-session.ts';
import {
  sessionBody,
  setUp,
  start,
  type Answer,
  type Body,
  type Practice,
  type Service,
} from './practice.ts';

/** One browser: it keeps the cookies that it is given, and follows nothing by itself. */
export interface Browser {
  get: (url: string) => Promise<LightMyRequestResponse>;
  post: (url: string, form?: Record<string, string>) => Promise<LightMyRequestResponse>;
  /** Comes in by the person's pass, as somebody does who reads the notice. */
  enter: (pass: string, passcode: string) => Promise<LightMyRequestResponse>;
  status: (pass: string) => Promise<DoorStatus>;
  /** Where Join leads. */
  join: (pass: string) => Promise<string>;
}

export function openBrowser({ api }: Service): Browser {
  const jar = new Map<string, string>();
  const send = async (method: 'GET' | 'POST', url: string, form?: Record<string, string>) => {
    const response = await api.inject({
      method,
      url,
      cookies: Object.fromEntries(jar),
      ...(form === undefined
        ? {}
        : {
            payload: new URLSearchParams(form).toString(),
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
          }),
    });
    for (const { name, value } of response.cookies) jar.set(name, value);
    return response;
  };
  const browser: Browser = {
    get: (url) => send('GET', url),
    post: (url, form = {}) => send('POST', url, form),
    async enter(pass, passcode) {
      const page = await browser.get(pass);
      const [, noticeVersion = ''] = /name="noticeVersion"\s+value="([^"]*)"/.exec(page.payload) ?? [];
      return browser.post(pass, { passcode, noticeVersion, acknowledged: 'yes' });
    },
    status: async (pass) => (await browser.get(`${pass}/status`)).json<DoorStatus>(),
    join: async (pass) => String((await browser.post(`${pass}/join`)).headers.location),
  };
  return browser;
}

/** A session that is about to begin, with people expected. */
export interface Door {
  sessionId: string;
  passcode: string;
  joinUrl: string;
  /** By name: the person's id and the address of the pass. */
  people: Record<string, { id: string; pass: string }>;
  board: () => Promise<Board>;
  act: (act: BoardAct) => Promise<Answer>;
  /** Does it, and fails where it is refused. */
  do: (act: BoardAct) => Promise<Board>;
  statusOf: (name: string) => Promise<Board['people'][number]>;
}

const MINUTE_MS = 60_000;

/** Makes a session of these people that begins in ten minutes; `ready` once the meeting is there and the link unsealed. */
export async function openDoor(
  service: Service,
  practice: Practice,
  names: readonly string[],
  { policy = {}, days = 7 } = {},
): Promise<Door> {
  service.clock.now = start;
  const setup = await setUp(practice);
  if (Object.keys(policy).length > 0) {
    const body = { ...confidentialSession, ...policy };
    const { headers } = await practice.send('GET', `/v1/policies/${setup.policyId}`);
    const changed = await practice.send('POST', `/v1/policies/${setup.policyId}/versions`, {
      body,
      headers: { 'if-match': String(headers.etag) },
    });
    if (changed.status !== 201) throw new Error(changed.text);
  }
  const send = async (method: 'GET' | 'POST', url: string, body?: unknown): Promise<Body> => {
    const answer = await practice.send(method, url, body === undefined ? {} : { body });
    if (answer.status >= 300) throw new Error(`${url}: ${answer.text}`);
    return answer.body;
  };
  const session = await send('POST', '/v1/sessions', sessionBody(setup, days));
  const sessionId = String(session['id']);
  await service.work();
  const people: Door['people'] = {};
  for (const name of names) {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@participants.example`;
    const person = await send('POST', `/v1/sessions/${sessionId}/people`, {
      name,
      email,
      passcodeChannel: 'text',
    });
    const { link } = await send('GET', `/v1/sessions/${sessionId}/people/${String(person['id'])}/pass`);
    people[name] = { id: String(person['id']), pass: new URL(String(link)).pathname };
  }
  const { passcode, joinUrl } = await service.application.database.inOrganisation(
    practice.organisationId,
    async ({ sessions, meetings }) => ({
      passcode: (await sessions.find(sessionId))?.secrets.passcode ?? '',
      joinUrl: (await meetings.findActive(sessionId))?.joinUrl ?? '',
    }),
  );
  service.clock.now = new Date(Date.parse(String(session['startsAt'])) - 10 * MINUTE_MS);
  const board = async () => (await send('GET', `/v1/sessions/${sessionId}/board`)) as unknown as Board;
  const act = (body: BoardAct) => practice.send('POST', `/v1/sessions/${sessionId}/board/acts`, { body });
  return {
    sessionId,
    passcode,
    joinUrl,
    people,
    board,
    act,
    do: async (body) => {
      const answer = await act(body);
      if (answer.status !== 200) throw new Error(answer.text);
      return answer.body as unknown as Board;
    },
    statusOf: async (name) => {
      const found = (await board()).people.find((person) => person.name === name);
      if (found === undefined) throw new Error(`${name} is not on the board`);
      return found;
    },
  };
}
