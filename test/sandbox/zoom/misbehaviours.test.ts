import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createZoom, HOST } from './harness.ts';

const guarded = {
  password: 'abc-234',
  settings: { waiting_room: true, auto_recording: 'none', auto_start_meeting_summary: false },
};

describe('misbehaviours of the Zoom sandbox', () => {
  it('drop a field of a create and of an update', async () => {
    const { misbehave, created, update, read } = await createZoom({
      settings: { meeting_security: { waiting_room: false } },
    });
    await misbehave({ kind: 'drop', field: 'settings.waiting_room', operation: 'meeting.create', times: 1 });
    const { id, settings } = await created(guarded);
    expect(settings.waiting_room).toBe(false);
    await misbehave({ kind: 'drop', field: 'settings.waiting_room', operation: 'meeting.update', times: 1 });
    await update(id, guarded);
    expect((await read(id)).settings.waiting_room).toBe(false);
    await update(id, guarded);
    expect((await read(id)).settings.waiting_room).toBe(true);
  });

  it('let a field inherit the account’s default', async () => {
    const { misbehave, created } = await createZoom({
      settings: { in_meeting: { meeting_summary_with_ai_companion: { auto_enable: true } } },
    });
    await misbehave({ kind: 'inherit', field: 'settings.auto_start_meeting_summary' });
    expect((await created(guarded)).settings.auto_start_meeting_summary).toBe(true);
  });

  it('override a field, also one that Zoom’s own rules would have set otherwise', async () => {
    const { misbehave, created } = await createZoom();
    await misbehave({ kind: 'override', field: 'settings.join_before_host', value: true });
    expect((await created(guarded)).settings).toMatchObject({ waiting_room: true, join_before_host: true });
  });

  it('lie: read back as sent, behave otherwise', async () => {
    const { misbehave, created, states, does } = await createZoom();
    await misbehave({ kind: 'lie', field: 'settings.waiting_room', value: false });
    await misbehave({ kind: 'lie', field: 'settings.auto_recording', value: 'cloud' });
    const { id, settings } = await created(guarded);
    expect(settings).toMatchObject({ waiting_room: true, auto_recording: 'none' });
    expect(await states()).toMatchObject([
      {
        stored: { settings: { waiting_room: true, auto_recording: 'none' } },
        effective: { settings: { waiting_room: false, auto_recording: 'cloud' } },
      },
    ]);
    expect((await does(id, { action: 'start' })).recording).toEqual(['cloud']);
    expect((await does(id, { action: 'knock' })).person.state).toBe('in');
  });

  it('lose the answer of a create that was done', async () => {
    const { app, misbehave, tokenOf, states } = await createZoom();
    await misbehave({ kind: 'lose-response', operation: 'meeting.create', times: 1 });
    const token = await tokenOf();
    await app.listen({ port: 0, host: '127.0.0.1' });
    const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    const creating = fetch(`${base}/v2/users/${HOST}/meetings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(guarded),
    });
    await expect(creating).rejects.toThrow();
    expect(await states()).toHaveLength(1);
    expect((await app.inject('/_sandbox/requests')).json()).toMatchObject([
      { operation: 'token' },
      { operation: 'meeting.create', status: 201, answered: false },
    ]);
  });

  it('throttle with Zoom’s 429, and change nothing', async () => {
    const { misbehave, create, states } = await createZoom();
    await misbehave({ kind: 'throttle', operation: 'meeting.create', retryAfterSeconds: 3, times: 1 });
    const refused = await create(guarded);
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: 429 });
    expect(refused.headers).toMatchObject({ 'retry-after': '3', 'x-ratelimit-type': 'QPS' });
    expect(await states()).toEqual([]);
    expect((await create(guarded)).statusCode).toBe(201);
  });

  it('are away, for one account only', async () => {
    const { misbehave, create, setUp, call } = await createZoom();
    await setUp({}, 'acc-two');
    await misbehave({ kind: 'unavailable', account: 'acc-two' });
    expect((await create(guarded)).statusCode).toBe(201);
    const other = await call('GET', `/users/${HOST}`, undefined, 'acc-two');
    expect(other.statusCode).toBe(503);
  });

  it('stall and then answer', async () => {
    const { app, misbehave, create } = await createZoom();
    await misbehave({ kind: 'stall', delayMs: 1, operation: 'meeting.create' });
    expect((await create(guarded)).statusCode).toBe(201);
    expect((await app.inject('/_sandbox/misbehaviours')).json()).toMatchObject([{ hits: 1 }]);
  });
});
