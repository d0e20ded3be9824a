import { beforeAll, describe, expect, it } from 'vitest';
import { recordIntent } from '../../src/application/intent-jobs.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { transition, type SessionEvent } from '../../src/domain/session.ts';
import { sessionBody, setUp, start, startService, type Practice, type Setup } from './support/practice.ts';

const HOUR_MS = 3_600_000;
const service = startService();
let practice: Practice;
let setup: Setup;
let days = 10;

beforeAll(async () => {
  practice = await service.newPractice();
  setup = await setUp(practice);
});

/** Books a session on a day of its own, of an hour, and gives its address and its end. */
const book = async () => {
  days += 1;
  const body = sessionBody(setup, days);
  const answer = await practice.send('POST', '/v1/sessions', { body });
  expect(answer.status, answer.text).toBe(202);
  return { path: `/v1/sessions/${String(answer.body['id'])}`, endsAt: new Date(String(body['endsAt'])) };
};
const blocked = async () => {
  service.clock.now = start;
  const booked = await book();
  service.paper.failure = new DomainError('REJECTED', 'As this test says.');
  await service.work();
  service.paper.failure = undefined;
  expect(await stateOf(booked.path)).toEqual({ state: 'blocked', link: 'sealed' });
  return booked;
};
const stateOf = async (path: string) => {
  const { state, link } = (await practice.send('GET', path)).body;
  return { state, link };
};
const expectNeverUnsealed = async (path: string) => {
  const { body } = await practice.send('GET', path);
  expect(body).toMatchObject({ state: 'cancelled', link: 'sealed' });
  expect(body['reasons']).toMatchObject([{ why: 'The session’s end came while its link was sealed.' }]);
  const audit = (await practice.send('GET', '/v1/audit?limit=3')).body['items'];
  expect(audit).toContainEqual(
    expect.objectContaining({ action: 'session.never-unsealed', resourceId: path.split('/').at(-1) }),
  );
};

describe('from a session’s end on', () => {
  it('its work that was late asks the platform for nothing, and cancels it', async () => {
    service.clock.now = start;
    const { path, endsAt } = await book();
    service.clock.now = endsAt;
    const before = service.paper.calls.length;
    await service.work();
    await expectNeverUnsealed(path);
    expect(service.paper.calls.slice(before)).toEqual([]);
  });

  it('its work that began before does not unseal it, and what was made is retired', async () => {
    service.clock.now = start;
    const { path, endsAt } = await book();
    service.paper.onCall = (name) => {
      if (name === 'observe') service.clock.now = endsAt;
    };
    await service.work();
    service.paper.onCall = undefined;
    await expectNeverUnsealed(path);
    expect(service.paper.calls.at(-1)).toBe('retire');
  });

  it('a blocked one is cancelled by itself', async () => {
    const { path, endsAt } = await blocked();
    service.clock.now = new Date(endsAt.getTime() - 1);
    await service.work();
    expect(await stateOf(path)).toEqual({ state: 'blocked', link: 'sealed' });
    service.clock.now = endsAt;
    await service.work();
    await expectNeverUnsealed(path);
  });

  it('a blocked one is not retried', async () => {
    const { path, endsAt } = await blocked();
    service.clock.now = new Date(endsAt.getTime() + 30 * HOUR_MS);
    const refused = await practice.send('POST', `${path}/retry`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'INVALID_TRANSITION' } });
    await service.work();
    await expectNeverUnsealed(path);
  });

  it('one that was moved meanwhile is left to its new time', async () => {
    const { path, endsAt } = await blocked();
    days += 1;
    const { startsAt, endsAt: later, timeZone } = sessionBody(setup, days);
    const moved = await practice.send('PATCH', path, {
      body: { startsAt, endsAt: later, timeZone },
      headers: { 'if-match': String((await practice.send('GET', path)).headers['etag']) },
    });
    expect(moved.status, moved.text).toBe(202);
    service.clock.now = endsAt;
    await service.work();
    expect(await stateOf(path)).toEqual({ state: 'scheduled', link: 'unsealed' });
  });

  it('one that people are in is closed by nobody, and unseals again', async () => {
    service.clock.now = start;
    const { path, endsAt } = await book();
    await service.work();
    await service.application.database.inOrganisation(practice.organisationId, async (transaction) => {
      const id = path.split('/').at(-1) ?? '';
      const happen = async (event: SessionEvent) => {
        const session = await transaction.sessions.findForUpdate(id);
        if (session === undefined) throw new Error('the session is gone');
        return transaction.sessions.update({ ...session, ...transition(session, event) });
      };
      await happen({ type: 'front-door-opened' });
      await happen({ type: 'host-started' });
      const reason = {
        control: 'entry.passcode.v1' as const,
        verdict: 'unknown' as const,
        why: '',
        closes: [],
      };
      const sealed = await happen({ type: 'judged', reasons: [reason] });
      await recordIntent(service.application, transaction, sealed, 'settle');
    });
    service.clock.now = endsAt;
    await service.work();
    expect(await stateOf(path)).toEqual({ state: 'live', link: 'unsealed' });
  });
});
