import { randomBytes } from 'node:crypto';
import type { Json } from '../../src/domain/json.ts';
import type { ConnectionConfig } from '../../src/domain/provider.ts';
import { createZoomSandbox } from '../../src/sandbox/zoom/sandbox.ts';
import { ordinaryZoomSettings } from '../support/ordinary-zoom.ts';
import type { Bench, Harness } from './harness.ts';

export const ORGANISER = 'coach@practice.example';
export const COLLEAGUE = 'sponsor@client.example';

interface Held {
  id: string;
  deleted: boolean;
  stored: Record<string, Json>;
}

/** The Zoom bench, with the steering that only Zoom's own tests need. */
export interface ZoomBench extends Bench {
  now: () => Date;
  /** Sets the account up again, with what a test changes. */
  setUp: (changes?: Record<string, unknown>) => Promise<void>;
  /** Calls the sandbox's admin endpoints. */
  admin: (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;
}

/** Starts a Zoom sandbox with one account, as delivered save for the ordinary account's settings. */
export async function startZoom(changes: Record<string, unknown> = {}): Promise<ZoomBench> {
  const account = `account-${randomBytes(6).toString('hex')}`;
  const clientSecret = randomBytes(24).toString('base64url');
  const clientId = randomBytes(12).toString('base64url');
  const now = () => new Date('2026-11-23T09:00:00Z');
  const app = createZoomSandbox({ now });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });

  const admin: ZoomBench['admin'] = async (method, path, body) => {
    const response = await fetch(`${origin}/_sandbox${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  };
  const setUp: ZoomBench['setUp'] = async (now = {}) => {
    const response = await fetch(`${origin}/_sandbox/accounts/${account}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        clientId,
        clientSecret,
        users: [{ email: ORGANISER }, { email: COLLEAGUE }],
        settings: ordinaryZoomSettings,
        // The suite makes more meetings than a host may in a day.
        writesPerDay: 10_000,
        ...changes,
        ...now,
      }),
    });
    if (!response.ok) throw new Error(`set up: ${response.status} ${await response.text()}`);
  };
  await setUp();

  const meetings = async () =>
    ((await admin('GET', '/meetings')) as Held[]).filter(({ deleted }) => !deleted);
  return {
    origin,
    now,
    connection: (at, credentials): ConnectionConfig => ({
      settings: { authUrl: at, apiUrl: `${at}/v2` },
      credentials: {
        accountId: account,
        clientId,
        clientSecret: credentials === 'right' ? clientSecret : `${clientSecret}-wrong`,
      },
    }),
    organiser: ORGANISER,
    hosting: 'practice',
    people: { coach: 'organiser', organiserPresent: true },
    backing: null,
    tokenPath: '/oauth/token',
    createOperation: 'meeting.create',
    stored: async ({ meetingId }) => {
      const held = (await meetings()).find(({ id }) => id === meetingId);
      return { meeting: held?.stored ?? null };
    },
    countMeetings: async () => (await meetings()).length,
    acceptCredentials: (accepted) => setUp(accepted ? {} : { clientSecret: `${clientSecret}-renewed` }),
    canaries: [clientSecret],
    setUp,
    admin,
    close: () => app.close(),
  };
}

export const harness: Harness = { start: () => startZoom() };
