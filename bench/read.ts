import type { BareRead } from './bare-read.ts';
import { median } from './concurrently.ts';
import { load, type Wanted } from './load.ts';
import { startPractice, textOf, type Practice } from './practice.ts';
import { startProcess } from './process.ts';
import type { Result } from './result.ts';

const SESSIONS = 64;
const ROUNDS = 7;
const REQUESTS = 3_000;
const WARM_UP = 4_000;
const CONCURRENCY = 16;

const HOUR_MS = 3_600_000;

/**
 * `GET /v1/sessions/{id}` answered a second, with authentication and row-level security, against a bare handler with one
 * query that gives the same bytes from the same database. Rounds of both alternate; the ratio is the median of theirs.
 *
 * @throws Error where an answer is not the session.
 */
export async function read(): Promise<Result> {
  const practice = await startPractice();
  const bare = startProcess<BareRead>('bare-read.ts');
  try {
    const documents = await bookedSessions(practice);
    const { address } = await bare.ask('start', { url: practice.ownerUrl, documents });
    const wantedOf = (origin: string): Wanted[] =>
      documents.map(({ id, body, headers }) => ({
        url: `${origin}/v1/sessions/${id}`,
        headers,
        body: Buffer.from(body),
      }));
    return await alternate(wantedOf(practice.address), wantedOf(address));
  } finally {
    await bare.stop();
    await practice.stop();
  }
}

async function alternate(ours: Wanted[], baseline: Wanted[]): Promise<Result> {
  await load(ours, { count: WARM_UP, concurrency: CONCURRENCY });
  await load(baseline, { count: WARM_UP, concurrency: CONCURRENCY });
  const rounds = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const a = await load(ours, { count: REQUESTS, concurrency: CONCURRENCY });
    const b = await load(baseline, { count: REQUESTS, concurrency: CONCURRENCY });
    rounds.push({ ours: a, baseline: b, ratio: a / b });
    console.error(
      `read, round ${round}: ours ${a.toFixed(0)}/s, baseline ${b.toFixed(0)}/s, ratio ${(a / b).toFixed(2)}`,
    );
  }
  return {
    name: 'read',
    ours: median(rounds.map((round) => round.ours)),
    baseline: median(rounds.map((round) => round.baseline)),
    ratio: median(rounds.map((round) => round.ratio)),
    unit: 'requests/s',
  };
}

/** Books sessions on every platform, waits for each, and gives the bytes with which the API answers for it. */
async function bookedSessions({ api, address, keys, subjects }: Practice) {
  const documents: { id: string; body: string; headers: Record<string, string> }[] = [];
  const tomorrow = Math.floor(Date.now() / HOUR_MS) + 24;
  for (let index = 0; index < SESSIONS; index += 1) {
    const subject = subjects[index % subjects.length];
    if (subject === undefined) throw new Error('There is no platform');
    const { clientId, hostId } = subject;
    const startsAt = (tomorrow + index) * HOUR_MS;
    const times = {
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(startsAt + HOUR_MS / 2).toISOString(),
      timeZone: 'Australia/Sydney',
    };
    const headers = { prefer: 'wait=30' };
    const made = await api.must('POST', '/v1/sessions', { clientId, hostId, ...times }, headers);
    const [id, state] = [textOf(made, 'id'), textOf(made, 'state')];
    if (state !== 'scheduled') throw new Error(`A session was not scheduled but ${state}`);
    const authorization = { authorization: `Bearer ${keys[index % keys.length]}` };
    const answer = await fetch(`${address}/v1/sessions/${id}`, { headers: authorization });
    documents.push({ id, body: await answer.text(), headers: authorization });
  }
  return documents;
}
