import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { revealLink } from '../../src/application/reveal-link.ts';
import { createClient, replaceClient, type ClientRequest } from '../../src/application/clients.ts';
import { changeConnection, ConnectionChange, createConnection } from '../../src/application/connections.ts';
import { createHost, getHost } from '../../src/application/hosts.ts';
import { createPolicy } from '../../src/application/policies.ts';
import { putSession } from '../../src/application/put-session.ts';
import { cancelSession, createSession, getSession } from '../../src/application/sessions.ts';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import { providers } from '../../src/providers/registry.ts';
import { createZoomSandbox } from '../../src/sandbox/zoom/sandbox.ts';
import { createTestApplication, type TestApplication } from '../support/application.ts';

const HOUR_MS = 3_600_000;
const RECORDING = 'confidentiality.recording-manual.v1';
const nobodyCanRecord = { [RECORDING]: { value: 'nobody', level: 'must', accept: ['enforced', 'account'] } };

let sandbox: FastifyInstance;
let origin: string;
let test: TestApplication;
let connectionId: string;
let otherConnectionId: string;
let policyId: string;
let hostId: string;

const settings = () => ({ authUrl: origin, apiUrl: `${origin}/v2` });
const credentials = (accountId: string) => ({
  accountId,
  clientId: accountId,
  clientSecret: `${accountId}-secret`,
});

const admin = async (method: 'PUT' | 'POST' | 'DELETE', url: string, payload?: object) => {
  const answer = await sandbox.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
  expect(answer.statusCode, answer.body).toBeLessThan(300);
};

const connect = async (accountId: string) => {
  await admin('PUT', `/_sandbox/accounts/${accountId}`, {
    clientId: accountId,
    clientSecret: `${accountId}-secret`,
    users: [{ email: 'coach@practice.example' }],
  });
  const base = { externalRef: null, platform: 'zoom', name: accountId, clientId: null };
  const request = { ...base, settings: settings(), credentials: credentials(accountId) };
  return (await createConnection(test.application, test.caller, request)).id;
};

beforeAll(async () => {
  sandbox = createZoomSandbox();
  origin = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  // A second platform by another name, so that a client can approve two.
  const other = { ...providers.zoom, declaration: { ...providers.zoom.declaration, platform: 'other' } };
  test = await createTestApplication({ ...providers, other }, { vendorOrigins: [origin] });
  connectionId = await connect('first');
  const base = { externalRef: null, platform: 'other', name: 'other', clientId: null };
  await connect('second');
  const request = { ...base, settings: settings(), credentials: credentials('second') };
  otherConnectionId = (await createConnection(test.application, test.caller, request)).id;
  const policy = { externalRef: null, name: 'P', body: confidentialSession };
  policyId = (await createPolicy(test.application, test.caller, policy)).head.id;
  const identities = [connectionId, otherConnectionId].map((id) => ({
    connectionId: id,
    kind: 'organiser' as const,
    vendorUser: 'Coach@Practice.example',
  }));
  hostId = (
    await createHost(test.application, test.caller, { externalRef: null, name: 'A', email: null, identities })
  ).id;
});

afterAll(async () => {
  await test.close();
  await sandbox.close();
});

beforeEach(() => admin('DELETE', '/_sandbox/misbehaviours'));

const approve = (platform: string, id: string) => ({
  platform,
  connectionId: id,
  hosting: 'practice' as const,
  backing: null,
  sponsor: null,
});

const client = async (changes: Partial<ClientRequest> = {}) => {
  const approved = [approve('zoom', connectionId)];
  const base = {
    externalRef: null,
    name: 'C',
    policyId,
    approved,
    overlay: { controls: {}, overrides: [] },
    waivers: [],
  };
  return (await createClient(test.application, test.caller, { ...base, ...changes })).id;
};

let slot = 0;
const request = (clientId: string, platform: string | null = null) => {
  const startsAt = new Date(test.clock.now.getTime() + (slot += 3) * HOUR_MS);
  return {
    externalRef: null,
    clientId,
    hostId,
    platform,
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + HOUR_MS).toISOString(),
    timeZone: 'UTC',
  };
};
const create = (body: ReturnType<typeof request>) => createSession(test.application, test.caller, body);

describe('planning a session', () => {
  it('keeps the first approved platform where its vendor is away, and lets the plan decide later', async () => {
    const overlay = { controls: nobodyCanRecord, overrides: [] } as ClientRequest['overlay'];
    const approved = [approve('zoom', connectionId), approve('other', otherConnectionId)];
    const clientId = await client({ overlay, approved });
    await admin('POST', '/_sandbox/misbehaviours', { kind: 'unavailable', account: 'first' });
    const session = await create(request(clientId));
    expect(session).toMatchObject({ platform: 'zoom', state: 'provisioning', link: 'sealed' });
    await admin('DELETE', '/_sandbox/misbehaviours');
    await test.runJobs();
    const after = await getSession(test.application, test.caller, session.id);
    expect(after).toMatchObject({ platform: 'zoom', state: 'blocked', link: 'sealed' });
    expect(after.reasons).toMatchObject([{ control: RECORDING, verdict: 'gap' }]);
  });

  it('does not ask another platform than the one named', async () => {
    const clientId = await client({
      approved: [approve('other', otherConnectionId), approve('zoom', connectionId)],
    });
    await admin('POST', '/_sandbox/misbehaviours', { kind: 'unavailable', account: 'second' });
    expect(await create(request(clientId, 'zoom'))).toMatchObject({ platform: 'zoom' });
  });

  it('names the host where the platform does not know it', async () => {
    const identities = [{ connectionId, kind: 'organiser' as const, vendorUser: 'nobody@practice.example' }];
    const unknown = { externalRef: null, name: 'B', email: null, identities };
    const stranger = await createHost(test.application, test.caller, unknown);
    const body = { ...request(await client()), hostId: stranger.id };
    await expect(create(body)).rejects.toMatchObject({ code: 'INVALID_REQUEST', field: 'hostId' });
  });

  it('counts a waiver only where it covers the whole session', async () => {
    const body = request('');
    const waive = (until: string) => [{ control: RECORDING, by: 'A named person', reason: 'Agreed.', until }];
    const overlay = { controls: nobodyCanRecord, overrides: [] } as ClientRequest['overlay'];
    const tooShort = await client({ overlay, waivers: waive(body.startsAt) as ClientRequest['waivers'] });
    await expect(create({ ...body, clientId: tooShort })).rejects.toMatchObject({ code: 'POLICY_GAP' });
    const until = new Date(Date.parse(body.endsAt) + HOUR_MS).toISOString();
    const enough = await client({ overlay, waivers: waive(until) as ClientRequest['waivers'] });
    expect(await create({ ...body, clientId: enough })).toMatchObject({ state: 'provisioning' });
  });

  it('holds a client’s sessions on no account that belongs to another client', async () => {
    const owner = await client();
    const base = { externalRef: null, platform: 'zoom', name: 'of a client', clientId: owner };
    const owned = await createConnection(test.application, test.caller, {
      ...base,
      settings: settings(),
      credentials: credentials('first'),
    });
    const approved = [approve('zoom', owned.id)];
    await expect(client({ approved })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      field: 'approved.0.connectionId',
    });
    const overlay = { controls: {}, overrides: [] };
    const body = { externalRef: null, name: 'C', policyId, approved, overlay, waivers: [] };
    const changed = await replaceClient(test.application, test.caller, owner, body, undefined);
    expect(changed.approved).toMatchObject([{ connectionId: owned.id }]);
  });

  it('refuses a platform named like a member of every object', async () => {
    const approved = [{ ...approve('zoom', connectionId), platform: 'constructor' }];
    await expect(client({ approved })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      field: 'approved.0.platform',
    });
  });
});

describe('a host', () => {
  it('is known by one name at a platform, however it was written', async () => {
    const { identities } = await getHost(test.application, test.caller, hostId);
    expect(identities.map(({ vendorUser }) => vendorUser)).toEqual([
      'coach@practice.example',
      'coach@practice.example',
    ]);
  });

  it('has one identity on a connection', async () => {
    const identity = { connectionId, kind: 'organiser' as const, vendorUser: 'coach@practice.example' };
    const twice = { externalRef: null, name: 'B', email: null, identities: [identity, identity] };
    await expect(createHost(test.application, test.caller, twice)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      field: 'identities.1.connectionId',
    });
  });
});

describe('afterwards', () => {
  it('credentials of another account do not take a connection over', async () => {
    const change = { credentials: credentials('second') };
    await expect(
      changeConnection(test.application, test.caller, connectionId, change, undefined),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
      field: 'credentials',
    });
  });

  it('a connection keeps its addresses where only its name is changed', async () => {
    const change = ConnectionChange.parse({ name: 'renamed' });
    const { settings: kept } = await changeConnection(
      test.application,
      test.caller,
      connectionId,
      change,
      undefined,
    );
    expect(kept).toMatchObject(settings());
  });

  it('the link is not given any more once the session’s time is over', async () => {
    const session = await create(request(await client()));
    await test.runJobs();
    test.clock.now = new Date(session.reservedUntil);
    await expect(revealLink(test.application, test.caller, session.id)).rejects.toMatchObject({
      code: 'LINK_SEALED',
    });
  });

  it('a cancelled meeting is retired as soon as what stood against it is mended', async () => {
    const session = await create(request(await client()));
    await test.runJobs();
    await admin('PUT', '/_sandbox/accounts/first', {
      clientId: 'first',
      clientSecret: 'first-secret',
      scopes: ['meeting:read:meeting:admin'],
      users: [{ email: 'coach@practice.example' }],
    });
    await cancelSession(test.application, test.caller, session.id, undefined);
    await test.runJobs();
    expect(test.jobs).toHaveLength(1);
    await admin('PUT', '/_sandbox/accounts/first', {
      clientId: 'first',
      clientSecret: 'first-secret',
      users: [{ email: 'coach@practice.example' }],
    });
    await test.runNextJob();
    expect(test.jobs).toHaveLength(0);
    const meetings = await test.database.inOrganisation(test.caller.organisationId, (transaction) =>
      transaction.meetings.findActive(session.id),
    );
    expect(meetings).toBeUndefined();
  });

  it('a cancelled session is not taken for an unchanged one', async () => {
    const body = request(await client());
    const { record } = await putSession(test.application, test.caller, 'once', body);
    await test.runJobs();
    await cancelSession(test.application, test.caller, record.id, undefined);
    await expect(putSession(test.application, test.caller, 'once', body)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});
