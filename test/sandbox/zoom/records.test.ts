import { describe, expect, it } from 'vitest';
import { createZoom } from './harness.ts';

const twice = (uuid: string) => encodeURIComponent(encodeURIComponent(uuid));
const days = 'from=2027-03-01&to=2027-03-31';

type History = { history_meetings: { meeting_uuid: string; feature_used: Record<string, boolean> }[] };
type Rows = { participants: Record<string, unknown>[] };

describe('what a Zoom meeting leaves behind', () => {
  it('lists a cloud recording when it is processed, and deletes it', async () => {
    const { created, does, call, pass } = await createZoom({ recordingLagSeconds: 600 });
    const { id } = await created();
    const list = () => call('GET', `/meetings/${id}/recordings`);
    expect((await list()).json()).toMatchObject({ code: 3301 });
    await does(id, { action: 'start' });
    expect((await does(id, { action: 'record-start' })).recording).toEqual(['cloud']);
    pass(60);
    expect((await does(id, { action: 'record-stop' })).recording).toEqual([]);
    await does(id, { action: 'end' });
    expect((await list()).statusCode).toBe(404);
    pass(600);
    expect((await list()).json()).toMatchObject({
      recording_count: 2,
      recording_files: [{ status: 'completed' }, {}],
    });
    expect((await call('DELETE', `/meetings/${id}/recordings?action=burn`)).statusCode).toBe(400);
    expect((await call('DELETE', `/meetings/${id}/recordings?action=delete`)).statusCode).toBe(204);
    expect((await list()).json()).toMatchObject({ code: 3301 });
  });

  it('records by itself where the meeting says so, and stops by API', async () => {
    const { created, does, call } = await createZoom();
    const { id } = await created({ settings: { auto_recording: 'cloud' } });
    expect((await does(id, { action: 'start' })).recording).toEqual(['cloud']);
    for (let time = 0; time < 2; time++) {
      const stop = await call('PATCH', `/live_meetings/${id}/events`, { method: 'recording.stop' });
      expect([stop.statusCode, stop.body]).toEqual([202, '']);
    }
    expect((await does(id, { action: 'knock' })).recording).toEqual([]);
  });

  it('names each running by its own uuid, which takes double encoding', async () => {
    const { created, does, call } = await createZoom();
    const { id } = await created();
    const uuids: string[] = [];
    for (let running = 0; running < 4; running++) {
      const { uuid } = await does(id, { action: 'start' });
      await does(id, { action: 'record-start' });
      await does(id, { action: 'end' });
      uuids.push(uuid);
    }
    expect(new Set(uuids).size).toBe(4);
    expect(uuids.some((uuid) => uuid.startsWith('/') || uuid.includes('//'))).toBe(true);
    for (const uuid of uuids) {
      expect((await call('GET', `/meetings/${twice(uuid)}/recordings`)).json()).toMatchObject({ uuid });
      const once = await call('GET', `/meetings/${encodeURIComponent(uuid)}/recordings`);
      const needsTwo = uuid.startsWith('/') || uuid.includes('//');
      expect(once.statusCode).toBe(needsTwo ? 404 : 200);
    }
  });

  it('reports what was used, also of a local recording and a deleted meeting', async () => {
    const { created, does, call, pass } = await createZoom({ reportLagSeconds: 60 });
    const { id } = await created();
    const { uuid } = await does(id, { action: 'start' });
    await does(id, { action: 'record-start', mode: 'local' });
    await does(id, { action: 'knock' });
    await does(id, { action: 'end' });
    await call('DELETE', `/meetings/${id}`);
    const history = async () => (await call('GET', `/report/history_meetings?${days}`)).json<History>();
    expect((await history()).history_meetings).toEqual([]);
    pass(60);
    expect((await history()).history_meetings).toMatchObject([
      {
        meeting_uuid: uuid,
        participants: 1,
        feature_used: {
          record_to_computer: true,
          record_to_cloud: false,
          waiting_room: true,
          meeting_summary: false,
        },
      },
    ]);
  });

  it.each([
    '',
    'from=2027-03-01',
    'from=2027-03-01&to=2027-04-15',
    'from=2027-03-02&to=2027-03-01',
    'from=x&to=y',
  ])('refuses the report of "%s"', async (query) => {
    const { call } = await createZoom();
    expect((await call('GET', `/report/history_meetings?${query}`)).json()).toMatchObject({ code: 300 });
  });

  it('reports a row for each stay and wait, without guests’ e-mails', async () => {
    const { created, does, call, pass } = await createZoom({ reportLagSeconds: 60 });
    const { id } = await created();
    const rows = async () =>
      (await call('GET', `/report/meetings/${id}/participants`)).json<Rows>().participants;
    expect((await call('GET', `/report/meetings/${id}/participants`)).json()).toMatchObject({ code: 3001 });
    await does(id, { action: 'start' });
    await does(id, { action: 'knock', name: 'Ann', email: 'ann@client.example', signedIn: true });
    pass(30);
    await does(id, { action: 'admit', name: 'Ann' });
    pass(90);
    await does(id, { action: 'end' });
    expect((await rows()).map(({ duration }) => duration)).toEqual([0, 0, 0]);
    pass(60);
    expect(await rows()).toMatchObject([
      { status: 'in_meeting', duration: 120, user_email: 'coach@practice.example' },
      { name: 'Ann', status: 'in_waiting_room', duration: 30, user_email: '' },
      { name: 'Ann', status: 'in_meeting', duration: 90, user_email: '' },
    ]);
    pass(366 * 86_400);
    expect((await call('GET', `/report/meetings/${id}/participants`)).json()).toMatchObject({ code: 12702 });
  });

  it('reports nobody where only one person was there', async () => {
    const { created, does, call } = await createZoom();
    const { id } = await created();
    await does(id, { action: 'start' });
    await does(id, { action: 'end' });
    expect((await call('GET', `/report/meetings/${id}/participants`)).json()).toMatchObject({
      participants: [],
    });
  });

  it('keeps a summary where AI Companion starts by itself, and a transcript with a recording', async () => {
    const { created, does, call } = await createZoom({
      settings: { recording: { recording_audio_transcript: true } },
    });
    const { id } = await created({ settings: { auto_start_meeting_summary: true, auto_recording: 'cloud' } });
    for (const what of ['meeting_summary', 'transcript']) {
      expect((await call('GET', `/meetings/${id}/${what}`)).statusCode).toBe(404);
    }
    await does(id, { action: 'start' });
    await does(id, { action: 'end' });
    for (const what of ['meeting_summary', 'transcript']) {
      expect((await call('GET', `/meetings/${id}/${what}`)).statusCode).toBe(200);
      expect((await call('DELETE', `/meetings/${id}/${what}`)).statusCode).toBe(204);
      expect((await call('GET', `/meetings/${id}/${what}`)).statusCode).toBe(404);
    }
  });

  it('keeps no summary that was stopped with its assets deleted', async () => {
    const { created, does, call } = await createZoom();
    const { id } = await created({ settings: { auto_start_meeting_summary: true } });
    await does(id, { action: 'start' });
    const params = { ai_companion_mode: 'all', delete_meeting_assets: true };
    await call('PATCH', `/live_meetings/${id}/events`, { method: 'ai_companion.stop', params });
    await does(id, { action: 'end' });
    expect((await call('GET', `/meetings/${id}/meeting_summary`)).statusCode).toBe(404);
    const history = (await call('GET', `/report/history_meetings?${days}`)).json<History>();
    expect(history.history_meetings[0]?.feature_used.meeting_summary).toBe(true);
  });

  it('reports nothing to a basic account', async () => {
    const { call } = await createZoom({ plan: 'basic' });
    expect((await call('GET', `/report/history_meetings?${days}`)).json()).toMatchObject({ code: 200 });
    expect((await call('GET', '/accounts/me/settings')).json()).toMatchObject({ code: 200 });
  });
});
