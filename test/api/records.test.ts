import { beforeAll, describe, expect, it } from 'vitest';
import { canaries, setUp, startService, type Body, type Practice, type Setup } from './support/practice.ts';

const service = startService();
let practice: Practice;
let setup: Setup;

beforeAll(async () => {
  practice = await service.newPractice();
  setup = await setUp(practice);
});

const approved = () => [{ platform: 'paper', connectionId: setup.connectionId }];

describe('hosts and clients', () => {
  const kinds: { path: string; body: () => Body; changed: Body }[] = [
    { path: '/v1/hosts', body: () => ({ name: 'A coach' }), changed: { name: 'The same coach' } },
    {
      path: '/v1/clients',
      body: () => ({ name: 'A client', policyId: setup.policyId, approved: approved() }),
      changed: { name: 'The same client' },
    },
  ];

  it('are replaced under the version that was read; an unchanged body makes no new one', async () => {
    for (const { path, body, changed } of kinds) {
      const made = await practice.send('POST', path, { body: body() });
      const own = String(made.headers['location']);
      expect(own).toBe(`${path}/${String(made.body['id'])}`);
      const put = (next: Body, etag?: string) =>
        practice.send('PUT', own, { body: next, headers: etag === undefined ? {} : { 'if-match': etag } });
      expect(await put(body())).toMatchObject({ status: 428, body: { code: 'PRECONDITION_REQUIRED' } });
      expect(await put(body(), '"1"')).toMatchObject({ status: 200, body: { version: 1 } });
      const next = await put({ ...body(), ...changed }, '"1"');
      expect(next).toMatchObject({ status: 200, body: { version: 2, ...changed } });
      expect(next.headers['etag']).toBe('"2"');
      expect(await put(body(), '"1"')).toMatchObject({
        status: 412,
        body: { code: 'VERSION_MISMATCH', facts: { version: 2 } },
      });
      expect((await practice.send('GET', own, { headers: { 'if-none-match': 'W/"2"' } })).status).toBe(304);
    }
  });

  it('are put by the caller’s own reference, and in batches with a result for each', async () => {
    for (const { path, body, changed } of kinds) {
      const first = await practice.send('PUT', `${path}/by-ref/ref-1`, { body: body() });
      expect(first).toMatchObject({ status: 201, body: { externalRef: 'ref-1', version: 1 } });
      const byRef = await practice.send('GET', `${path}/by-ref/ref-1`);
      expect(byRef).toMatchObject({ status: 200, body: first.body });
      const headers = { 'if-none-match': String(byRef.headers['etag']) };
      expect((await practice.send('GET', `${path}/by-ref/ref-1`, { headers })).status).toBe(304);
      expect(await practice.send('GET', `${path}/by-ref/none`)).toMatchObject({
        status: 404,
        body: { code: 'RESOURCE_NOT_FOUND' },
      });
      expect(await practice.send('PUT', `${path}/by-ref/ref-1`, { body: body() })).toMatchObject({
        status: 200,
        body: { version: 1 },
      });
      const items = [
        { ...body(), externalRef: 'ref-1' },
        { ...body(), externalRef: 'ref-2', unknownField: true },
        { ...body(), ...changed, externalRef: 'ref-1' },
        { ...body(), externalRef: 'ref-3' },
        body(),
      ];
      const batch = await practice.send('POST', `${path}/batch`, { body: { items } });
      expect(batch.body['items']).toMatchObject([
        { externalRef: 'ref-1', outcome: 'unchanged', status: 200, id: first.body['id'] },
        { externalRef: 'ref-2', outcome: 'failed', status: 400, problem: { field: 'unknownField' } },
        { externalRef: 'ref-1', outcome: 'changed', status: 200, id: first.body['id'] },
        { externalRef: 'ref-3', outcome: 'created', status: 201 },
        { externalRef: null, outcome: 'failed', status: 400, problem: { field: 'externalRef' } },
      ]);
    }
  });

  it('are refused with the field where they name what is not there or not allowed', async () => {
    const cases: [string, Body, number, string, string][] = [
      [
        '/v1/clients',
        { name: 'C', policyId: setup.clientId, approved: approved() },
        404,
        'RESOURCE_NOT_FOUND',
        'policyId',
      ],
      [
        '/v1/clients',
        { name: 'C', policyId: setup.policyId, approved: [...approved(), ...approved()] },
        400,
        'INVALID_REQUEST',
        'approved.1.platform',
      ],
      [
        '/v1/hosts',
        { name: 'H', identities: [{ connectionId: setup.connectionId, kind: 'organiser', vendorUser: 'x' }] },
        400,
        'INVALID_REQUEST',
        'identities.0.vendorUser',
      ],
      ['/v1/hosts', { name: '' }, 400, 'INVALID_REQUEST', 'name'],
      ['/v1/hosts', { name: 'H', phone: '1' }, 400, 'INVALID_REQUEST', 'phone'],
    ];
    for (const [path, body, status, code, field] of cases) {
      expect(await practice.send('POST', path, { body }), field).toMatchObject({
        status,
        body: { code, field },
      });
    }
    const taken = { name: 'H', externalRef: 'taken' };
    await practice.send('POST', '/v1/hosts', { body: taken });
    expect(await practice.send('POST', '/v1/hosts', { body: taken })).toMatchObject({
      status: 409,
      body: { code: 'EXTERNAL_REF_TAKEN' },
    });
  });

  it('keep a client’s overlay from loosening the policy', async () => {
    const overlay = {
      overrides: [{ control: 'entry.waiting-room.v1', value: 'off', reason: 'They find it slow.' }],
    };
    const body = { name: 'C', policyId: setup.policyId, approved: approved(), overlay };
    expect(await practice.send('POST', '/v1/clients', { body })).toMatchObject({
      status: 422,
      body: { code: 'POLICY_CONFLICT', facts: { conflict: [{ control: 'entry.waiting-room.v1' }] } },
    });
  });
});

describe('pages', () => {
  it('hold every item once, newest first, over several of them', async () => {
    const other = await service.newPractice();
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      const made = await other.send('POST', '/v1/hosts', { body: { name: `Coach ${index}` } });
      ids.unshift(String(made.body['id']));
    }
    const seen: string[][] = [];
    let path = '/v1/hosts?limit=3';
    for (;;) {
      const answer = await other.send('GET', path);
      const { items, next } = answer.body as { items: { id: string }[]; next: string | null };
      seen.push(items.map(({ id }) => id));
      const [, link] = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers['link'] ?? '')) ?? [];
      expect(link !== undefined).toBe(next !== null);
      if (link === undefined) break;
      expect(link).toContain('limit=3');
      path = link;
    }
    expect(seen.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(seen.flat()).toEqual(ids);
  });

  it('end without a next cursor where the last is full', async () => {
    const other = await service.newPractice();
    for (const name of ['One', 'Two']) await other.send('POST', '/v1/hosts', { body: { name } });
    expect((await other.send('GET', '/v1/hosts?limit=2')).body['next']).toBeNull();
  });

  it('refuse cursors and limits that are none, naming them', async () => {
    for (const [query, field] of [
      ['cursor=abc', 'cursor'],
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['size=3', 'size'],
    ]) {
      expect(await practice.send('GET', `/v1/clients?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'INVALID_REQUEST', field },
      });
    }
  });
});

describe('connections', () => {
  it('never give credentials back, and are verified anew after a change', async () => {
    const path = `/v1/connections/${setup.connectionId}`;
    const verified = await practice.send('POST', `${path}/verification`);
    expect(verified).toMatchObject({ status: 200, body: { verification: { ok: true } } });
    expect((await practice.send('POST', `${path}/verification`, { body: { organiser: 'u-1' } })).status).toBe(
      200,
    );
    const etag = String((await practice.send('GET', path)).headers['etag']);
    const credentials = { secret: `${canaries.credential}-new` };
    expect((await practice.send('PATCH', path, { body: { credentials } })).status).toBe(428);
    const changed = await practice.send('PATCH', path, {
      body: { credentials },
      headers: { 'if-match': etag },
    });
    expect(changed).toMatchObject({ status: 200, body: { verification: null, name: 'paper' } });
    const list = await practice.send('GET', '/v1/connections');
    for (const { text } of [verified, changed, list]) {
      expect(text).not.toContain(canaries.credential);
      expect(text).not.toContain('accountDigest');
    }
  });

  it('are verified with a host who organises on them, and are not in order while there is none', async () => {
    const credentials = { secret: canaries.credential };
    const made = await practice.send('POST', '/v1/connections', {
      body: { platform: 'paper', name: 'Alone', credentials },
    });
    const path = `/v1/connections/${String(made.body['id'])}/verification`;
    const verified = async (body?: Body) =>
      (await practice.send('POST', path, body === undefined ? {} : { body })).body['verification'];
    const add = (kind: string) =>
      practice.send('POST', '/v1/hosts', {
        body: { name: 'H', identities: [{ connectionId: made.body['id'], kind, vendorUser: 'u-2' }] },
      });
    await add('guest');
    expect(await verified()).toMatchObject({
      ok: false,
      checks: [{ ok: false, remedy: 'Name an organiser.' }],
    });
    expect(await verified({ organiser: 'u-1' })).toMatchObject({ ok: true });
    await add('organiser');
    expect(await verified()).toMatchObject({ ok: true });
  });

  it('are read for what the account allows; what cannot be read says why', async () => {
    const path = `/v1/connections/${setup.connectionId}/posture`;
    const answer = await practice.send('POST', path, { body: { organiser: 'u-1' } });
    expect(answer.body['items']).toMatchObject([
      { item: 'policy.on', value: true },
      { item: 'policy.hidden', unknown: 'Nobody may read it.' },
    ]);
  });

  it('are refused with the field, and never with a value', async () => {
    const cases: [Body, string][] = [
      [{ platform: 'papyrus', name: 'P', credentials: {} }, 'platform'],
      [{ platform: 'paper', name: 'P', credentials: { secret: 7 } }, 'credentials.secret'],
      [
        { platform: 'paper', name: 'P', credentials: { secret: 's', [canaries.credential]: 1 } },
        'credentials',
      ],
      [
        {
          platform: 'paper',
          name: 'P',
          credentials: { secret: 's' },
          settings: { address: 'https://elsewhere.invalid' },
        },
        'settings',
      ],
    ];
    for (const [body, field] of cases) {
      const answer = await practice.send('POST', '/v1/connections', { body });
      expect(answer, field).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', field } });
    }
  });
});

describe('the audit trail', () => {
  it('says who did what, newest first, page by page, without names', async () => {
    const other = await service.newPractice();
    await setUp(other);
    const first = await other.send('GET', '/v1/audit?limit=2');
    expect(first.body['items']).toMatchObject([{ action: 'client.created' }, { action: 'host.created' }]);
    const next = String(first.body['next']);
    const second = await other.send('GET', `/v1/audit?limit=10&cursor=${next}`);
    expect(second.body).toMatchObject({
      items: [
        { action: 'connection.created' },
        { action: 'policy.created' },
        { action: 'organisation.created' },
      ],
      next: null,
    });
    expect(first.text + second.text).not.toContain(canaries.clientName);
  });
});
