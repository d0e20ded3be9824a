import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Board, DoorStatus } from '../../src/domain/board.ts';
import { openBrowser, openDoor, type Door } from './support/door.ts';
import { startService, type Practice } from './support/practice.ts';

const beats = new Set<() => void>();
const service = startService({
  pause: async () => undefined,
  beats: (beat) => {
    beats.add(beat);
    return () => beats.delete(beat);
  },
});
let practice: Practice;
let port: number;
beforeAll(async () => {
  practice = await service.newPractice();
  await service.api.listen({ host: '127.0.0.1', port: 0 });
  port = (service.api.server.address() as AddressInfo).port;
});
let days = 7;
const newDoor = (names: readonly string[] = ['Ana']): Promise<Door> =>
  openDoor(service, practice, names, { days: (days += 1) });
const personOf = (door: Door, name = 'Ana') => door.people[name] ?? { id: '', pass: '' };
const minutesLater = (minutes: number) => {
  service.clock.now = new Date(service.clock.now.getTime() + minutes * 60_000);
};
const hostIn = { act: 'confirm-host', lobbyVisible: true } as const;

/** Everybody has come in with the passcode, and the host is in. */
async function gathered(names: readonly string[]) {
  const door = await newDoor(names);
  const browsers = new Map(names.map((name) => [name, openBrowser(service)]));
  for (const [name, browser] of browsers) await browser.enter(personOf(door, name).pass, door.passcode);
  await service.work();
  await door.do(hostIn);
  for (const [name, browser] of browsers) await browser.join(personOf(door, name).pass);
  return { door, browsers };
}

/** The last record of each kind. */
const recordsOf = async ({ sessionId }: Door): Promise<Record<string, boolean>> => {
  const records = await service.application.database.inOrganisation(practice.organisationId, ({ records }) =>
    records.list(sessionId),
  );
  return Object.fromEntries(records.map(({ kind, holds }) => [kind, holds]));
};

describe('the records of the entry', () => {
  it('hold once everybody admitted was checked, and the door was locked', async () => {
    const { door } = await gathered(['Ana', 'Bela']);
    expect(await recordsOf(door)).toEqual({ 'host-in': true });
    await door.do({ act: 'admit', personId: personOf(door).id });
    await door.do({ act: 'admit', personId: personOf(door, 'Bela').id });
    const held = { 'host-in': true, 'passcode-checked': true, 'roll-call': true, notice: true };
    expect(await recordsOf(door)).toMatchObject(held);
    await door.do({ act: 'lock' });
    expect(await recordsOf(door)).toMatchObject({ ...held, locked: true });
    await door.do({ act: 'unlock' });
    expect(await recordsOf(door)).toMatchObject({ ...held, locked: false });
  });

  it('do not hold where somebody was admitted who did not come by the door, until the coach vouches', async () => {
    const { door } = await gathered(['Ana']);
    const { id } = personOf(door);
    await practice.send('POST', `/v1/sessions/${door.sessionId}/people`, { body: { name: 'Caro' } });
    const caro = (await door.statusOf('Caro')).id;
    await door.do({ act: 'admit', personId: id });
    await door.do({ act: 'admit', personId: caro });
    expect(await door.statusOf('Caro')).toMatchObject({ status: 'admitted', certainty: null });
    expect(await recordsOf(door)).toMatchObject({
      'roll-call': false,
      'passcode-checked': false,
      notice: false,
    });
    const reason = 'I have known her for years';
    await door.do({ act: 'vouch', personIds: [caro], reason, noticeTold: true });
    expect(await door.statusOf('Caro')).toMatchObject({ certainty: 'confirmed', identifiedBy: 'voice' });
    expect(await recordsOf(door)).toMatchObject({
      'roll-call': true,
      'passcode-checked': false,
      notice: true,
    });
    expect(service.log.join('')).not.toContain(reason);
  });

  it('are taken back where an integration takes the link', async () => {
    const { door } = await gathered(['Ana']);
    await door.do({ act: 'admit', personId: personOf(door).id });
    const link = await practice.send('GET', `/v1/sessions/${door.sessionId}/link`);
    expect(link.status).toBe(200);
    expect(await recordsOf(door)).toMatchObject({
      'host-in': false,
      'roll-call': false,
      'passcode-checked': false,
      'host-duty:entry.roll-call.v1': true,
    });
  });
});

describe('vouching', () => {
  it('lets one device carry several people, and releases nobody’s link', async () => {
    const { door, browsers } = await gathered(['Ana', 'Bela', 'Caro']);
    const [ana, bela] = [personOf(door), personOf(door, 'Bela')];
    const device = (await door.statusOf('Ana')).arrivalId ?? '';
    await door.do({ act: 'admit', personId: ana.id });
    const vouch = { act: 'vouch' as const, personIds: [bela.id], reason: 'Beside Ana', arrivalId: device };
    const board = await door.do({ ...vouch, noticeTold: false });
    expect(board.counts).toMatchObject({ admitted: 2, released: 1 });
    const again = await door.do({ ...vouch, noticeTold: false });
    expect(again.revision).toBe(board.revision);
    // Who asks to come in is out, and so is who was on the same device.
    await browsers.get('Ana')?.join(ana.pass);
    expect((await door.board()).counts).toMatchObject({ admitted: 0 });
    await door.do({ act: 'admit', personId: bela.id });
    expect(await door.statusOf('Bela')).toMatchObject({ status: 'admitted', certainty: 'confirmed' });
  });

  it('is refused before the host is in, and for people who are not on the roster', async () => {
    const door = await newDoor();
    const vouch = {
      act: 'vouch' as const,
      personIds: [personOf(door).id],
      reason: 'Her voice',
      noticeTold: false,
    };
    expect((await door.act(vouch)).body).toMatchObject({ code: 'CONFLICT' });
    await service.work();
    await door.do(hostIn);
    const stranger = { ...vouch, personIds: [door.sessionId] };
    expect((await door.act(stranger)).body).toMatchObject({ code: 'RESOURCE_NOT_FOUND', field: 'personIds' });
  });
});

describe('starting and ending', () => {
  it('confirms the host only while the link is unsealed, from half an hour before', async () => {
    const door = await newDoor();
    minutesLater(-25);
    expect((await door.act(hostIn)).body).toMatchObject({ code: 'INVALID_TRANSITION' });
    minutesLater(25);
    await service.application.database.inOrganisation(practice.organisationId, async ({ sessions }) => {
      const session = await sessions.findForUpdate(door.sessionId);
      if (session !== undefined) await sessions.update({ ...session, state: 'blocked', link: 'sealed' });
    });
    expect((await door.act(hostIn)).body).toMatchObject({ code: 'LINK_SEALED' });
  });

  it('names the account to use, or says that the platform cannot be asked', async () => {
    const door = await newDoor();
    const answer = await practice.send('POST', `/v1/sessions/${door.sessionId}/board/start`);
    expect(answer.body).toMatchObject({ code: 'CAPABILITY_UNSUPPORTED' });
    expect(await door.board()).toMatchObject({ state: 'open' });
  });

  it('ends for everybody, retires the meeting, and says what was not done', async () => {
    const { door, browsers } = await gathered(['Ana']);
    const { id, pass } = personOf(door);
    await door.do({ act: 'admit', personId: id });
    minutesLater(50);
    const board = await door.do({ act: 'end' });
    expect(board).toMatchObject({ state: 'ended', link: 'sealed' });
    expect(await browsers.get('Ana')?.status(pass)).toMatchObject({ state: 'refused', because: 'over' });
    expect(await browsers.get('Ana')?.join(pass)).toBe(pass);
    expect(await recordsOf(door)).toMatchObject({ locked: false, 'attendance-log': true });
    expect((await door.do({ act: 'end' })).revision).toBe(board.revision);
    expect((await door.act({ act: 'lock' })).body).toMatchObject({ code: 'INVALID_TRANSITION' });
    await service.work();
    expect(service.paper.calls).toContain('retire');
  });
});

describe('attendance', () => {
  it('is one row a person with intervals, also where somebody dropped and came back', async () => {
    const { door, browsers } = await gathered(['Ana', 'Bela']);
    const { id, pass } = personOf(door);
    const admittedAt = service.clock.now;
    await door.do({ act: 'admit', personId: id });
    minutesLater(20);
    await browsers.get('Ana')?.join(pass);
    expect(await door.statusOf('Ana')).toMatchObject({ status: 'released', back: true });
    minutesLater(5);
    await door.do({ act: 'admit', personId: id });
    minutesLater(10);
    await door.do({ act: 'mark-left', personId: id });
    expect(await door.statusOf('Ana')).toMatchObject({ status: 'left' });
    await door.do({ act: 'end' });
    const at = (minutes: number) => new Date(admittedAt.getTime() + minutes * 60_000).toISOString();
    const url = `/v1/sessions/${door.sessionId}/attendance`;
    expect((await practice.send('GET', url)).body).toMatchObject({
      people: [
        {
          name: 'Ana',
          identifiedBy: 'passcode',
          intervals: [
            { from: at(0), to: at(20) },
            { from: at(25), to: at(35) },
          ],
          minutes: 30,
        },
        { name: 'Bela', identifiedBy: null, intervals: [], minutes: 0 },
      ],
    });
    const csv = await practice.send('GET', url, { headers: { accept: 'text/csv' } });
    expect(csv.text.split('\r\n')).toEqual([
      'person_id,name,role,identified_by,from,to',
      `${id},Ana,participant,passcode,${at(0)},${at(20)}`,
      `${id},Ana,participant,passcode,${at(25)},${at(35)}`,
      `${personOf(door, 'Bela').id},Bela,participant,,,`,
      '',
    ]);
  });

  it('is for those who may read it', async () => {
    const door = await newDoor();
    const token = await practice.keyWith(['board:read']);
    const answer = await practice.send('GET', `/v1/sessions/${door.sessionId}/attendance`, { token });
    expect(answer.status).toBe(403);
  });
});

describe('a host who does not come', () => {
  it('is told to those who wait, with whom to call, and to the practice once', async () => {
    await practice.send('PATCH', '/v1/organisation', {
      body: { contact: 'Reception, +61 2 5550 0100' },
      headers: { 'if-match': (await practice.send('GET', '/v1/organisation')).headers.etag ?? '' },
    });
    const door = await newDoor();
    const { pass } = personOf(door);
    const ana = openBrowser(service);
    await ana.enter(pass, door.passcode);
    minutesLater(14);
    await service.work();
    expect(await ana.status(pass)).toMatchObject({ contact: null });
    minutesLater(1);
    const before = (await door.board()).revision;
    await service.work();
    expect(await ana.status(pass)).toMatchObject({ contact: 'Reception, +61 2 5550 0100' });
    const board = await door.board();
    expect(board.door.hostMissing).toBe(true);
    expect(board.revision).toBeGreaterThan(before);
    await door.do(hostIn);
    expect(await ana.status(pass)).toMatchObject({ contact: null, hostIsIn: true });
  });
});

describe('an organisation’s portal', () => {
  it('brings somebody to the page once, and stands for the passcode only where the policy says so', async () => {
    for (const portalReplacesPasscode of [false, true]) {
      const door = await openDoor(service, practice, ['Ana'], {
        days: (days += 1),
        policy: { portalReplacesPasscode },
      });
      const { id, pass } = personOf(door);
      const made = await practice.send('POST', `/v1/sessions/${door.sessionId}/people/${id}/entries`);
      const entry = new URL(String(made.body['link'])).pathname;
      const ana = openBrowser(service);
      expect((await ana.get(entry)).statusCode).toBe(200);
      const sent = await ana.post(entry);
      expect(new URL(String(sent.headers.location)).pathname).toBe(pass);
      expect((await openBrowser(service).post(entry)).statusCode).toBe(404);
      const entered = await ana.enter(pass, '');
      expect(entered.statusCode).toBe(portalReplacesPasscode ? 303 : 403);
      // Nobody else's browser is let in by it.
      expect((await openBrowser(service).enter(pass, '')).statusCode).toBe(403);
      if (portalReplacesPasscode)
        expect(await door.statusOf('Ana')).toMatchObject({ status: 'held', identifiedBy: 'portal' });
    }
  });
});

interface Heard {
  headers: Record<string, unknown>;
  /** The next event; waits for it. */
  next: () => Promise<{ event: string; id: number; data: unknown }>;
  ended: Promise<void>;
  leave: () => void;
}

/** Listens to a stream over a real connection. */
function listen(url: string, headers: Record<string, string>): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, path: url, headers }, (answer) => {
      let text = '';
      let wake = () => undefined as void;
      answer.setEncoding('utf8');
      answer.on('data', (some: string) => {
        text += some;
        wake();
      });
      const ended = new Promise<void>((done) => answer.once('close', done));
      const next = async () => {
        while (!text.includes('\n\n')) await new Promise<void>((again) => (wake = again));
        const [block = '', ...rest] = text.split('\n\n');
        text = rest.join('\n\n');
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
        return { event: field('event'), id: Number(field('id')), data: JSON.parse(field('data')) as unknown };
      };
      resolve({ headers: answer.headers, next, ended, leave: () => asked.destroy() });
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the streams', () => {
  const events = (door: Door) => `/v1/sessions/${door.sessionId}/board/events`;
  const key = () => ({ authorization: `Bearer ${practice.token}` });

  it('tells the board at once and after every change, and beats, through proxies that hold back', async () => {
    const door = await newDoor();
    const stream = await listen(events(door), key());
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    const first = await stream.next();
    expect(first).toMatchObject({ event: 'board', data: { counts: { held: 0 } } });
    for (const beat of beats) beat();
    expect(await stream.next()).toMatchObject({ event: 'beat' });
    await openBrowser(service).enter(personOf(door).pass, door.passcode);
    const second = await stream.next();
    expect(second).toMatchObject({ event: 'board', data: { counts: { held: 1 } } });
    expect(second.id).toBeGreaterThan(first.id);
    expect((second.data as Board).revision).toBe(second.id);
    stream.leave();
  });

  it('repeats nothing to a browser that has seen the latest, and tells it what comes next', async () => {
    const door = await newDoor();
    const { revision } = await door.board();
    const stream = await listen(events(door), { ...key(), 'last-event-id': String(revision) });
    expect(await stream.next()).toMatchObject({ event: 'beat', id: revision });
    await door.do({ act: 'lock' });
    expect(await stream.next()).toMatchObject({
      event: 'board',
      data: { door: { lockedBy: expect.any(String) as string } },
    });
    stream.leave();
  });

  it('tells a person’s page what changes for that person, and nothing else', async () => {
    const door = await newDoor(['Ana', 'Bela']);
    const { pass } = personOf(door);
    const ana = openBrowser(service);
    const entered = await ana.enter(pass, door.passcode);
    const cookie = entered.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    await service.work();
    const stream = await listen(`${pass}/events`, { cookie });
    const status = async () => {
      const { event, data } = await stream.next();
      return { event, ...(data as DoorStatus) };
    };
    expect(await status()).toMatchObject({ event: 'status', because: 'host-not-in' });
    // Somebody else comes: no news for Ana. The next thing she hears is that the host is in.
    await openBrowser(service).enter(personOf(door, 'Bela').pass, door.passcode);
    await door.do(hostIn);
    const released = await status();
    expect(released).toMatchObject({ event: 'status', state: 'released' });
    expect(JSON.stringify(released)).not.toContain(door.joinUrl);
    await practice.send('DELETE', `/v1/sessions/${door.sessionId}/people/${personOf(door).id}`);
    await stream.ended;
  });

  it('is for a device that has come in, and for callers who may', async () => {
    const door = await newDoor();
    const refused = await Promise.all([
      listen(`${personOf(door).pass}/events`, {}),
      listen(events(door), {}),
      listen(events(door).replace(/[0-9a-f]{12}\//, `${'0'.repeat(12)}/`), key()),
    ]);
    expect(
      refused.map(({ headers }) => String(headers['content-type']).startsWith('text/event-stream')),
    ).toEqual([false, false, false]);
  });

  it('ends when the service stops', async () => {
    const door = await newDoor();
    const stream = await listen(events(door), key());
    await stream.next();
    await service.api.close();
    await stream.ended;
    expect(beats.size).toBe(0);
  });
});
