import { describe, expect, it } from 'vitest';
import { createZoom, HOST } from './harness.ts';

const open = { waiting_room: false, meeting_authentication: false };

describe('meetings of the Zoom sandbox', () => {
  it('creates a meeting and reads it back with what was sent', async () => {
    const { create, read } = await createZoom();
    const answer = await create({
      topic: 'Session',
      start_time: '2027-03-10T14:00:00Z',
      duration: 45,
      timezone: 'Europe/Berlin',
      password: 'abc-234',
      settings: {
        audio: 'voip',
        waiting_room_options: { mode: 'custom', who_goes_to_waiting_room: 'everyone' },
      },
    });
    expect(answer.statusCode).toBe(201);
    const meeting = answer.json<{ id: number }>();
    expect(await read(meeting.id)).toMatchObject({
      type: 2,
      topic: 'Session',
      start_time: '2027-03-10T14:00:00Z',
      password: 'abc-234',
      status: 'waiting',
      settings: {
        audio: 'voip',
        global_dial_in_numbers: [],
        waiting_room_options: { mode: 'custom', who_goes_to_waiting_room: 'everyone' },
      },
    });
  });

  it('lets what is left out inherit the host’s settings', async () => {
    const { created } = await createZoom({
      settings: {
        in_meeting: { meeting_summary_with_ai_companion: { auto_enable: true } },
        recording: { auto_recording: 'cloud' },
        meeting_security: { waiting_room: false },
        meeting_authentication: { meeting_authentication: true },
      },
      users: [{ email: HOST, settings: { schedule_meeting: { use_pmi_for_scheduled_meetings: true } } }],
    });
    const inherited = await created();
    expect(inherited.settings).toMatchObject({
      auto_start_meeting_summary: true,
      auto_recording: 'cloud',
      waiting_room: false,
      meeting_authentication: true,
      use_pmi: true,
    });
    expect(inherited.pmi).toMatch(/^\d{10}$/);
    expect(inherited.join_url).toContain(inherited.pmi);

    const { settings } = await created({ settings: { use_pmi: false, auto_recording: 'none' } });
    expect(settings).toMatchObject({
      use_pmi: false,
      auto_recording: 'none',
      auto_start_meeting_summary: true,
    });
  });

  it('makes a passcode where the account demands one, by the account’s rule', async () => {
    const rule = { length: 10, have_letter: true, have_number: true, have_special_character: true };
    const { created, create } = await createZoom({
      settings: { meeting_security: { meeting_password_requirement: rule } },
    });
    const { password } = await created();
    expect(password).toMatch(/^(?=.*[a-z])(?=.*\d)(?=.*[^a-z\d]).{10}$/i);
    expect((await created({ default_password: false })).password).toBeUndefined();
    expect((await create({ password: 'abcdefgh1*' })).statusCode).toBe(201);
    for (const refused of ['abcdefghi*', 'ab1*', 'abcdefgh1*x']) {
      const answer = await create({ password: refused });
      expect([answer.statusCode, answer.json<{ code: number }>().code]).toEqual([400, 300]);
      expect(answer.json()).toMatchObject({ errors: [{ field: 'password' }] });
    }
  });

  it.each([
    ['only digits', { only_allow_numeric: true }, '123456', 'abc456'],
    ['both cases', { have_upper_and_lower_characters: true }, 'abCdef', 'abcdef'],
    ['no runs of four', { consecutive_characters_length: 4 }, 'abc789', 'abcd89'],
    ['no repetitions of four', { consecutive_characters_length: 4 }, '111222', '111122'],
  ])('checks a passcode for %s', async (_case, rule, good, bad) => {
    const { create } = await createZoom({
      settings: { meeting_security: { meeting_password_requirement: rule } },
    });
    expect((await create({ password: good })).statusCode).toBe(201);
    expect((await create({ password: bad })).statusCode).toBe(400);
  });

  it('keeps a locked passcode', async () => {
    const { created, update, read, setUp } = await createZoom();
    const { id, password } = await created();
    await setUp({ locks: { meeting_security: { meeting_password: true } } });
    expect((await update(id, { password: '' })).statusCode).toBe(204);
    expect((await read(id)).password).toBe(password);
    expect((await created({ default_password: false })).password).toMatch(/.{6}/);
  });

  it('puts the passcode into the join link where the settings embed it', async () => {
    const { created, setUp, read } = await createZoom();
    const { id, join_url } = await created({ password: 'abc-234' });
    expect(join_url).toMatch(/\?pwd=/);
    await setUp({ settings: { meeting_security: { embed_password_in_join_link: false } } });
    expect((await read(id)).join_url).not.toMatch(/pwd/);
  });

  it('opens a waiting room where nothing else would protect the meeting', async () => {
    const { created, update, read } = await createZoom({
      settings: { meeting_security: { meeting_password: false } },
    });
    const { id, settings } = await created({ settings: { ...open, join_before_host: true } });
    expect(settings).toMatchObject({ waiting_room: true, join_before_host: false });
    await update(id, { password: 'abc-234', settings: open });
    expect((await read(id)).settings).toMatchObject({ waiting_room: false });
  });

  it('lets the account’s locks win without a word', async () => {
    const { create, setUp, read, update } = await createZoom();
    await setUp({
      settings: { recording: { auto_recording: 'cloud' }, meeting_security: { waiting_room: false } },
      locks: { recording: { auto_recording: true }, meeting_security: { waiting_room: true } },
    });
    const answer = await create({ settings: { auto_recording: 'none', waiting_room: true } });
    expect(answer.statusCode).toBe(201);
    const { id } = answer.json<{ id: number }>();
    expect((await update(id, { settings: { auto_recording: 'none' } })).statusCode).toBe(204);
    expect((await read(id)).settings).toMatchObject({ auto_recording: 'cloud', waiting_room: false });
  });

  it('applies a lock on a group of settings to the one in it', async () => {
    const { created } = await createZoom({
      settings: { schedule_meeting: { continuous_meeting_chat: { enable: true } } },
      locks: { schedule_meeting: { continuous_meeting_chat: true } },
    });
    const { settings } = await created({ settings: { continuous_meeting_chat: { enable: false } } });
    expect(settings.continuous_meeting_chat).toEqual({ enable: true });
  });

  it('takes an unknown automatic recording as none, and ignores a setting in the wrong place', async () => {
    const { created } = await createZoom();
    const { settings } = await created({
      auto_recording: 'cloud',
      settings: { auto_recording: 'sometimes' },
    });
    expect(settings.auto_recording).toBe('none');
  });

  it('gives end-to-end encryption only where the host may use it, at its price', async () => {
    const body = { settings: { encryption_type: 'e2ee', auto_recording: 'cloud' } };
    const without = await createZoom();
    expect((await without.created(body)).settings.encryption_type).toBe('enhanced_encryption');
    const { created } = await createZoom({
      settings: { meeting_security: { end_to_end_encrypted_meetings: true } },
    });
    expect((await created(body)).settings).toMatchObject({ encryption_type: 'e2ee', auto_recording: 'none' });
  });

  it('hides topics and descriptions where the account says so', async () => {
    const { created } = await createZoom({
      settings: {
        schedule_meeting: {
          always_display_zoom_meeting_as_topic: { enable: true },
          hide_meeting_description: { enable: true },
        },
      },
    });
    expect(await created({ topic: 'Telling', agenda: 'Everything' })).toMatchObject({
      topic: 'Zoom Meeting',
      agenda: '',
    });
  });

  it.each([
    ['password', { password: 'eleven-long' }],
    ['settings.waiting_room', { settings: { waiting_room: 'yes' } }],
    ['settings.audio', { settings: { audio: 'pigeon' } }],
    ['settings.auto_transcribing', { settings: { auto_transcribing: false } }],
    [
      'settings.waiting_room_options.who_goes_to_waiting_room',
      { settings: { waiting_room_options: { mode: 'custom' } } },
    ],
    ['settings.alternative_hosts', { settings: { alternative_hosts: 'stranger@elsewhere.example' } }],
    ['start_time', { start_time: 'tomorrow' }],
    ['timezone', { timezone: 'Mars/Olympus' }],
    ['schedule_for', { schedule_for: 'stranger@elsewhere.example' }],
  ])('refuses %s', async (field, body) => {
    const { create } = await createZoom();
    const answer = await create(body);
    expect([answer.statusCode, answer.json<{ code: number }>().code]).toEqual([400, 300]);
    expect(answer.json<{ errors: { field: string }[] }>().errors[0]?.field).toBe(field);
  });

  it.each([
    ['2027-07-01T14:00:00Z', 'America/New_York', '2027-07-01T14:00:00Z'],
    ['2027-07-01T14:00:00', 'America/New_York', '2027-07-01T18:00:00Z'],
    ['2027-12-01T14:00:00', 'Europe/Berlin', '2027-12-01T13:00:00Z'],
    ['2027-03-28T03:30:00', 'Europe/Berlin', '2027-03-28T01:30:00Z'],
    ['2020-01-01T00:00:00Z', 'UTC', '2027-03-01T09:00:00Z'],
  ])('takes %s in %s to be %s', async (start_time, timezone, instant) => {
    const { created } = await createZoom();
    expect((await created({ start_time, timezone })).start_time).toBe(instant);
  });

  it('updates only what was sent, and answers with nothing', async () => {
    const { created, update, read } = await createZoom();
    const { id, ...before } = await created({ settings: { audio: 'voip' } });
    const answer = await update(id, { settings: { mute_upon_entry: true } });
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
    const after = await read(id);
    expect(after.settings).toEqual({ ...before.settings, mute_upon_entry: true });
    expect((await update(id, { settings: {} })).statusCode).toBe(204);
    expect((await read(id)).settings).toEqual(after.settings);
  });

  it('moves a meeting to another host with its number and passcode', async () => {
    const second = 'second@practice.example';
    const { created, update, read } = await createZoom({ users: [{ email: HOST }, { email: second }] });
    const { id, password } = await created();
    await update(id, { schedule_for: second });
    expect(await read(id)).toMatchObject({ id, password, host_email: second });
  });

  it('refuses a host who may not host', async () => {
    const { create } = await createZoom({ users: [{ email: HOST, status: 'inactive' }] });
    expect((await create()).json()).toMatchObject({ code: 3161 });
  });

  it('deletes a meeting, once, and can bring it back', async () => {
    const { created, call, read } = await createZoom();
    const { id } = await created();
    expect((await call('DELETE', `/meetings/${id}`)).statusCode).toBe(204);
    expect((await call('GET', `/meetings/${id}`)).json()).toMatchObject({ code: 3001 });
    expect((await call('DELETE', `/meetings/${id}`)).statusCode).toBe(404);
    expect((await call('PUT', `/meetings/${id}/status`, { action: 'recover' })).statusCode).toBe(204);
    expect((await read(id)).id).toBe(id);
  });

  it('neither changes nor deletes a meeting that is running, unless told to', async () => {
    const { created, does, update, call, setUp } = await createZoom();
    const { id } = await created();
    await does(id, { action: 'start' });
    expect((await update(id, { topic: 'New' })).json()).toMatchObject({ code: 3000 });
    expect((await call('DELETE', `/meetings/${id}`)).json()).toMatchObject({ code: 3002 });
    await setUp({ updatesWhileLive: 'accepted' });
    expect((await update(id, { topic: 'New' })).statusCode).toBe(204);
  });

  it('lists meetings in pages, by start', async () => {
    const { created, call } = await createZoom();
    for (const day of ['12', '10', '11'])
      await created({ topic: day, start_time: `2027-03-${day}T10:00:00Z` });
    const path = `/users/${HOST}/meetings?type=upcoming&page_size=2`;
    const page = (await call('GET', path)).json<{ meetings: { topic: string }[]; next_page_token: string }>();
    expect(page.meetings.map(({ topic }) => topic)).toEqual(['10', '11']);
    const last = (await call('GET', `${path}&next_page_token=${page.next_page_token}`)).json<typeof page>();
    expect(last.meetings.map(({ topic }) => topic)).toEqual(['12']);
    expect(last.next_page_token).toBe('');
  });

  it('refuses a page token that is old, or of another list', async () => {
    const { created, call, pass } = await createZoom();
    await created();
    await created();
    const token = (await call('GET', `/users/${HOST}/meetings?page_size=1`)).json<{
      next_page_token: string;
    }>();
    const next = (type: string) =>
      call('GET', `/users/${HOST}/meetings?type=${type}&next_page_token=${token.next_page_token}`);
    expect((await next('upcoming')).statusCode).toBe(400);
    expect((await next('scheduled')).statusCode).toBe(200);
    pass(15 * 60);
    expect((await next('scheduled')).statusCode).toBe(400);
  });

  it('lists by kind and by day', async () => {
    const { created, call, does, pass } = await createZoom();
    const { id: early } = await created({ start_time: '2027-03-01T10:00:00Z', duration: 30 });
    const { id: late } = await created({ start_time: '2027-03-05T10:00:00Z' });
    pass(2 * 3_600);
    const { id: live } = await created();
    await does(live, { action: 'start' });
    const ids = async (query: string) =>
      (await call('GET', `/users/${HOST}/meetings?${query}`))
        .json<{ meetings: { id: number }[] }>()
        .meetings.map(({ id }) => id);
    expect(await ids('type=scheduled')).toEqual([early, live, late]);
    expect(await ids('type=upcoming')).toEqual([live, late]);
    expect(await ids('type=live')).toEqual([live]);
    expect(await ids('type=previous_meetings')).toEqual([early]);
    expect(await ids('type=scheduled&from=2027-03-05&to=2027-03-05')).toEqual([late]);
  });

  it('allows so many writes per host and day, with the time of the next', async () => {
    const { create, created, update, pass } = await createZoom({ writesPerDay: 2 });
    const { id } = await created();
    expect((await update(id, { topic: 'x' })).statusCode).toBe(204);
    const refused = await create();
    expect([refused.statusCode, refused.json<{ code: number }>().code]).toEqual([429, 429]);
    expect(refused.headers).toMatchObject({
      'x-ratelimit-type': 'Daily-limit',
      'x-ratelimit-limit': '2',
      'retry-after': '2027-03-02T00:00:00Z',
    });
    pass(15 * 3_600);
    expect((await create()).statusCode).toBe(201);
  });
});
