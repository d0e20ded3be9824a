import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { statusOf, titleOf } from '../../src/api/problem.ts';
import { DomainError, errorCodes, type ErrorCode } from '../../src/domain/errors.ts';
import { canaries, sessionBody, setUp, startService, type Practice, type Setup } from './support/practice.ts';

const service = startService();
let practice: Practice;
let setup: Setup;

beforeAll(async () => {
  practice = await service.newPractice();
  setup = await setUp(practice);
});

/** A code without a status is refused by the compiler, not found by a caller. */
export const incomplete = {
  ...statusOf,
  // @ts-expect-error a code that is new here has no status yet
} satisfies Record<ErrorCode | 'NEW_CODE', number>;

describe('the list of errors', () => {
  it('gives each code a section with its status, cause and action, and has no other', async () => {
    const page = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    const sections = page.split(/^### /m).slice(1);
    const documented = new Map(sections.map((section) => [/^(\w+)/.exec(section)?.[1] ?? '', section]));
    expect([...documented.keys()].sort()).toEqual([...errorCodes, 'INTERNAL'].sort());
    expect(Object.keys(statusOf).sort()).toEqual([...errorCodes].sort());
    for (const code of errorCodes) {
      const section = documented.get(code) ?? '';
      expect(section, code).toMatch(new RegExp(`^${code} \\(${statusOf[code]}\\)\\n`));
      expect(section, code).toContain(titleOf[code]);
      expect(section, code).toMatch(/\*\*Cause\.\*\* .+/);
      expect(section, code).toMatch(/\*\*Action\.\*\* .+/);
    }
  });
});

describe('a problem', () => {
  it('has type, title, status, code, detail and the request’s own id', async () => {
    const answer = await practice.send('GET', `/v1/sessions/${setup.clientId}`);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toEqual({
      type: 'urn:subrosa:problem:resource-not-found',
      title: 'There is no such thing in this organisation.',
      status: 404,
      code: 'RESOURCE_NOT_FOUND',
      detail: 'There is no such session in this organisation.',
      instance: `urn:uuid:${String(answer.headers['x-request-id'])}`,
    });
  });

  it('names every field that is wrong, and repeats no value', async () => {
    const body = {
      ...sessionBody(setup),
      hostId: canaries.credential,
      startsAt: canaries.hostName,
      extra: 1,
    };
    const answer = await practice.send('POST', '/v1/sessions', { body });
    const issues = (answer.body['facts'] as { issues: { field: string }[] }).issues;
    expect(issues.map(({ field }) => field).sort()).toEqual(['extra', 'hostId', 'startsAt']);
    expect(answer.text).not.toContain(canaries.credential);
    expect(answer.text).not.toContain(canaries.hostName);
  });

  it('is what every unusable request and address is answered with', async () => {
    const send = (headers: Record<string, string>, payload: string, url = '/v1/hosts') =>
      service.api.inject({
        method: 'POST',
        url,
        headers: { authorization: `Bearer ${practice.token}`, ...headers },
        payload,
      });
    const json = { 'content-type': 'application/json' };
    const cases = [
      [await send(json, '{"name":'), 400],
      [await send(json, ''), 400],
      [await send(json, '{"__proto__":{"name":"x"}}'), 400],
      [await send({ 'content-type': 'text/csv' }, 'name'), 415],
      [await send(json, JSON.stringify({ name: 'x'.repeat(300_000) })), 413],
    ] as const;
    for (const [answer, status] of cases) {
      expect(answer.statusCode).toBe(status);
      expect(answer.json()).toMatchObject({ code: 'INVALID_REQUEST', status });
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    }
    for (const path of ['/v1/nothing', '/nothing', '/v1/hosts/not-an-id/more']) {
      expect(await practice.send('GET', path)).toMatchObject({
        status: 404,
        body: { code: 'RESOURCE_NOT_FOUND' },
      });
    }
    expect(await practice.send('GET', '/v1/hosts/not-an-id')).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', field: 'id' },
    });
  });

  it('of a bug is a bare 500; the log has its place and no word of its message', async () => {
    const { application } = service;
    const { database } = application;
    service.log.length = 0;
    application.database = {
      ...database,
      inOrganisation: async () => {
        throw new Error(`not expected, with ${canaries.credential}`);
      },
    };
    const answer = await practice.send('GET', '/v1/hosts');
    application.database = database;
    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      code: 'INTERNAL',
      instance: expect.stringMatching(/^urn:uuid:/) as unknown,
    });
    expect(service.log.join('')).toContain('problems.test.ts');
    expect(service.log.join('')).not.toContain(canaries.credential);
  });

  it('of an answer that does not fit its schema is a bare 500 too', async () => {
    const { application } = service;
    const { database } = application;
    application.database = {
      ...database,
      inOrganisation: (organisationId, work) =>
        database.inOrganisation(organisationId, (transaction) =>
          work({
            ...transaction,
            hosts: {
              ...transaction.hosts,
              find: async (id) => {
                const host = await transaction.hosts.find(id);
                return host === undefined
                  ? host
                  : { ...host, version: canaries.credential as unknown as number };
              },
            },
          }),
        ),
    };
    const answer = await practice.send('GET', `/v1/hosts/${setup.hostId}`);
    application.database = database;
    expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
    expect(answer.text).not.toContain(canaries.credential);
  });

  it('says when to come back where the database is away', async () => {
    const { application } = service;
    const { database } = application;
    application.database = {
      ...database,
      ping: async () => false,
      inOrganisation: async () => {
        throw new DomainError('DATABASE_UNAVAILABLE', 'The database cannot be reached at present.');
      },
    };
    const [list, ready, live] = [
      await practice.send('GET', '/v1/hosts'),
      await practice.send('GET', '/readyz', { token: null }),
      await practice.send('GET', '/healthz', { token: null }),
    ];
    application.database = database;
    for (const answer of [list, ready]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'DATABASE_UNAVAILABLE' } });
      expect(answer.headers['retry-after']).toBe('2');
    }
    expect(live).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect((await practice.send('GET', '/readyz', { token: null })).status).toBe(200);
  });
});

describe('what leaves besides the answer', () => {
  it('is one line a request: the route’s pattern, and nothing of the body, the address or the key', async () => {
    service.log.length = 0;
    const body = { name: canaries.hostName, email: 'canary@practice.example' };
    const made = await practice.send('POST', '/v1/hosts', { body });
    await practice.send('GET', `/v1/hosts/${String(made.body['id'])}`);
    await practice.send('POST', '/v1/hosts', { body: { ...body, [canaries.credential]: 1 } });
    await practice.send('GET', `/v1/nothing/${canaries.credential}?token=${canaries.credential}`);
    const lines = service.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ method, route, status }) => [method, route, status])).toEqual([
      ['POST', '/v1/hosts', 201],
      ['GET', '/v1/hosts/:id', 200],
      ['POST', '/v1/hosts', 400],
      ['GET', null, 404],
    ]);
    expect(lines[0]).toMatchObject({
      organisation: practice.organisationId,
      reqId: made.headers['x-request-id'],
    });
    const text = service.log.join('');
    for (const secret of [canaries.hostName, canaries.credential, 'canary@', practice.token]) {
      expect(text).not.toContain(secret);
    }
  });

  it('says that nothing may be stored, sniffed, framed or passed on', async () => {
    for (const path of ['/v1/hosts', '/v1/nothing', '/healthz']) {
      expect((await practice.send('GET', path)).headers, path).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      });
    }
  });

  it('is a page at /docs with a content policy of its own, and the description as JSON', async () => {
    const page = await practice.send('GET', '/docs/', { token: null });
    expect(page.status).toBe(200);
    expect(String(page.headers['content-security-policy'])).toContain('script-src');
    const description = await practice.send('GET', '/docs/json', { token: null });
    expect(description.body).toMatchObject({ openapi: '3.1.1', info: { title: 'Subrosa' } });
  });
});
