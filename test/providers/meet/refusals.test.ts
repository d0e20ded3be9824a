import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scopes } from '../../../src/providers/meet/scopes.ts';
import { connectMeet, failureOf, type Meet } from './bench.ts';

let meet: Meet;
beforeEach(async () => {
  meet = await connectMeet();
});
afterEach(async () => meet.close());

describe('a refusal of Google’s', () => {
  let server: Server;
  let asked: (string | undefined)[];
  let answer: { status: number; headers?: Record<string, string>; body: unknown };
  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      request.resume();
      asked.push(request.url);
      const token = { access_token: 'a-token', expires_in: 3600 };
      const { status, headers = {}, body } = request.url === '/token' ? { status: 200, body: token } : answer;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const refusing = (status: number, rpc: string, details: object[] = [], headers = {}) => ({
    status,
    headers,
    body: { error: { code: status, status: rpc, message: 'canary-of-the-vendor', details } },
  });
  const provisionError = async () => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const intent = meet.intend();
    const error = await failureOf(meet.connect({ origin }).provision(await meet.plan(), intent));
    const told = `${error.message} ${JSON.stringify(error)} ${String(error.stack)}`;
    for (const secret of ['canary-of-the-vendor', 'a-token', ...Object.values(intent.slots)]) {
      expect(told).not.toContain(secret);
    }
    expect(error.cause).toBeUndefined();
    return error;
  };

  const violation = (field: string) => [
    { fieldViolations: [{ field, description: 'canary-of-the-vendor' }] },
  ];

  it.each<[string, typeof answer, Record<string, unknown>]>([
    [
      '400 with a field',
      refusing(400, 'INVALID_ARGUMENT', violation('config.access_type')),
      { code: 'REJECTED', field: 'space.config.accessType' },
    ],
    [
      '400 with text for a field',
      refusing(400, 'INVALID_ARGUMENT', violation('canary-of-the-vendor')),
      { code: 'REJECTED', field: undefined },
    ],
    ['401', refusing(401, 'UNAUTHENTICATED'), { code: 'AUTH_FAILED' }],
    ['403', refusing(403, 'PERMISSION_DENIED'), { code: 'AUTH_FAILED' }],
    [
      '403 for a scope',
      refusing(403, 'PERMISSION_DENIED', [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }]),
      { code: 'AUTH_FAILED', facts: { scopes: [scopes.created, scopes.settings] } },
    ],
    [
      '429 without a time',
      refusing(429, 'RESOURCE_EXHAUSTED'),
      { code: 'RATE_LIMITED', retryAfterMs: 60_000 },
    ],
    [
      '403 for a quota',
      refusing(403, 'PERMISSION_DENIED', [{ reason: 'RATE_LIMIT_EXCEEDED' }]),
      { code: 'RATE_LIMITED', retryAfterMs: 60_000 },
    ],
    [
      '429 with seconds',
      refusing(429, 'RESOURCE_EXHAUSTED', [], { 'retry-after': '7' }),
      { code: 'RATE_LIMITED', retryAfterMs: 7_000 },
    ],
    [
      '429 with a date',
      refusing(429, 'RESOURCE_EXHAUSTED', [], { 'retry-after': 'Mon, 02 Nov 2026 09:00:30 GMT' }),
      { code: 'RATE_LIMITED', retryAfterMs: 30_000 },
    ],
    ['500', refusing(500, 'INTERNAL'), { code: 'OUTCOME_UNKNOWN' }],
    ['no JSON', { status: 200, body: '{"half": ' }, { code: 'OUTCOME_UNKNOWN' }],
    ['an answer without a link', { status: 200, body: { name: 'spaces/abc' } }, { code: 'OUTCOME_UNKNOWN' }],
  ])('%s is said by its code, without a word of the vendor’s', async (_case, given, expected) => {
    answer = given;
    expect(await provisionError()).toMatchObject(expected);
  });

  it('that sends us to another address is not followed: the token stays with Google', async () => {
    answer = { status: 302, headers: { location: '/elsewhere' }, body: '' };
    expect((await provisionError()).code).toBe('OUTCOME_UNKNOWN');
    expect(asked).toEqual(['/token', '/v2/spaces']);
  });

  it('of a token is followed by a new token with the next call', async () => {
    answer = refusing(401, 'UNAUTHENTICATED');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = meet.connect({ origin });
    const [plan, intent] = [await meet.plan(), meet.intend()];
    await failureOf(client.provision(plan, intent));
    await failureOf(client.provision(plan, intent));
    expect(asked).toEqual(['/token', '/v2/spaces', '/token', '/v2/spaces']);
  });

  it('is UNAVAILABLE where nothing listens: nothing was sent', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const settings = {
      rootUrl: undefined,
      tokenUrl: `${meet.origin}/token`,
      meetUrl: `http://127.0.0.1:${port}`,
    };
    const error = await failureOf(meet.connect({ settings }).provision(await meet.plan(), meet.intend()));
    expect(error.code).toBe('UNAVAILABLE');
  });
});
