import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getAssurance } from '../../src/application/assurance.ts';
import { revealLink } from '../../src/application/reveal-link.ts';
import { createClient } from '../../src/application/clients.ts';
import { createConnection } from '../../src/application/connections.ts';
import { createHost } from '../../src/application/hosts.ts';
import { createPolicy } from '../../src/application/policies.ts';
import {
  cancelSession,
  createSession,
  getSession,
  rescheduleSession,
} from '../../src/application/sessions.ts';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import { providers } from '../../src/providers/registry.ts';
import { createZoomSandbox } from '../../src/sandbox/zoom/sandbox.ts';
import { createTestApplication, type TestApplication } from '../support/application.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const account = 'test-account';

let sandbox: FastifyInstance;
let origin: string;
let test: TestApplication;
let clientId: string;
let connectionId: string;
let hostId: string;

beforeAll(async () => {
  sandbox = createZoomSandbox();
  origin = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  test = await createTestApplication(providers, { vendorOrigins: [origin] });
  await setUpAccount();
  const { application, caller } = test;
  const connection = await createConnection(application, caller, {
    externalRef: null,
    platform: 'zoom',
    name: 'Zoom',
    clientId: null,
    settings: { authUrl: origin, apiUrl: `${origin}/v2` },
    credentials: { accountId: account, clientId: 'id', clientSecret: 'made-for-this-test' },
  });
  connectionId = connection.id;
  const { head } = await createPolicy(application, caller, {
    externalRef: null,
    name: 'P',
    body: confidentialSession,
  });
  const identities = [
    { connectionId: connection.id, kind: 'organiser' as const, vendorUser: 'coach@practice.example' },
  ];
  hostId = (
    await createHost(application, caller, { externalRef: null, name: 'Coach A', email: null, identities })
  ).id;
  const approved = [
    {
      platform: 'zoom',
      connectionId: connection.id,
      hosting: 'practice' as const,
      backing: null,
      sponsor: null,
    },
  ];
  const overlay = { controls: {}, overrides: [] };
  const client = { externalRef: null, name: 'Client A', policyId: head.id, approved, overlay, waivers: [] };
  clientId = (await createClient(application, caller, client)).id;
});

afterAll(async () => {
  await test.close();
  await sandbox.close();
});

beforeEach(async () => {
  await admin('DELETE', '/_sandbox/misbehaviours');
  await admin('DELETE', '/_sandbox/requests');
});

const admin = async (method: 'PUT' | 'POST' | 'DELETE' | 'GET', url: string, payload?: object) => {
  const answer = await sandbox.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return answer.body === '' ? undefined : answer.json<unknown>();
};

const setUpAccount = (security: object = {}) =>
  admin('PUT', `/_sandbox/accounts/${account}`, {
    clientId: 'id',
    clientSecret: 'made-for-this-test',
    writesPerDay: 100_000,
    // What a dropped field falls back to.
    settings: { meeting_security: { waiting_room: false, ...security } },
    users: [{ email: 'coach@practice.example' }],
  });

const misbehave = (rule: object) => admin('POST', '/_sandbox/misbehaviours', { account, ...rule });

let slots = 1;
const request = () => {
  const startsAt = new Date(test.clock.now.getTime() + (slots += 3) * HOUR_MS);
  return {
    externalRef: null,
    clientId,
    hostId,
    platform: null,
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + HOUR_MS).toISOString(),
    timeZone: 'Australia/Sydney',
  };
};

const create = () => createSession(test.application, test.caller, request());
const state = async (id: string) => {
  const { state, link, reasons } = await getSession(test.application, test.caller, id);
  return { state, link, controls: reasons.map(({ control }) => control) };
};

describe('a session on Zoom', () => {
  it('is sealed until its meeting has been read back, then unsealed', async () => {
    const session = await create();
    expect(session).toMatchObject({ state: 'provisioning', link: 'sealed' });
    await expect(revealLink(test.application, test.caller, session.id)).rejects.toMatchObject({
      code: 'LINK_SEALED',
    });
    await test.runJobs();
    expect(await state(session.id)).toEqual({ state: 'scheduled', link: 'unsealed', controls: [] });
    const { joinUrl, passcode, takenOver } = await revealLink(test.application, test.caller, session.id);
    expect(joinUrl).toMatch(/^https:\/\/zoom\.us\/j\//);
    expect(takenOver.length).toBeGreaterThan(0);
    const [meeting] = (await admin('GET', '/_sandbox/meetings')) as { stored: { password: string } }[];
    expect(passcode).toEqual({ value: meeting?.stored.password, checkedBy: 'platform' });
  });

  it('has the link with the passcode that Zoom gives, also after the account’s rule made another passcode', async () => {
    const session = await create();
    const links = async () => {
      await test.runJobs();
      const kept = await test.application.database.inOrganisation(
        test.caller.organisationId,
        async ({ meetings }) => (await meetings.findActive(session.id))?.joinUrlWithPasscode,
      );
      const { passcode } = await revealLink(test.application, test.caller, session.id);
      return { kept, passcode: passcode?.value };
    };
    const before = await links();
    expect(before.kept).toMatch(/\?pwd=/);
    await setUpAccount({ meeting_password_requirement: { have_special_character: true } });
    const [startsAt, endsAt] = [5_000, 5_001].map((hours) =>
      new Date(test.clock.now.getTime() + hours * HOUR_MS).toISOString(),
    );
    const change = { startsAt: startsAt ?? '', endsAt: endsAt ?? '', timeZone: 'Australia/Sydney' };
    await rescheduleSession(test.application, test.caller, session.id, change, undefined);
    const after = await links();
    await setUpAccount();
    expect(after.passcode).not.toBe(before.passcode);
    expect(after.kept).toMatch(/\?pwd=/);
    expect(after.kept).not.toBe(before.kept);
  });

  it('is repaired once where the platform drops a field on the first write', async () => {
    await misbehave({ kind: 'drop', field: 'settings.waiting_room', times: 1 });
    const session = await create();
    await test.runJobs();
    expect(await state(session.id)).toMatchObject({ state: 'scheduled', link: 'unsealed' });
  });

  it('is blocked and sealed where the platform always drops a must', async () => {
    await misbehave({ kind: 'drop', field: 'settings.waiting_room' });
    const session = await create();
    await test.runJobs();
    const after = await state(session.id);
    expect(after).toMatchObject({ state: 'blocked', link: 'sealed' });
    expect(after.controls).toContain('entry.waiting-room.v1');
    await expect(revealLink(test.application, test.caller, session.id)).rejects.toMatchObject({
      code: 'LINK_SEALED',
    });
  });

  it('waits for a vendor that is away and then completes by itself', async () => {
    const session = await create();
    await misbehave({ kind: 'unavailable', times: 2 });
    await test.runJobs();
    expect(await state(session.id)).toMatchObject({ state: 'provisioning', link: 'sealed' });
    while (test.jobs.length > 0) await test.runNextJob();
    expect(await state(session.id)).toMatchObject({ state: 'scheduled', link: 'unsealed' });
  });

  it('adopts the meeting of a create whose answer was lost, and makes no second one', async () => {
    await misbehave({ kind: 'lose-response', operation: 'meeting.create', times: 1 });
    const before = ((await admin('GET', '/_sandbox/meetings')) as unknown[]).length;
    const session = await create();
    while (test.jobs.length > 0) await test.runNextJob();
    expect(await state(session.id)).toMatchObject({ state: 'scheduled', link: 'unsealed' });
    expect(((await admin('GET', '/_sandbox/meetings')) as unknown[]).length).toBe(before + 1);
  });

  it('is moved in place and sealed meanwhile', async () => {
    const session = await create();
    await test.runJobs();
    const { startsAt, endsAt, timeZone } = request();
    const moved = await rescheduleSession(
      test.application,
      test.caller,
      session.id,
      { startsAt, endsAt, timeZone },
      undefined,
    );
    expect(moved).toMatchObject({ state: 'revising', link: 'sealed' });
    await test.runJobs();
    expect(await state(session.id)).toMatchObject({ state: 'scheduled', link: 'unsealed' });
    const log = (await admin('GET', '/_sandbox/requests')) as { operation: string }[];
    expect(log.filter(({ operation }) => operation === 'meeting.create')).toHaveLength(1);
  });

  it('stays sealed where the platform does not keep the new time', async () => {
    const session = await create();
    await test.runJobs();
    await misbehave({ kind: 'drop', field: 'start_time' });
    const { startsAt, endsAt, timeZone } = request();
    const change = { startsAt, endsAt, timeZone };
    await rescheduleSession(test.application, test.caller, session.id, change, undefined);
    await test.runJobs();
    expect(await state(session.id)).toEqual({
      state: 'blocked',
      link: 'sealed',
      controls: ['entry.unique-meeting.v1'],
    });
  });

  it('is retired at the vendor when it is cancelled', async () => {
    const session = await create();
    await test.runJobs();
    await cancelSession(test.application, test.caller, session.id, undefined);
    await test.runJobs();
    const log = (await admin('GET', '/_sandbox/requests')) as { operation: string; status: number }[];
    expect(log.filter(({ operation }) => operation === 'meeting.delete')).toMatchObject([{ status: 204 }]);
    expect(await state(session.id)).toMatchObject({ state: 'cancelled', link: 'sealed' });
  });

  it('judges every control of the policy, and calls nothing met that was not read', async () => {
    const session = await create();
    await test.runJobs();
    const { verdicts, plan } = await getAssurance(test.application, test.caller, session.id);
    expect(verdicts.map(({ control }) => control)).toEqual(Object.keys(confidentialSession.controls));
    expect(verdicts.filter(({ verdict, evidence }) => verdict === 'met' && evidence === 'none')).toEqual([]);
    expect(plan.gaps).toEqual([]);
  });

  it('writes what was read of the account anew where it says something else, or is a minute old', async () => {
    const stored = async () =>
      test.database.inOrganisation(test.caller.organisationId, ({ postures }) =>
        postures.find(connectionId, 'coach@practice.example'),
      );
    const settleAfter = async (ms: number) => {
      test.clock.now = new Date(test.clock.now.getTime() + ms);
      await create();
      await test.runJobs();
      const posture = Object.entries((await stored()) ?? {});
      return posture.map(([item, { readAt }]) => `${item} ${readAt}`);
    };
    const before = await settleAfter(61 * SECOND_MS);
    expect(await settleAfter(10 * SECOND_MS)).toEqual(before);
    await admin('PUT', `/_sandbox/accounts/${account}`, {
      clientId: 'id',
      clientSecret: 'made-for-this-test',
      writesPerDay: 100_000,
      settings: { meeting_security: { waiting_room: false }, recording: { local_recording: false } },
      users: [{ email: 'coach@practice.example' }],
    });
    const changed = await settleAfter(10 * SECOND_MS);
    expect(changed).not.toEqual(before);
    const renewed = await settleAfter(61 * SECOND_MS);
    expect(renewed).not.toEqual(changed);
  });
});
