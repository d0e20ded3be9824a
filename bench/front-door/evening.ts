import { setTimeout as pause } from 'node:timers/promises';
import type { Board, DoorStatus } from '../../src/domain/board.ts';
import { textOf, type Practice } from '../practice.ts';
import type { Door, Person } from './doors.ts';
import { openStream, type Stream } from './stream.ts';

/** What an evening's arrivals and releases took, in milliseconds a person, and the memory of the service, in bytes. */
export interface Evening {
  /** From the sending of the passcode until the coach's board shows the person. */
  arrivals: number[];
  /** The same, from when the person had the answer: less than nothing where the board was sooner. */
  arrivalsAnswered: number[];
  /** From the sending of the coach's act until the person's page is told. */
  releases: number[];
  memory: { empty: number; waiting: number };
  /** How often somebody was answered 503, and asked again. */
  refusals: number;
}

/** Moments by the id of a person. */
type Moments = Map<string, number>;

/** Who has not been seen by then is not going to be. */
const PATIENCE_MS = 120_000;
const LOOK_MS = 20;
/** Whoever is told that it does not work at the moment tries again after this. */
const RETRY_MS = 1_000;

/**
 * Everybody comes to their door within `withinMs`, evenly and whether or not those before are done, and waits with the page's
 * stream open; then all coaches, each with the board open, say within as long that they are in as the host.
 *
 * @throws Error where somebody is not taken in, shown or released.
 */
export async function holdEvening(
  { api, address, memory }: Practice,
  doors: readonly Door[],
  withinMs: number,
): Promise<Evening> {
  const scopes = ['board:read'];
  const key = textOf(await api.must('POST', '/v1/keys', { name: 'boards', scopes }), 'token');
  const moments = (): Moments => new Map();
  const [posted, answered, shown] = [moments(), moments(), moments()];
  const [held, confirmed, released] = [moments(), moments(), moments()];
  const streams: Stream[] = [];
  let refusals = 0;

  /** Asks again where the service is too busy to answer: the time that this takes counts. */
  const insist = async <T extends { status: number | undefined }>(ask: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    for (;;) {
      const answer = await ask();
      if (answer.status !== 503 || performance.now() - startedAt > PATIENCE_MS) return answer;
      refusals += 1;
      await pause(RETRY_MS);
    }
  };
  const follow = async (...given: Parameters<typeof openStream>) => {
    const stream = await insist(() => openStream(...given));
    streams.push(stream);
    if (stream.status !== 200) throw new Error(`There is no stream but ${stream.status}`);
  };

  const followBoard = async ({ sessionId }: Door) => {
    const url = `${address}/v1/sessions/${sessionId}/board/events`;
    await follow(url, { authorization: `Bearer ${key}` }, (event, data, at) => {
      if (event !== 'board') return;
      const { people } = JSON.parse(data) as Board;
      for (const { id, status } of people) if (status === 'held') markFirst(shown, id, at);
    });
  };

  const arrive = async (person: Person) => {
    posted.set(person.id, performance.now());
    const { status, cookie } = await insist(() => enter(person));
    if (status !== 303 || cookie === undefined)
      throw new Error(`Somebody with the right passcode was not taken in but answered ${status}`);
    answered.set(person.id, performance.now());
    const page = await insist(() => read(person.page, cookie));
    if (page.status !== 200) throw new Error(`The page of somebody who is in answered ${page.status}`);
    await follow(`${person.page}/events`, { cookie }, (event, data, at) => {
      if (event !== 'status') return;
      const { state } = JSON.parse(data) as DoorStatus;
      if (state === 'held') markFirst(held, person.id, at);
      if (state === 'released') markFirst(released, person.id, at);
    });
  };

  const confirm = async ({ sessionId, people }: Door) => {
    const at = performance.now();
    for (const { id } of people) confirmed.set(id, at);
    const act = { act: 'confirm-host', lobbyVisible: true };
    const url = `/v1/sessions/${sessionId}/board/acts`;
    const { status, body } = await insist(() => api.call('POST', url, act));
    if (status !== 200) throw new Error(`A coach could not confirm: ${JSON.stringify(body)}`);
  };

  try {
    await Promise.all(doors.map(followBoard));
    const empty = await memory();
    const people = inTurn(doors);
    await evenly(people, withinMs, arrive);
    await until(() => held.size === people.length && shown.size === people.length, 'held and on the board');
    const waiting = await memory();
    await evenly(doors, withinMs, confirm);
    await until(() => released.size === people.length, 'released');
    return {
      arrivals: between(posted, shown),
      arrivalsAnswered: between(answered, shown),
      releases: between(confirmed, released),
      memory: { empty, waiting },
      refusals,
    };
  } finally {
    for (const stream of streams) stream.close();
  }
}

/** Posts the passcode; gives the cookie that knows the device. */
async function enter({ page, passcode, noticeVersion }: Person) {
  const body = new URLSearchParams({ passcode, noticeVersion, acknowledged: 'yes' });
  const answer = await fetch(page, { method: 'POST', body, redirect: 'manual' });
  await answer.text();
  return { status: answer.status, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] };
}

async function read(url: string, cookie: string) {
  const answer = await fetch(url, { headers: { cookie } });
  await answer.text();
  return { status: answer.status };
}

/** One of every door, then the next of every door: nobody's session fills before another's. */
const inTurn = (doors: readonly Door[]): Person[] =>
  (doors[0]?.people ?? []).flatMap((_, place) =>
    doors.flatMap(({ people }) => people.slice(place, place + 1)),
  );

/** Begins one after the other at even distances, without waiting for any, and then waits for all. */
async function evenly<T>(
  items: readonly T[],
  withinMs: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  await Promise.all(
    items.map(async (item, index) => {
      await pause(Math.max(0, startedAt + (index * withinMs) / items.length - performance.now()));
      await work(item);
    }),
  );
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const startedAt = performance.now();
  while (!isSo()) {
    if (performance.now() - startedAt > PATIENCE_MS) throw new Error(`Not everybody is ${what}`);
    await pause(LOOK_MS);
  }
}

function markFirst(moments: Moments, id: string, at: number): void {
  if (!moments.has(id)) moments.set(id, at);
}

const between = (from: Moments, to: Moments): number[] =>
  [...from].map(([id, at]) => (to.get(id) ?? Number.NaN) - at);
