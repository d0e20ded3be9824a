import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, createReceiver, createZoom } from './harness.ts';

const secretToken = 'test-secret-token';

async function createZoomWithWebhooks(config: object = {}, answer?: (body: string) => string) {
  const receiver = await createReceiver(answer);
  const zoom = await createZoom({ webhook: { url: receiver.url, secretToken }, ...config });
  const flush = () => zoom.app.inject('/_sandbox/webhooks');
  return { ...zoom, ...receiver, flush };
}

describe('webhooks of the Zoom sandbox', () => {
  it('are signed over the raw body', async () => {
    const { created, flush, received } = await createZoomWithWebhooks();
    await created({ topic: 'Sitzung für Änne' });
    await flush();
    const [{ headers, body } = { headers: {}, body: '' }] = received as {
      headers: Record<string, string>;
      body: string;
    }[];
    const hmac = createHmac('sha256', secretToken)
      .update(`v0:${headers['x-zm-request-timestamp']}:${body}`)
      .digest('hex');
    expect(headers['x-zm-signature']).toBe(`v0=${hmac}`);
    expect(headers['x-zm-request-timestamp']).toBe('1803891600');
    expect(JSON.parse(body)).toMatchObject({
      event: 'meeting.created',
      event_ts: 1_803_891_600_000,
      payload: { account_id: ACCOUNT, object: { topic: 'Sitzung für Änne' } },
    });
  });

  it('tell the life of a meeting in order', async () => {
    const { created, update, does, call, flush, events } = await createZoomWithWebhooks();
    const { id } = await created();
    await update(id, { topic: 'Changed' });
    await does(id, { action: 'knock', name: 'Ann' });
    await does(id, { action: 'start' });
    await does(id, { action: 'admit', name: 'Ann' });
    await does(id, { action: 'record-start' });
    await does(id, { action: 'record-start', mode: 'local' });
    await does(id, { action: 'record-stop' });
    await does(id, { action: 'leave', name: 'Ann' });
    await does(id, { action: 'end' });
    await call('DELETE', `/meetings/${id}`);
    await flush();
    expect(events()).toEqual([
      'meeting.created',
      'meeting.updated',
      'meeting.participant_jbh_waiting',
      'meeting.started',
      'meeting.participant_joined',
      'meeting.participant_jbh_waiting_left',
      'meeting.participant_joined_waiting_room',
      'meeting.participant_admitted',
      'meeting.participant_joined',
      'recording.started',
      'recording.stopped',
      'meeting.participant_left',
      'meeting.participant_left',
      'meeting.ended',
      'recording.completed',
      'meeting.deleted',
    ]);
  });

  it('tell of an update what changed and what it was, but not who waits', async () => {
    const { created, update, flush, received } = await createZoomWithWebhooks();
    const { id } = await created({ topic: 'Before' });
    const waiting_room_options = { mode: 'custom', who_goes_to_waiting_room: 'everyone' };
    await update(id, { topic: 'After', settings: { auto_recording: 'cloud', waiting_room_options } });
    await update(id, { topic: 'After' });
    await flush();
    expect(received).toHaveLength(2);
    expect(JSON.parse(received[1]?.body ?? '')).toMatchObject({
      payload: {
        object: { id, topic: 'After', settings: { auto_recording: 'cloud' } },
        old_object: { id, topic: 'Before', settings: { auto_recording: 'none' } },
      },
    });
    expect(received[1]?.body).not.toContain('who_goes_to_waiting_room');
  });

  it('write a meeting’s number as text in presence and as a number in recording events', async () => {
    const { created, does, received } = await createZoomWithWebhooks();
    const { id } = await created();
    await does(id, { action: 'start' });
    await does(id, { action: 'record-start' });
    const ids = Object.fromEntries(
      received.map(({ body }) => {
        const { event, payload } = JSON.parse(body) as {
          event: string;
          payload: { object: { id: unknown } };
        };
        return [event, payload.object.id];
      }),
    );
    expect(ids).toMatchObject({
      'meeting.created': id,
      'meeting.started': String(id),
      'meeting.participant_joined': String(id),
      'recording.started': id,
    });
  });

  it('come only for subscribed events', async () => {
    const { created, does, events, app, setUp, url } = await createZoomWithWebhooks();
    await setUp({ webhook: { url, secretToken, events: ['meeting.started'] } });
    const { id } = await created();
    await does(id, { action: 'start' });
    expect(events()).toEqual(['meeting.started']);
    expect((await app.inject('/_sandbox/webhooks')).json()).toMatchObject([
      { event: 'meeting.started', status: 200 },
    ]);
  });

  it('come twice, or the wrong way round, when told to', async () => {
    const { created, does, misbehave, received, events } = await createZoomWithWebhooks();
    const { id } = await created();
    await misbehave({ kind: 'duplicate-webhooks', times: 1 });
    await does(id, { action: 'start' });
    expect(events()).toEqual([
      'meeting.created',
      'meeting.started',
      'meeting.started',
      'meeting.participant_joined',
    ]);
    expect(received[1]).toEqual({ ...received[2], headers: expect.anything() as unknown });
    expect(received[1]?.headers['x-zm-request-id']).toBe(received[2]?.headers['x-zm-request-id']);

    await misbehave({ kind: 'reorder-webhooks', account: ACCOUNT, times: 1 });
    await does(id, { action: 'record-start' });
    expect(events()).toHaveLength(4);
    await does(id, { action: 'record-stop' });
    expect(events().slice(4)).toEqual(['recording.stopped', 'recording.started']);
  });

  it('ask an address to prove that it knows the secret', async () => {
    const prove = (secret: string) => (body: string) => {
      const { plainToken } = (JSON.parse(body) as { payload: { plainToken: string } }).payload;
      return JSON.stringify({
        plainToken,
        encryptedToken: createHmac('sha256', secret).update(plainToken).digest('hex'),
      });
    };
    for (const [secret, valid] of [
      [secretToken, true],
      ['another', false],
    ] as const) {
      const { app } = await createZoomWithWebhooks({}, prove(secret));
      const answer = await app.inject({
        method: 'POST',
        url: `/_sandbox/accounts/${ACCOUNT}/webhook-validation`,
      });
      expect(answer.json()).toEqual({ valid });
    }
    const { app, setUp } = await createZoomWithWebhooks();
    await setUp({ webhook: { url: 'http://127.0.0.1:1/', secretToken } });
    const nobody = await app.inject({
      method: 'POST',
      url: `/_sandbox/accounts/${ACCOUNT}/webhook-validation`,
    });
    expect(nobody.json()).toEqual({ valid: false });
  });
});
