import { beforeAll, expect, it } from 'vitest';
import type { JsonObject } from '../../src/sandbox/shared/paths.ts';
import { ACCOUNT, createReceiver, createZoom, HOST } from '../sandbox/zoom/harness.ts';
import { closed, describeContract, loadSpec, validator, type Schema } from './specs.ts';

interface MeetingSchemas {
  maps: { ZoomMeetingsApiOperationResponseMap: Record<string, Schema> };
}
interface SettingsSchemas {
  operations: Record<string, { response: Schema }>;
}
interface WebhookSchemas {
  events: Record<string, Schema>;
}
interface TokenSchemas {
  zoom: { response: Schema; error: Schema };
}

/** Zoom's own samples give the shape of events that its schemas leave out. */
const WITHOUT_SCHEMA = ['meeting.ai_companion_started', 'meeting.ai_companion_stopped'];

const full = {
  topic: 'Session',
  agenda: 'None',
  start_time: '2027-03-10T14:00:00Z',
  duration: 45,
  timezone: 'Europe/Berlin',
  password: 'abc-234',
  settings: {
    waiting_room: true,
    waiting_room_options: { mode: 'custom', who_goes_to_waiting_room: 'everyone' },
    auto_start_meeting_summary: true,
    audio: 'both',
    breakout_room: { enable: true, rooms: [{ name: 'One', participants: [] }] },
    meeting_invitees: [{ email: 'ann@client.example' }],
    question_and_answer: { enable: false },
  },
};

describeContract('answers of the Zoom sandbox', () => {
  let responseOf: (operation: string) => Schema;

  beforeAll(() => {
    const meetings =
      loadSpec<MeetingSchemas>('zoom-2026-06.schemas.json').maps.ZoomMeetingsApiOperationResponseMap;
    const settings = loadSpec<SettingsSchemas>('zoom-2026-05.settings.schemas.json').operations;
    responseOf = (operation) => {
      const schema = meetings[operation] ?? settings[operation]?.response;
      if (schema === undefined) throw new Error(`no schema of ${operation}`);
      return closed(schema);
    };
  });

  const expectValid = (operation: string, answer: { statusCode: number; json: () => unknown }) => {
    expect(answer.statusCode).toBeLessThan(300);
    expect(validator(responseOf(operation))(answer.json()), operation).toEqual([]);
  };

  it('are Zoom’s for meetings', async () => {
    const { create, call, misbehave, does } = await createZoom();
    const created = await create(full);
    expectValid('POST /users/{userId}/meetings', created);
    const { id } = created.json<{ id: number }>();
    expectValid('GET /meetings/{meetingId}', await call('GET', `/meetings/${id}`));
    await does(id, { action: 'start' });
    expectValid('GET /meetings/{meetingId}', await call('GET', `/meetings/${id}`));
    expectValid('GET /users/{userId}/meetings', await call('GET', `/users/${HOST}/meetings?page_size=1`));
    await misbehave({ kind: 'drop', field: 'settings.waiting_room' });
    expectValid('POST /users/{userId}/meetings', await create({ settings: { use_pmi: true } }));
  });

  it('are Zoom’s for users, settings and locks', async () => {
    const { call } = await createZoom();
    const user = `/users/${HOST}`;
    expectValid('GET /users/{userId}', await call('GET', user));
    for (const option of ['', '?option=meeting_security', '?option=meeting_authentication']) {
      expectValid('GET /users/{userId}/settings', await call('GET', `${user}/settings${option}`));
      expectValid('GET /accounts/{accountId}/settings', await call('GET', `/accounts/me/settings${option}`));
    }
    for (const option of ['', '?option=meeting_security']) {
      expectValid(
        'GET /accounts/{accountId}/lock_settings',
        await call('GET', `/accounts/me/lock_settings${option}`),
      );
    }
  });

  it('are Zoom’s for recordings, transcripts, summaries and reports', async () => {
    const { created, does, call } = await createZoom({
      settings: { recording: { recording_audio_transcript: true } },
    });
    const { id } = await created({ settings: { auto_recording: 'cloud', auto_start_meeting_summary: true } });
    await does(id, { action: 'start' });
    await does(id, { action: 'join', name: 'Ann' });
    await does(id, { action: 'end' });
    for (const what of ['recordings', 'transcript', 'meeting_summary']) {
      expectValid(`GET /meetings/{meetingId}/${what}`, await call('GET', `/meetings/${id}/${what}`));
    }
    const history = await call('GET', '/report/history_meetings?from=2027-03-01&to=2027-03-02');
    expect(history.json<{ history_meetings: unknown[] }>().history_meetings).toHaveLength(1);
    expectValid('GET /report/history_meetings', history);
    const rows = await call('GET', `/report/meetings/${id}/participants`);
    expect(rows.json<{ participants: unknown[] }>().participants).toHaveLength(2);
    expectValid('GET /report/meetings/{meetingId}/participants', rows);
  });

  it('are Zoom’s for tokens and their refusal', async () => {
    const { askToken } = await createZoom();
    const { response, error } = loadSpec<TokenSchemas>('token-endpoints.schemas.json').zoom;
    expect(validator(closed(response))((await askToken()).json())).toEqual([]);
    expect(validator(closed(error))((await askToken(ACCOUNT, 'Basic eDp5')).json())).toEqual([]);
  });

  it('are Zoom’s in every webhook', async () => {
    const { events } = loadSpec<WebhookSchemas>('zoom-2026-05.webhooks.schemas.json');
    const samples = loadSpec<{ webhooks: Record<string, JsonObject> }>('zoom-2026-06.samples.json').webhooks;
    const receiver = await createReceiver();
    const { created, update, does, call, app } = await createZoom({
      webhook: { url: receiver.url, secretToken: 'test-secret-token' },
      settings: { recording: { recording_audio_transcript: true } },
    });
    const { id } = await created(full);
    await update(id, {
      topic: 'Changed',
      password: 'xyz-789',
      settings: { join_before_host: false, audio: 'voip' },
    });
    await does(id, { action: 'knock', name: 'Ann' });
    await does(id, { action: 'start' });
    await does(id, { action: 'admit', name: 'Ann' });
    await does(id, { action: 'record-start' });
    await does(id, { action: 'knock', name: 'Bob' });
    await does(id, { action: 'leave', name: 'Bob' });
    await does(id, { action: 'end' });
    await call('DELETE', `/meetings/${id}/recordings?action=trash`);
    await call('DELETE', `/meetings/${id}`);
    await call('PUT', `/meetings/${id}/status`, { action: 'recover' });
    const early = await created({ settings: { waiting_room: false, join_before_host: true } });
    await does(early.id, { action: 'knock', name: 'Eve' });
    await app.inject('/_sandbox/webhooks');

    const kinds = new Set(receiver.events());
    expect(kinds.size).toBeGreaterThanOrEqual(20);
    for (const { body } of receiver.received) {
      const sent = JSON.parse(body) as JsonObject & { event: string };
      const schema = events[sent.event];
      if (schema !== undefined) expect(validator(closed(schema))(sent), sent.event).toEqual([]);
      else {
        expect(WITHOUT_SCHEMA).toContain(sent.event);
        const object = (envelope: JsonObject | undefined) =>
          Object.keys((envelope?.payload as { object: object } | undefined)?.object ?? {}).sort();
        expect(object(sent)).toEqual(object(samples[sent.event]));
      }
    }
  });
});
