import { beforeEach, describe, expect, it } from 'vitest';
import {
  COLLEAGUE,
  createWorkspace,
  OTHER_APP,
  OWNER,
  SCOPE,
  STRICT,
  text,
  type Workspace,
} from './workspace.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});

describe('creating a space', () => {
  it('stores what was sent and answers with a code and a link', async () => {
    const { status, body } = await workspace.owner('POST', '/v2/spaces', { config: STRICT });
    expect(status).toBe(200);
    expect(body.name).toMatch(/^spaces\/[A-Za-z0-9]{12}$/);
    expect(body.meetingCode).toMatch(/^[a-z]{3}-[a-z]{4}-[a-z]{3}$/);
    expect(body.meetingUri).toBe(`https://meet.google.com/${text(body.meetingCode)}`);
    expect(body.config).toEqual(STRICT);
    expect((await workspace.owner('GET', `/v2/${text(body.name)}`)).body).toEqual(body);
  });

  it('lets left-out fields inherit the admin’s, the account’s and the user’s defaults', async () => {
    await workspace.setUp({
      users: [{ email: OWNER, defaults: { moderationRestrictions: { chatRestriction: 'HOSTS_ONLY' } } }],
      defaults: { artifactConfig: { smartNotesConfig: { autoSmartNotesGeneration: 'ON' } } },
      policies: [
        { type: 'settings/meet.meet_joining', value: { allowedAudience: 'OPEN' } },
        { type: 'settings/meet.safety_host_management', value: { enableHostManagement: true } },
        { type: 'settings/meet.automatic_recording', value: { enabled: true } },
      ],
    });
    const { body } = await workspace.owner('POST', '/v2/spaces', {});
    expect(body.config).toMatchObject({
      accessType: 'OPEN',
      moderation: 'ON',
      moderationRestrictions: { chatRestriction: 'HOSTS_ONLY', presentRestriction: 'NO_RESTRICTION' },
      artifactConfig: {
        recordingConfig: { autoRecordingGeneration: 'ON' },
        smartNotesConfig: { autoSmartNotesGeneration: 'ON' },
      },
    });
  });

  it('takes a policy of the user’s own unit or group over the root’s when it sorts higher', async () => {
    const type = 'settings/meet.meet_joining';
    await workspace.setUp({
      users: [{ email: OWNER, orgUnit: 'coaches', groups: ['g'] }, { email: COLLEAGUE }],
      policies: [
        { type, value: { allowedAudience: 'TRUSTED' } },
        { type, value: { allowedAudience: 'RESTRICTED' }, orgUnit: 'coaches', sortOrder: 2 },
        { type, value: { allowedAudience: 'OPEN' }, group: 'other', sortOrder: 9 },
      ],
    });
    const own = await workspace.owner('POST', '/v2/spaces', {});
    const other = await workspace.as(COLLEAGUE)('POST', '/v2/spaces', {});
    expect([own.body.config?.accessType, other.body.config?.accessType]).toEqual(['RESTRICTED', 'TRUSTED']);
  });

  it.each([
    ['an unknown field', { config: { waitingRoom: 'ON' } }, 'config.waitingRoom'],
    ['a value that is not the vendor’s', { config: { accessType: 'CLOSED' } }, 'config.accessType'],
    ['an unspecified value', { config: { moderation: 'MODERATION_UNSPECIFIED' } }, 'config.moderation'],
  ])('refuses %s', async (_what, payload, field) => {
    const { status, body } = await workspace.owner('POST', '/v2/spaces', payload);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      status: 'INVALID_ARGUMENT',
      details: [{ fieldViolations: [{ field }] }],
    });
  });

  it('makes a second space when asked twice: there is no request id', async () => {
    expect(await workspace.space()).not.toBe(await workspace.space());
  });

  it('is refused to a user without a licence or with Meet switched off', async () => {
    await workspace.setUp({ users: [{ email: OWNER, licensed: false }] });
    expect((await workspace.owner('POST', '/v2/spaces', {})).status).toBe(403);
    await workspace.setUp({
      policies: [{ type: 'settings/meet.service_status', value: { serviceState: 'DISABLED' } }],
    });
    expect((await workspace.owner('POST', '/v2/spaces', {})).status).toBe(403);
  });
});

describe('reading a space', () => {
  it('shows the configuration to its owner only, and takes the meeting code for the name', async () => {
    const id = await workspace.space(STRICT);
    const own = await workspace.owner('GET', `/v2/spaces/${id}`);
    const code = text(own.body.meetingCode);
    expect((await workspace.owner('GET', `/v2/spaces/${code}`)).body).toEqual(own.body);
    const other = await workspace.as(COLLEAGUE)('GET', `/v2/spaces/${id}`);
    expect(other.status).toBe(200);
    expect(other.body).not.toHaveProperty('config');
  });

  it('says the same 403 of a space that is unknown and of one that another app made', async () => {
    const id = await workspace.space();
    const unknown = await workspace.owner('GET', '/v2/spaces/nosuchspace1');
    const foreign = await workspace.as(OWNER, [SCOPE.created], OTHER_APP)('GET', `/v2/spaces/${id}`);
    expect(unknown.status).toBe(403);
    expect(foreign.body).toEqual(unknown.body);
    const wider = await workspace.as(OWNER, [SCOPE.readonly], OTHER_APP)('GET', `/v2/spaces/${id}`);
    expect(wider.status).toBe(200);
  });

  it('names the conference that is on to the owner and to who takes part, not to others', async () => {
    const id = await workspace.space({ accessType: 'OPEN' });
    await workspace.people(id, { action: 'start' });
    const seen = async (email: string) =>
      'activeConference' in (await workspace.as(email)('GET', `/v2/spaces/${id}`)).body;
    expect([await seen(OWNER), await seen(COLLEAGUE)]).toEqual([true, false]);
    await workspace.people(id, { action: 'join', person: { email: COLLEAGUE } });
    expect(await seen(COLLEAGUE)).toBe(true);
  });

  it('gives only the fields asked for', async () => {
    const id = await workspace.space(STRICT);
    const { body } = await workspace.owner(
      'GET',
      `/v2/spaces/${id}?fields=name,config(accessType,artifactConfig/recordingConfig)`,
    );
    expect(body).toEqual({
      name: `spaces/${id}`,
      config: {
        accessType: 'RESTRICTED',
        artifactConfig: { recordingConfig: STRICT.artifactConfig.recordingConfig },
      },
    });
  });
});

describe('updating a space', () => {
  const update = async (id: string, mask: string | undefined, config: object) =>
    workspace.owner('PATCH', `/v2/spaces/${id}${mask === undefined ? '' : `?updateMask=${mask}`}`, {
      config,
    });

  it('changes what the mask names and nothing else', async () => {
    const id = await workspace.space(STRICT);
    const { status, body } = await update(id, 'config.accessType', { accessType: 'OPEN', moderation: 'OFF' });
    expect(status).toBe(200);
    expect(body.config).toEqual({ ...STRICT, accessType: 'OPEN' });
  });

  it('without a mask changes the fields that are there', async () => {
    const id = await workspace.space(STRICT);
    const { body } = await update(id, undefined, {
      moderationRestrictions: { chatRestriction: 'HOSTS_ONLY' },
    });
    expect(body.config).toEqual({
      ...STRICT,
      moderationRestrictions: { ...STRICT.moderationRestrictions, chatRestriction: 'HOSTS_ONLY' },
    });
  });

  it('takes everything that is not sent back to its default under a mask of *', async () => {
    const id = await workspace.space(STRICT);
    const { body } = await update(id, '*', { moderation: 'ON' });
    expect(body.config).toMatchObject({
      accessType: 'TRUSTED',
      moderation: 'ON',
      moderationRestrictions: { presentRestriction: 'NO_RESTRICTION' },
    });
  });

  it('resets the restrictions when moderation is off, whatever was sent with it', async () => {
    const id = await workspace.space(STRICT);
    const { body } = await update(id, 'config.moderation,config.moderationRestrictions', {
      moderation: 'OFF',
      moderationRestrictions: { presentRestriction: 'HOSTS_ONLY', chatRestriction: 'HOSTS_ONLY' },
    });
    expect(body.config).toMatchObject({
      moderation: 'OFF',
      moderationRestrictions: { presentRestriction: 'NO_RESTRICTION', chatRestriction: 'NO_RESTRICTION' },
    });
  });

  it('refuses a path that it does not know', async () => {
    const id = await workspace.space(STRICT);
    const { status, body } = await update(id, 'config.accessType,config.firstJoinerType', {
      accessType: 'OPEN',
    });
    expect([status, body.error?.status]).toEqual([400, 'INVALID_ARGUMENT']);
    expect((await workspace.meeting(id)).stored).toEqual({ config: STRICT });
  });

  it('refuses the meeting code, other users, and an app that did not make it unless it has the settings scope', async () => {
    const id = await workspace.space(STRICT);
    const { meetingCode } = (await workspace.owner('GET', `/v2/spaces/${id}`)).body;
    const path = `/v2/spaces/${id}?updateMask=config.accessType`;
    const body = { config: { accessType: 'OPEN' } };
    expect((await update(text(meetingCode), 'config.accessType', body.config)).status).toBe(403);
    expect((await workspace.as(COLLEAGUE)('PATCH', path, body)).status).toBe(403);
    expect((await workspace.as(OWNER, [SCOPE.created], OTHER_APP)('PATCH', path, body)).status).toBe(403);
    expect((await workspace.as(OWNER, [SCOPE.settings], OTHER_APP)('PATCH', path, body)).status).toBe(200);
  });

  it('changes a space made in Google’s own screens with the settings scope only', async () => {
    const { body } = await workspace.admin('POST', '/meetings', { account: 'practice', owner: OWNER });
    const path = `/v2/spaces/${text(body.id)}`;
    const change = { config: { accessType: 'RESTRICTED' } };
    expect((await workspace.as(OWNER, [SCOPE.created])('PATCH', path, change)).status).toBe(403);
    expect((await workspace.as(OWNER, [SCOPE.settings])('PATCH', path, change)).status).toBe(200);
    expect((await workspace.owner('POST', `${path}:endActiveConference`, {})).status).toBe(403);
  });
});

describe('ending the conference of a space', () => {
  it('sends everybody out, and the link stays live', async () => {
    const id = await workspace.space({ accessType: 'OPEN' });
    await workspace.people(id, { action: 'join', person: { name: 'Guest' } });
    const end = await workspace.owner('POST', `/v2/spaces/${id}:endActiveConference`);
    expect([end.status, end.body]).toEqual([200, {}]);
    expect(await workspace.meeting(id)).toMatchObject({ live: false, inside: [] });
    const again = await workspace.people(id, { action: 'join', person: { name: 'Guest' } });
    expect(again.body).toMatchObject({ outcome: 'in', meeting: { live: true } });
  });

  it('changes nothing where none is on, and is the owner’s alone', async () => {
    const id = await workspace.space();
    expect((await workspace.owner('POST', `/v2/spaces/${id}:endActiveConference`, {})).status).toBe(200);
    expect((await workspace.as(COLLEAGUE)('POST', `/v2/spaces/${id}:endActiveConference`, {})).status).toBe(
      403,
    );
  });
});
