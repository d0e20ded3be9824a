import { randomBytes, randomUUID } from 'node:crypto';
import type { Json } from '../../src/domain/json.ts';
import type { ConnectionConfig, MeetingRef } from '../../src/domain/provider.ts';
import { teams } from '../../src/providers/teams/provider.ts';
import { createGraphSandbox } from '../../src/sandbox/graph/sandbox.ts';
import type { Bench, Harness } from './harness.ts';

interface Held {
  id: string;
  joinWebUrl: string;
  stored: Record<string, Json>;
}

/** The Teams bench, with the steering that only the Teams tests need. */
export interface TeamsBench extends Bench {
  /** A second user of the tenant, such as a coach who is not the organiser. */
  colleague: string;
  now: () => Date;
  /** Lets time pass for the sandbox alone, as where a token ends before its time. */
  pass: (ms: number) => void;
  /** Sets the tenant up again, with what a test changes of it and of the organiser. */
  setUp: (account?: Record<string, unknown>, organiser?: Record<string, unknown>) => Promise<void>;
  /** Calls the sandbox's admin endpoints. */
  admin: (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;
  /** Calls Graph as the app itself, past the adapter. */
  graph: (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ) => Promise<Record<string, Json>>;
  meetings: () => Promise<Held[]>;
}

/** Starts a Graph sandbox with one tenant: Business Standard, with every permission that the adapter can use. */
export async function startTeams(kind: 'secret' | 'certificate' = 'secret'): Promise<TeamsBench> {
  const tenantId = randomUUID();
  const clientId = randomUUID();
  const [organiser, colleague] = [randomUUID(), randomUUID()];
  const clientSecret = randomBytes(24).toString('base64url');
  const { credentials, certificate } = await teams.prepare(
    kind === 'secret' ? { kind, tenantId, clientId, clientSecret } : { kind, tenantId, clientId },
  );
  const now = () => new Date();
  let aheadMs = 0;
  const app = createGraphSandbox({ now: () => new Date(now().getTime() + aheadMs) });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });

  const json = async (
    method: string,
    address: string,
    body: unknown,
    headers: Record<string, string> = {},
  ) => {
    const response = await fetch(address, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`${method} ${address}: ${String(response.status)} ${await response.text()}`);
    return response.status === 204 ? {} : ((await response.json()) as Record<string, Json>);
  };
  const admin: TeamsBench['admin'] = (method, path, body) => json(method, `${origin}/_sandbox${path}`, body);
  const meetings = async () => (await admin('GET', '/meetings')) as Held[];
  const graph: TeamsBench['graph'] = async (method, path, body) => {
    const secret = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const form = new URLSearchParams({ ...secret, scope: 'https://graph.microsoft.com/.default' });
    const answer = await fetch(`${origin}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body: form });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    return json(method, `${origin}/v1.0${path}`, body, { authorization: `Bearer ${token}` });
  };
  const setUp: TeamsBench['setUp'] = async (account = {}, changes = {}) => {
    await json('PUT', `${origin}/_sandbox/accounts/${tenantId}`, {
      app: { clientId, secret: clientSecret, ...(certificate === null ? {} : { certificate }) },
      users: [
        { oid: organiser, upn: 'coach@practice.example', ...changes },
        { oid: colleague, upn: 'colleague@practice.example' },
      ],
      ...account,
    });
  };
  await setUp();

  return {
    origin,
    now,
    pass: (ms) => {
      aheadMs += ms;
    },
    connection: (at, right): ConnectionConfig => ({
      settings: { authUrl: at, graphUrl: at },
      credentials:
        right === 'right'
          ? credentials
          : { kind: 'secret', tenantId, clientId, clientSecret: `${clientSecret}-wrong` },
    }),
    organiser,
    colleague,
    hosting: 'practice',
    people: { coach: 'organiser', organiserPresent: true },
    backing: 'calendar',
    tokenPath: '/oauth2/',
    createOperation: 'event.create',
    stored: async ({ meetingId, eventId }: MeetingRef) => {
      const meeting = (await meetings()).find(({ id }) => id === meetingId)?.stored ?? null;
      const event =
        eventId === undefined ? null : await graph('GET', `/users/${organiser}/events/${eventId}`);
      return { meeting, event };
    },
    countMeetings: async () => (await meetings()).length,
    acceptCredentials: (accepted) =>
      setUp(accepted ? {} : { app: { clientId, secret: `${clientSecret}-renewed` } }),
    canaries: [clientSecret],
    setUp,
    admin,
    graph,
    meetings,
    close: () => app.close(),
  };
}

export const harness: Harness = { start: () => startTeams() };
