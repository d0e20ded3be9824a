import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ControlId } from '../../src/domain/controls/catalogue.ts';
import type { Json } from '../../src/domain/json.ts';
import { createGoogleSandbox } from '../../src/sandbox/google/sandbox.ts';
import { createGraphSandbox } from '../../src/sandbox/graph/sandbox.ts';
import { createZoomSandbox } from '../../src/sandbox/zoom/sandbox.ts';
import type { TryoutAccount } from '../../src/tryout/accounts.ts';

/** A meeting as a sandbox holds it, whichever platform. */
export interface HeldMeeting {
  id: string;
  /** What reads give back, and how the meeting really behaves. */
  stored: Json;
  effective: Json;
}

/** A request to the vendor's side of a sandbox. */
export interface SeenRequest {
  operation: string;
  status: number;
  /** False where the connection was cut before the answer. */
  answered: boolean;
}

/** One way to hold a meeting: a sandbox on loopback with an account whose defaults are the loose ones. */
export interface Platform extends Pick<TryoutAccount, 'platform' | 'credentials'> {
  /** The platform and, where it has several, the backing. */
  name: string;
  backing: string | null;
  origin: string;
  /** A connection's settings that reach the sandbox, or something in front of it. */
  settings: (origin?: string) => Record<string, Json>;
  organiser: string;
  /** The sandbox's names of the operations that make a meeting and that set its options later. */
  operations: { create: string; update: string };
  /** A field of a must, as misbehaviours name it, and the loose value that the account's defaults have for it. */
  must: { control: ControlId; field: string; loose: Json };
  /** What of the account no log, table or error may hold. */
  secrets: string[];
  /** Calls the sandbox's admin endpoints, as integrators do. */
  admin: (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: Json) => Promise<unknown>;
  misbehave: (rule: Record<string, Json>) => Promise<void>;
  /** Ends every misbehaviour and forgets the request log. */
  behave: () => Promise<void>;
  /** Meetings that are there at the vendor; a Meet space is never gone. */
  meetings: () => Promise<HeldMeeting[]>;
  /** Answered and lost requests since `behave`, by operation. */
  requests: () => Promise<SeenRequest[]>;
  close: () => Promise<void>;
}

type Clock = () => Date;
const secret = () => randomBytes(24).toString('base64url');
const WAITING_ROOM = 'entry.waiting-room.v1';

/** The four ways to hold a meeting that misbehaviours are tried on. */
export const platformStarters = {
  zoom: startZoom,
  'teams calendar': (now: Clock) => startTeams('calendar', now),
  'teams standalone': (now: Clock) => startTeams('standalone', now),
  meet: startMeet,
} satisfies Record<string, (now: Clock) => Promise<Platform>>;
export type PlatformName = keyof typeof platformStarters;

async function startZoom(now: Clock): Promise<Platform> {
  const [account, clientId, clientSecret] = [`account-${secret()}`, secret(), secret()];
  const organiser = 'organiser@practice.example';
  const sandbox = await listen(createZoomSandbox({ now }));
  await sandbox.admin('PUT', `/accounts/${account}`, {
    clientId,
    clientSecret,
    writesPerDay: 100_000,
    settings: { meeting_security: { waiting_room: false } },
    users: [{ email: organiser }],
  });
  return {
    ...sandbox,
    name: 'zoom',
    platform: 'zoom',
    backing: null,
    settings: (origin = sandbox.origin) => ({
      authUrl: origin,
      apiUrl: `${origin}/v2`,
      rateLimits: { light: 10_000, medium: 10_000, heavy: 10_000, writesPerHostPerDay: 100_000 },
    }),
    credentials: { accountId: account, clientId, clientSecret },
    organiser,
    operations: { create: 'meeting.create', update: 'meeting.update' },
    must: { control: WAITING_ROOM, field: 'settings.waiting_room', loose: false },
    secrets: [clientSecret],
    meetings: async () => {
      const all = (await sandbox.admin('GET', '/meetings')) as (HeldMeeting & { deleted: boolean })[];
      return all.filter(({ deleted }) => !deleted);
    },
  };
}

async function startTeams(backing: 'calendar' | 'standalone', now: Clock): Promise<Platform> {
  const [tenantId, clientId, clientSecret] = [randomUUID(), randomUUID(), secret()];
  const organiser = randomUUID();
  const sandbox = await listen(createGraphSandbox({ now }));
  await sandbox.admin('PUT', `/accounts/${tenantId}`, {
    app: { clientId, secret: clientSecret },
    users: [{ oid: organiser, upn: 'organiser@practice.example' }],
    meetingDefaults: { lobbyBypassSettings: { scope: 'everyone', isDialInBypassEnabled: true } },
  });
  return {
    ...sandbox,
    name: `teams ${backing}`,
    platform: 'teams',
    backing,
    settings: (origin = sandbox.origin) => ({ authUrl: origin, graphUrl: origin }),
    credentials: { kind: 'secret', tenantId, clientId, clientSecret },
    organiser,
    operations: {
      create: backing === 'calendar' ? 'event.create' : 'meeting.createOrGet',
      update: 'meeting.update',
    },
    must: { control: WAITING_ROOM, field: 'lobbyBypassSettings.scope', loose: 'everyone' },
    secrets: [clientSecret],
    meetings: async () => (await sandbox.admin('GET', '/meetings')) as HeldMeeting[],
  };
}

async function startMeet(now: Clock): Promise<Platform> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const clientEmail = 'subrosa@sandbox-project.iam.gserviceaccount.com';
  const organiser = 'organiser@practice.example';
  const scope = (name: string) => `https://www.googleapis.com/auth/meetings.space.${name}`;
  const sandbox = await listen(createGoogleSandbox({ now }));
  await sandbox.admin('PUT', '/accounts/practice', {
    serviceAccounts: [
      { email: clientEmail, publicKey, delegatedScopes: ['created', 'settings', 'readonly'].map(scope) },
    ],
    users: [{ email: organiser }],
    defaults: { accessType: 'OPEN' },
  });
  const plenty = 1_000_000;
  return {
    ...sandbox,
    name: 'meet',
    platform: 'meet',
    backing: null,
    settings: (origin = sandbox.origin) => ({
      rootUrl: origin,
      rateLimits: {
        createPerProject: plenty,
        createPerUser: plenty,
        readPerProject: plenty,
        readPerUser: plenty,
        writePerProject: plenty,
        writePerUser: plenty,
      },
    }),
    credentials: { clientEmail, privateKey },
    organiser,
    operations: { create: 'space.create', update: 'space.update' },
    must: { control: WAITING_ROOM, field: 'config.accessType', loose: 'OPEN' },
    secrets: [
      privateKey,
      ...privateKey.split('\n').filter((line) => line.length > 20 && !line.startsWith('-')),
    ],
    meetings: async () => (await sandbox.admin('GET', '/meetings')) as HeldMeeting[],
  };
}

/** Starts a sandbox and gives what is the same on every platform. */
async function listen(app: FastifyInstance) {
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const admin: Platform['admin'] = async (method, path, body) => {
    const answer = await app.inject({
      method,
      url: `/_sandbox${path}`,
      ...(body === undefined ? {} : { payload: body as object }),
    });
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`);
    return answer.body === '' ? undefined : answer.json<unknown>();
  };
  return {
    origin,
    admin,
    misbehave: async (rule: Record<string, Json>) => void (await admin('POST', '/misbehaviours', rule)),
    behave: async () => {
      await admin('DELETE', '/misbehaviours');
      await admin('DELETE', '/requests');
    },
    requests: async () => (await admin('GET', '/requests')) as SeenRequest[],
    close: async () => {
      await app.close();
    },
  };
}
