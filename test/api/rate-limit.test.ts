import { describe, expect, it } from 'vitest';
import { start, startService } from './support/practice.ts';

const service = startService({ rateLimit: { requests: 3, windowMs: 6_000 } });

describe('a key’s requests', () => {
  it('are let through up to the limit, then refused until one is left again, for that key alone', async () => {
    const practice = await service.newPractice();
    const other = await practice.keyWith(['hosts:read']);
    const get = (token?: string) => practice.send('GET', '/v1/hosts', token === undefined ? {} : { token });

    const first = await get();
    expect(first.headers).toMatchObject({ 'ratelimit-policy': '"key";q=3;w=6', ratelimit: '"key";r=2;t=2' });
    await get();
    expect((await get()).headers['ratelimit']).toBe('"key";r=0;t=6');
    const refused = await get();
    expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } });
    expect(refused.headers).toMatchObject({ 'retry-after': '2', ratelimit: '"key";r=0;t=6' });
    expect((await get(other)).status).toBe(200);

    service.clock.now = new Date(start.getTime() + 2_000);
    expect((await get()).status).toBe(200);
    expect((await get()).status).toBe(429);
  });
});

describe('wrong keys', () => {
  const guarded = startService({
    wrongKeys: { requests: 2, windowMs: 60_000 },
    trustedProxies: ['127.0.0.1'],
  });
  const wrong = (character: string) => `sr_${character.repeat(16)}_${character.repeat(43)}`;

  it('are refused without a look once too many came from an address, and not from others', async () => {
    const practice = await guarded.newPractice();
    const late = await practice.keyWith(['hosts:read']);
    const get = (token: string, from: string) =>
      practice.send('GET', '/v1/hosts', { token, headers: { 'x-forwarded-for': from } });
    expect((await get(practice.token, '192.0.2.1')).status).toBe(200);
    for (const character of ['a', 'b']) expect((await get(wrong(character), '192.0.2.1')).status).toBe(401);
    const refused = await get(wrong('c'), '192.0.2.1');
    expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } });
    expect(refused.headers['retry-after']).toBe('30');
    // A key that was valid here goes on, and a new one from elsewhere begins.
    expect((await get(practice.token, '192.0.2.1')).status).toBe(200);
    expect((await get(late, '192.0.2.1')).status).toBe(429);
    expect((await get(late, '192.0.2.2')).status).toBe(200);
    guarded.clock.now = new Date(start.getTime() + 30_000);
    expect((await get(wrong('d'), '192.0.2.1')).status).toBe(401);
  });

  it('are counted by the connection’s own address where no proxy is trusted', async () => {
    const practice = await service.newPractice();
    const statuses = [];
    for (let index = 0; index < 32; index += 1) {
      const headers = { 'x-forwarded-for': `192.0.2.${index}` };
      statuses.push((await practice.send('GET', '/v1/hosts', { token: wrong('e'), headers })).status);
    }
    expect(statuses.slice(-2)).toEqual([429, 429]);
  });
});
