import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createSandboxServer } from '../../../src/sandbox/shared/server.ts';

const servers: { close: () => Promise<unknown> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function createCounter() {
  let count = 0;
  const server = createSandboxServer(
    {
      throttled: (reply, seconds) =>
        reply
          .code(429)
          .header('retry-after', seconds ?? 1)
          .send({ slow: true }),
      unavailable: (reply) => reply.code(503).send({ away: true }),
      reset: () => {
        count = 0;
      },
    },
    { now: () => new Date('2027-01-01T00:00:00Z') },
  );
  servers.push(server.app);
  server.app.addHook('onRequest', async (request) => {
    const account = request.headers['x-account'];
    if (typeof account === 'string') request.account = account;
  });
  server.app.post('/count', { config: { operation: 'count' } }, async () => ({ count: ++count }));
  const misbehave = (rule: object) =>
    server.app.inject({ method: 'POST', url: '/_sandbox/misbehaviours', payload: rule });
  const call = (account = 'a') =>
    server.app.inject({ method: 'POST', url: '/count', headers: { 'x-account': account } });
  return { ...server, misbehave, call, counted: () => count };
}

describe('a sandbox server', () => {
  it('commits and then cuts the connection when the answer is to be lost', async () => {
    const { app, misbehave, counted } = createCounter();
    await misbehave({ kind: 'lose-response', operation: 'count', times: 1 });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/count`;

    await expect(fetch(url, { method: 'POST' })).rejects.toThrow();
    expect(counted()).toBe(1);
    expect(await (await fetch(url, { method: 'POST' })).json()).toEqual({ count: 2 });
  });

  it('logs requests whose answer was lost, and those it does not know', async () => {
    const { app, misbehave, call } = createCounter();
    await misbehave({ kind: 'lose-response', times: 1 });

    await expect(call()).rejects.toThrow();
    await app.inject({ method: 'GET', url: '/no-such-path' });
    await call();

    expect((await app.inject('/_sandbox/requests')).json()).toMatchObject([
      { operation: 'count', account: 'a', status: 200, answered: false, at: '2027-01-01T00:00:00.000Z' },
      { operation: 'unknown', path: '/no-such-path', status: 404, answered: true },
      { operation: 'count', status: 200, answered: true },
    ]);
  });

  it('refuses as the vendor does, only the account and only as often as it was told', async () => {
    const { misbehave, call, counted } = createCounter();
    await misbehave({ kind: 'throttle', account: 'a', times: 1, retryAfterSeconds: 7 });

    expect((await call('b')).statusCode).toBe(200);
    const refused = await call('a');
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '7']);
    expect((await call('a')).statusCode).toBe(200);
    expect(counted()).toBe(2);
  });

  it('is away until the misbehaviour is removed', async () => {
    const { app, misbehave, call } = createCounter();
    const { id } = (await misbehave({ kind: 'unavailable' })).json<{ id: string }>();

    expect((await call()).statusCode).toBe(503);
    expect((await app.inject({ method: 'DELETE', url: `/_sandbox/misbehaviours/${id}` })).statusCode).toBe(
      204,
    );
    expect((await call()).statusCode).toBe(200);
  });

  it('still answers after a stall', async () => {
    const { misbehave, call, misbehaviours } = createCounter();
    await misbehave({ kind: 'stall', delayMs: 1 });
    expect((await call()).statusCode).toBe(200);
    expect(misbehaviours.list()[0]?.hits).toBe(1);
  });

  it.each([
    [{ kind: 'no-such-kind' }],
    [{ kind: 'drop' }],
    [{ kind: 'stall', unknown: true }],
    [{ kind: 'stall', delayMs: -1 }],
  ])('refuses the misbehaviour %j with 400', async (rule) => {
    const { misbehave } = createCounter();
    const answer = await misbehave(rule);
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ issues: unknown[] }>().issues).not.toEqual([]);
  });

  it('forgets everything on reset', async () => {
    const { app, misbehave, call, counted } = createCounter();
    await call();
    await misbehave({ kind: 'unavailable' });
    await app.inject({ method: 'POST', url: '/_sandbox/reset' });

    expect((await app.inject('/_sandbox/requests')).json()).toEqual([]);
    expect((await call()).statusCode).toBe(200);
    expect(counted()).toBe(1);
  });
});
