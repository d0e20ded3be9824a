import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/shared/paths.ts';
import { createTenant, MEETINGS, standalone, TENANT, type TestTenant, textOf } from './tenant.ts';

const SCOPE_FIELD = 'lobbyBypassSettings.scope';
const strict = standalone({ lobbyBypassSettings: { scope: 'organizer', isDialInBypassEnabled: false } });
const scopeOf = (meeting: JsonObject | undefined) =>
  (meeting?.lobbyBypassSettings as JsonObject | undefined)?.scope;

let open: TestTenant | undefined;
afterEach(async () => {
  await open?.app.close();
  open = undefined;
});

async function really(tenant: TestTenant): Promise<JsonObject | undefined> {
  const [meeting] = (await tenant.admin('GET', '/meetings')).body as unknown as JsonObject[];
  return meeting?.effective as JsonObject | undefined;
}

describe('a field of a write', () => {
  it.each([
    ['drop', undefined, 'organization', 'organization'],
    ['inherit', undefined, 'organization', 'organization'],
    ['override', 'everyone', 'everyone', 'everyone'],
    ['lie', 'everyone', 'organizer', 'everyone'],
  ])('%s: reads back and behaves accordingly', async (kind, value, stored, effective) => {
    const tenant = await createTenant();
    const rule = { kind, operation: 'meeting.create', field: SCOPE_FIELD };
    await tenant.misbehave(value === undefined ? rule : { ...rule, value });
    const { body } = await tenant.graph('POST', MEETINGS, strict);
    expect(scopeOf(body)).toBe(stored);
    expect(scopeOf(await really(tenant))).toBe(effective);
  });

  it('can be dropped from an update only', async () => {
    const tenant = await createTenant();
    await tenant.misbehave({ kind: 'drop', operation: 'meeting.update', field: 'allowRecording' });
    const { body } = await tenant.graph('POST', MEETINGS, standalone({ allowRecording: false }));
    const changes = { allowRecording: true, allowTranscription: false };
    const updated = await tenant.graph('PATCH', `${MEETINGS}/${textOf(body, 'id')}`, changes);
    expect(updated.body).toMatchObject({ allowRecording: false, allowTranscription: false });
  });
});

describe('the wire', () => {
  it('throttles with the vendor’s 429 and Retry-After', async () => {
    const tenant = await createTenant();
    await tenant.misbehave({ kind: 'throttle', operation: 'meeting.create', times: 1, retryAfterSeconds: 7 });
    const refused = await tenant.graph('POST', MEETINGS, strict);
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'TooManyRequests' } } });
    expect(refused.headers['retry-after']).toBe('7');
    expect((await tenant.graph('POST', MEETINGS, strict)).status).toBe(201);
  });

  it('is unavailable for one account only', async () => {
    const tenant = await createTenant();
    await tenant.misbehave({ kind: 'unavailable', account: 'another' });
    expect((await tenant.graph('POST', MEETINGS, strict)).status).toBe(201);
    await tenant.misbehave({ kind: 'unavailable', account: TENANT });
    const refused = await tenant.graph('POST', MEETINGS, strict);
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'ServiceNotAvailable' } } });
  });

  it('stalls, and then answers as ever', async () => {
    const tenant = await createTenant();
    await tenant.misbehave({ kind: 'stall', operation: 'meeting.create', delayMs: 1 });
    expect((await tenant.graph('POST', MEETINGS, strict)).status).toBe(201);
    const [rule] = (await tenant.admin('GET', '/misbehaviours')).body as unknown as { hits: number }[];
    expect(rule?.hits).toBe(1);
  });

  it('loses the answer after the meeting was made', async () => {
    open = await createTenant();
    await open.misbehave({ kind: 'lose-response', operation: 'meeting.create', times: 1 });
    const token = await open.token();
    await open.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = open.app.server.address() as AddressInfo;
    const lost = fetch(`http://127.0.0.1:${String(port)}${MEETINGS}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(strict),
    });
    await expect(lost).rejects.toThrow();
    expect((await open.admin('GET', '/meetings')).body).toHaveLength(1);
  });

  it('forgets everything on reset', async () => {
    const tenant = await createTenant();
    await tenant.graph('POST', MEETINGS, strict);
    expect((await tenant.admin('POST', '/reset')).status).toBe(204);
    expect((await tenant.admin('GET', '/meetings')).body).toEqual([]);
    expect((await tenant.graph('POST', MEETINGS, strict)).status).toBe(401);
  });
});
