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
    const headers = { prefer: 'wait=30', 'idempotency-key': `try-${ref}` };
    requested.push({ ref, answer: await api.call('PUT', `/v1/sessions/by-ref/${ref}`, body, headers) });
  }
  const reports = [];
  for (const { ref, answer } of requested) reports.push(await reportOf(api, ref, answer));
  return reports;
}

async function reportOf(api: ApiClient, client: string, { status, body }: Answer): Promise<SessionReport> {
  if (status >= 400) return refused(client, status, body);
  const session = await api.must('GET', `/v1/sessions/${String(body['id'])}`);
  const assurance = await api.must('GET', `/v1/sessions/${String(body['id'])}/assurance`);
  const verdicts = assurance['verdicts'] as unknown as (ControlReport & { control: string })[];
  const reasons = session['reasons'] as unknown as { control: string; why: string }[];
  const choice = session['choice'] as unknown as { why: string };
  return {
    id: String(session['id']),
    client,
    platform: String(session['platform']),
    state: String(session['state']),
    link: session['link'] === 'unsealed' ? 'unsealed' : 'sealed',
    controls: verdicts.map(({ control, level, verdict, means, evidence }) => ({
      id: control,
      level,
      verdict,
      means,
      evidence,
    })),
    why:
      reasons.length === 0 ? choice.why : reasons.map(({ control, why }) => `${control}: ${why}`).join(' '),
  };
}

function refused(client: string, status: number, body: Record<string, Json>): SessionReport {
  if (status !== 422) throw new Error(`The request for ${client} failed: ${status} ${JSON.stringify(body)}`);
  const { gaps } = body['facts'] as unknown as {
    gaps: { platform: string; gaps: { control: string; why: string; closes: string[] }[] }[];
  };
  const why = gaps.flatMap(({ platform, gaps }) =>
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
