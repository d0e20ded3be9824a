import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalMailbox } from '../../src/mail/local-mailbox.ts';
import { createMailer } from '../../src/mail/transport.ts';
import { invitation } from '../mail/support/messages.ts';
import { readCalendar } from '../mail/support/icalendar.ts';
import { runJob } from '../support/jobs.ts';
import { openBrowser } from './support/console.ts';
import {
  sessionBody,
  setUp,
  startService,
  type Body,
  type Practice,
  type Setup,
} from './support/practice.ts';

// Nothing is sent from here: no mail server is named, so that every delivery is the organisation's own.
const service = startService();
const FROM = 'hello@practice.example';

let practice: Practice;
let setup: Setup;
let days = 6;
beforeAll(async () => {
  practice = await service.newPractice();
  setup = await setUp(practice);
});

const book = async (): Promise<string> => {
  days += 1;
  const answer = await practice.send('POST', '/v1/sessions', { body: sessionBody(setup, days) });
  await service.work();
  return String(answer.body['id']);
};
const add = async (sessionId: string, person: Body = {}): Promise<string> => {
  const body = { name: 'Ana', email: 'ana@participants.example', passcodeChannel: 'text', ...person };
  const answer = await practice.send('POST', `/v1/sessions/${sessionId}/people`, { body });
  await service.work();
  return String(answer.body['id']);
};
const list = async (query: string, of: Practice = practice): Promise<Body[]> =>
  (await of.send('GET', `/v1/deliveries?${query}`)).body['items'] as Body[];
/** The latest delivery of a kind to a person. */
const one = async (sessionId: string, personId: string, kind: string): Promise<Body> => {
  const all = await list(`sessionId=${sessionId}`);
  const delivery = all.find((item) => item['personId'] === personId && item['kind'] === kind);
  if (delivery === undefined) throw new Error(`There is no ${kind}.`);
  return delivery;
};
const content = (delivery: Body, query = `from=${FROM}`) =>
  practice.send('GET', `/v1/deliveries/${String(delivery['id'])}/content?${query}`);
const confirm = (delivery: Body, outcome = 'delivered', by = 'Our own sender') =>
  practice.send('POST', `/v1/deliveries/${String(delivery['id'])}/confirmation`, { body: { outcome, by } });

describe('an organisation that sends itself', () => {
  it('reads what is due, takes it, and confirms it', async () => {
    const sessionId = await book();
    const personId = await add(sessionId);
    const due = await list(`sessionId=${sessionId}&state=due`);
    expect(due).toMatchObject([{ kind: 'invitation', personId, channel: 'organisation', state: 'due' }]);
    const [delivery = {}] = due;

    const shown = await content(delivery);
    expect(shown.headers['cache-control']).toBe('no-store');
    const pass = await practice.send('GET', `/v1/sessions/${sessionId}/people/${personId}/pass`);
    expect(shown.body).toMatchObject({
      to: { name: 'Ana', address: 'ana@participants.example' },
      passcode: null,
      link: pass.body['link'],
      code: pass.body['code'],
    });
    const letter = shown.body['letter'] as { text: string; html: string; calendar: Body };
    expect(letter.text).toContain(String(pass.body['link']));
    expect(letter.calendar['method']).toBe('REQUEST');
    const entry = readCalendar(String(letter.calendar['content']));
    expect(entry).toMatchObject({ organizer: `mailto:${FROM}`, uid: `${sessionId}.${personId}` });
    expect((await content(delivery)).body).toEqual(shown.body);

    expect((await confirm(delivery)).body).toMatchObject({ state: 'confirmed', handledBy: 'Our own sender' });
    expect((await confirm(delivery)).body).toMatchObject({ state: 'confirmed' });
    expect(await list(`sessionId=${sessionId}&state=due`)).toEqual([]);
    expect((await content(delivery)).body).toMatchObject({ status: 409, code: 'INVALID_TRANSITION' });
  });

  it('is asked for its address, which the calendar entry names', async () => {
    const sessionId = await book();
    const personId = await add(sessionId);
    const answer = await content(await one(sessionId, personId, 'invitation'), '');
    expect(answer.body).toMatchObject({ status: 400, field: 'from' });
  });

  it('takes a passcode for its text messages alone, without a link, and never with the invitation', async () => {
    const sessionId = await book();
    const personId = await add(sessionId);
    const waiting = await one(sessionId, personId, 'passcode');
    expect(waiting).toMatchObject({ channel: 'text', state: 'waiting' });
    const shown = (await content(waiting)).body;
    expect(shown).toMatchObject({ to: { name: 'Ana' }, link: null, code: null, letter: null });
    const session = await service.application.database.inOrganisation(
      practice.organisationId,
      ({ sessions }) => sessions.find(sessionId),
    );
    expect(shown['passcode']).toBe(session?.secrets.passcode);
    const invited = await content(await one(sessionId, personId, 'invitation'));
    expect(invited.text).not.toContain(session?.secrets.passcode);
  });

  it('is refused what is stale or not settled, and confirms nothing that has been superseded', async () => {
    const sessionId = await book();
    const personId = await add(sessionId);
    const before = await one(sessionId, personId, 'invitation');
    days += 1;
    const { startsAt, endsAt, timeZone } = sessionBody(setup, days);
    const session = await practice.send('GET', `/v1/sessions/${sessionId}`);
    await practice.send('PATCH', `/v1/sessions/${sessionId}`, {
      body: { startsAt, endsAt, timeZone },
      headers: { 'if-match': String(session.headers['etag']) },
    });
    expect((await content(before)).body).toMatchObject({ status: 409, code: 'INVALID_TRANSITION' });
    // Settled, and what is to be delivered not yet looked at anew.
    for (const job of service.jobs.splice(0)) await runJob(service.application, job);
    expect((await content(before)).body).toMatchObject({ status: 409, code: 'INVALID_TRANSITION' });
    await service.work();
    expect((await content(before)).body).toMatchObject({ status: 409, facts: { state: 'superseded' } });
    expect((await confirm(before)).body).toMatchObject({ status: 409, code: 'INVALID_TRANSITION' });
    expect((await content(await one(sessionId, personId, 'invitation'))).status).toBe(200);
  });

  it('may say that it failed, have it tried again, and say that somebody handed it over', async () => {
    const sessionId = await book();
    const personId = await add(sessionId);
    const delivery = await one(sessionId, personId, 'passcode');
    expect((await confirm(delivery, 'failed')).body).toMatchObject({ state: 'failed' });
    const retry = () => practice.send('POST', `/v1/deliveries/${String(delivery['id'])}/retry`);
    expect((await retry()).body).toMatchObject({ state: 'due', handledBy: null });
    expect((await retry()).body).toMatchObject({ status: 409, code: 'INVALID_TRANSITION' });
    await confirm(delivery, 'failed');
    expect((await confirm(delivery, 'delivered', 'Kim, on the phone')).body).toMatchObject({
      state: 'confirmed',
      handledBy: 'Kim, on the phone',
    });
  });

  it('cancels what it may have sent, and nothing else', async () => {
    const sessionId = await book();
    const taken = await add(sessionId);
    const untouched = await add(sessionId, { name: 'Bo', email: 'bo@participants.example' });
    await content(await one(sessionId, taken, 'invitation'));
    await practice.send('POST', `/v1/sessions/${sessionId}/cancellation`);
    await service.work();
    const due = await list(`sessionId=${sessionId}&state=due`);
    expect(due).toMatchObject([{ personId: taken, kind: 'cancellation', sequence: 1 }]);
    expect(await one(sessionId, untouched, 'invitation')).toMatchObject({ state: 'superseded' });
    expect((await content(due[0] ?? {})).body).toMatchObject({ letter: { calendar: { method: 'CANCEL' } } });
  });
});

describe('who may see deliveries', () => {
  it('needs a scope for them, and another one for what they say, which is audited and not logged', async () => {
    const sessionId = await book();
    const personId = await add(sessionId);
    const delivery = await one(sessionId, personId, 'passcode');
    const url = `/v1/deliveries/${String(delivery['id'])}`;
    const reader = await practice.keyWith(['deliveries:read']);
    const none = await practice.keyWith(['sessions:read']);
    expect((await practice.send('GET', url, { token: reader })).status).toBe(200);
    expect((await practice.send('GET', url, { token: none })).status).toBe(403);
    expect((await practice.send('GET', `${url}/content`, { token: reader })).status).toBe(403);
    const { passcode } = (await content(delivery)).body;
    const [event] = (await practice.send('GET', '/v1/audit?limit=1')).body['items'] as Body[];
    expect(event).toMatchObject({ action: 'delivery.shown', resourceId: delivery['id'] });
    const told = [service.log.join('\n'), JSON.stringify(event), JSON.stringify(await list(''))].join('\n');
    expect(told).not.toContain(passcode);
  });

  it('is no other organisation, and no other coach', async () => {
    const sessionId = await book();
    const personId = await add(sessionId);
    const delivery = await one(sessionId, personId, 'passcode');
    const stranger = await service.newPractice();
    expect(await list('', stranger)).toEqual([]);
    const url = `/v1/deliveries/${String(delivery['id'])}`;
    const acts = [
      ['GET', url, undefined],
      ['GET', `${url}/content`, undefined],
      ['POST', `${url}/confirmation`, { outcome: 'delivered', by: 'Me' }],
      ['POST', `${url}/retry`, undefined],
    ] as const;
    for (const [method, address, body] of acts)
      expect((await stranger.send(method, address, { body })).status, address).toBe(404);

    const email = 'other-coach@practice.example';
    await practice.send('POST', '/v1/hosts', { body: { name: 'Other', email } });
    const browser = openBrowser(service);
    await browser.signIn(email);
    const seen = await browser.send('GET', '/v1/deliveries');
    expect(seen.json<Body>()['items']).toEqual([]);
    for (const [method, address, body] of acts) {
      const answer = await browser.send(method, address, body === undefined ? {} : { body });
      expect(answer.statusCode, address).toBe(404);
    }
  });
});

describe('the mailbox for trying out', () => {
  const mailbox = openLocalMailbox();
  afterAll(async () => {
    service.application.mailbox = null;
    await (await mailbox).close();
  });

  it('is not there in service', async () => {
    expect((await practice.send('GET', '/v1/mailbox')).body).toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  });

  it('shows what was sent, newest first', async () => {
    const opened = await mailbox;
    service.application.mailbox = opened;
    const mailer = createMailer({ url: opened.url });
    await mailer.send(invitation);
    await mailer.send({ ...invitation, title: 'Another' });
    mailer.close();
    const items = (await practice.send('GET', '/v1/mailbox')).body['items'] as Body[];
    expect(items.map(({ subject }) => String(subject).split(',')[0])).toEqual([
      'Another',
      'Confidential session',
    ]);
    expect(items[1]?.['text']).toContain(invitation.passLink);
  });
});
