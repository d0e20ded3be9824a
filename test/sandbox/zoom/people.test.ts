import { describe, expect, it } from 'vitest';
import { createZoom, HOST } from './harness.ts';

describe('simulated people at a Zoom meeting', () => {
  it('wait before the host, then in the waiting room, until they are admitted', async () => {
    const { created, does, read } = await createZoom();
    const { id, uuid } = await created();
    expect(await does(id, { action: 'knock', name: 'Ann' })).toMatchObject({
      live: false,
      person: { name: 'Ann', state: 'before-host' },
    });
    const started = await does(id, { action: 'start' });
    expect(started).toMatchObject({
      live: true,
      people: [{ state: 'in' }, { name: 'Ann', state: 'waiting' }],
    });
    expect(started.uuid).not.toBe(uuid);
    expect((await read(id)).status).toBe('started');
    expect((await does(id, { action: 'admit', name: 'Ann' })).person.state).toBe('in');
    expect((await does(id, { action: 'leave', name: 'Ann' })).person.state).toBe('left');
    expect((await does(id, { action: 'end' })).live).toBe(false);
    expect((await read(id)).status).toBe('waiting');
  });

  it('are in at once where nothing holds them, also before the host', async () => {
    const { created, does } = await createZoom({ settings: { meeting_security: { waiting_room: false } } });
    const { id } = await created({ settings: { join_before_host: true } });
    expect(await does(id, { action: 'knock' })).toMatchObject({ live: true, person: { state: 'in' } });
  });

  it.each([
    ['everybody', { mode: 'custom', who_goes_to_waiting_room: 'everyone' }, 'waiting'],
    ['strangers', { mode: 'custom', who_goes_to_waiting_room: 'users_not_in_account' }, 'in'],
  ])('of the account meet a waiting room for %s', async (_whom, waiting_room_options, state) => {
    const colleague = 'colleague@practice.example';
    const { created, does } = await createZoom({ users: [{ email: HOST }, { email: colleague }] });
    const { id } = await created({ settings: { waiting_room: true, waiting_room_options } });
    await does(id, { action: 'start' });
    const knock = await does(id, { action: 'knock', name: 'Colleague', email: colleague, signedIn: true });
    expect(knock.person.state).toBe(state);
    expect((await does(id, { action: 'knock', name: 'Stranger' })).person.state).toBe('waiting');
  });

  it('need the passcode where the link does not carry it', async () => {
    const { created, does, setUp } = await createZoom();
    await setUp({ settings: { meeting_security: { embed_password_in_join_link: false } } });
    const { id } = await created({ password: 'abc-234' });
    await does(id, { action: 'start' });
    expect((await does(id, { action: 'knock' })).person).toMatchObject({
      state: 'refused',
      reason: 'passcode',
    });
    expect((await does(id, { action: 'knock', passcode: 'wrong' })).person.state).toBe('refused');
    expect((await does(id, { action: 'knock', passcode: 'abc-234' })).person.state).toBe('waiting');
  });

  it('must be signed in where the meeting demands it', async () => {
    const { created, does } = await createZoom();
    const { id } = await created({ settings: { meeting_authentication: true } });
    expect((await does(id, { action: 'knock' })).person).toMatchObject({ reason: 'authentication' });
    expect((await does(id, { action: 'knock', email: 'a@b.example', signedIn: true })).person.state).toBe(
      'before-host',
    );
  });

  it('cannot do what cannot be done', async () => {
    const { created, people, call } = await createZoom({
      settings: { recording: { cloud_recording: false } },
    });
    const { id } = await created();
    expect((await people(id, { action: 'join' })).statusCode).toBe(409);
    await people(id, { action: 'start' });
    expect((await people(id, { action: 'admit', name: 'Nobody' })).statusCode).toBe(409);
    expect((await people(id, { action: 'record-start' })).statusCode).toBe(409);
    expect((await people(id, { action: 'dance' })).statusCode).toBe(400);
    expect((await people(1, { action: 'start' })).statusCode).toBe(404);
    await people(id, { action: 'end' });
    await call('DELETE', `/meetings/${id}`);
    expect((await people(id, { action: 'start' })).statusCode).toBe(409);
  });

  it('are removed, and meetings ended, by API', async () => {
    const { created, does, call } = await createZoom();
    const { id } = await created();
    const events = (body: object) => call('PATCH', `/live_meetings/${id}/events`, body);
    const end = () => call('PUT', `/meetings/${id}/status`, { action: 'end' });
    expect((await events({ method: 'recording.stop' })).json()).toMatchObject({ code: 300 });
    expect((await end()).statusCode).toBe(400);

    await does(id, { action: 'start' });
    const { person } = await does(id, { action: 'join', name: 'Bob' });
    const remove = { method: 'participant.remove', params: { participant_uuid: person.id } };
    expect((await events(remove)).statusCode).toBe(202);
    expect((await events({ method: 'lock' })).statusCode).toBe(400);
    expect((await events({ method: 'participant.remove' })).statusCode).toBe(400);
    const seen = await does(id, { action: 'knock', name: 'Eve' });
    expect(seen.people).toMatchObject([
      { state: 'in' },
      { name: 'Bob', state: 'left' },
      { state: 'waiting' },
    ]);
    expect((await end()).statusCode).toBe(204);
    expect((await does(id, { action: 'start' })).people).toHaveLength(1);
  });

  it('change a meeting on Zoom’s own pages', async () => {
    const { app, created, does, read } = await createZoom();
    const { id } = await created();
    const answer = await app.inject({
      method: 'POST',
      url: `/_sandbox/meetings/${id}/settings`,
      payload: { settings: { waiting_room: false } },
    });
    expect(answer.statusCode).toBe(200);
    expect((await read(id)).settings.waiting_room).toBe(false);
    await does(id, { action: 'start' });
    expect((await does(id, { action: 'knock' })).person.state).toBe('in');
    const operations = (await app.inject('/_sandbox/requests')).json<{ operation: string }[]>();
    expect(operations.map(({ operation }) => operation)).toEqual(['token', 'meeting.create', 'meeting.get']);
  });
});
