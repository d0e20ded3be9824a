import { beforeAll, describe, expect, it } from 'vitest';
import { DomainError, type ErrorCode } from '../../src/domain/errors.ts';
import { sessionBody, setUp, startService, type Practice, type Setup } from './support/practice.ts';

const service = startService();
let practice: Practice;
let setup: Setup;
let days = 10;

beforeAll(async () => {
  practice = await service.newPractice();
  setup = await setUp(practice);
});

/** Books a session on a day of its own and works on what is due, with the platform failing so or not at all. */
const booked = async (failure?: ErrorCode): Promise<string> => {
  days += 1;
  const answer = await practice.send('POST', '/v1/sessions', { body: sessionBody(setup, days) });
  await workWith(failure);
  return `/v1/sessions/${String(answer.body['id'])}`;
};
/** Works on every job that is there once. */
const workWith = async (failure?: ErrorCode) => {
  service.paper.failure = failure === undefined ? undefined : new DomainError(failure, 'As this test says.');
  await service.workOnce();
  service.paper.failure = undefined;
};
const cancel = (path: string) => practice.send('POST', `${path}/cancellation`);

describe('retiring a cancelled session’s meeting', () => {
  const callsOf = async (work: () => Promise<unknown>) => {
    const before = service.paper.calls.length;
    await work();
    return service.paper.calls.slice(before);
  };

  it('asks the platform for nothing else where every answer came', async () => {
    const path = await booked();
    await cancel(path);
    expect(await callsOf(() => workWith())).toEqual(['retire']);
  });

  it('does not begin to look because retiring itself failed', async () => {
    const path = await booked();
    await cancel(path);
    expect(await callsOf(() => workWith('UNAVAILABLE'))).toEqual(['retire']);
    expect(await callsOf(() => workWith())).toEqual(['retire']);
  });

  it('looks for what an unanswered call may have left', async () => {
    const path = await booked('OUTCOME_UNKNOWN');
    await cancel(path);
    expect(await callsOf(() => workWith())).toContain('findStrays');
  });
});

describe('what is left of a session at the platform', () => {
  const cleanupOf = async (path: string) => (await practice.send('GET', `${path}/assurance`)).body['cleanup'];
  const nothing = { state: 'none', since: null, code: null };

  it('is nothing where it was made and retired', async () => {
    const path = await booked();
    expect(await cleanupOf(path)).toEqual(nothing);
    await cancel(path);
    await workWith();
    expect(await cleanupOf(path)).toEqual(nothing);
  });

  it('is shown from the cancelling on until retiring has succeeded, with why it has not', async () => {
    const path = await booked();
    await cancel(path);
    const since = service.clock.now.toISOString();
    expect(await cleanupOf(path)).toEqual({ state: 'pending', since, code: null });
    await workWith('AUTH_FAILED');
    await workWith('AUTH_FAILED');
    expect(await cleanupOf(path)).toEqual({ state: 'pending', since, code: 'AUTH_FAILED' });
    const audit = (await practice.send('GET', '/v1/audit?limit=5')).body['items'] as { action: string }[];
    expect(audit.filter(({ action }) => action === 'meeting.left')).toMatchObject([
      { details: { code: 'AUTH_FAILED' }, resourceId: path.split('/').at(-1) },
    ]);
    await workWith();
    expect(await cleanupOf(path)).toEqual(nothing);
  });

  it('may be a stray where the last answer was lost and nothing is tried any more, until it has been looked for', async () => {
    const path = await booked('OUTCOME_UNKNOWN');
    expect(await cleanupOf(path)).toEqual(nothing);
    await workWith('AUTH_FAILED');
    expect(await cleanupOf(path)).toMatchObject({ state: 'possible-stray', code: 'AUTH_FAILED' });
    await practice.send('POST', `${path}/retry`);
    await workWith();
    expect(await cleanupOf(path)).toEqual(nothing);
  });
});
