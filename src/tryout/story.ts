import { z } from 'zod';
import type { Json } from '../domain/json.ts';
import type { Answer, ApiClient } from './client.ts';
import type { LoadedPractice } from './practice.ts';

/** One control of a session, as the demo reports it. */
export interface ControlReport {
  id: string;
  level: string;
  verdict: string;
  means: string;
  evidence: string;
}

/** One requested session, as the demo reports it. A refused one has no platform, and names its gaps. */
export interface SessionReport {
  id: string | null;
  client: string;
  platform: string | null;
  state: string;
  link: 'sealed' | 'unsealed';
  controls: ControlReport[];
  /** Why this platform, or why none, or why it is blocked: in words. */
  why: string;
}

const HOUR_MS = 3_600_000;

/** Requests one session for each client through the public API, and waits until each is settled. */
export async function requestSessions(
  api: ApiClient,
  { clients }: LoadedPractice,
  now: Date,
): Promise<SessionReport[]> {
  const requested = [];
  for (const [index, { ref, clientId, hostId }] of clients.entries()) {
    const startsAt = new Date(now.getTime() + (index + 1) * 2 * HOUR_MS);
    const body = {
      clientId,
      hostId,
      startsAt: startsAt.toISOString(),
      endsAt: new Date(startsAt.getTime() + HOUR_MS).toISOString(),
      timeZone: 'Australia/Sydney',
    };
    const headers = { prefer: 'wait=30' };
    requested.push({ ref, answer: await api.call('PUT', `/v1/sessions/by-ref/${ref}`, body, headers) });
  }
  const reports = [];
  for (const { ref, answer } of requested) reports.push(await reportOf(api, ref, answer));
  return reports;
}

/** The parts of the API’s answers that the demo shows. */
const Booked = z.object({ id: z.string() });
const Settled = z.object({
  id: z.string(),
  platform: z.string(),
  state: z.string(),
  link: z.enum(['sealed', 'unsealed']),
  choice: z.object({ why: z.string() }),
  reasons: z.array(z.object({ control: z.string(), why: z.string() })),
});
const Judged = z.object({
  verdicts: z.array(
    z.object({
      control: z.string(),
      level: z.string(),
      verdict: z.string(),
      means: z.string(),
      evidence: z.string(),
    }),
  ),
});
const Refused = z.object({
  facts: z.object({
    gaps: z.array(
      z.object({
        platform: z.string(),
        gaps: z.array(z.object({ control: z.string(), why: z.string(), closes: z.array(z.string()) })),
      }),
    ),
  }),
});
const Trail = z.object({
  items: z.array(
    z.object({
      action: z.string(),
      resourceId: z.string(),
      details: z.object({ repaired: z.boolean().optional() }),
    }),
  ),
});

async function reportOf(api: ApiClient, client: string, { status, body }: Answer): Promise<SessionReport> {
  if (status >= 400) return refused(client, status, body);
  const { id } = Booked.parse(body);
  const { platform, state, link, choice, reasons } = Settled.parse(
    await api.must('GET', `/v1/sessions/${id}`),
  );
  const { verdicts } = Judged.parse(await api.must('GET', `/v1/sessions/${id}/assurance`));
  const blocked = reasons.map(({ control, why }) => `${control}: ${why}`).join(' ');
  const why = blocked === '' ? choice.why + (await repairs(api, id)) : blocked;
  const controls = verdicts.map(({ control, ...verdict }) => ({ id: control, ...verdict }));
  return { id, client, platform, state, link, controls, why };
}

/** Whether the meeting had to be repaired before it could unseal: the audit trail says so. */
async function repairs(api: ApiClient, sessionId: string): Promise<string> {
  const { items } = Trail.parse(await api.must('GET', '/v1/audit?limit=100'));
  const repaired = items.some(
    ({ resourceId, details }) => resourceId === sessionId && details.repaired === true,
  );
  return repaired ? ' The platform had not kept a setting; it was repaired once and read back again.' : '';
}

function refused(client: string, status: number, body: Record<string, Json>): SessionReport {
  const parsed = Refused.safeParse(body);
  if (status !== 422 || !parsed.success) {
    throw new Error(`The request for ${client} failed: ${status} ${JSON.stringify(body)}`);
  }
  const why = parsed.data.facts.gaps.flatMap(({ platform, gaps }) =>
    gaps.map(
      ({ control, why, closes }) =>
        `${platform}: ${control}: ${why} What would close it: ${closes.join(' ') || 'nothing here.'}`,
    ),
  );
  return {
    id: null,
    client,
    platform: null,
    state: 'refused',
    link: 'sealed',
    controls: [],
    why: why.join(' '),
  };
}
