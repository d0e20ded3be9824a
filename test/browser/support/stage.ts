import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import { alertHostMissing } from '../../../src/application/front-door/host-missing.ts';
import { configFromProcess } from '../../../src/config.ts';
import type { Board, BoardAct } from '../../../src/domain/board.ts';
import type { Json } from '../../../src/domain/json.ts';
import type { ApiClient } from '../../../src/tryout/client.ts';
import { startTryout, type Tryout } from '../../../src/tryout/run.ts';
import { launchChromium } from './chromium.ts';
import { openLetters, type Letters } from './letters.ts';
import { keepScreen } from './look.ts';

const MINUTE_MS = 60_000;
/** A page that has not shown by then does not come. */
const SLOW_MS = 30_000;
/** Whom the example practice lets people call. */
export const CONTACT = 'Reception, +61 2 5550 0100';

/** Everything on this machine as `npm start` has it, and a browser in front of it. */
export interface Stage {
  api: ApiClient;
  address: string;
  letters: Letters;
  /** A browser of somebody’s own, that has been nowhere yet. */
  openBrowser: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** Requests a session for a client of the example that starts in ten minutes, with these people, and waits for its link. */
  book: (client: string, names: readonly string[]) => Promise<Booked>;
  /** What the whole service takes for now is moved on. */
  passMinutes: (minutes: number) => void;
  /** Does what is due once the host is late. */
  alertHostMissing: (booked: Booked) => Promise<void>;
  /** Closes every browser and ends what was booked; where something failed, keeps what was in the browsers. */
  clear: (failed: boolean) => Promise<void>;
  stop: () => Promise<void>;
}

export interface Booked {
  sessionId: string;
  /** By name: the person’s id and address. */
  people: Record<string, { id: string; email: string }>;
  board: () => Promise<Board>;
  act: (act: BoardAct) => Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const tryout = await startTryout({ ...configFromProcess(), database: null, port: 0, logLevel: 'error' });
  const browser = await launchChromium();
  const { service, api } = tryout;
  const { application, address } = service;
  const clock = { ...application.ambient };
  let passedMs = 0;
  // One coach cannot have two sessions at a time.
  const sessions: Booked[] = [];
  application.ambient.now = () => new Date(clock.now().getTime() + passedMs);
  if (application.mailbox === null) throw new Error('The mailbox of this machine is not there.');

  const settings = { contact: CONTACT };
  const organisation = await api.must('PATCH', '/v1/organisation', settings, { 'if-match': '"0"' });
  return {
    api,
    address,
    letters: openLetters(application.mailbox),
    openBrowser: async (options = {}) => {
      const context = await browser.newContext({ locale: 'en-GB', ...options });
      context.setDefaultTimeout(SLOW_MS);
      return context;
    },
    book: async (client, names) => {
      const booked = await book(tryout, client, names, application.ambient.now());
      sessions.push(booked);
      return booked;
    },
    passMinutes: (minutes) => {
      passedMs += minutes * MINUTE_MS;
    },
    alertHostMissing: ({ sessionId }) =>
      alertHostMissing(application, { organisationId: idOf(organisation), sessionId }),
    clear: async (failed) => {
      for (const context of browser.contexts()) {
        if (failed) for (const page of context.pages()) await keepScreen(page, `failed-${page.url()}`);
        await context.close();
      }
      for (const { sessionId } of sessions.splice(0)) {
        const { status } = await api.call('POST', `/v1/sessions/${sessionId}/board/acts`, { act: 'end' });
        // Nobody came to this one.
        if (status === 409) await cancel(api, sessionId);
      }
    },
    stop: async () => {
      application.ambient.now = clock.now;
      await browser.close();
      await tryout.stop();
    },
  };
}

async function book(
  { api, practice }: Tryout,
  client: string,
  names: readonly string[],
  now: Date,
): Promise<Booked> {
  const { clientId, hostId } = found(practice.clients.find(({ ref }) => ref === client));
  const startsAt = new Date(now.getTime() + 10 * MINUTE_MS);
  const endsAt = new Date(startsAt.getTime() + 60 * MINUTE_MS);
  const body = {
    clientId,
    hostId,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    timeZone: 'Australia/Sydney',
  };
  const session = await api.must('POST', '/v1/sessions', body, { prefer: 'wait=30' });
  if (session['link'] !== 'unsealed') throw new Error(`The session is not ready: ${JSON.stringify(session)}`);
  const sessionId = idOf(session);
  const people: Booked['people'] = {};
  for (const [index, name] of names.entries()) {
    const email = `person-${index}-of-${sessionId}@participants.example`;
    const person = await api.must('POST', `/v1/sessions/${sessionId}/people`, { name, email });
    people[name] = { id: idOf(person), email };
  }
  return {
    sessionId,
    people,
    board: async () => (await api.must('GET', `/v1/sessions/${sessionId}/board`)) as unknown as Board,
    act: async (act) => {
      await api.must('POST', `/v1/sessions/${sessionId}/board/acts`, act as Json);
    },
  };
}

async function cancel(api: ApiClient, sessionId: string): Promise<void> {
  const { version } = await api.must('GET', `/v1/sessions/${sessionId}`);
  const headers = { 'if-match': `"${JSON.stringify(version)}"` };
  await api.must('POST', `/v1/sessions/${sessionId}/cancellation`, undefined, headers);
}

const idOf = ({ id }: Record<string, Json>): string => {
  if (typeof id !== 'string') throw new Error('What was made has no id.');
  return id;
};

/** What must be there. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('What the story needs is not there.');
  return value;
}
