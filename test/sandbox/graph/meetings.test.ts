import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/shared/paths.ts';
import { COACH, createTenant, findUrl, MEETINGS, standalone, textOf, UPN } from './tenant.ts';

const PREFER = { prefer: 'include-unknown-enum-members' };
const lobby = (scope: string) => ({ lobbyBypassSettings: { scope } });

describe('creating an online meeting', () => {
  it('keeps what was sent and fills the rest with the tenant’s defaults', async () => {
    const { graph } = await createTenant({ meetingDefaults: { allowMeetingChat: 'limited' } });
    const { status, body } = await graph('POST', MEETINGS, standalone({ allowRecording: false }));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      subject: 'Session 1',
      allowRecording: false,
      allowMeetingChat: 'limited',
      lobbyBypassSettings: { scope: 'organization', isDialInBypassEnabled: false },
      participants: { attendees: [], organizer: { upn: UPN } },
    });
    expect(await graph('GET', `${MEETINGS}/${textOf(body, 'id')}`)).toMatchObject({ status: 200, body });
  });

  it('ignores unknown and read-only properties, as an open type does', async () => {
    const { graph } = await createTenant();
    const sent = standalone({ lobbyBypassSetings: { scope: 'organizer' }, id: 'mine', joinWebUrl: 'mine' });
    const { status, body } = await graph('POST', MEETINGS, sent);
    expect(status).toBe(201);
    expect(body).not.toHaveProperty('lobbyBypassSetings');
    expect([body.id, body.joinWebUrl]).not.toContain('mine');
  });

  it.each([
    ['an empty enum value', { allowMeetingChat: '' }],
    ['the value that stands for unknown ones', lobby('unknownFutureValue')],
    ['a wrong type', { allowRecording: 'no' }],
    ['no subject', { subject: null }],
    ['an end before the start', { endDateTime: '2026-10-06T08:00:00Z' }],
  ])('refuses %s', async (_what, change) => {
    const { graph } = await createTenant();
    const answer = await graph('POST', MEETINGS, standalone(change));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
  });

  it('makes a second meeting for the same externalId: only createOrGet knows it again', async () => {
    const { graph } = await createTenant();
    const sent = standalone({ externalId: 'ref-1' });
    const first = await graph('POST', MEETINGS, sent);
    const second = await graph('POST', MEETINGS, sent);
    expect(second.body.id).not.toBe(first.body.id);
  });
});

describe('createOrGet', () => {
  it('creates once by externalId, and takes no options', async () => {
    const { graph } = await createTenant();
    const sent = { ...standalone(lobby('organizer')), externalId: 'ref-1' };
    const first = await graph('POST', `${MEETINGS}/createOrGet`, sent);
    const second = await graph('POST', `${MEETINGS}/createOrGet`, { ...sent, subject: 'Other' });
    expect(first).toMatchObject({ status: 201, body: { externalId: 'ref-1', ...lobby('organization') } });
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
  });
});

describe('finding a meeting by its join address', () => {
  it('matches only when the address is encoded exactly once', async () => {
    const { graph } = await createTenant();
    const { body } = await graph('POST', MEETINGS, standalone());
    const address = textOf(body, 'joinWebUrl');
    const matches = [];
    for (const encodings of [0, 1, 2]) {
      const found = await graph('GET', findUrl(address, encodings));
      matches.push(found.status === 200 ? (found.body.value as JsonObject[]).length : found.status);
    }
    // Encoded twice, the text is no filter any more; with the address alone encoded twice it is one without a match.
    expect(matches).toEqual([0, 1, 400]);
    const twice = findUrl(encodeURIComponent(address));
    expect((await graph('GET', twice)).body).toEqual({ value: [] });
  });

  it('needs a filter it knows', async () => {
    const { graph } = await createTenant();
    expect((await graph('GET', MEETINGS)).status).toBe(400);
    expect((await graph('GET', `${MEETINGS}?$filter=subject%20eq%20'Session%201'`)).status).toBe(400);
  });
});

describe('reading a meeting', () => {
  it('hides the late lobby scopes unless the caller prefers to see them', async () => {
    const { graph } = await createTenant();
    const { body } = await graph('POST', MEETINGS, standalone(lobby('invited')), PREFER);
    const url = `${MEETINGS}/${textOf(body, 'id')}`;
    expect(body).toMatchObject(lobby('invited'));
    expect((await graph('GET', url)).body).toMatchObject(lobby('unknownFutureValue'));
    expect((await graph('GET', url, undefined, PREFER)).body).toMatchObject(lobby('invited'));
  });

  it('leaves out what the account is told to hide', async () => {
    const { graph } = await createTenant({ unreadable: ['allowRecording'] });
    const { body } = await graph('POST', MEETINGS, standalone());
    expect(body).not.toHaveProperty('allowRecording');
  });

  it('answers 404 after sixty days, and an update starts them again', async () => {
    const { graph, clock } = await createTenant({ tokenLifetimeSeconds: 100_000_000 });
    const { body } = await graph('POST', MEETINGS, standalone());
    const url = `${MEETINGS}/${textOf(body, 'id')}`;
    clock.now = new Date('2026-12-01T00:00:00Z');
    expect((await graph('PATCH', url, { allowRecording: false })).status).toBe(200);
    clock.now = new Date('2027-01-15T00:00:00Z');
    expect((await graph('GET', url)).status).toBe(200);
    clock.now = new Date('2027-02-15T00:00:00Z');
    expect((await graph('GET', url)).status).toBe(404);
  });
});

describe('updating a meeting', () => {
  it('changes what is documented, refuses what cannot change and ignores the rest', async () => {
    const { graph } = await createTenant();
    const { body } = await graph('POST', MEETINGS, standalone());
    const url = `${MEETINGS}/${textOf(body, 'id')}`;
    const changes = { ...lobby('organizer'), allowParticipantsToChangeName: true };
    expect((await graph('PATCH', url, changes)).body).toMatchObject({
      lobbyBypassSettings: { scope: 'organizer', isDialInBypassEnabled: false },
      allowParticipantsToChangeName: false,
    });
    const passcode = { joinMeetingIdSettings: { isPasscodeRequired: false } };
    expect((await graph('PATCH', url, passcode)).status).toBe(400);
  });

  it('gives way to a label or template', async () => {
    const { graph } = await createTenant({
      locks: { 'lobbyBypassSettings.scope': 'organization', allowMeetingChat: 'enabled' },
      sensitivityLabelId: 'b2d6f4aa-1111-4222-8333-444455556666',
    });
    const { body } = await graph('POST', MEETINGS, standalone(lobby('organizer')));
    const url = `${MEETINGS}/${textOf(body, 'id')}`;
    const updated = await graph('PATCH', url, { ...lobby('organizer'), allowMeetingChat: 'limited' });
    expect(updated).toMatchObject({
      status: 200,
      body: { ...lobby('organization'), allowMeetingChat: 'enabled' },
    });
    expect(updated.body).toHaveProperty('sensitivityLabelAssignment.sensitivityLabelId');
  });

  it('holds back until after the call what does not reach a running one', async () => {
    const { graph, admin } = await createTenant();
    const { body } = await graph('POST', MEETINGS, standalone());
    const id = textOf(body, 'id');
    const really = async () =>
      ((await admin('GET', '/meetings')).body as unknown as JsonObject[])[0]?.effective;
    await admin('POST', `/meetings/${id}/people`, { action: 'start' });
    await graph('PATCH', `${MEETINGS}/${id}`, { allowBreakoutRooms: false, allowRecording: false });
    expect(await really()).toMatchObject({ allowBreakoutRooms: true, allowRecording: false });
    await admin('POST', `/meetings/${id}/people`, { action: 'end' });
    expect(await really()).toMatchObject({ allowBreakoutRooms: false, allowRecording: false });
  });
});

describe('deleting a meeting', () => {
  it('answers 204, then 404', async () => {
    const { graph } = await createTenant();
    const { body } = await graph('POST', MEETINGS, standalone());
    const url = `${MEETINGS}/${textOf(body, 'id')}`;
    expect((await graph('DELETE', url)).status).toBe(204);
    expect((await graph('DELETE', url)).status).toBe(404);
  });
});

describe('who may', () => {
  it('names the missing app role', async () => {
    const { graph } = await createTenant({ roles: ['User.Read.All'] });
    const { status, body } = await graph('POST', MEETINGS, standalone());
    expect(status).toBe(403);
    const { code, message } = body.error as { code: string; message: string };
    expect(code).toBe('Forbidden');
    expect(message).toContain('OnlineMeetings.ReadWrite.All');
  });

  it('refuses a user without an application access policy', async () => {
    const { graph, configure } = await createTenant({}, { applicationAccessPolicy: false });
    const refused = await graph('POST', MEETINGS, standalone());
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'Forbidden' } } });
    expect((refused.body.error as JsonObject).message).toContain('No application access policy found');
    await configure();
    expect((await graph('POST', MEETINGS, standalone())).status).toBe(201);
  });

  it('answers a principal name in place of the object id with a misleading 404', async () => {
    const { graph } = await createTenant();
    const answer = await graph('POST', MEETINGS.replace(COACH, UPN), standalone());
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'UnknownError' } } });
  });
});
