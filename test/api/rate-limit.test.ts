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
