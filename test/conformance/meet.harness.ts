import { generateKeyPairSync } from 'node:crypto';
import type { Json } from '../../src/domain/json.ts';
import type { ConnectionConfig } from '../../src/domain/provider.ts';
import { scopes } from '../../src/providers/meet/scopes.ts';
import { createGoogleSandbox } from '../../src/sandbox/google/sandbox.ts';
import type { Bench, Harness } from './harness.ts';

export const ORGANISER = 'coach@practice.example';
export const COLLEAGUE = 'colleague@practice.example';
export const ADMIN = 'admin@practice.example';
const APP = 'subrosa@sandbox-project.iam.gserviceaccount.com';
const ACCOUNT = 'practice';

/** A space as the sandbox's admin endpoints show it. */
export interface Held {
  id: string;
  meetingUri: string;
  stored: Record<string, Json>;
  members: unknown[];
  live: boolean;
}

/** The Meet bench, with the steering that only Meet's own tests need. */
export interface MeetBench extends Bench {
  /** Sets the account up again, with what a test changes. */
  setUp: (changes?: Record<string, unknown>) => Promise<void>;
  /** Calls the sandbox's admin endpoints. */
  admin: (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;
  spaces: () => Promise<Held[]>;
}

const newKey = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
// Two pairs for a whole test file: making one takes long, and no test changes them.
const rightKey = newKey();
const wrongKey = newKey();

/** Starts a Google sandbox with one account of Business Standard, whose organiser is no super administrator. */
export async function startMeet(changes: Record<string, unknown> = {}, now?: () => Date): Promise<MeetBench> {
  const app = createGoogleSandbox(now === undefined ? {} : { now });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });

  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${origin}/_sandbox${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  };
  const setUp: MeetBench['setUp'] = async (more = {}) => {
    await call('PUT', `/accounts/${ACCOUNT}`, {
      serviceAccounts: [
        { email: APP, publicKey: rightKey.publicKey, delegatedScopes: [scopes.created, scopes.settings] },
      ],
      users: [{ email: ORGANISER }, { email: COLLEAGUE }, { email: ADMIN, superAdmin: true }],
      ...changes,
      ...more,
    });
  };
  await setUp();

  const spaces = async () => (await call('GET', '/meetings')) as Held[];
  return {
    origin,
    connection: (at, credentials): ConnectionConfig => ({
      settings: { rootUrl: at },
      credentials: {
        clientEmail: APP,
        privateKey: credentials === 'right' ? rightKey.privateKey : wrongKey.privateKey,
      },
    }),
    organiser: ORGANISER,
    hosting: 'practice',
    people: { coach: 'organiser', organiserPresent: true },
    backing: null,
    tokenPath: '/token',
    createOperation: 'space.create',
    stored: async ({ space }) => {
      const held = (await spaces()).find(({ id }) => `spaces/${id}` === space);
      return { space: held?.stored ?? null };
    },
    countMeetings: async () => (await spaces()).length,
    acceptCredentials: (accepted) =>
      setUp(accepted ? {} : { serviceAccounts: [{ email: APP, publicKey: wrongKey.publicKey }] }),
    canaries: [rightKey, wrongKey].flatMap(({ privateKey }) => [
      privateKey,
      ...privateKey.split('\n').filter((line) => line.length > 20 && !line.startsWith('-')),
    ]),
    setUp,
    admin: call,
    spaces,
    close: () => app.close(),
  };
}

/** What the service account may do for users in a test that gives it these scopes. */
export const delegating = (...delegatedScopes: string[]) => ({
  serviceAccounts: [{ email: APP, publicKey: rightKey.publicKey, delegatedScopes }],
});

export const harness: Harness = { start: () => startMeet() };
