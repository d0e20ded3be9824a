import { generateKeyPairSync } from 'node:crypto';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { SignJWT } from 'jose';
import { createGoogleSandbox } from '../../../src/sandbox/google/sandbox.ts';

const AUTH = 'https://www.googleapis.com/auth/';
export const SCOPE = {
  created: `${AUTH}meetings.space.created`,
  readonly: `${AUTH}meetings.space.readonly`,
  settings: `${AUTH}meetings.space.settings`,
  policies: `${AUTH}cloud-identity.policies.readonly`,
  drive: `${AUTH}drive`,
  driveFile: `${AUTH}drive.file`,
};

export const OWNER = 'coach@practice.example';
export const COLLEAGUE = 'colleague@practice.example';
export const ADMIN = 'admin@practice.example';
export const APP = 'app@sandbox-project.iam.gserviceaccount.com';
export const OTHER_APP = 'other@other-project.iam.gserviceaccount.com';

// One pair for the whole run: making one takes long, and no test changes it.
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const privateKey = pair.privateKey;
export const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();

export interface Answer {
  status: number;
  headers: LightMyRequestResponse['headers'];
  // The vendor's JSON as a test reads it; each test says by its assertions what it expects in it.
  body: Json;
}
export interface Json {
  [key: string]: Json;
}

/** A text in an answer; anything else fails the test. */
export function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`Not a text: ${JSON.stringify(value)}`);
  return value;
}

/** A sandbox with one Workspace account, a clock to turn, and calls with a fresh token for any user and scopes. */
export async function createWorkspace(account: object = {}) {
  const clock = { now: new Date('2027-03-01T09:00:00Z') };
  const app = createGoogleSandbox({ now: () => clock.now });

  const send = async (options: InjectOptions): Promise<Answer> => {
    const response = await app.inject(options);
    const isJson = response.headers['content-type']?.toString().includes('json') ?? false;
    return {
      status: response.statusCode,
      headers: response.headers,
      body: isJson && response.body !== '' ? response.json<Json>() : {},
    };
  };
  const admin = (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) =>
    send({ method, url: `/_sandbox${path}`, ...(payload !== undefined && { payload }) });

  const delegated = Object.values(SCOPE);
  const setUp = (overrides: object) =>
    admin('PUT', '/accounts/practice', {
      serviceAccounts: [
        { email: APP, publicKey, delegatedScopes: delegated },
        { email: OTHER_APP, projectId: 'other-project', publicKey, delegatedScopes: delegated },
      ],
      users: [
        { email: OWNER, name: 'Coach' },
        { email: COLLEAGUE, name: 'Colleague' },
        { email: ADMIN, name: 'Admin', superAdmin: true },
      ],
      ...overrides,
    });
  const made = await setUp(account);
  if (made.status !== 200) throw new Error(`The account was refused: ${JSON.stringify(made.body)}`);

  const assertion = (claims: Record<string, unknown>, key = privateKey) => {
    const iat = Math.floor(clock.now.getTime() / 1000);
    return new SignJWT({
      iss: APP,
      aud: 'https://oauth2.googleapis.com/token',
      iat,
      exp: iat + 3600,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .sign(key);
  };
  const exchange = async (form: Record<string, string>) =>
    send({
      method: 'POST',
      url: '/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
    });
  const grant = async (claims: Record<string, unknown>, key = privateKey) =>
    exchange({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: await assertion(claims, key),
    });
  const token = async (sub: string, scopes: string[], iss = APP) => {
    const { body } = await grant({ iss, sub, scope: scopes.join(' ') });
    return text(body.access_token);
  };

  /** Calls as this user with these scopes; by default as the owner with all three of Meet's. */
  const as =
    (sub = OWNER, scopes = [SCOPE.created, SCOPE.readonly, SCOPE.settings], iss = APP) =>
    async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object): Promise<Answer> =>
      send({
        method,
        url,
        headers: { authorization: `Bearer ${await token(sub, scopes, iss)}` },
        ...(payload !== undefined && { payload }),
      });
  const owner = as();

  /** A space with this configuration; gives its id. */
  const space = async (config?: object): Promise<string> => {
    const { body } = await owner('POST', '/v2/spaces', config === undefined ? {} : { config });
    return text(body.name).slice('spaces/'.length);
  };
  const people = (id: string, action: object) => admin('POST', `/meetings/${id}/people`, action);
  const meeting = async (id: string): Promise<Json> => {
    const { body } = await admin('GET', '/meetings');
    const found = Object.values(body).find((one) => text(one.id) === id);
    if (found === undefined) throw new Error(`No meeting ${id}`);
    return found;
  };
  const misbehave = (rule: object) => admin('POST', '/misbehaviours', rule);
  const advance = (seconds: number) => {
    clock.now = new Date(clock.now.getTime() + seconds * 1000);
  };
  return {
    app,
    send,
    admin,
    setUp,
    exchange,
    assertion,
    grant,
    token,
    as,
    owner,
    space,
    people,
    meeting,
    misbehave,
    advance,
    clock,
  };
}
export type Workspace = Awaited<ReturnType<typeof createWorkspace>>;

/** What a confidential session asks for: every field said. */
export const STRICT = {
  accessType: 'RESTRICTED',
  entryPointAccess: 'ALL',
  moderation: 'ON',
  moderationRestrictions: {
    chatRestriction: 'NO_RESTRICTION',
    reactionRestriction: 'NO_RESTRICTION',
    presentRestriction: 'HOSTS_ONLY',
    defaultJoinAsViewerType: 'OFF',
  },
  attendanceReportGenerationType: 'DO_NOT_GENERATE',
  artifactConfig: {
    recordingConfig: { autoRecordingGeneration: 'OFF' },
    transcriptionConfig: { autoTranscriptionGeneration: 'OFF' },
    smartNotesConfig: { autoSmartNotesGeneration: 'OFF' },
  },
};
