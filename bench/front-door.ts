import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { BareEvents } from './bare-events.ts';
import { percentile } from './concurrently.ts';
import { openDoors } from './front-door/doors.ts';
import { holdEvening, type Evening } from './front-door/evening.ts';
import { openStream } from './front-door/stream.ts';
import { startPractice } from './practice.ts';
import { startProcess } from './process.ts';
import type { Result } from './result.ts';

const SESSIONS = 100;
const PEOPLE_EACH = 10;
const WITHIN_MS = 10_000;
/** Sessions whose people come before, within the same time: what is measured afterwards is warm, and this shows it unhurried. */
const FEWER_SESSIONS = 20;
const CHANNEL = 'bench_events';

/**
 * A thousand people come to a hundred sessions within ten seconds, on one replica, and then all coaches are in. The result is the
 * 99th percentile of the slower of two ways: from the passcode to the coach's board, and from the coach's act to the person's
 * page. Baseline: from a NOTIFY of Postgres to one client of a bare process, as often in the same time.
 *
 * @throws Error where somebody is not taken in, shown or released, or an event of the baseline is lost.
 */
export async function frontDoor(): Promise<Result> {
  const practice = await startPractice();
  const bare = startProcess<BareEvents>('bare-events.ts');
  try {
    const doors = await openDoors(practice, FEWER_SESSIONS + SESSIONS, PEOPLE_EACH);
    const { address } = await bare.ask('start', { url: practice.ownerUrl, channel: CHANNEL });
    const floor = await notifyEvenly(practice.ownerUrl, address, SESSIONS * PEOPLE_EACH);
    print('floor, NOTIFY to event', floor);
    printEvening(await holdEvening(practice, doors.slice(0, FEWER_SESSIONS), WITHIN_MS), FEWER_SESSIONS);
    const evening = await holdEvening(practice, doors.slice(FEWER_SESSIONS), WITHIN_MS);
    printEvening(evening, SESSIONS);
    return {
      name: 'front-door',
      ours: Math.max(percentile(evening.arrivals, 99), percentile(evening.releases, 99)),
      baseline: percentile(floor, 99),
      unit: 'ms, 99th percentile',
    };
  } finally {
    await bare.stop();
    await practice.stop();
  }
}

/** Milliseconds from each of so many notifications to its event, at the pace of the arrivals. */
async function notifyEvenly(url: string, address: string, count: number): Promise<number[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const sent: number[] = [];
  const taken: number[] = [];
  let allHere = () => undefined as void;
  const here = new Promise<void>((resolve) => (allHere = resolve));
  const stream = await openStream(`${address}/events`, {}, (_event, data, at) => {
    taken.push(at - (sent[Number(JSON.parse(data))] ?? Number.NaN));
    if (taken.length === count) allHere();
  });
  const startedAt = performance.now();
  for (let index = 0; index < count; index += 1) {
    await pause(Math.max(0, startedAt + (index * WITHIN_MS) / count - performance.now()));
    sent.push(performance.now());
    await client.query('SELECT pg_notify($1, $2)', [CHANNEL, String(index)]);
  }
  await Promise.race([here, pause(WITHIN_MS, undefined, { ref: false })]);
  if (taken.length < count) throw new Error(`${count - taken.length} notifications have brought no event`);
  stream.close();
  await client.end();
  return taken;
}

function printEvening(
  { arrivals, arrivalsAnswered, releases, memory, refusals }: Evening,
  sessions: number,
): void {
  const people = sessions * PEOPLE_EACH;
  print(`${people} people, passcode sent to board`, arrivals);
  print(`${people} people, passcode answered to board`, arrivalsAnswered);
  print(`${people} people, host confirmed to page`, releases);
  const each = (memory.waiting - memory.empty) / 1024 / people;
  console.error(`front-door, ${people} people: ${each.toFixed(0)} kB for each, ${refusals} answered 503`);
}

function print(what: string, values: readonly number[]): void {
  const [half, most] = [50, 99].map((hundredths) => percentile(values, hundredths).toFixed(1));
  console.error(`front-door, ${what}: 50 % within ${half} ms, 99 % within ${most} ms`);
}
