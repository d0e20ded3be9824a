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
