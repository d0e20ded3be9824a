import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import { COLLEAGUE, ORGANISER } from '../../conformance/meet.harness.ts';
import { coHosted, connectMeet, failureOf, type Meet } from './bench.ts';

let meet: Meet;
let plan: Plan;
beforeEach(async () => {
  meet = await connectMeet({
    defaults: { accessType: 'OPEN', attendanceReportGenerationType: 'GENERATE_REPORT' },
  });
  plan = await meet.plan();
});
afterEach(async () => meet.close());

const operations = async () => (await meet.requests()).map(({ operation }) => operation);

/** A space of the plan, as the sandbox's admin endpoints made it for somebody by hand. */
const handMade = async (owner: string) => {
  const held = (await meet.admin('POST', '/meetings', { account: 'practice', owner })) as {
    id: string;
    meetingCode: string;
  };
  return { space: `spaces/${held.id}`, meetingCode: held.meetingCode };
};

describe('a space', () => {
  it('is made with every setting, and read back as asked', async () => {
    const intent = meet.intend();
    const { ref, joinUrl, possibleStray } = await meet.client.provision(plan, intent);
    expect(await meet.notMet(ref, plan, intent)).toEqual([]);
    expect(joinUrl).toBe((await meet.spaceOf(ref)).meetingUri);
    expect(possibleStray).toBe(false);
    expect(await operations()).not.toContain('space.update');
    await expect(meet.does(ref, { action: 'knock', person: { name: 'Guest' } })).resolves.toMatchObject({
      outcome: 'waiting',
    });
  });

  it('has its link where its account leads people', async () => {
    await meet.setUp({ joinOrigin: 'http://127.0.0.1:4012' });
    const { joinUrl } = await meet.client.provision(plan, meet.intend());
    expect(joinUrl).toMatch(/^http:\/\/127\.0\.0\.1:4012\/[a-z-]+$/);
  });

  it('that was made otherwise than asked is changed at once', async () => {
    await meet.misbehave({ kind: 'inherit', operation: 'space.create', field: 'config.accessType' });
    const intent = meet.intend();
    const { ref } = await meet.client.provision(plan, intent);
    expect(await operations()).toContain('space.update');
    expect(await meet.notMet(ref, plan, intent)).toEqual([]);
  });

  it('is not lost where changing it fails: observing sees what is missing', async () => {
    await meet.misbehave({ kind: 'inherit', operation: 'space.create', field: 'config.accessType' });
    await meet.misbehave({ kind: 'unavailable', operation: 'space.update', times: 1 });
    const intent = meet.intend();
    const { ref } = await meet.client.provision(plan, intent);
    expect(await meet.notMet(ref, plan, intent)).toContain('entry.waiting-room.v1 unmet');
    await meet.client.revise(ref, plan, intent);
    expect(await meet.notMet(ref, plan, intent)).toEqual([]);
  });

  it('whose answer was lost is a possible stray, restricted, and another one is made', async () => {
    await meet.misbehave({ kind: 'lose-response', operation: 'space.create', times: 1 });
    const intent = meet.intend();
    expect((await failureOf(meet.client.provision(plan, intent))).code).toBe('OUTCOME_UNKNOWN');
    const { possibleStray } = await meet.client.provision(plan, { ...intent, lookFirst: true });
    expect(possibleStray).toBe(true);
    const spaces = await meet.spaces();
    expect(spaces.map(({ stored }) => stored['config'])).toEqual([
      expect.objectContaining({ accessType: 'RESTRICTED', moderation: 'ON' }),
      expect.objectContaining({ accessType: 'RESTRICTED', moderation: 'ON' }),
    ]);
    expect(await meet.client.findStrays(intent, { from: '', to: '' })).toBeUndefined();
  });

  it('changed by hand is seen and brought back', async () => {
    const intent = meet.intend();
    const { ref } = await meet.client.provision(plan, intent);
    await meet.changes(ref, { moderation: 'OFF' });
    expect(await meet.notMet(ref, plan, intent)).toEqual(
      expect.arrayContaining(['entry.admitters.v1 unmet', 'confidentiality.recording-manual.v1 unmet']),
    );
    await meet.client.revise(ref, plan, intent);
    expect(await meet.notMet(ref, plan, intent)).toEqual([]);
  });

  it('is taken for another one where its code is not the one of the link', async () => {
    const intent = meet.intend();
    const { ref } = await meet.client.provision(plan, intent);
    const lapsed = { ...ref, meetingCode: 'aaa-bbbb-ccc' };
    expect(await meet.notMet(lapsed, plan, intent)).toEqual(['entry.unique-meeting.v1 unmet']);
  });

  it('that is not there is NOT_FOUND', async () => {
    const intent = meet.intend();
    const gone = { space: 'spaces/AAAAAAAAAAAA', meetingCode: 'aaa-bbbb-ccc' };
    expect((await failureOf(meet.client.observe(gone, plan, intent))).code).toBe('NOT_FOUND');
    expect((await failureOf(meet.client.revise(gone, plan, intent))).code).toBe('NOT_FOUND');
    await expect(meet.client.retire(gone, intent)).resolves.toBeUndefined();
  });

  it('of somebody else is told apart from one that is not there, and shows no settings', async () => {
    const foreign = await handMade(COLLEAGUE);
    const intent = meet.intend();
    expect((await failureOf(meet.client.revise(foreign, plan, intent))).code).toBe('AUTH_FAILED');
    expect((await failureOf(meet.client.retire(foreign, intent))).code).toBe('AUTH_FAILED');
    expect(await meet.notMet(foreign, plan, intent)).toContain('entry.waiting-room.v1 unknown');
  });

  it('that this app did not make has members that cannot be known', async () => {
    const intent = meet.intend();
    const byHand = await handMade(ORGANISER);
    const { items } = await meet.client.observe(byHand, plan, intent);
    expect(items['members.others']).toHaveProperty('unknown');
    expect(items['space.config.accessType']).toEqual({ value: 'OPEN' });
  });
});

describe('a co-host', () => {
  beforeEach(async () => {
    plan = await meet.plan(coHosted);
  });

  it('is the coach and the only member, and is not named in what is observed', async () => {
    const intent = meet.intend();
    const { ref } = await meet.client.provision(plan, intent);
    expect(await meet.notMet(ref, plan, intent)).toEqual([]);
    const observation = await meet.client.observe(ref, plan, intent);
    expect(observation.items['member.email']).toEqual({ value: { $slot: 'coach' } });
    expect(JSON.stringify(observation)).not.toContain(COLLEAGUE);
    const coach = { email: COLLEAGUE };
    await expect(meet.does(ref, { action: 'start', person: coach })).resolves.toMatchObject({
      outcome: 'in',
    });
    const guest = { name: 'Guest' };
    await meet.does(ref, { action: 'knock', person: guest });
    await expect(meet.does(ref, { action: 'admit', person: guest, by: coach })).resolves.toMatchObject({
      outcome: 'in',
    });
  });

  it('who is missing, or is no co-host, is unmet and is put right', async () => {
    await meet.misbehave({ kind: 'drop', operation: 'member.create', field: 'role', times: 1 });
    const intent = meet.intend();
    const { ref } = await meet.client.provision(plan, intent);
    expect(await meet.notMet(ref, plan, intent)).toEqual(['entry.admitters.v1 unmet']);
    await meet.client.revise(ref, plan, intent);
    expect(await meet.notMet(ref, plan, intent)).toEqual([]);

    const alone = await meet.plan();
    await meet.client.revise(ref, alone, intent);
    expect((await meet.spaceOf(ref)).members).toEqual([]);
    expect(await meet.notMet(ref, plan, intent)).toEqual(['entry.admitters.v1 unmet']);
    await meet.client.revise(ref, plan, intent);
    expect(await meet.notMet(ref, plan, intent)).toEqual([]);
  });

  it('is asked for again where adding it was refused', async () => {
    await meet.misbehave({ kind: 'unavailable', operation: 'member.create', times: 1 });
    const intent = meet.intend();
    const { ref } = await meet.client.provision(plan, intent);
    expect(await meet.notMet(ref, plan, intent)).toEqual(['entry.admitters.v1 unmet']);
  });

  it('replaces a coach who no longer takes the session', async () => {
    const before = meet.intend({ slots: { coach: 'earlier@practice.example' } });
    const { ref } = await meet.client.provision(plan, before);
    const intent = meet.intend();
    expect(await meet.notMet(ref, plan, intent)).toEqual(
      expect.arrayContaining(['entry.waiting-room.v1 unmet', 'entry.admitters.v1 unmet']),
    );
    await meet.client.revise(ref, plan, intent);
    expect(await meet.notMet(ref, plan, intent)).toEqual([]);
  });
});

describe('closing a space', () => {
  it('restricts it, removes its members and ends what runs in it, and again', async () => {
    const coHostedPlan = await meet.plan(coHosted);
    const intent = meet.intend();
    const { ref } = await meet.client.provision(coHostedPlan, intent);
    await meet.does(ref, { action: 'start' });
    await meet.changes(ref, { accessType: 'OPEN', moderation: 'OFF' });
    await meet.client.retire(ref, intent);
    const space = await meet.spaceOf(ref);
    expect(space.stored['config']).toMatchObject({ accessType: 'RESTRICTED', moderation: 'ON' });
    expect(space.members).toEqual([]);
    expect(space.live).toBe(false);
    await expect(meet.client.retire(ref, intent)).resolves.toBeUndefined();
  });

  it('restricts before it ends, so that nobody comes back by the link', async () => {
    const intent = meet.intend();
    const { ref } = await meet.client.provision(plan, intent);
    await meet.admin('DELETE', '/requests');
    await meet.client.retire(ref, intent);
    const writes = (await operations()).filter((operation) =>
      ['space.update', 'space.end'].includes(operation),
    );
    expect(writes).toEqual(['space.update', 'space.end']);
  });
});

describe('a host', () => {
  it.each([
    ['the owner', null, ORGANISER],
    ['a co-host', COLLEAGUE, COLLEAGUE],
  ])('begins by the space’s bare address, in the account of %s', async (_case, coach, account) => {
    const { ref, joinUrl } = await meet.client.provision(plan, meet.intend());
    const start = await meet.client.hostLink?.(ref, { organiser: ORGANISER, coach });
    expect(start).toMatchObject({ link: joinUrl, account, madeHostBy: 'account' });
    expect(start?.says).toContain(account);
  });
});

describe('in a running session', () => {
  it('endNow ends it for everyone, also where its answer is lost, and where none runs', async () => {
    const intent = meet.intend();
    const { ref } = await meet.client.provision(plan, intent);
    await meet.client.endNow?.(ref, intent);
    await meet.does(ref, { action: 'start' });
    await meet.misbehave({ kind: 'lose-response', operation: 'space.end', times: 1 });
    await meet.client.endNow?.(ref, intent);
    expect((await meet.spaceOf(ref)).live).toBe(false);
  });

  it('endNow does not call it ended while it runs', async () => {
    const intent = meet.intend();
    const { ref } = await meet.client.provision(plan, intent);
    await meet.does(ref, { action: 'start' });
    await meet.misbehave({ kind: 'unavailable', operation: 'space.end', times: 1 });
    const error = await failureOf(meet.client.endNow?.(ref, intent) ?? Promise.resolve());
    expect(error.code).toBe('UNAVAILABLE');
  });

  it('listArtifacts finds recordings, transcripts and notes of every conference in the space', async () => {
    const intent = meet.intend();
    const { ref } = await meet.client.provision(plan, intent);
    expect(await meet.client.listArtifacts?.(ref, intent)).toEqual([]);
    await meet.does(ref, { action: 'start' });
    await meet.does(ref, { action: 'record-start' });
    await meet.does(ref, { action: 'record-start', artifact: 'transcript' });
    await meet.does(ref, { action: 'end' });
    await meet.does(ref, { action: 'start' });
    await meet.does(ref, { action: 'record-start', artifact: 'smartNote' });
    const found = (await meet.client.listArtifacts?.(ref, intent)) ?? [];
    expect(found.map(({ kind }) => kind).toSorted()).toEqual(['recording', 'summary', 'transcript']);
    expect(found.every(({ createdAt }) => createdAt === meet.clock.now.toISOString())).toBe(true);
  });
});
