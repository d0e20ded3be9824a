import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { decodeJwt } from 'jose';
import { beforeAll, expect, it } from 'vitest';
import { SCOPES } from '../../src/sandbox/google/scopes.ts';
import {
  ADMIN,
  COLLEAGUE,
  createWorkspace,
  OWNER,
  SCOPE,
  STRICT,
  text,
  type Answer,
  type Json,
} from '../sandbox/google/workspace.ts';
import { closed, describeContract, loadSpec, validator, type Schema } from './specs.ts';

interface Method {
  id: string;
  httpMethod: string;
  path: string;
  flatPath?: string;
  scopes: string[];
  parameters?: Record<string, { location: string }>;
  response?: { $ref: string };
}
interface Resource {
  methods?: Record<string, Method>;
  resources?: Record<string, Resource>;
}
interface Discovery extends Resource {
  schemas: Record<string, Schema>;
}

const KEPT = new Set(['type', 'enum', 'items', 'properties', 'additionalProperties', '$ref']);

/** A schema of a discovery document as JSON Schema. */
function converted(schema: Schema): Schema {
  const entries = Object.entries(schema)
    .filter(([key, value]) => KEPT.has(key) && value !== 'any')
    .map(([key, value]): [string, unknown] => {
      if (key === '$ref') return [key, `#/$defs/${String(value)}`];
      if (key === 'properties') {
        const children = Object.entries(value as Record<string, Schema>);
        return [key, Object.fromEntries(children.map(([name, child]) => [name, converted(child)]))];
      }
      return [key, key === 'items' || key === 'additionalProperties' ? converted(value as Schema) : value];
    });
  return Object.fromEntries(entries);
}

function methodsOf(resource: Resource): Method[] {
  return [
    ...Object.values(resource.methods ?? {}),
    ...Object.values(resource.resources ?? {}).flatMap(methodsOf),
  ];
}

/** A discovery document as a check of answers by method id, and its methods. */
function documentOf(...discoveries: Discovery[]) {
  const $defs = Object.fromEntries(
    discoveries
      .flatMap(({ schemas }) => Object.entries(schemas))
      .map(([name, one]) => [name, converted(one)]),
  );
  const methods = new Map(discoveries.flatMap(methodsOf).map((method) => [method.id, method]));
  const check = (schemaName: string) => validator(closed({ $ref: `#/$defs/${schemaName}`, $defs }));
  return { methods, check };
}

interface Exchange {
  method: string;
  answer: Answer;
}

describeContract('what the Google sandbox answers, by Google’s documents', () => {
  const answers: Exchange[] = [];
  const pushes: Json[] = [];
  const pushTokens: string[] = [];
  let documents: Record<string, ReturnType<typeof documentOf>>;

  beforeAll(async () => {
    documents = {
      meet: documentOf(loadSpec('meet-v2.discovery.json'), loadSpec('meet-v2.members.discovery.json')),
      cloudidentity: documentOf(loadSpec('cloudidentity-v1.discovery.json')),
      workspaceevents: documentOf(loadSpec('workspaceevents-v1.discovery.json')),
      drive: documentOf(loadSpec('drive-v3.files.discovery.json')),
    };
    const receiver = Fastify();
    receiver.post('/push', async (request, reply) => {
      pushes.push(request.body as Json);
      pushTokens.push(request.headers.authorization?.replace('Bearer ', '') ?? '');
      return reply.code(204).send();
    });
    await receiver.listen({ port: 0, host: '127.0.0.1' });
    const { port } = receiver.server.address() as AddressInfo;
    try {
      answers.push(...(await liveThrough(`http://127.0.0.1:${String(port)}/push`)));
    } finally {
      await receiver.close();
    }
  });

  it('fits the response schema of each method, with nothing invented', () => {
    for (const { method, answer } of answers) {
      const family = documents[method.split('.')[0] ?? ''];
      const described = family?.methods.get(method);
      expect(described, method).toBeDefined();
      expect(answer.status, method).toBe(described?.response === undefined ? 204 : 200);
      const schema = described?.response?.$ref;
      if (schema !== undefined) expect(family?.check(schema)(answer.body), method).toEqual([]);
    }
  });

  it('wraps subscriptions in its operations', () => {
    const operations = answers.filter(({ method }) => method.startsWith('workspaceevents.subscriptions.'));
    const check = documents.workspaceevents?.check('Subscription');
    for (const { method, answer } of operations) {
      if (answer.body.done === undefined) continue;
      const { '@type': type, ...subscription } = answer.body.response ?? {};
      expect(type, method).toMatch(/^type\.googleapis\.com\//);
      expect(check?.(subscription), method).toEqual([]);
    }
    expect(operations.length).toBeGreaterThan(5);
  });

  it('knows exactly the scopes that each method asks for, among those that are about Meet', () => {
    const scopesOf = (id: string) => documents[id.split('.')[0] ?? '']?.methods.get(id)?.scopes ?? [];
    const about = (ids: string, word: string) =>
      scopesOf(ids)
        .filter((scope) => scope.includes(word))
        .sort();
    const sorted = (scopes: readonly string[]) => [...scopes].sort();
    expect(sorted(SCOPES.spaceCreated)).toEqual(sorted(scopesOf('meet.spaces.create')));
    expect(sorted(SCOPES.spaceCreated)).toEqual(sorted(scopesOf('meet.spaces.endActiveConference')));
    expect(sorted(SCOPES.spaceCreated)).toEqual(sorted(scopesOf('meet.spaces.members.batchUpdate')));
    expect(sorted(SCOPES.spaceGet)).toEqual(sorted(scopesOf('meet.spaces.get')));
    expect(sorted(SCOPES.spaceUpdate)).toEqual(sorted(scopesOf('meet.spaces.patch')));
    expect(sorted(SCOPES.meetRead)).toEqual(sorted(scopesOf('meet.conferenceRecords.recordings.list')));
    expect(sorted(SCOPES.meetRead)).toEqual(about('workspaceevents.subscriptions.create', 'meetings.'));
    expect(sorted(SCOPES.policies)).toEqual(sorted(scopesOf('cloudidentity.policies.list')));
    for (const [id, scopes] of [
      ['drive.files.get', SCOPES.fileRead],
      ['drive.files.update', SCOPES.fileUpdate],
      ['drive.files.delete', SCOPES.fileDelete],
    ] as const) {
      expect(scopesOf(id), id).toEqual(expect.arrayContaining([...scopes]));
    }
  });

  it('gives policy values in the shapes seen at Google', () => {
    const { settings } = loadSpec<{ settings: Record<string, Schema> }>(
      'cloudidentity-meet-settings.schemas.json',
    );
    const policies = answers
      .filter(({ method }) => method === 'cloudidentity.policies.list')
      .flatMap(({ answer }) => Object.values(answer.body.policies ?? {}));
    expect(policies.length).toBeGreaterThan(10);
    for (const { setting } of policies) {
      const schema = settings[text(setting?.type)];
      expect(schema, text(setting?.type)).toBeDefined();
      if (schema !== undefined)
        expect(validator(closed(schema))(setting?.value), text(setting?.type)).toEqual([]);
    }
  });

  it('pushes what Pub/Sub pushes', () => {
    const push = loadSpec<{ $defs: Record<string, Schema>; data: Record<string, Schema> }>(
      'google-push.schemas.json',
    );
    const body = validator(closed({ $ref: '#/$defs/pushBody', $defs: push.$defs }));
    const claims = validator(closed({ $ref: '#/$defs/pushTokenClaims', $defs: push.$defs }));
    const types = new Set<string>();
    for (const pushed of pushes) {
      expect(body(pushed)).toEqual([]);
      const type = text(pushed.message?.attributes?.['ce-type']);
      types.add(type);
      const data = JSON.parse(Buffer.from(text(pushed.message?.data), 'base64').toString()) as Json;
      const schema = push.data[type];
      // A lifecycle event carries a whole subscription, of which the document names only one member.
      const shape = schema !== undefined && !type.includes('subscription') ? closed(schema) : schema;
      expect(validator(shape ?? { not: {} })(data), type).toEqual([]);
    }
    expect(types).toEqual(new Set(Object.keys(push.data)));
    for (const token of pushTokens) expect(claims(decodeJwt(token))).toEqual([]);
  });

  it('answers at the token endpoint as described', async () => {
    const { google } = loadSpec<{ google: Record<'response' | 'error', Schema> }>(
      'token-endpoints.schemas.json',
    );
    const workspace = await createWorkspace();
    const granted = await workspace.grant({ sub: OWNER, scope: SCOPE.created });
    expect(validator(closed(google.response))(granted.body)).toEqual([]);
    const refusals = [
      await workspace.grant({ sub: OWNER, scope: 'https://www.googleapis.com/auth/calendar' }),
      await workspace.grant({ sub: 'no@one.example', scope: SCOPE.created }),
      await workspace.grant({ sub: OWNER, scope: '' }),
      await workspace.exchange({}),
      await workspace.exchange({ grant_type: 'password' }),
    ];
    for (const { body } of refusals) expect(validator(closed(google.error))(body)).toEqual([]);
  });
});

/** One of everything that an adapter asks for, with the method's name in the vendor's documents. */
async function liveThrough(url: string): Promise<Exchange[]> {
  const workspace = await createWorkspace({
    edition: 'BUSINESS_PLUS',
    push: { url },
    policies: [
      { type: 'settings/data_regions.data_at_rest_region', value: { region: 'ANY_REGION' } },
      { type: 'settings/meet.meet_incoming_call_restrictions', value: { allowedCallers: 'NONE' } },
    ],
  });
  const answers: Exchange[] = [];
  const asker =
    (as: typeof workspace.owner) =>
    async (method: string, verb: Parameters<typeof as>[0], path: string, payload?: object): Promise<Json> => {
      const answer = await as(verb, path, payload);
      answers.push({ method, answer });
      return answer.body;
    };
  const owner = asker(workspace.owner);

  const space = text((await owner('meet.spaces.create', 'POST', '/v2/spaces', { config: STRICT })).name);
  const id = space.slice('spaces/'.length);
  await owner('meet.spaces.get', 'GET', `/v2/${space}`);
  await asker(workspace.as(COLLEAGUE))('meet.spaces.get', 'GET', `/v2/${space}`);
  await owner('meet.spaces.patch', 'PATCH', `/v2/${space}?updateMask=config.accessType`, {
    config: { accessType: 'TRUSTED' },
  });

  const events = ['started', 'ended', 'fileGenerated'];
  const subscription = await owner('workspaceevents.subscriptions.create', 'POST', '/v1/subscriptions', {
    targetResource: `//meet.googleapis.com/${space}`,
    eventTypes: [
      ...['conference.v2.started', 'conference.v2.ended', 'participant.v2.joined', 'participant.v2.left'],
      ...['recording', 'transcript', 'smartNote'].flatMap((kind) =>
        events.map((event) => `${kind}.v2.${event}`),
      ),
    ].map((event) => `google.workspace.meet.${event}`),
    notificationEndpoint: { pubsubTopic: 'projects/sandbox-project/topics/meet' },
  });
  const subscribed = text(subscription.response?.name);
  await owner('workspaceevents.subscriptions.get', 'GET', `/v1/${subscribed}`);
  const filter = encodeURIComponent('event_types:"google.workspace.meet.conference.v2.started"');
  await owner('workspaceevents.subscriptions.list', 'GET', `/v1/subscriptions?pageSize=1&filter=${filter}`);
  await owner('workspaceevents.subscriptions.patch', 'PATCH', `/v1/${subscribed}`, { ttl: '0s' });

  const members = `/v2/${space}/members`;
  const member = await owner('meet.spaces.members.create', 'POST', members, {
    email: COLLEAGUE,
    role: 'COHOST',
  });
  const memberPath = `/v2/${text(member.name)}`;
  await owner('meet.spaces.members.create', 'POST', members, { email: 'guest@elsewhere.example' });
  await owner('meet.spaces.members.get', 'GET', memberPath);
  await owner('meet.spaces.members.list', 'GET', `${members}?pageSize=1`);
  await owner('meet.spaces.members.patch', 'PATCH', `${memberPath}?updateMask=role`, { role: 'COHOST' });
  await owner('meet.spaces.members.batchUpdate', 'POST', `${members}:batchUpdate`, {
    requests: [{ member: { name: member.name, role: 'COHOST' } }],
    updateMask: 'role',
  });
  await owner('meet.spaces.members.delete', 'DELETE', memberPath);

  await workspace.people(id, { action: 'start' });
  await workspace.people(id, { action: 'knock', person: { name: 'Guest' } });
  await workspace.people(id, { action: 'admit', person: { name: 'Guest' } });
  await workspace.people(id, { action: 'join', person: { name: 'Caller', phone: '+15550100123' } });
  for (const artifact of ['recording', 'transcript', 'smartNote']) {
    await workspace.people(id, { action: 'record-start', artifact });
  }
  await owner('meet.spaces.get', 'GET', `/v2/${space}`);
  const records = 'meet.conferenceRecords';
  await owner(`${records}.list`, 'GET', '/v2/conferenceRecords');
  await workspace.people(id, { action: 'leave', person: { name: 'Guest' } });
  await owner('meet.spaces.endActiveConference', 'POST', `/v2/${space}:endActiveConference`, {});

  const list = await owner(`${records}.list`, 'GET', '/v2/conferenceRecords');
  const name = text(Object.values(list.conferenceRecords ?? {})[0]?.name);
  await owner(`${records}.get`, 'GET', `/v2/${name}`);
  const people = await owner(`${records}.participants.list`, 'GET', `/v2/${name}/participants?pageSize=2`);
  await owner(`${records}.participants.list`, 'GET', `/v2/${name}/participants`);
  const participant = text(Object.values(people.participants ?? {})[0]?.name);
  await owner(`${records}.participants.get`, 'GET', `/v2/${participant}`);
  const sessionsMethod = `${records}.participants.participantSessions`;
  const sessions = await owner(`${sessionsMethod}.list`, 'GET', `/v2/${participant}/participantSessions`);
  const session = text(Object.values(sessions.participantSessions ?? {})[0]?.name);
  await owner(`${sessionsMethod}.get`, 'GET', `/v2/${session}`);
  let file = '';
  for (const kind of ['recordings', 'transcripts', 'smartNotes']) {
    const found = await owner(`${records}.${kind}.list`, 'GET', `/v2/${name}/${kind}`);
    const [artifact] = Object.values(found[kind] ?? {});
    await owner(`${records}.${kind}.get`, 'GET', `/v2/${text(artifact?.name)}`);
    if (kind === 'recordings') file = text(artifact?.driveDestination?.file);
  }

  const drive = asker(workspace.as(OWNER, [SCOPE.drive]));
  await drive('drive.files.get', 'GET', `/drive/v3/files/${file}?fields=*`);
  await drive('drive.files.update', 'PATCH', `/drive/v3/files/${file}`, { trashed: true });
  await drive('drive.files.delete', 'DELETE', `/drive/v3/files/${file}`);
  const admin = asker(workspace.as(ADMIN, [SCOPE.policies]));
  await admin('cloudidentity.policies.list', 'GET', '/v1/policies');

  await workspace.admin('POST', `/${subscribed}/suspend`);
  await owner('workspaceevents.subscriptions.get', 'GET', `/v1/${subscribed}`);
  await owner('workspaceevents.subscriptions.reactivate', 'POST', `/v1/${subscribed}:reactivate`, {});
  workspace.advance(7 * 24 * 3600 - 60);
  await workspace.admin('GET', '/webhooks');
  workspace.advance(60);
  await workspace.admin('GET', '/webhooks');
  const other = await owner('workspaceevents.subscriptions.create', 'POST', '/v1/subscriptions', {
    targetResource: `//meet.googleapis.com/${space}`,
    eventTypes: ['google.workspace.meet.conference.v2.started'],
    notificationEndpoint: { pubsubTopic: 'projects/sandbox-project/topics/meet' },
  });
  await owner('workspaceevents.subscriptions.delete', 'DELETE', `/v1/${text(other.response?.name)}`);
  await workspace.app.close();
  return answers;
}
