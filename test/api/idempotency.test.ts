import { beforeAll, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { canonical } from '../../src/domain/json.ts';
import {
  sessionBody,
  setUp,
  start,
  startService,
  type Body,
  type Practice,
  type Setup,
} from './support/practice.ts';

const service = startService();
let practice: Practice;
let setup: Setup;

beforeAll(async () => {
  practice = await service.newPractice();
  setup = await setUp(practice);
});

const withKey = (key: string) => ({ 'idempotency-key': key });

describe('a request that creates, sent again under its Idempotency-Key', () => {
  it('creates nothing new and answers with what was made, on every such route', async () => {
    const cases: [string, Body][] = [
      ['/v1/sessions', sessionBody(setup, 3)],
      ['/v1/hosts', { name: 'Once' }],
      [
        '/v1/clients',
        {
          name: 'Once',
          policyId: setup.policyId,
          approved: [{ platform: 'paper', connectionId: setup.connectionId }],
        },
      ],
      ['/v1/policies', { name: 'Once', body: confidentialSession }],
      ['/v1/connections', { platform: 'paper', name: 'Once', credentials: { secret: 'once' } }],
      ['/v1/keys', { name: 'Once', scopes: ['audit:read'] }],
    ];
    for (const [path, body] of cases) {
      const headers = withKey('the-same-key');
      const count = async () =>
        (
          (await practice.send('GET', `${path}?${path === '/v1/keys' ? '' : 'limit=100'}`)).body[
            'items'
          ] as []
        ).length;
      const first = await practice.send('POST', path, { body, headers });
      const before = await count();
      const again = await practice.send('POST', path, { body, headers });
      expect(again.status, path).toBe(first.status);
      expect(again.body['id'], path).toBe(first.body['id']);
      expect(again.headers['idempotency-replayed'], path).toBe('true');
      expect(first.headers['idempotency-replayed'], path).toBeUndefined();
      expect(await count(), path).toBe(before);
    }
    await service.work();
  });

  it('adds one version to a policy', async () => {
    const path = `/v1/policies/${setup.policyId}/versions`;
    const sent = {
      body: { ...confidentialSession, postureMaxAgeHours: 12 },
      headers: { ...withKey('version'), 'if-match': '"1"' },
    };
    const first = await practice.send('POST', path, sent);
    const again = await practice.send('POST', path, sent);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toMatchObject({ currentVersion: 2 });
    expect(((await practice.send('GET', path)).body['items'] as []).length).toBe(2);
  });

  it('does not show a key’s secret again, nor keeps it', async () => {
    const sent = { body: { name: 'secret', scopes: ['audit:read'] }, headers: withKey('secret') };
    const first = await practice.send('POST', '/v1/keys', sent);
    const again = await practice.send('POST', '/v1/keys', sent);
    expect(first.body['token']).toMatch(/^sr_/);
    expect(again.body).toEqual({ ...first.body, token: null });
  });

  it('is refused with another body, and is another request on another route or in another organisation', async () => {
    const headers = withKey('mine');
    const first = await practice.send('POST', '/v1/hosts', { body: { name: 'One' }, headers });
    expect(await practice.send('POST', '/v1/hosts', { body: { name: 'Two' }, headers })).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_MISMATCH' },
    });
    const policy = { name: 'One', body: confidentialSession };
    expect((await practice.send('POST', '/v1/policies', { body: policy, headers })).status).toBe(201);
    const other = await service.newPractice();
    const theirs = await other.send('POST', '/v1/hosts', { body: { name: 'One' }, headers });
    expect(theirs.status).toBe(201);
    expect(theirs.body['id']).not.toBe(first.body['id']);
  });

  it('is noted by a digest that a guess of its body cannot be held against', async () => {
    const { database } = service.application;
    const digests = await Promise.all(
      [practice, await service.newPractice()].map(({ organisationId }) =>
        database.inOrganisation(organisationId, async ({ idempotency }) => idempotency.digestOf(late)),
      ),
    );
    const plain = createHash('sha256').update(canonical(late)).digest();
    expect(new Set([plain, ...digests].map(String)).size).toBe(3);
  });

  it('may be sent again after a failure', async () => {
    const headers = withKey('failed');
    const body = sessionBody(setup, 20);
    const wrong = { ...body, timeZone: 'Nowhere' };
    expect((await practice.send('POST', '/v1/sessions', { body: wrong, headers })).status).toBe(400);
    expect((await practice.send('POST', '/v1/sessions', { body, headers })).status).toBe(202);
    await service.work();
  });

  it('makes one where two meet: the second waits its turn', async () => {
    const headers = withKey('meeting');
    const body = { name: 'Both' };
    const answers = await Promise.all(
      [1, 2].map(() => practice.send('POST', '/v1/hosts', { body, headers })),
    );
    const made = answers.filter(({ status }) => status === 201);
    const ids = new Set(made.map((answer) => answer.body['id']));
    expect(ids.size).toBe(1);
    for (const { status, body: problem } of answers) {
      if (status !== 201) expect(problem).toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS', status: 409 });
    }
  });

  const late = { name: 'Late', email: null, identities: [], externalRef: null };
  const begun = (operation: string, key: string, createdAt: Date) =>
    service.application.database.inOrganisation(practice.organisationId, ({ idempotency }) =>
      idempotency.begin({
        id: service.application.ambient.newId(),
        operation,
        keyDigest: createHash('sha256').update(key).digest(),
        requestDigest: idempotency.digestOf(late),
        status: null,
        resourceId: null,
        createdAt,
      }),
    );

  it('is told to come back while the first is being worked on', async () => {
    await begun('POST /v1/hosts', 'running', start);
    const answer = await practice.send('POST', '/v1/hosts', {
      body: { name: 'Late' },
      headers: withKey('running'),
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_IN_PROGRESS' } });
    expect(answer.headers['retry-after']).toBe('2');
  });

  it('takes over from a process that died', async () => {
    await begun('POST /v1/hosts', 'dead', new Date(start.getTime() - 11 * 60_000));
    const answer = await practice.send('POST', '/v1/hosts', {
      body: { name: 'Late' },
      headers: withKey('dead'),
    });
    expect(answer.status).toBe(201);
  });

  it('keeps what was made where only the answer of the commit was lost', async () => {
    const { application } = service;
    const { database } = application;
    let lose = true;
    const lossy: typeof database.inOrganisation = async (organisationId, work) => {
      let creates = false;
      const result = await database.inOrganisation(organisationId, (transaction) =>
        work({
          ...transaction,
          hosts: {
            ...transaction.hosts,
            insert: (host) => ((creates = true), transaction.hosts.insert(host)),
          },
        }),
      );
      if (!creates || !lose) return result;
      lose = false;
      throw new DomainError('DATABASE_UNAVAILABLE', 'The connection broke.');
    };
    application.database = { ...database, inOrganisation: lossy };
    const sent = { body: { name: 'Late', externalRef: 'lost' }, headers: withKey('lost') };
    expect((await practice.send('POST', '/v1/hosts', sent)).status).toBe(503);
    expect((await practice.send('POST', '/v1/hosts', sent)).status).toBe(201);
    application.database = database;
  });

  it('is remembered for seven days; later it makes anew, and notes of others are taken away with it', async () => {
    const other = await service.newPractice();
    const after = (days: number) => new Date(start.getTime() + days * 24 * 3_600_000);
    const send = async (key: string, name = 'Coach') =>
      other.send('POST', '/v1/hosts', { body: { name }, headers: withKey(key) });
    const kept = () =>
      service.application.database.inOrganisation(other.organisationId, async ({ executeSql }) => {
        const { rows } = await executeSql('SELECT count(*)::int AS kept FROM idempotency_keys', []);
        return (rows[0] as { kept: number }).kept;
      });
    for (let index = 0; index < 30; index += 1) await send(`old-${index}`);
    const first = await send('again');
    service.clock.now = after(6.9);
    expect((await send('again')).body['id']).toBe(first.body['id']);
    expect(await kept()).toBe(31);
    service.clock.now = after(7);
    const later = await send('again', 'Another coach');
    expect(later).toMatchObject({ status: 201, body: { name: 'Another coach' } });
    expect(await kept()).toBe(11);
    await send('one-more');
    expect(await kept()).toBe(2);
    service.clock.now = start;
  });
});
