import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import type { Json } from '../domain/json.ts';
import type { RunningSandboxes } from '../sandbox/start.ts';

/** A vendor account in a sandbox, and what a connection to it needs. Its credentials are made at run time. */
export interface TryoutAccount {
  platform: string;
  settings: Record<string, Json>;
  credentials: Record<string, Json>;
  /** People of the account by the name that the example practice uses: `coach`, and `employee` in a sponsor’s tenant. */
  people: Record<string, string>;
}

const secret = () => randomBytes(18).toString('base64url');

/**
 * Sets up the example’s accounts in the sandboxes, over the admin endpoints that integrators use. Links lead to the sandboxes’
 * own pages, so that a browser can follow them.
 */
export async function createAccounts(sandboxes: RunningSandboxes): Promise<Record<string, TryoutAccount>> {
  const dropsWaitingRoom = { kind: 'drop', field: 'settings.waiting_room' };
  return {
    'zoom-practice': await zoomAccount(sandboxes.zoom, 'zoom-practice'),
    'zoom-drops-once': await zoomAccount(sandboxes.zoom, 'zoom-drops-once', {
      ...dropsWaitingRoom,
      times: 1,
    }),
    'zoom-drops-always': await zoomAccount(sandboxes.zoom, 'zoom-drops-always', dropsWaitingRoom),
    'teams-practice': await teamsTenant(sandboxes.graph),
    'teams-of-client': await teamsTenant(sandboxes.graph),
    'teams-of-sponsor': await teamsTenant(sandboxes.graph),
    'meet-practice': await googleWorkspace(sandboxes.google),
  };
}

async function zoomAccount(
  origin: string,
  id: string,
  misbehaviour?: Record<string, Json>,
): Promise<TryoutAccount> {
  const [clientId, clientSecret] = [secret(), secret()];
  const coach = 'coach@practice.example';
  const settings = {
    // Off by default here, so that a lost field shows.
    meeting_security: { waiting_room: false },
    // What the guide wants otherwise than a new Pro account has it.
    in_meeting: { who_can_share_screen: 'all', allow_users_save_chats: 1 },
    recording: { save_chat_text: false },
  };
  await ask(origin, 'PUT', `/_sandbox/accounts/${id}`, {
    clientId,
    clientSecret,
    settings,
    users: [{ email: coach }],
    joinOrigin: origin,
  });
  if (misbehaviour !== undefined)
    await ask(origin, 'POST', '/_sandbox/misbehaviours', { ...misbehaviour, account: id });
  return {
    platform: 'zoom',
    settings: { authUrl: origin, apiUrl: `${origin}/v2` },
    credentials: { accountId: id, clientId, clientSecret },
    people: { coach },
  };
}

async function teamsTenant(origin: string): Promise<TryoutAccount> {
  const [tenantId, clientId, clientSecret] = [randomUUID(), randomUUID(), secret()];
  const people = { coach: randomUUID(), employee: randomUUID() };
  const users = [
    { oid: people.coach, upn: 'coach@practice.example' },
    { oid: people.employee, upn: 'employee@client.example' },
  ];
  await ask(origin, 'PUT', `/_sandbox/accounts/${tenantId}`, {
    app: { clientId, secret: clientSecret },
    users,
    joinOrigin: origin,
  });
  return {
    platform: 'teams',
    settings: { authUrl: origin, graphUrl: origin },
    credentials: { kind: 'secret', tenantId, clientId, clientSecret },
    people,
  };
}

/** What the practice’s administrator has delegated: making spaces and their settings, and not the admin policies. */
const delegatedScopes = ['meetings.space.created', 'meetings.space.settings', 'meetings.space.readonly'].map(
  (scope) => `https://www.googleapis.com/auth/${scope}`,
);

async function googleWorkspace(origin: string): Promise<TryoutAccount> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const clientEmail = 'subrosa@sandbox-project.iam.gserviceaccount.com';
  const coach = 'coach@practice.example';
  await ask(origin, 'PUT', '/_sandbox/accounts/meet-practice', {
    serviceAccounts: [
      {
        email: clientEmail,
        publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        delegatedScopes,
      },
    ],
    users: [{ email: coach }],
    joinOrigin: origin,
  });
  return {
    platform: 'meet',
    settings: { rootUrl: origin },
    credentials: { clientEmail, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() },
    people: { coach },
  };
}

async function ask(origin: string, method: string, path: string, body: Json): Promise<void> {
  const answer = await fetch(origin + path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok)
    throw new Error(`The sandbox refused ${method} ${path}: ${answer.status} ${await answer.text()}`);
}
