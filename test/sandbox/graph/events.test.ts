import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/shared/paths.ts';
import {
  calendarEvent,
  COACH,
  createBacked,
  createTenant,
  EVENTS,
  findUrl,
  MEETINGS,
  textOf,
  UPN,
} from './tenant.ts';

describe('an event with a meeting', () => {
  it('shows the join address and not the meeting, which starts with the tenant’s defaults', async () => {
    const tenant = await createTenant();
    const { event, meeting } = await createBacked(tenant);
    expect(event.onlineMeeting).toEqual({ joinUrl: meeting.joinWebUrl });
    expect(meeting).toMatchObject({
      subject: 'Session 1',
      startDateTime: '2026-10-06T09:00:00Z',
      lobbyBypassSettings: { scope: 'organization' },
      meetingType: 'scheduled',
    });
  });

  it('is created once per transactionId', async () => {
    const { graph } = await createTenant();
    const sent = calendarEvent();
    const first = await graph('POST', EVENTS, sent);
    const again = await graph('POST', EVENTS, sent);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.id).toBe(first.body.id);
    expect((await graph('GET', EVENTS)).body.value).toHaveLength(1);
  });

  it('reads zoned times as instants and answers in UTC', async () => {
    const { graph } = await createTenant();
    const at = (dateTime: string) => ({ dateTime, timeZone: 'Europe/Berlin' });
    const times = { start: at('2026-10-06T09:00:00'), end: at('2026-10-06T10:00:00') };
    const { body } = await graph('POST', EVENTS, calendarEvent(times));
    expect(body.start).toEqual({ dateTime: '2026-10-06T07:00:00.0000000', timeZone: 'UTC' });
    const unknown = calendarEvent({ start: { dateTime: '2026-10-06T09:00:00', timeZone: 'Nowhere' } });
    expect((await graph('POST', EVENTS, unknown)).status).toBe(400);
  });

  it('takes its meeting along when it is moved', async () => {
    const tenant = await createTenant();
    const { event, meeting } = await createBacked(tenant);
    await tenant.graph('PATCH', `${EVENTS}/${textOf(event, 'id')}`, {
      start: { dateTime: '2026-10-07T09:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-10-07T10:00:00', timeZone: 'UTC' },
    });
    const { body } = await tenant.graph('GET', `${MEETINGS}/${textOf(meeting, 'id')}`);
    expect(body).toMatchObject({ id: meeting.id, startDateTime: '2026-10-07T09:00:00Z' });
  });

  it('keeps the link when other things change, and loses it with a new body', async () => {
    const tenant = await createTenant();
    const { event } = await createBacked(tenant);
    const url = `${EVENTS}/${textOf(event, 'id')}`;
    const renamed = await tenant.graph('PATCH', url, { subject: 'Session 2' });
    expect(renamed.body).toMatchObject({ subject: 'Session 2', onlineMeeting: event.onlineMeeting });
    const rewritten = await tenant.graph('PATCH', url, { body: { contentType: 'text', content: 'See you' } });
    expect(rewritten.body).toMatchObject({ onlineMeeting: null, isOnlineMeeting: false });
  });

  it('keeps the link when the new body still holds the join address', async () => {
    const tenant = await createTenant();
    const { event } = await createBacked(tenant);
    const content = `<p>See you</p>${(event.body as { content: string }).content}`;
    const body = { contentType: 'html', content };
    const { body: kept } = await tenant.graph('PATCH', `${EVENTS}/${textOf(event, 'id')}`, { body });
    expect(kept.onlineMeeting).toEqual(event.onlineMeeting);
  });

  it('leaves its meeting behind when it is deleted', async () => {
    const tenant = await createTenant();
    const { event, meeting } = await createBacked(tenant);
    expect((await tenant.graph('DELETE', `${EVENTS}/${textOf(event, 'id')}`)).status).toBe(204);
    expect((await tenant.graph('GET', `${EVENTS}/${textOf(event, 'id')}`)).status).toBe(404);
    expect((await tenant.graph('GET', findUrl(textOf(meeting, 'joinWebUrl')))).body.value).toHaveLength(1);
  });
});

describe('looking for events', () => {
  const VIEW = `/v1.0/users/${COACH}/calendarView`;
  const day = (date: string) => ({
    start: { dateTime: `${date}T09:00:00`, timeZone: 'UTC' },
    end: { dateTime: `${date}T10:00:00`, timeZone: 'UTC' },
  });

  it('gives the events that touch the window, page by page, with their transactionId', async () => {
    const { graph, app, token } = await createTenant();
    const dates = ['2026-10-06', '2026-10-07', '2026-10-08', '2026-11-09'];
    for (const date of dates)
      await graph('POST', EVENTS, calendarEvent({ ...day(date), transactionId: date }));
    const window = 'startDateTime=2026-10-06T09:30:00Z&endDateTime=2026-10-31T00:00:00Z';
    const first = await graph('GET', `${VIEW}?${window}&$top=2&$select=transactionId`);
    expect(first.body.value).toMatchObject([{ transactionId: dates[0] }, { transactionId: dates[1] }]);
    expect(Object.keys((first.body.value as JsonObject[])[0] ?? {})).toEqual(['transactionId', 'id']);
    const next = textOf(first.body, '@odata.nextLink');
    const second = await app.inject({ url: next, headers: { authorization: `Bearer ${await token()}` } });
    expect(second.json()).toMatchObject({ value: [{ transactionId: dates[2] }] });
    expect(second.json()).not.toHaveProperty('@odata.nextLink');
  });

  it('filters by start, and not by transactionId', async () => {
    const { graph } = await createTenant();
    await graph('POST', EVENTS, calendarEvent(day('2026-10-06')));
    await graph('POST', EVENTS, calendarEvent(day('2026-10-08')));
    const filter = encodeURIComponent("start/dateTime ge '2026-10-07T00:00:00' and subject eq 'Session 1'");
    expect((await graph('GET', `${EVENTS}?$filter=${filter}`)).body.value).toHaveLength(1);
    const unsupported = encodeURIComponent("transactionId eq 'x'");
    expect(await graph('GET', `${EVENTS}?$filter=${unsupported}`)).toMatchObject({
      status: 400,
      body: { error: { code: 'ErrorInvalidUrlQueryFilter' } },
    });
  });

  it('needs the window', async () => {
    const { graph } = await createTenant();
    expect((await graph('GET', VIEW)).status).toBe(400);
  });
});

describe('a mailbox', () => {
  it.each([
    ['without the app role', { roles: ['User.Read.All'] }, {}, 403, 'ErrorAccessDenied'],
    ['closed to the app by Exchange', {}, { mailbox: 'denied' }, 403, 'ErrorAccessDenied'],
    ['that does not exist', {}, { mailbox: 'none' }, 404, 'MailboxNotEnabledForRESTAPI'],
  ])('%s is refused', async (_what, config, user, status, code) => {
    const { graph } = await createTenant(config, user);
    expect(await graph('POST', EVENTS, calendarEvent())).toMatchObject({ status, body: { error: { code } } });
  });

  it('can be named by principal name', async () => {
    const { graph } = await createTenant();
    expect((await graph('GET', EVENTS.replace(COACH, UPN))).status).toBe(200);
  });

  it('of an unlicensed user gets an event without a meeting', async () => {
    const { graph } = await createTenant({}, { licensed: false });
    const { body } = await graph('POST', EVENTS, calendarEvent());
    expect(body).toMatchObject({ isOnlineMeeting: false, onlineMeeting: null });
  });
});
