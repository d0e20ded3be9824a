import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cancelSession, createSession } from '../../src/application/sessions.ts';
import type { Job } from '../../src/application/ports.ts';
import { providers } from '../../src/providers/registry.ts';
import { runJob } from '../support/jobs.ts';
import { createTestApplication, type TestApplication } from '../support/application.ts';
import { platformStarters, type Platform } from '../support/platforms.ts';
import { createPractice, drain, standing, type Practice } from './practice.ts';

const STALL_MS = 1_500;

/** Workers on a real database and a vendor over the wire; the order of their steps is the machine's. */
describe('workers on one intent', () => {
  let platform: Platform;
  let test: TestApplication;
  let practice: Practice;
  const startAt = new Date();

  beforeAll(async () => {
    platform = await platformStarters.zoom(() => test?.clock.now ?? startAt);
    test = await createTestApplication(providers, { vendorOrigins: [platform.origin], startAt });
    practice = await createPractice(test.application, test.caller, {
      ...platform,
      settings: platform.settings(),
    });
  });
  afterAll(async () => {
    await test.close();
    await platform.close();
  });
  beforeEach(() => platform.behave());

  const create = async (): Promise<{ id: string; job: Job }> => {
    const { id } = await createSession(test.application, test.caller, practice.nextRequest());
    const [job] = test.jobs.splice(0);
    if (job === undefined) throw new Error('no job was enqueued');
    return { id, job };
  };
  const work = (job: Job) => runJob(test.application, job);
  const made = async () =>
    (await platform.requests()).filter(({ operation }) => operation === 'meeting.create').length;

  it('make one meeting, however many there are', async () => {
    const before = (await platform.meetings()).length;
    const { id, job } = await create();
    await Promise.all([1, 2, 3, 4].map(() => work(job)));
    await drain(test);
    expect(await made()).toBe(1);
    expect((await platform.meetings()).length).toBe(before + 1);
    expect(await standing(test, id)).toMatchObject({ state: 'scheduled', link: 'unsealed' });
  });

  it('leave a job behind for the end of the lease, in case the one who holds it dies', async () => {
    const { job } = await create();
    if (job.name !== 'settle-session') throw new Error('another job was enqueued');
    const { organisationId, intentId } = job.payload;
    const leaseUntil = new Date(test.clock.now.getTime() + test.application.leaseMs);
    await test.database.inOrganisation(organisationId, ({ intents }) =>
      intents.claim(intentId, test.clock.now, leaseUntil),
    );
    await work(job);
    expect(test.jobs.map(({ payload, startAfter }) => ({ payload, startAfter }))).toEqual([
      { payload: job.payload, startAfter: leaseUntil },
    ]);
    expect(await made()).toBe(0);
    await drain(test);
    expect(await made()).toBe(1);
  });

  /** A worker whose making is at the vendor, and whose lease is over. */
  const outlived = async (job: Job): Promise<{ worker: Promise<void> }> => {
    await platform.misbehave({ kind: 'stall', operation: 'meeting.create', times: 1, delayMs: STALL_MS });
    const worker = work(job);
    await vi.waitUntil(
      async () => ((await platform.admin('GET', '/misbehaviours')) as { hits: number }[])[0]?.hits === 1,
      { timeout: 10_000 },
    );
    test.clock.now = new Date(test.clock.now.getTime() + test.application.leaseMs + 1);
    return { worker };
  };

  it('keep one meeting where one is outlived by its lease while its making is on the way', async () => {
    const before = (await platform.meetings()).length;
    const { id, job } = await create();
    const { worker } = await outlived(job);
    await work(job);
    expect(await made()).toBe(1);
    await worker;
    expect(await made()).toBe(2);
    await drain(test);
    expect(await standing(test, id)).toMatchObject({ state: 'scheduled', link: 'unsealed' });
    expect((await platform.meetings()).length).toBe(before + 1);
  });

  it('keep none where the session is cancelled while a making is on the way', async () => {
    const before = (await platform.meetings()).length;
    const { id, job } = await create();
    const { worker } = await outlived(job);
    await cancelSession(test.application, test.caller, id, undefined);
    await drain(test);
    await worker;
    await drain(test);
    expect(await made()).toBe(1);
    expect((await platform.meetings()).length).toBe(before);
    expect(await standing(test, id)).toMatchObject({ state: 'cancelled', link: 'sealed' });
  });
});
