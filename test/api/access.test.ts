import Fastify from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { scopes } from '../../src/application/context.ts';
import { describeApi } from '../../src/api/describe.ts';
import { describeOperations } from '../../src/api/operation.ts';
import { KEY_MEMORY_MS } from '../../src/api/plugins/authentication.ts';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import {
  sessionBody,
  setUp,
  start,
  startService,
  type Answer,
  type Body,
  type Practice,
  type Setup,
} from './support/practice.ts';

// More wrong keys than one address may send.
const service = startService({ wrongKeys: { requests: 1_000, windowMs: 60_000 } });
let practice: Practice;
let setup: Setup;

interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  scopes: string[];
}
let routes: Route[] = [];

beforeAll(async () => {
  practice = await service.newPractice();
  setup = await setUp(practice);
  const { paths } = JSON.parse(await describeApi()) as {
    paths: Record<string, Record<string, { security: { apiKey?: string[] }[] }>>;
  };
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { security }]) => security.some(({ apiKey }) => apiKey !== undefined))
      .map(([method, { security }]) => ({
        method: method.toUpperCase() as Route['method'],
        path: path.replace('{id}', setup.clientId).replace('{ref}', 'some-ref').replace('{number}', '1'),
        scopes: security.flatMap(({ apiKey = [] }) => apiKey),
      })),
  );
});

const withoutInstance = ({ status, body }: Answer) => ({ status, body: { ...body, instance: undefined } });

describe('a request without a valid key', () => {
  it('is answered alike on every route, whatever is wrong with the key', async () => {
    const expired = await practice.send('POST', '/v1/keys', {
      body: { name: 'short', scopes: ['audit:read'], expiresAt: '2026-11-01T00:00:00Z' },
    });
    const tokens = [
      null,
      'nonsense',
      `${practice.token.slice(0, -1)}${practice.token.endsWith('A') ? 'B' : 'A'}`,
      String(expired.body['token']),
    ];
    const expected = {
      status: 401,
      body: {
        type: 'urn:subrosa:problem:unauthenticated',
        title: 'The request carries no valid API key or sign-in.',
        status: 401,
        code: 'UNAUTHENTICATED',
        detail: 'Send a valid API key as "Authorization: Bearer …".',
        instance: undefined,
      },
    };
    expect(routes.length).toBeGreaterThan(35);
    for (const { method, path } of routes) {
      for (const token of tokens) {
        const answer = await practice.send(method, path, { token });
        expect(withoutInstance(answer), `${method} ${path}`).toEqual(expected);
        expect(answer.headers['www-authenticate']).toBe('Bearer');
      }
    }
  });
});

describe('a key that lacks a scope', () => {
  it('has nothing to gain from a route that forgot to name one: such a route does not start', async () => {
    const app = Fastify();
    describeOperations(app);
    expect(() => app.get('/open', async () => ({}))).toThrow('GET /open names no scopes');
    await app.close();
  });

  it('is refused on every route that needs it, naming the scope, before anything else is looked at', async () => {
    for (const route of routes) {
      for (const scope of route.scopes) {
        const token = await practice.keyWith(scopes.filter((other) => other !== scope));
        const answer = await practice.send(route.method, route.path, { token });
        expect(answer, `${route.method} ${route.path}`).toMatchObject({
          status: 403,
          body: { code: 'FORBIDDEN', facts: { scope } },
        });
      }
    }
  });
});

describe('what belongs to another organisation', () => {
  it('is not there, on every route that names it', async () => {
    const session = await practice.send('POST', '/v1/sessions', { body: sessionBody(setup) });
    await service.work();
    const stranger = await service.newPractice();
    const times = { startsAt: '2026-12-01T09:00:00Z', endsAt: '2026-12-01T10:00:00Z', timeZone: 'UTC' };
    const host = { name: 'Theirs' };
    const client = {
      name: 'Theirs',
      policyId: setup.policyId,
      approved: [{ platform: 'paper', connectionId: setup.connectionId }],
    };
    const id = String(session.body['id']);
    const cases: [Route['method'], string, Body?][] = [
      ['GET', `/v1/sessions/${id}`],
      ['PATCH', `/v1/sessions/${id}`, times],
      ['POST', `/v1/sessions/${id}/cancellation`],
      ['POST', `/v1/sessions/${id}/retry`],
      ['GET', `/v1/sessions/${id}/plan`],
      ['GET', `/v1/sessions/${id}/assurance`],
      ['GET', `/v1/sessions/${id}/link`],
      ['POST', '/v1/sessions', sessionBody(setup)],
      ['POST', '/v1/sessions/plan', sessionBody(setup)],
      ['PUT', '/v1/sessions/by-ref/mine', sessionBody(setup)],
      ['GET', `/v1/clients/${setup.clientId}`],
      ['PUT', `/v1/clients/${setup.clientId}`, client],
      ['POST', '/v1/clients', client],
      ['GET', `/v1/hosts/${setup.hostId}`],
      ['PUT', `/v1/hosts/${setup.hostId}`, host],
      ['GET', `/v1/policies/${setup.policyId}`],
      ['GET', `/v1/policies/${setup.policyId}/versions`],
      ['GET', `/v1/policies/${setup.policyId}/versions/1`],
      ['POST', `/v1/policies/${setup.policyId}/versions`, { ...confidentialSession }],
      ['GET', `/v1/connections/${setup.connectionId}`],
      ['PATCH', `/v1/connections/${setup.connectionId}`, { name: 'Mine' }],
      ['POST', `/v1/connections/${setup.connectionId}/verification`],
      ['POST', `/v1/connections/${setup.connectionId}/posture`, { organiser: 'u-1' }],
      ['DELETE', `/v1/keys/${setup.clientId}`],
    ];
    for (const [method, path, body] of cases) {
      const answer = await stranger.send(method, path, { body, headers: { 'if-match': '"1"' } });
      expect(answer, `${method} ${path}`).toMatchObject({
        status: 404,
        body: { code: 'RESOURCE_NOT_FOUND' },
      });
    }
    for (const path of ['sessions', 'clients', 'hosts', 'policies', 'connections']) {
      expect((await stranger.send('GET', `/v1/${path}`)).body, path).toEqual({ items: [], next: null });
    }
  });
});

describe('keys', () => {
  it('are shown once, listed without their secrets, and end at once when revoked', async () => {
    const made = await practice.send('POST', '/v1/keys', {
      body: { name: 'reader', scopes: ['sessions:read'] },
    });
    expect(made).toMatchObject({ status: 201, body: { name: 'reader', revokedAt: null } });
    const token = String(made.body['token']);
    expect((await practice.send('GET', '/v1/sessions', { token })).status).toBe(200);

    const list = await practice.send('GET', '/v1/keys');
    expect(list.text).toContain(String(made.body['publicId']));
    expect(list.text).not.toContain(token);
    expect(list.text).not.toContain('secretHash');

    const path = `/v1/keys/${String(made.body['id'])}`;
    expect(await practice.send('DELETE', path)).toMatchObject({ status: 204, text: '' });
    expect((await practice.send('GET', '/v1/sessions', { token })).status).toBe(401);
    expect((await practice.send('DELETE', path)).status).toBe(204);
  });

  it('cannot be given what the calling key lacks', async () => {
    const token = await practice.keyWith(['keys:write']);
    const body = { name: 'more', scopes: ['keys:write', 'links:reveal'] };
    expect(await practice.send('POST', '/v1/keys', { token, body })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN', field: 'scopes' },
    });
  });

  it('revoked in another process stop within the time that a checked key is remembered', async () => {
    const made = await practice.send('POST', '/v1/keys', {
      body: { name: 'away', scopes: ['sessions:read'] },
    });
    const token = String(made.body['token']);
    expect((await practice.send('GET', '/v1/sessions', { token })).status).toBe(200);
    await service.application.database.inOrganisation(practice.organisationId, ({ apiKeys }) =>
      apiKeys.revoke(String(made.body['id']), start),
    );
    service.clock.now = new Date(start.getTime() + KEY_MEMORY_MS);
    expect((await practice.send('GET', '/v1/sessions', { token })).status).toBe(401);
    service.clock.now = start;
    expect(KEY_MEMORY_MS).toBeLessThanOrEqual(5_000);
  });
});
