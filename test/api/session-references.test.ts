import { beforeAll, describe, expect, it } from 'vitest';
import { sessionBody, setUp, startService, type Practice, type Setup } from './support/practice.ts';

const service = startService();
let practice: Practice;
let setup: Setup;

beforeAll(async () => {
  practice = await service.newPractice();
  setup = await setUp(practice);
});

describe('a session by the caller’s own reference', () => {
  it('is booked once, left alone while nothing changes, and moved when the time does', async () => {
    const path = '/v1/sessions/by-ref/booking-1';
    const made = await practice.send('PUT', path, { body: sessionBody(setup, 5) });
    expect(made).toMatchObject({ status: 202, body: { externalRef: 'booking-1', version: 1 } });
    await service.work();
    const calls = service.paper.calls.length;

    const read = await practice.send('GET', String(made.headers['location']));
    expect(await practice.send('GET', path)).toMatchObject({
      status: 200,
      body: read.body,
      headers: { etag: read.headers['etag'] },
    });
    const other = await service.newPractice();
    expect((await other.send('GET', path)).status).toBe(404);
    const same = await practice.send('PUT', path, { body: sessionBody(setup, 5) });
    expect(same).toMatchObject({ status: 200, body: { version: read.body['version'] } });
    expect(service.jobs).toEqual([]);
    expect(service.paper.calls.length).toBe(calls);

    const moved = await practice.send('PUT', path, { body: sessionBody(setup, 6) });
    expect(moved).toMatchObject({ status: 202, body: { id: made.body['id'], state: 'revising' } });
    await service.work();
  });

  it('is booked once also where two requests for it meet', async () => {
    const path = '/v1/sessions/by-ref/booking-2';
    const body = sessionBody(setup, 8);
    const answers = await Promise.all([1, 2, 3].map(() => practice.send('PUT', path, { body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 202]);
    expect(new Set(answers.map((answer) => answer.body['id'])).size).toBe(1);
  });

  it('does not change its client, coach or platform', async () => {
    const path = '/v1/sessions/by-ref/booking-3';
    await practice.send('PUT', path, { body: sessionBody(setup, 9) });
    const other = await practice.send('POST', '/v1/hosts', { body: { name: 'Another coach' } });
    const body = { ...sessionBody(setup, 9), hostId: other.body['id'] };
    expect(await practice.send('PUT', path, { body })).toMatchObject({
      status: 409,
      body: { code: 'CONFLICT', field: 'hostId' },
    });
  });

  it('takes the reference from the address alone', async () => {
    const body = { ...sessionBody(setup, 9), externalRef: 'another' };
    expect(await practice.send('PUT', '/v1/sessions/by-ref/booking-4', { body })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', field: 'externalRef', detail: 'externalRef: Unknown field.' },
    });
  });
});

describe('a batch of sessions', () => {
  const item = (ref: string, days: number) => ({ externalRef: ref, ...sessionBody(setup, days) });

  it('carries out the good items and names what is wrong with the bad one', async () => {
    const items = [
      item('batch-1', 40),
      { ...item('batch-2', 41), passcode: 'mine' },
      { ...item('batch-3', 42), clientId: undefined },
      item('batch-4', 40),
      item('batch-5', 43),
    ];
    const answer = await practice.send('POST', '/v1/sessions/batch', { body: { items } });
    expect(answer.status).toBe(200);
    expect(answer.body['items']).toMatchObject([
      { externalRef: 'batch-1', outcome: 'created', status: 201 },
      {
        externalRef: 'batch-2',
        outcome: 'failed',
        status: 400,
        problem: { code: 'INVALID_REQUEST', field: 'passcode' },
      },
      { externalRef: 'batch-3', outcome: 'failed', status: 400, problem: { field: 'clientId' } },
      { externalRef: 'batch-4', outcome: 'failed', status: 409, problem: { code: 'HOST_OVERLAP' } },
      { externalRef: 'batch-5', outcome: 'created', status: 201 },
    ]);
  });

  it('costs no call at the platform and no version where nothing changed', async () => {
    const items = [item('same-1', 50), item('same-2', 51)];
    const first = await practice.send('POST', '/v1/sessions/batch', { body: { items } });
    await service.work();
    const { calls } = service.paper;
    const before = calls.length;
    const second = await practice.send('POST', '/v1/sessions/batch', { body: { items } });
    expect(second.body['items']).toMatchObject([{ outcome: 'unchanged' }, { outcome: 'unchanged' }]);
    const ids = (answer: typeof first) => (answer.body['items'] as { id: string }[]).map(({ id }) => id);
    expect(ids(second)).toEqual(ids(first));
    expect(calls.length).toBe(before);
    expect(service.jobs).toEqual([]);
  });

  it('holds at least one item and at most a hundred', async () => {
    for (const items of [[], Array.from({ length: 101 }, (_, index) => item(`many-${index}`, 60))]) {
      const answer = await practice.send('POST', '/v1/sessions/batch', { body: { items } });
      expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', field: 'items' } });
    }
  });
});
