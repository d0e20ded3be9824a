import { beforeEach, describe, expect, it } from 'vitest';
import { COLLEAGUE, createWorkspace, OWNER, STRICT, text, type Json, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});

const guest = { name: 'Guest' };
const caller = { name: 'Caller', phone: '+15550100123' };
const invited = { email: 'invited@elsewhere.example' };

const outcome = async (id: string, action: object) => (await workspace.people(id, action)).body.outcome;

describe('at the door', () => {
  it.each([
    ['OPEN', { guest: 'in', caller: 'in', colleague: 'in', invited: 'in' }],
    ['TRUSTED', { guest: 'waiting', caller: 'in', colleague: 'in', invited: 'in' }],
    ['RESTRICTED', { guest: 'waiting', caller: 'waiting', colleague: 'waiting', invited: 'in' }],
  ])('%s decides who need not knock', async (accessType, expected) => {
    const id = await workspace.space({ ...STRICT, accessType });
    await workspace.owner('POST', `/v2/spaces/${id}/members`, invited);
    await workspace.people(id, { action: 'start' });
    const knock = (person: object) => outcome(id, { action: 'knock', person });
    expect({
      guest: await knock(guest),
      caller: await knock(caller),
      colleague: await knock({ email: COLLEAGUE }),
      invited: await knock(invited),
    }).toEqual(expected);
  });

  it('the admin’s audience keeps people out who then cannot even knock', async () => {
    const id = await workspace.space({ accessType: 'OPEN' });
    const restrict = (usersAllowedToJoin: string) =>
      workspace.setUp({ policies: [{ type: 'settings/meet.safety_domain', value: { usersAllowedToJoin } }] });
    await restrict('LOGGED_IN');
    expect(await outcome(id, { action: 'knock', person: guest })).toBe('refused');
    expect(await outcome(id, { action: 'knock', person: invited })).toBe('in');
    await restrict('SAME_ORGANIZATION_ONLY');
    expect(await outcome(id, { action: 'knock', person: { email: 'x@elsewhere.example' } })).toBe('refused');
    expect(await outcome(id, { action: 'knock', person: { email: COLLEAGUE } })).toBe('in');
  });

  it('nobody calls in where the account has no dial-in, and no link opens a space of the app’s own doors', async () => {
    await workspace.setUp({ dialIn: false });
    const open = await workspace.space({ accessType: 'OPEN' });
    expect(await outcome(open, { action: 'knock', person: caller })).toBe('refused');
    const closed = await workspace.space({ accessType: 'OPEN', entryPointAccess: 'CREATOR_APP_ONLY' });
    expect(await outcome(closed, { action: 'knock', person: guest })).toBe('refused');
  });

  it('without moderation anyone of the organisation admits; with it only hosts do', async () => {
    const id = await workspace.space({ accessType: 'TRUSTED', moderation: 'OFF' });
    await workspace.people(id, { action: 'join', person: { email: COLLEAGUE } });
    await workspace.people(id, { action: 'knock', person: guest });
    const byColleague = { action: 'admit', person: guest, by: { email: COLLEAGUE } };
    await workspace.admin('POST', `/meetings/${id}/settings`, { config: { moderation: 'ON' } });
    expect((await workspace.people(id, byColleague)).status).toBe(409);
    expect(await outcome(id, { action: 'admit', person: guest })).toBe('refused');
    await workspace.people(id, { action: 'start' });
    expect(await outcome(id, { action: 'deny', person: guest })).toBe('left');
    await workspace.people(id, { action: 'knock', person: guest });
    expect(await outcome(id, { action: 'admit', person: guest })).toBe('in');
    await workspace.admin('POST', `/meetings/${id}/settings`, { config: { moderation: 'OFF' } });
    await workspace.people(id, { action: 'knock', person: caller });
    await workspace.people(id, { action: 'knock', person: { name: 'Second' } });
    expect(await outcome(id, { ...byColleague, person: { name: 'Second' } })).toBe('in');
  });

  it('a co-host admits, and ends the conference for all', async () => {
    const id = await workspace.space(STRICT);
    await workspace.owner('POST', `/v2/spaces/${id}/members`, { ...invited, role: 'COHOST' });
    await workspace.people(id, { action: 'start', person: invited });
    await workspace.people(id, { action: 'knock', person: guest });
    expect(await outcome(id, { action: 'admit', person: guest, by: invited })).toBe('in');
    expect(await outcome(id, { action: 'end', by: guest })).toBe('refused');
    const ended = await workspace.people(id, { action: 'end', by: invited });
    expect(ended.body).toMatchObject({ outcome: 'done', meeting: { live: false, inside: [], waiting: [] } });
  });
});

describe('what a change in Google’s own screens does', () => {
  it('shows in the next read, and moderation off resets the restrictions here too', async () => {
    const id = await workspace.space(STRICT);
    const change = { config: { accessType: 'OPEN', moderation: 'OFF' } };
    expect((await workspace.admin('POST', `/meetings/${id}/settings`, change)).status).toBe(200);
    const { body } = await workspace.owner('GET', `/v2/spaces/${id}`);
    expect(body.config).toMatchObject({
      accessType: 'OPEN',
      moderationRestrictions: { presentRestriction: 'NO_RESTRICTION' },
    });
    expect(await outcome(id, { action: 'knock', person: guest })).toBe('in');
  });

  it('is refused where it is not the vendor’s shape or the meeting is not there', async () => {
    const id = await workspace.space();
    expect((await workspace.admin('POST', `/meetings/${id}/settings`, { settings: {} })).status).toBe(400);
    expect((await workspace.admin('POST', '/meetings/none/settings', {})).status).toBe(404);
  });
});

describe('recording', () => {
  const start = (id: string, by?: object) =>
    outcome(id, { action: 'record-start', ...(by !== undefined && { by }) });

  it('begins by itself when a host comes and the space says so', async () => {
    const id = await workspace.space({
      accessType: 'OPEN',
      artifactConfig: {
        recordingConfig: { autoRecordingGeneration: 'ON' },
        smartNotesConfig: { autoSmartNotesGeneration: 'ON' },
      },
    });
    await workspace.people(id, { action: 'join', person: guest });
    expect(await workspace.meeting(id)).toMatchObject({ recording: false, running: [] });
    await workspace.people(id, { action: 'start' });
    expect(await workspace.meeting(id)).toMatchObject({
      recording: true,
      running: ['recording', 'smartNote'],
    });
  });

  it('is for hosts under moderation, for the whole organisation without it', async () => {
    const id = await workspace.space({ accessType: 'TRUSTED', moderation: 'ON' });
    await workspace.people(id, { action: 'join', person: { email: COLLEAGUE } });
    expect(await start(id, { email: COLLEAGUE })).toBe('refused');
    await workspace.admin('POST', `/meetings/${id}/settings`, { config: { moderation: 'OFF' } });
    expect(await start(id, { email: COLLEAGUE })).toBe('done');
  });

  it('cannot begin where the admin forbids it or the edition has none', async () => {
    const id = await workspace.space(STRICT);
    await workspace.people(id, { action: 'start' });
    await workspace.setUp({
      policies: [{ type: 'settings/meet.video_recording', value: { enableRecording: false } }],
    });
    expect(await start(id)).toBe('refused');
    await workspace.setUp({ edition: 'BUSINESS_STARTER' });
    expect(await start(id)).toBe('refused');
    await workspace.setUp({});
    expect(await start(id)).toBe('done');
  });
});

describe('conference records', () => {
  const get = (path: string) => workspace.owner('GET', `/v2/${path}`);
  const record = async (id: string): Promise<Json> => {
    const { body } = await get(
      `conferenceRecords?filter=${encodeURIComponent(`space.name = "spaces/${id}"`)}`,
    );
    const [first] = Object.values(body.conferenceRecords ?? {});
    if (first === undefined) throw new Error('No conference record.');
    return first;
  };

  it('hold who was there and when, without addresses and whole numbers', async () => {
    const id = await workspace.space({ accessType: 'OPEN' });
    await workspace.people(id, { action: 'start' });
    await workspace.people(id, { action: 'join', person: guest });
    await workspace.people(id, { action: 'join', person: caller });
    workspace.advance(60);
    await workspace.people(id, { action: 'leave', person: guest });
    const name = text((await record(id)).name);
    const { body } = await get(`${name}/participants`);
    const [coach, anonymous, phone] = Object.values(body.participants ?? {});
    expect(coach?.signedinUser).toMatchObject({ displayName: 'Coach' });
    expect(text(coach?.signedinUser?.user)).toMatch(/^users\/\d{21}$/);
    expect(anonymous).toMatchObject({
      anonymousUser: { displayName: 'Guest' },
      earliestStartTime: '2027-03-01T09:00:00.000Z',
      latestEndTime: '2027-03-01T09:01:00.000Z',
    });
    expect(text(phone?.phoneUser?.displayName)).not.toContain('5550100');
    expect(JSON.stringify(body)).not.toContain('@');

    const inside = await get(`${name}/participants?filter=latest_end_time%20IS%20NULL`);
    expect(Object.values(inside.body.participants ?? {})).toHaveLength(2);
    const total = await get(`${name}/participants?pageSize=1&fields=totalSize,nextPageToken`);
    expect(total.body).toEqual({ totalSize: 3, nextPageToken: expect.any(String) as string });
  });

  it('give a person who comes back one participant and two sessions', async () => {
    const id = await workspace.space({ accessType: 'OPEN' });
    await workspace.people(id, { action: 'start' });
    for (const action of ['join', 'leave', 'join']) await workspace.people(id, { action, person: guest });
    const name = text((await record(id)).name);
    const { body } = await get(`${name}/participants`);
    const [, anonymous] = Object.values(body.participants ?? {});
    const sessions = await get(`${text(anonymous?.name)}/participantSessions`);
    expect(Object.values(sessions.body.participantSessions ?? {})).toHaveLength(2);
    const open = await get(`${text(anonymous?.name)}/participantSessions?filter=end_time%20IS%20NULL`);
    const [session] = Object.values(open.body.participantSessions ?? {});
    expect((await get(text(session?.name))).body).toEqual(session);
    expect((await get(text(anonymous?.name))).body).toEqual(anonymous);
  });

  it('list a recording from its start, and its file in the organiser’s Drive when it is over', async () => {
    const id = await workspace.space(STRICT);
    await workspace.people(id, { action: 'start' });
    await workspace.people(id, { action: 'record-start' });
    const name = text((await record(id)).name);
    const recording = async () => Object.values((await get(`${name}/recordings`)).body.recordings ?? {})[0];
    expect(await recording()).toMatchObject({ state: 'STARTED' });
    await workspace.people(id, { action: 'record-stop' });
    const done = await recording();
    expect(done).toMatchObject({
      state: 'FILE_GENERATED',
      driveDestination: { file: expect.any(String) as string },
    });
    expect((await get(text(done?.name))).body).toEqual(done);
    expect((await get(`${name}/transcripts`)).body).toEqual({});
  });

  it('lag behind where the account says so', async () => {
    await workspace.setUp({ artifactLagSeconds: 300 });
    const id = await workspace.space(STRICT);
    await workspace.people(id, { action: 'start' });
    await workspace.people(id, { action: 'record-start', artifact: 'transcript' });
    const name = text((await record(id)).name);
    const transcripts = async () => Object.values((await get(`${name}/transcripts`)).body.transcripts ?? {});
    expect(await transcripts()).toEqual([]);
    workspace.advance(300);
    expect(await transcripts()).toEqual([expect.objectContaining({ state: 'STARTED' })]);
    await workspace.people(id, { action: 'end' });
    expect(await transcripts()).toEqual([expect.objectContaining({ state: 'ENDED' })]);
    workspace.advance(300);
    expect(await transcripts()).toEqual([
      expect.objectContaining({ state: 'FILE_GENERATED', docsDestination: expect.any(Object) as object }),
    ]);
  });

  it('are several to a space, newest first, found by space, code and time', async () => {
    const id = await workspace.space(STRICT);
    for (let round = 0; round < 2; round += 1) {
      await workspace.people(id, { action: 'start' });
      await workspace.people(id, { action: 'end' });
      workspace.advance(3600);
    }
    await workspace.people(await workspace.space(STRICT), { action: 'start' });
    const { meetingCode } = await workspace.meeting(id);
    const find = async (filter: string) => {
      const { body } = await get(`conferenceRecords?filter=${encodeURIComponent(filter)}`);
      return Object.values(body.conferenceRecords ?? {}).map((one) => one.startTime);
    };
    const [first, second, third] = ['09', '10', '11'].map((hour) => `2027-03-01T${hour}:00:00.000Z`);
    expect(await find(`space.meeting_code = "${text(meetingCode)}"`)).toEqual([second, first]);
    expect(await find('end_time IS NULL')).toEqual([third]);
    expect(await find(`start_time>="${text(second)}" AND start_time<"${text(third)}"`)).toEqual([second]);
    expect((await get('conferenceRecords?filter=owner%3D%22me%22')).status).toBe(400);
  });

  it('are for the owner and those who took part, and are gone 30 days after the end', async () => {
    const id = await workspace.space({ accessType: 'OPEN' });
    await workspace.people(id, { action: 'start' });
    const name = text((await record(id)).name);
    const colleague = workspace.as(COLLEAGUE);
    expect((await colleague('GET', `/v2/${name}`)).status).toBe(403);
    expect((await colleague('GET', '/v2/conferenceRecords')).body).toEqual({});
    await workspace.people(id, { action: 'join', person: { email: COLLEAGUE } });
    expect((await colleague('GET', `/v2/${name}`)).status).toBe(200);
    await workspace.people(id, { action: 'end' });
    expect((await get(name)).body.expireTime).toBe('2027-03-31T09:00:00.000Z');
    workspace.advance(30 * 24 * 3600);
    expect((await get(name)).status).toBe(404);
  });
});

describe('making a meeting by hand', () => {
  it('takes its owner’s defaults and no app as its creator', async () => {
    const made = await workspace.admin('POST', '/meetings', {
      account: 'practice',
      owner: OWNER,
      config: { accessType: 'OPEN' },
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ createdBy: null, stored: { config: { accessType: 'OPEN' } } });
  });

  it('is refused for a user that the account does not have', async () => {
    const made = await workspace.admin('POST', '/meetings', { account: 'practice', owner: 'x@y.example' });
    expect(made.status).toBe(404);
  });
});
