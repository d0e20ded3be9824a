import { setTimeout as pause } from 'node:timers/promises';
import type { BareLoop } from './bare-loop.ts';
import { concurrently } from './concurrently.ts';
import { ask, CONCURRENCY, startPractice, textOf, type Practice, type Subject } from './practice.ts';
import { startProcess, type Process } from './process.ts';
import type { Result } from './result.ts';

/** Sessions a platform, and before them those that open connections, fetch tokens and warm the code up. */
const SESSIONS = 200;
const WARM_UP = 40;
const VENDOR_LATENCY_MS = 20;
/** How often the client looks whether all are done: the most that a measurement is too long by. */
const LOOK_MS = 50;
/** A platform whose sessions take longer than this has stood still, milliseconds. */
const PATIENCE_MS = 300_000;

const HOUR_MS = 3_600_000;

/**
 * Sessions provisioned and verified a second through the API, against a bare loop that makes the same vendor calls. Platform
 * by platform, first the loop and then the service, so that both meet the machine in the same state.
 *
 * @throws Error where a session is not scheduled and unsealed, or where the two sides' vendor calls are not the same.
 */
export async function provision(): Promise<Result> {
  const practice = await startPractice();
  const loop = startProcess<BareLoop>('bare-loop.ts');
  try {
    const times = { ours: 0, baseline: 0 };
    for (const subject of practice.subjects) {
      const { ours, baseline } = await measure(practice, loop, subject);
      times.ours += ours;
      times.baseline += baseline;
      const rate = (ms: number) => ((SESSIONS * 1000) / ms).toFixed(1);
      console.error(
        `provision, ${subject.platform}: ours ${rate(ours)}/s, baseline ${rate(baseline)}/s, ratio ${(baseline / ours).toFixed(2)}`,
      );
    }
    const total = SESSIONS * practice.subjects.length * 1000;
    return {
      name: 'provision',
      ours: total / times.ours,
      baseline: total / times.baseline,
      unit: 'sessions/s',
    };
  } finally {
    await loop.stop();
    await practice.stop();
  }
}

/** Milliseconds that each side took for one platform’s sessions. */
async function measure(practice: Practice, loop: Process<BareLoop>, subject: Subject) {
  const { platform, sandbox } = subject;
  await ask(sandbox, 'PATCH', '/_sandbox/settings', { latencyMs: VENDOR_LATENCY_MS });
  await loop.ask('open', subject);
  await loop.ask('run', { platform, count: WARM_UP, concurrency: CONCURRENCY });
  await book(practice, subject, 0, WARM_UP);

  await ask(sandbox, 'DELETE', '/_sandbox/requests');
  const baseline = await loop.ask('run', { platform, count: SESSIONS, concurrency: CONCURRENCY });
  const baselineCalls = await callsOf(sandbox);

  await ask(sandbox, 'DELETE', '/_sandbox/requests');
  const ours = await book(practice, subject, WARM_UP, SESSIONS);
  requireSame(platform, await callsOf(sandbox), baselineCalls);
  return { ours, baseline };
}

/** Books sessions through the API and waits until the last is settled. Gives the milliseconds from the first request. */
async function book(practice: Practice, subject: Subject, first: number, count: number): Promise<number> {
  const { api } = practice;
  const ids = new Set<string>();
  const startedAt = performance.now();
  await concurrently(count, CONCURRENCY, async (index) => {
    const made = await api.must('POST', '/v1/sessions', request(practice, subject, first + index));
    ids.add(textOf(made, 'id'));
  });
  while (await anyProvisioning(practice, subject)) {
    if (performance.now() - startedAt > PATIENCE_MS) throw new Error(`${subject.platform} stands still`);
    await pause(LOOK_MS);
  }
  const ms = performance.now() - startedAt;
  await requireUnsealed(practice, subject, ids);
  return ms;
}

/** Every session an hour of its own, from tomorrow on: a coach cannot be in two at once. */
function request({ subjects }: Practice, subject: Subject, index: number) {
  const { clientId, hostId } = subject;
  const slot = subjects.indexOf(subject) * (WARM_UP + SESSIONS) + index;
  const startsAt = new Date((Math.floor(Date.now() / HOUR_MS) + 24 + slot) * HOUR_MS);
  const endsAt = new Date(startsAt.getTime() + HOUR_MS / 2);
  const times = {
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    timeZone: 'Australia/Sydney',
  };
  return { clientId, hostId, ...times };
}

async function anyProvisioning({ api }: Practice, { clientId }: Subject): Promise<boolean> {
  const page = await api.must('GET', `/v1/sessions?clientId=${clientId}&state=provisioning&limit=1`);
  return (page['items'] as unknown[]).length > 0;
}

/** Reads the whole list: each of these sessions is scheduled on its platform, and its link unsealed. */
async function requireUnsealed({ api }: Practice, subject: Subject, ids: ReadonlySet<string>): Promise<void> {
  const missing = new Set(ids);
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page = await api.must('GET', `/v1/sessions?clientId=${subject.clientId}&limit=100${after}`);
    for (const session of page['items'] as Record<string, unknown>[]) {
      if (!missing.delete(String(session['id']))) continue;
      const { platform, state, link, reasons } = session;
      if (platform === subject.platform && state === 'scheduled' && link === 'unsealed') continue;
      const found = JSON.stringify({ platform, state, link, reasons });
      throw new Error(
        `A session for ${subject.platform} ended otherwise than scheduled and unsealed: ${found}`,
      );
    }
    cursor = page['next'] as string | null;
  } while (cursor !== null);
  if (missing.size > 0) throw new Error(`${missing.size} sessions for ${subject.platform} are not listed`);
}

/** How many calls of each kind the sandbox has had, with how they were answered. */
async function callsOf(sandbox: string): Promise<Record<string, number>> {
  const requests = (await ask(sandbox, 'GET', '/_sandbox/requests')) as {
    operation: string;
    status: number;
  }[];
  const counts: Record<string, number> = {};
  for (const { operation, status } of requests) {
    const kind = `${operation} ${status}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function requireSame(platform: string, ours: Record<string, number>, baseline: Record<string, number>): void {
  const kinds = new Set([...Object.keys(ours), ...Object.keys(baseline)]);
  const unlike = [...kinds]
    .filter((kind) => ours[kind] !== baseline[kind])
    .map((kind) => `${kind}: ours ${ours[kind] ?? 0}, baseline ${baseline[kind] ?? 0}`);
  if (unlike.length > 0) throw new Error(`The calls to ${platform} are not the same. ${unlike.join('; ')}`);
  console.error(`provision, ${platform}: the same calls on both sides: ${JSON.stringify(ours)}`);
}
