import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/shared/paths.ts';
import { createBacked, createTenant, MEETINGS, standalone, type TestTenant, textOf } from './tenant.ts';

const guest = { id: 'g1', name: 'Guest one', kind: 'anonymous' };

async function openRoom(tenant: TestTenant, options: JsonObject = {}) {
  const { body } = await tenant.graph('POST', MEETINGS, standalone(options));
  return room(tenant, textOf(body, 'id'));
}

function room(tenant: TestTenant, id: string) {
  const act = async (action: string, more: JsonObject = {}) => {
    const answer = await tenant.admin('POST', `/meetings/${id}/people`, { action, ...more });
    return answer.body.outcome;
  };
  const list = async (what: string) =>
    (await tenant.graph('GET', `${MEETINGS}/${id}/${what}`)).body.value as JsonObject[];
  return { id, act, list };
}

const lobby = (scope: string, isDialInBypassEnabled = false) => ({
  lobbyBypassSettings: { scope, isDialInBypassEnabled },
});

describe('the lobby', () => {
  it.each([
    ['organizer', 'organization', 'waiting'],
    ['organizer', 'coorganizer', 'in'],
    ['organization', 'guest', 'in'],
    ['organization', 'federated', 'waiting'],
    ['organizationExcludingGuests', 'guest', 'waiting'],
    ['organizationAndFederated', 'federated', 'in'],
    ['organizationAndFederated', 'anonymous', 'waiting'],
    ['everyone', 'anonymous', 'in'],
    ['everyone', 'dial-in', 'waiting'],
  ])('with scope %s: %s is %s', async (scope, kind, outcome) => {
    const { act } = await openRoom(await createTenant(), lobby(scope));
    await act('start');
    expect(await act('knock', { person: { ...guest, kind } })).toBe(outcome);
  });

  it('lets callers past it only by their own option', async () => {
    const { act } = await openRoom(await createTenant(), lobby('organizer', true));
    await act('start');
    expect(await act('join', { person: { ...guest, kind: 'dial-in' } })).toBe('in');
  });

  it('holds people without an account until somebody has started the meeting', async () => {
    const { act } = await openRoom(await createTenant(), lobby('everyone'));
    expect(await act('knock', { person: guest })).toBe('waiting');
    await act('start');
    expect(await act('leave', { person: { id: 'g1' } })).toBe('left');
    expect(await act('knock', { person: guest })).toBe('in');
  });

  it('is left by admission, from those who may', async () => {
    const options = { ...lobby('organizer'), allowedLobbyAdmitters: 'organizerAndCoOrganizers' };
    const { act } = await openRoom(await createTenant(), options);
    await act('start');
    await act('knock', { person: guest });
    await act('knock', { person: { ...guest, id: 'g2' } });
    expect(await act('admit', { person: { id: 'g1' } })).toBe('in');
    expect(await act('admit', { person: { id: 'g2' }, by: 'g1' })).toBe('refused');
  });

  it('is opened by presenters where they may, and everyone is one by default', async () => {
    const { act } = await openRoom(await createTenant(), lobby('organizer'));
    await act('start');
    await act('knock', { person: guest });
    await act('knock', { person: { ...guest, id: 'g2' } });
    await act('admit', { person: { id: 'g1' } });
    expect(await act('admit', { person: { id: 'g2' }, by: 'g1' })).toBe('in');
  });

  it('is not reached by anonymous people where the policy keeps them out', async () => {
    const policy = { AllowAnonymousUsersToJoinMeeting: false };
    const { act } = await openRoom(await createTenant({ globalMeetingPolicy: policy }));
    expect(await act('knock', { person: guest })).toBe('refused');
  });

  it('follows a change made in the Teams client', async () => {
    const tenant = await createTenant();
    const { act, id } = await openRoom(tenant, lobby('organizer'));
    await act('start');
    await tenant.admin('POST', `/meetings/${id}/settings`, lobby('everyone'));
    expect(await act('knock', { person: guest })).toBe('in');
    const { body } = await tenant.graph('GET', `${MEETINGS}/${id}`);
    expect(body).toMatchObject(lobby('everyone'));
  });
});

describe('recordings and transcripts', () => {
  it('are listed for meetings of a calendar event', async () => {
    const tenant = await createTenant();
    const { act, list } = room(tenant, textOf((await createBacked(tenant)).meeting, 'id'));
    await act('start');
    expect(await act('record-start')).toBe('done');
    expect(await act('transcribe-start')).toBe('done');
    expect(await act('record-stop')).toBe('done');
    await act('end');
    expect(await list('recordings')).toHaveLength(1);
    expect(await list('transcripts')).toHaveLength(1);
  });

  it('cannot be listed for a standalone meeting', async () => {
    const tenant = await createTenant();
    const { id } = await openRoom(tenant);
    for (const what of ['recordings', 'transcripts']) {
      const answer = await tenant.graph('GET', `${MEETINGS}/${id}/${what}`);
      expect(answer.status).toBe(400);
      expect((answer.body.error as JsonObject).message).toContain('calendar backed');
    }
  });

  it('appear only after the tenant’s lag', async () => {
    const tenant = await createTenant({ artifactLagMinutes: 30 });
    const { act, list } = room(tenant, textOf((await createBacked(tenant)).meeting, 'id'));
    await act('start');
    await act('record-start');
    await act('end');
    expect(await list('recordings')).toEqual([]);
    tenant.clock.now = new Date(tenant.clock.now.getTime() + 30 * 60_000);
    expect(await list('recordings')).toHaveLength(1);
  });

  it('cannot start where the meeting or the policy forbids them', async () => {
    const forbidden = await openRoom(await createTenant(), { allowRecording: false });
    await forbidden.act('start');
    expect(await forbidden.act('record-start')).toBe('refused');

    const tenant = await createTenant({ globalMeetingPolicy: { AllowCloudRecording: false } });
    const { act, id } = await openRoom(tenant, { recordAutomatically: true });
    await act('start');
    expect(await act('record-start')).toBe('refused');
    // The policy acts without showing in the meeting.
    const { body } = await tenant.graph('GET', `${MEETINGS}/${id}`);
    expect(body).toMatchObject({ allowRecording: true, recordAutomatically: true });
  });

  it('start by themselves where the meeting says so', async () => {
    const tenant = await createTenant();
    const { act, id } = await openRoom(tenant, { recordAutomatically: true });
    await act('start');
    const [meeting] = (await tenant.admin('GET', '/meetings')).body as unknown as JsonObject[];
    expect(meeting).toMatchObject({ id, live: true, recording: true });
  });

  it('end where encryption end to end is in force, which needs its licence and policy', async () => {
    const outcomes = [];
    for (const config of [{}, { teamsPremium: true, endToEndEncryption: 'DisabledUserOverride' }]) {
      const { act } = await openRoom(await createTenant(config), { isEndToEndEncryptionEnabled: true });
      await act('start');
      outcomes.push(await act('record-start'));
    }
    expect(outcomes).toEqual(['done', 'refused']);
  });

  it('say so when the tenant keeps transcripts from Graph', async () => {
    const tenant = await createTenant({ transcriptAccess: false });
    const { meeting } = await createBacked(tenant);
    const answer = await tenant.graph('GET', `${MEETINGS}/${textOf(meeting, 'id')}/transcripts`);
    expect(answer).toMatchObject({
      status: 403,
      body: { error: { innerError: { code: 'GraphAccessToTranscriptsDisabled' } } },
    });
  });
});

describe('attendance reports', () => {
  it('are made unless the organiser’s policy says not to', async () => {
    const counts = [];
    const policies = [{ id: 'p1', name: 'Coaching', content: { AllowEngagementReport: 'Disabled' } }];
    for (const user of [{}, { meetingPolicyId: 'p1' }]) {
      const tenant = await createTenant({ meetingPolicies: policies }, user);
      const { act, list } = await openRoom(tenant, lobby('everyone'));
      await act('start');
      await act('join', { person: guest });
      await act('end');
      counts.push((await list('attendanceReports')).map((report) => report.totalParticipantCount));
    }
    expect(counts).toEqual([[2], []]);
  });
});
