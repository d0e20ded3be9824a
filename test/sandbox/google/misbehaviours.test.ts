import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorkspace, SCOPE, OWNER, STRICT, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace({ defaults: { accessType: 'OPEN' } });
});
afterEach(async () => workspace.app.close());

const config = async (id: string) => (await workspace.owner('GET', `/v2/spaces/${id}`)).body.config;
const field = 'config.accessType';
const knock = async (id: string) =>
  (await workspace.people(id, { action: 'knock', person: { name: 'Guest' } })).body.outcome;

describe('a write', () => {
  it('drops a field: what was there stays', async () => {
    const id = await workspace.space(STRICT);
    await workspace.misbehave({ kind: 'drop', operation: 'space.update', field });
    const { status } = await workspace.owner('PATCH', `/v2/spaces/${id}`, {
      config: { accessType: 'TRUSTED', entryPointAccess: 'ALL' },
    });
    expect(status).toBe(200);
    expect((await config(id))?.accessType).toBe('RESTRICTED');
  });

  it('lets a field inherit the account’s default though it was sent', async () => {
    await workspace.misbehave({ kind: 'inherit', operation: 'space.create', field });
    const id = await workspace.space(STRICT);
    expect(await config(id)).toEqual({ ...STRICT, accessType: 'OPEN' });
    expect(await knock(id)).toBe('in');
  });

  it('overrides a field, and the vendor’s own rules follow', async () => {
    await workspace.misbehave({ kind: 'override', field: 'config.moderation', value: 'OFF' });
    const id = await workspace.space(STRICT);
    expect(await config(id)).toMatchObject({
      moderation: 'OFF',
      moderationRestrictions: { presentRestriction: 'NO_RESTRICTION' },
    });
  });

  it('lies: it reads back as sent and lets people in all the same', async () => {
    await workspace.misbehave({ kind: 'lie', field, value: 'OPEN' });
    const id = await workspace.space(STRICT);
    expect(await config(id)).toEqual(STRICT);
    expect(await knock(id)).toBe('in');
  });

  it('of a member can go wrong too', async () => {
    const id = await workspace.space(STRICT);
    await workspace.misbehave({ kind: 'drop', operation: 'member.create', field: 'role' });
    const { body } = await workspace.owner('POST', `/v2/spaces/${id}/members`, {
      email: 'cohost@elsewhere.example',
      role: 'COHOST',
    });
    expect(body).not.toHaveProperty('role');
  });
});

describe('the wire', () => {
  it('loses the answer of a write that was made', async () => {
    await workspace.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = workspace.app.server.address() as AddressInfo;
    const authorization = `Bearer ${await workspace.token(OWNER, [SCOPE.created])}`;
    await workspace.misbehave({ kind: 'lose-response', operation: 'space.create', times: 1 });
    const create = () =>
      fetch(`http://127.0.0.1:${String(port)}/v2/spaces`, { method: 'POST', headers: { authorization } });
    await expect(create()).rejects.toThrow();
    const meetings = await workspace.admin('GET', '/meetings');
    expect(Object.values(meetings.body)).toHaveLength(1);
    expect((await create()).status).toBe(200);
  });

  it('stalls, and then answers', async () => {
    await workspace.misbehave({ kind: 'stall', operation: 'space.create', delayMs: 1 });
    expect((await workspace.owner('POST', '/v2/spaces', {})).status).toBe(200);
    const { body } = await workspace.admin('GET', '/misbehaviours');
    expect(Object.values(body).map(({ hits }) => hits)).toEqual([1]);
  });

  it('throttles in Google’s shape, with a time to wait only if told so', async () => {
    await workspace.misbehave({ kind: 'throttle', operation: 'space.create', times: 1 });
    const plain = await workspace.owner('POST', '/v2/spaces', {});
    expect(plain.status).toBe(429);
    expect(plain.headers).not.toHaveProperty('retry-after');
    expect(plain.body.error).toMatchObject({
      code: 429,
      status: 'RESOURCE_EXHAUSTED',
      details: [{ reason: 'RATE_LIMIT_EXCEEDED' }],
    });
    await workspace.misbehave({
      kind: 'throttle',
      times: 1,
      operation: 'space.create',
      retryAfterSeconds: 7,
    });
    expect((await workspace.owner('POST', '/v2/spaces', {})).headers['retry-after']).toBe('7');
    expect((await workspace.owner('POST', '/v2/spaces', {})).status).toBe(200);
  });

  it('is unavailable, for one account’s tokens too', async () => {
    await workspace.misbehave({ kind: 'unavailable', operation: 'token', account: 'practice', times: 1 });
    expect((await workspace.grant({ sub: OWNER, scope: SCOPE.created })).status).toBe(503);
    await workspace.misbehave({ kind: 'unavailable', account: 'another' });
    await workspace.misbehave({ kind: 'unavailable', operation: 'space.get', times: 1 });
    const { status, body } = await workspace.owner('GET', `/v2/spaces/${await workspace.space()}`);
    expect([status, body.error?.status]).toEqual([503, 'UNAVAILABLE']);
  });
});

describe('the admin endpoints', () => {
  it('take a small account and refuse one that says something unknown', async () => {
    const { status, body } = await workspace.setUp({ colour: 'red' });
    expect([status, body.error]).toEqual([400, 'invalid']);
    const small = await workspace.setUp({ users: [{ email: OWNER }] });
    expect(small.body).toMatchObject({ edition: 'BUSINESS_STANDARD', users: [{ licensed: true }] });
    const accounts = await workspace.admin('GET', '/accounts');
    expect(Object.values(accounts.body).map(({ id }) => id)).toEqual(['practice']);
  });

  it('forget everything on reset', async () => {
    await workspace.space();
    await workspace.admin('POST', '/reset');
    expect((await workspace.admin('GET', '/meetings')).body).toEqual([]);
    expect((await workspace.grant({ sub: OWNER, scope: SCOPE.created })).body.error).toBe('invalid_grant');
  });
});
