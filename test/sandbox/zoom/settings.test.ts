import { describe, expect, it } from 'vitest';
import { readPath, type JsonObject } from '../../../src/sandbox/shared/paths.ts';
import { ACCOUNT, createZoom, HOST } from './harness.ts';

/** What a posture check reads, of the host's settings and of their security part. */
const read = [
  'recording.local_recording',
  'recording.cloud_recording',
  'recording.auto_recording',
  'recording.recording_audio_transcript',
  ...(
    'chat private_chat allow_participants_chat_with allow_users_save_chats auto_saving_chat file_transfer ' +
    'screen_sharing who_can_share_screen annotation remote_control remote_support whiteboard breakout_room co_host ' +
    'closed_captioning.auto_transcribing manual_captioning.auto_generated_captions allow_live_streaming ' +
    'e2e_encryption virtual_background data_center_regions meeting_summary_with_ai_companion.enable ' +
    'ai_companion_questions.enable'
  )
    .split(' ')
    .map((key) => `in_meeting.${key}`),
  'schedule_meeting.use_pmi_for_scheduled_meetings',
  'schedule_meeting.join_before_host',
  'schedule_meeting.embed_password_in_join_link',
  'schedule_meeting.require_password_for_scheduling_new_meetings',
];
const readSecurity = [
  ...[
    'auto_security',
    'meeting_password',
    'meeting_password_requirement.length',
    'embed_password_in_join_link',
  ],
  ...['waiting_room', 'waiting_room_settings.participants_to_place_in_waiting_room', 'encryption_type'],
  ...['end_to_end_encrypted_meetings', 'phone_password', 'only_authenticated_can_join_from_webclient'],
].map((key) => `meeting_security.${key}`);

describe('settings answers of the Zoom sandbox', () => {
  it('have every key that a posture check reads', async () => {
    const { call } = await createZoom();
    const settings = (await call('GET', `/users/${HOST}/settings`)).json<JsonObject>();
    expect(read.filter((path) => readPath(settings, path) === undefined)).toEqual([]);
    const security = (
      await call('GET', `/users/${HOST}/settings?option=meeting_security`)
    ).json<JsonObject>();
    expect(readSecurity.filter((path) => readPath(security, path) === undefined)).toEqual([]);
    expect(Object.keys(security)).toEqual(['meeting_security']);
  });

  it('give the user’s value unless the account locks it', async () => {
    const { call, setUp } = await createZoom();
    const users = [{ email: HOST, settings: { recording: { local_recording: true } } }];
    const settings = { recording: { local_recording: false, cloud_recording: false } };
    const recording = async () =>
      (await call('GET', `/users/${HOST}/settings`)).json<{ recording: JsonObject }>().recording;
    await setUp({ users, settings });
    expect(await recording()).toMatchObject({ local_recording: true, cloud_recording: false });
    await setUp({ users, settings, locks: { recording: { local_recording: true } } });
    expect(await recording()).toMatchObject({ local_recording: false, cloud_recording: false });
  });

  it('apply a lock whose key is not the setting’s', async () => {
    const { call, setUp } = await createZoom();
    await setUp({
      users: [{ email: HOST, settings: { in_meeting: { manual_captioning: { full_transcript: true } } } }],
      settings: { in_meeting: { manual_captioning: { full_transcript: false } } },
      locks: { in_meeting: { full_transcript: true } },
    });
    const settings = (await call('GET', `/users/${HOST}/settings`)).json<JsonObject>();
    expect(readPath(settings, 'in_meeting.manual_captioning.full_transcript')).toBe(false);
  });

  it('leave out what the account does not show', async () => {
    const { call } = await createZoom({
      unreadable: {
        user: ['in_meeting.ai_companion_questions', 'meeting_security.waiting_room'],
        account: ['recording'],
        locks: ['in_meeting.chat'],
      },
    });
    const at = async (path: string) => (await call('GET', path)).json<JsonObject>();
    const settings = await at(`/users/${HOST}/settings`);
    expect(readPath(settings, 'in_meeting.ai_companion_questions')).toBeUndefined();
    expect(readPath(settings, 'in_meeting.chat')).toBe(true);
    const security = await at(`/users/${HOST}/settings?option=meeting_security`);
    expect(readPath(security, 'meeting_security.waiting_room')).toBeUndefined();
    expect((await at('/accounts/me/settings')).recording).toBeUndefined();
    expect(readPath(await at('/accounts/me/lock_settings'), 'in_meeting.chat')).toBeUndefined();
  });

  it('tell locks apart from settings', async () => {
    const { call } = await createZoom({ locks: { meeting_security: { waiting_room: true } } });
    const locks = await call('GET', '/accounts/me/lock_settings?option=meeting_security');
    expect(locks.json()).toMatchObject({ meeting_security: { waiting_room: true, meeting_password: false } });
    const account = await call('GET', `/accounts/${ACCOUNT}/settings?option=meeting_security`);
    expect(account.json()).toMatchObject({ meeting_security: { waiting_room_options: { enable: true } } });
  });

  it('answer the ways to sign in, and refuse an unknown option and another account', async () => {
    const { call } = await createZoom();
    const ways = await call('GET', `/users/${HOST}/settings?option=meeting_authentication`);
    expect(ways.json()).toMatchObject({
      meeting_authentication: false,
      authentication_options: [{ type: 'enforce_login' }],
    });
    expect((await call('GET', `/users/${HOST}/settings?option=weather`)).json()).toMatchObject({ code: 300 });
    expect((await call('GET', '/accounts/another/settings')).json()).toMatchObject({ code: 2001 });
  });
});
