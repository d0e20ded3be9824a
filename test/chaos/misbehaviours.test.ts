import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { getAssurance } from '../../src/application/assurance.ts';
import { revealLink } from '../../src/application/reveal-link.ts';
import { cancelSession, createSession } from '../../src/application/sessions.ts';
import type { Json } from '../../src/domain/json.ts';
import { providers } from '../../src/providers/registry.ts';
import { readPath, type JsonObject } from '../../src/sandbox/shared/paths.ts';
import { createTestApplication, type TestApplication } from '../support/application.ts';
import { platformStarters, type Platform, type PlatformName } from '../support/platforms.ts';
import { createPractice, drain, recordedStrays, rowsOf, standing, type Practice } from './practice.ts';

const VENDOR_TIMEOUT_MS = 1_000;
const MINUTE_MS = 60_000;

/** What each platform may do wrong, and what becomes of the session's link. */
describe.each(Object.keys(platformStarters) as PlatformName[])('where %s misbehaves', (name) => {
  let platform: Platform;
  let test: TestApplication;
  let practice: Practice;
  const startAt = new Date();

  beforeAll(async () => {
    platform = await platformStarters[name](() => test?.clock.now ?? startAt);
    test = await createTestApplication(providers, { vendorOrigins: [platform.origin], startAt });
    test.application.vendorTimeoutMs = VENDOR_TIMEOUT_MS;
    practice = await createPractice(test.application, test.caller, {
      ...platform,
      settings: platform.settings(),
    });
  });
  afterAll(async () => {
    await test.close();
    await platform.close();
  });
  beforeEach(async () => {
    await platform.behave();
    // Tests do not spend one another's budgets.
    test.clock.now = new Date(test.clock.now.getTime() + MINUTE_MS);
  });

  const create = async () => {
    const { id } = await createSession(test.application, test.caller, practice.nextRequest());
    return id;
  };
  const reveal = (id: string) => revealLink(test.application, test.caller, id);

  const expectUnsealed = async (id: string) => {
    expect(await standing(test, id)).toEqual({ state: 'scheduled', link: 'unsealed', controls: [] });
    return reveal(id);
  };
  const expectSealed = async (id: string) => {
    const { controls, ...rest } = await standing(test, id);
    expect(rest).toEqual({ state: 'blocked', link: 'sealed' });
    expect(controls).toContain(platform.must.control);
    await expect(reveal(id)).rejects.toMatchObject({ code: 'LINK_SEALED' });
  };
  /** The field of the meeting that was made last, as the vendor gives it back and as it really is. */
  const lastMade = async () => {
    const made = (await platform.meetings()).at(-1);
    const at = (value: Json | undefined) => readPath(value as JsonObject, platform.must.field);
    return { stored: at(made?.stored), effective: at(made?.effective) };
  };

  describe.each(['drop', 'inherit'])('%s: a must is left out of what it stores', (kind) => {
    it('once: the meeting is repaired, then its link unseals', async () => {
      await platform.misbehave({ kind, field: platform.must.field, times: 1 });
      const id = await create();
      await drain(test);
      await expectUnsealed(id);
      expect((await lastMade()).stored).not.toBe(platform.must.loose);
    });

    it('always: the session is blocked and nothing releases its link', async () => {
      await platform.misbehave({ kind, field: platform.must.field });
      const id = await create();
      await drain(test);
      expect((await lastMade()).stored).toBe(platform.must.loose);
      await expectSealed(id);
    });
  });

  it('override: the session is blocked, and the reason names the control', async () => {
    const { field, loose } = platform.must;
    await platform.misbehave({ kind: 'override', field, value: loose });
    const id = await create();
    await drain(test);
    await expectSealed(id);
  });

  it('lie: is believed, which is the honest limit of read-back', async () => {
    const { control, field, loose } = platform.must;
    await platform.misbehave({ kind: 'lie', field, value: loose });
    const id = await create();
    await drain(test);
    await expectUnsealed(id);
    const { verdicts } = await getAssurance(test.application, test.caller, id);
    expect(verdicts.find((verdict) => verdict.control === control)).toMatchObject({
      verdict: 'met',
      evidence: 'read-back',
    });
    expect((await lastMade()).effective).toBe(loose);
  });

  /** The vendor did what it was told to do wrong. */
  const expectLostAnswer = async (operation: string) => {
    const lost = (await platform.requests()).filter(({ answered }) => !answered);
    expect(lost.map((request) => request.operation)).toEqual([operation]);
  };
  /** One more meeting than before, or each further one is written down and its link was never kept. */
  const expectNoSecondMeeting = async (id: string, before: number) => {
    const strays = (await platform.meetings()).length - before - 1;
    expect(strays).toBe(await recordedStrays(test, id));
  };

  it('lose: a meeting whose making was not answered is adopted or recorded as a possible stray', async () => {
    await platform.misbehave({ kind: 'lose-response', operation: platform.operations.create, times: 1 });
    const before = (await platform.meetings()).length;
    const id = await create();
    await test.runJobs();
    expect(await standing(test, id)).toMatchObject({ state: 'provisioning', link: 'sealed' });
    await expect(reveal(id)).rejects.toMatchObject({ code: 'LINK_SEALED' });
    await drain(test);
    await expectUnsealed(id);
    await expectLostAnswer(platform.operations.create);
    await expectNoSecondMeeting(id, before);
  });

  it('lose: an update whose answer was lost is made again, sealed meanwhile', async () => {
    const { update } = platform.operations;
    await platform.misbehave({ kind: 'drop', field: platform.must.field, times: 1 });
    await platform.misbehave({ kind: 'lose-response', operation: update, times: 1 });
    const before = (await platform.meetings()).length;
    const id = await create();
    await drain(test);
    await expectUnsealed(id);
    await expectLostAnswer(update);
    await expectNoSecondMeeting(id, before);
  });

  it('stall: a making that takes longer than a call may is looked for before another is made', async () => {
    const { create: operation } = platform.operations;
    await platform.misbehave({ kind: 'stall', operation, times: 1, delayMs: VENDOR_TIMEOUT_MS + 200 });
    const before = (await platform.meetings()).length;
    const id = await create();
    await test.runJobs();
    expect(await standing(test, id)).toMatchObject({ state: 'provisioning', link: 'sealed' });
    // The vendor finishes what nobody waits for any more.
    await vi.waitUntil(async () => (await platform.meetings()).length > before, { timeout: 10_000 });
    await drain(test);
    await expectUnsealed(id);
    await expectNoSecondMeeting(id, before);
  });

  /** What is left of a cancelled session, at a vendor that deletes nothing, is retired or written down as a possible stray. */
  const expectNothingUnknownLeft = async (id: string, before: number) => {
    expect(await standing(test, id)).toMatchObject({ state: 'cancelled', link: 'sealed' });
    const retired = await rowsOf(
      test,
      'SELECT 1 FROM meetings WHERE session_id = $1 AND retired_at IS NOT NULL',
      [id],
    );
    const left = (await platform.meetings()).length - before;
    const recorded = await recordedStrays(test, id);
    expect(left).toBeLessThanOrEqual(retired.length + recorded);
    const { cleanup } = await getAssurance(test.application, test.caller, id);
    expect(cleanup.state).toBe(recorded > 0 ? 'possible-stray' : 'none');
  };

  it.each(['lose-response', 'throttle'])(
    'cancelled after the making got no further than its first call (%s): nothing is left that nobody knows of',
    async (kind) => {
      const { create: making, update } = platform.operations;
      const operation = kind === 'throttle' ? update : making;
      await platform.misbehave({ kind, operation, times: 3 });
      const before = (await platform.meetings()).length;
      const id = await create();
      await test.runJobs();
      await platform.behave();
      await cancelSession(test.application, test.caller, id, undefined);
      await drain(test);
      await expectNothingUnknownLeft(id, before);
    },
  );

  it('throttle: the work waits as long as the vendor asks, then completes by itself', async () => {
    const { create: operation } = platform.operations;
    await platform.misbehave({ kind: 'throttle', operation, times: 1, retryAfterSeconds: 137 });
    const id = await create();
    await test.runJobs();
    expect(await standing(test, id)).toMatchObject({ state: 'provisioning', link: 'sealed' });
    expect(test.jobs.map(({ startAfter }) => startAfter)).toEqual([
      new Date(test.clock.now.getTime() + 137_000),
    ]);
    await drain(test);
    await expectUnsealed(id);
  });

  it('unavailable: the work completes by itself when the vendor is back', async () => {
    const id = await create();
    await platform.misbehave({ kind: 'unavailable', times: 3 });
    await test.runJobs();
    expect(await standing(test, id)).toMatchObject({ state: 'provisioning', link: 'sealed' });
    await drain(test);
    await expectUnsealed(id);
  });
});
