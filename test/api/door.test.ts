import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { tableGrants } from '../../src/storage/grants.ts';
import { openBrowser, openDoor, type Door } from './support/door.ts';
import { startService, type Practice } from './support/practice.ts';

const pauses: number[] = [];
const service = startService({ pause: async (ms) => void pauses.push(ms) });
let practice: Practice;
beforeAll(async () => {
  practice = await service.newPractice();
});
let days = 7;
const newDoor = (names: readonly string[] = ['Ana']): Promise<Door> =>
  openDoor(service, practice, names, { days: (days += 1) });
const personOf = (door: Door, name = 'Ana') => door.people[name] ?? { id: '', pass: '' };
const minutesLater = (minutes: number) => {
  service.clock.now = new Date(service.clock.now.getTime() + minutes * 60_000);
};
const hostIn = { act: 'confirm-host', lobbyVisible: true } as const;

/** A door with the host in and Ana admitted, on a browser of hers. */
async function admitted(names: readonly string[] = ['Ana']) {
  const door = await newDoor(names);
  const { id, pass } = personOf(door);
  const ana = openBrowser(service);
  await ana.enter(pass, door.passcode);
  await service.work();
  await door.do(hostIn);
  expect(await ana.join(pass)).toBe(door.joinUrl);
  await door.do({ act: 'admit', personId: id });
  return { door, ana, id, pass };
}

/** What was audited of a session, in order. */
async function auditOf({ sessionId }: Door): Promise<string[]> {
  const events = await service.application.database.inOrganisation(practice.organisationId, ({ audit }) =>
    audit.list({ after: undefined, limit: 200 }),
  );
  return events
    .filter(({ resourceId }) => resourceId === sessionId)
    .map(({ action }) => action)
    .reverse();
}

describe('coming in by a pass', () => {
  it('holds a person until the coach is in, then leads to the platform, and the coach admits', async () => {
    const door = await newDoor();
    const { pass, id } = personOf(door);
    const ana = openBrowser(service);
    expect((await ana.get(pass)).payload).toContain('How this session is protected');
    const entered = await ana.enter(pass, door.passcode);
    expect([entered.statusCode, entered.headers.location]).toEqual([303, pass]);
    expect(await ana.status(pass)).toMatchObject({ state: 'held', because: 'host-not-in', join: null });
    expect(await ana.join(pass)).toBe(pass);
    expect(await door.statusOf('Ana')).toMatchObject({
      status: 'held',
      certainty: 'confirmed',
      identifiedBy: 'passcode',
    });
    await service.work();

    const live = await door.do(hostIn);
    expect(live).toMatchObject({ state: 'live', door: { hostInAt: service.clock.now.toISOString() } });
    expect(await ana.status(pass)).toMatchObject({ state: 'released', because: null });
    expect(await ana.join(pass)).toBe(door.joinUrl);
    expect(await door.statusOf('Ana')).toMatchObject({ status: 'released', back: false });
    const board = await door.do({ act: 'admit', personId: id });
    expect(board.counts).toMatchObject({ expected: 1, admitted: 1, missing: 0 });
    expect(board.people).toMatchObject([{ status: 'admitted' }]);
  });

  it('shows when the door opens to who is early, and takes nobody in before', async () => {
    const door = await newDoor();
    const { pass } = personOf(door);
    minutesLater(-21);
    const ana = openBrowser(service);
    expect((await ana.get(pass)).payload).toContain('The door is not open yet');
    await ana.post(pass, { passcode: door.passcode, noticeVersion: 'x', acknowledged: 'yes' });
    expect(await ana.status(pass)).toMatchObject({ state: 'early', because: 'not-open-yet' });
    expect((await door.board()).counts).toMatchObject({ held: 0, missing: 1 });
  });

  it('asks to read the notice that holds now, and to confirm it', async () => {
    const door = await newDoor();
    const { pass } = personOf(door);
    const ana = openBrowser(service);
    const unread = await ana.post(pass, { passcode: door.passcode });
    expect(unread.payload).toContain('Please confirm that you have read');
    const old = await ana.post(pass, { passcode: door.passcode, noticeVersion: 'old', acknowledged: 'yes' });
    expect(old.payload).toContain('has changed meanwhile');
    expect((await door.board()).counts).toMatchObject({ held: 0 });
    await ana.enter(pass, door.passcode);
    const [arrival] = await service.application.database.inOrganisation(
      practice.organisationId,
      ({ arrivals }) => arrivals.listOf(door.sessionId),
    );
    const notice = await practice.send('GET', `/v1/sessions/${door.sessionId}/notice`);
    expect(arrival?.noticeVersion).toBe(notice.body['version']);
  });

  it('opens by the short code that was read out, however it is typed', async () => {
    const door = await newDoor();
    const { id, pass } = personOf(door);
    const { body } = await practice.send('GET', `/v1/sessions/${door.sessionId}/people/${id}/pass`);
    const typed = String(body['code']).toLowerCase().replace('-', ' ');
    const browser = openBrowser(service);
    const answer = await browser.post('/p', { code: typed });
    expect(new URL(String(answer.headers.location)).pathname).toBe(pass);
    expect((await browser.post('/p', { code: 'AAAAA-AAAAA' })).statusCode).toBe(403);
  });

  it('keeps pages to themselves: no script from elsewhere, no referrer, no frame, nothing stored', async () => {
    const door = await newDoor();
    const { headers } = await openBrowser(service).get(personOf(door).pass);
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
    });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  });
});

describe('opening an address', () => {
  const tables = Object.keys(tableGrants).sort();
  async function everything(): Promise<Record<string, unknown[]>> {
    const client = new pg.Client({ connectionString: service.adminUrl });
    await client.connect();
    const rows: Record<string, unknown[]> = {};
    for (const table of tables)
      rows[table] = (await client.query(`SELECT t.*, t.xmin FROM ${table} t ORDER BY t::text`)).rows;
    await client.end();
    return rows;
  }

  it('changes nothing at all, whichever address it is, and sets no cookie', async () => {
    const door = await newDoor();
    const { id, pass } = personOf(door);
    const entry = await practice.send('POST', `/v1/sessions/${door.sessionId}/people/${id}/entries`);
    const before = await everything();
    const scanner = openBrowser(service);
    const unknown = `/p/${'A'.repeat(16)}.${'A'.repeat(43)}`;
    for (const address of [
      '/p',
      pass,
      `${pass}/status`,
      `${pass}/check`,
      `${pass}/events`,
      new URL(String(entry.body['link'])).pathname,
      unknown,
      `${unknown}/status`,
    ]) {
      const { statusCode, cookies } = await scanner.get(address);
      expect([address, statusCode < 500, cookies]).toEqual([address, true, []]);
      await service.api.inject({ method: 'HEAD', url: address });
    }
    expect(await everything()).toEqual(before);
  });
});

describe('a wrong passcode', () => {
  it('and a pass that opens nothing are answered alike', async () => {
    const door = await newDoor();
    const { pass } = personOf(door);
    const unknown = `/p/${'A'.repeat(16)}.${'A'.repeat(43)}`;
    const form = { passcode: 'wrong', noticeVersion: 'x', acknowledged: 'yes' };
    const plain = async (address: string) => {
      const { statusCode, payload, headers } = await openBrowser(service).post(address, form);
      const varying = ['date', 'x-request-id', 'set-cookie', 'content-length'];
      const rest = Object.entries(headers).filter(([name]) => !varying.includes(name));
      const cookie = headers['set-cookie'] !== undefined;
      return { statusCode, text: payload.replaceAll(address, '…'), rest, cookie };
    };
    expect(await plain(pass)).toEqual(await plain(unknown));
    expect((await plain(pass)).statusCode).toBe(403);
  });

  it('makes the next try wait, by pass and by browser, and never locks the owner out', async () => {
    const door = await newDoor();
    const { pass } = personOf(door);
    const stranger = openBrowser(service);
    pauses.length = 0;
    for (let turn = 0; turn < 6; turn += 1) await stranger.enter(pass, 'wrong');
    expect(pauses).toEqual([0, 500, 1000, 2000, 4000, 5000]);
    expect(await door.statusOf('Ana')).toMatchObject({ status: 'expected', wrongTries: 6 });
    const owner = openBrowser(service);
    expect((await owner.enter(pass, ` ${door.passcode} `)).statusCode).toBe(303);
    expect(pauses.at(-1)).toBe(5000);
    expect(await door.statusOf('Ana')).toMatchObject({ status: 'held', identifiedBy: 'passcode' });
  });

  it('slows an address for passes that open nothing, and not for those that do', async () => {
    const door = await newDoor();
    const { pass } = personOf(door);
    pauses.length = 0;
    const guess = (turn: number) => `/p/${String(turn).padStart(16, 'B')}.${'A'.repeat(43)}`;
    for (let turn = 0; turn < 3; turn += 1) await openBrowser(service).post(guess(turn));
    expect(pauses.at(-1)).toBeGreaterThan(0);
    pauses.length = 0;
    await openBrowser(service).enter(pass, door.passcode);
    expect(pauses).toEqual([0]);
  });

  it('can be excused by the coach who knows the person, once and for five minutes', async () => {
    const door = await newDoor();
    const { id, pass } = personOf(door);
    const excuse = { act: 'excuse-passcode', personId: id, reason: 'On the telephone with me' } as const;
    await door.do(excuse);
    minutesLater(6);
    const ana = openBrowser(service);
    expect((await ana.enter(pass, '')).statusCode).toBe(403);
    await door.do(excuse);
    expect((await ana.get(pass)).payload).not.toContain('name="passcode"');
    expect((await ana.enter(pass, '')).statusCode).toBe(303);
    expect(await door.statusOf('Ana')).toMatchObject({ status: 'held', identifiedBy: 'voice' });
    expect((await openBrowser(service).enter(pass, '')).statusCode).toBe(403);
  });
});

describe('a second device', () => {
  it('is a card, and waits until the coach lets it in', async () => {
    const { door, pass } = await admitted();
    const phone = openBrowser(service);
    await phone.enter(pass, door.passcode);
    expect(await phone.status(pass)).toMatchObject({ state: 'held', because: 'second-device' });
    expect(await phone.join(pass)).toBe(pass);
    const { cards } = await door.board();
    expect(cards).toMatchObject([{ kind: 'second-device', personIds: [personOf(door).id] }]);
    await door.do({ act: 'let-in', arrivalId: cards[0]?.id ?? '' });
    expect(await phone.join(pass)).toBe(door.joinUrl);
    expect((await door.board()).cards).toEqual([]);
  });

  it('can be turned away, and asks again as a card of its own', async () => {
    const { door, pass } = await admitted();
    const phone = openBrowser(service);
    await phone.enter(pass, door.passcode);
    const [card] = (await door.board()).cards;
    const turnAway = { act: 'turn-away', arrivalId: card?.id ?? '' } as const;
    expect((await door.do(turnAway)).cards).toEqual([]);
    expect(await phone.status(pass)).toMatchObject({ state: 'refused', because: 'turned-away' });
    minutesLater(1);
    expect(await phone.join(pass)).toBe(pass);
    expect((await door.board()).cards).toMatchObject([{ kind: 'turned-away' }]);
    expect((await door.do(turnAway)).cards).toEqual([]);
  });

  it('is one of two that come at the same moment', async () => {
    const door = await newDoor();
    const { pass } = personOf(door);
    const browsers = [openBrowser(service), openBrowser(service), openBrowser(service)];
    await Promise.all(browsers.map((browser) => browser.enter(pass, door.passcode)));
    await service.work();
    await door.do(hostIn);
    const links = await Promise.all(browsers.map((browser) => browser.join(pass)));
    expect(links.filter((link) => link === door.joinUrl)).toHaveLength(1);
    expect((await door.board()).cards).toHaveLength(2);
  });
});

describe('the lock', () => {
  it('holds whoever comes late, and opens for one', async () => {
    const { door } = await admitted(['Ana', 'Bela']);
    const bela = personOf(door, 'Bela');
    const browser = openBrowser(service);
    await browser.enter(bela.pass, door.passcode);
    await door.do({ act: 'lock' });
    expect(await browser.join(bela.pass)).toBe(bela.pass);
    expect(await browser.status(bela.pass)).toMatchObject({ state: 'held', because: 'locked' });
    const [card] = (await door.board()).cards;
    expect(card).toMatchObject({ kind: 'late', personIds: [bela.id] });
    await door.do({ act: 'let-in', arrivalId: card?.id ?? '' });
    expect(await browser.join(bela.pass)).toBe(door.joinUrl);
  });

  it('keeps nobody out who was in: at once, without passcode or decision, also past the end', async () => {
    const { door, ana, pass } = await admitted();
    await door.do({ act: 'lock' });
    minutesLater(120);
    await service.work();
    expect(await ana.status(pass)).toMatchObject({ state: 'released', back: true });
    // What was read of the platform has aged meanwhile: it is read anew first.
    expect(await ana.join(pass)).toBe(pass);
    expect(await ana.status(pass)).toMatchObject({ state: 'held', because: 'checking' });
    await service.work();
    expect(await ana.join(pass)).toBe(door.joinUrl);
    expect(await door.statusOf('Ana')).toMatchObject({ status: 'released', back: true });
    const phone = openBrowser(service);
    await phone.enter(pass, door.passcode);
    expect(await phone.join(pass)).toBe(pass);
  });

  it('is over for the API, too, and is nothing that two coaches do twice', async () => {
    const { door } = await admitted();
    const link = () => practice.send('GET', `/v1/sessions/${door.sessionId}/link`);
    const answers = await Promise.all([door.act({ act: 'lock' }), door.act({ act: 'lock' })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await auditOf(door)).filter((action) => action === 'board.lock')).toHaveLength(1);
    expect((await link()).body).toMatchObject({ code: 'LINK_SEALED' });
    await door.do({ act: 'unlock' });
    expect((await link()).status).toBe(200);
    expect(await door.board()).toMatchObject({ linkTaken: true });
  });

  it('is kept by whoever is first, where somebody joins at the same moment', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const door = await newDoor();
      const { pass } = personOf(door);
      const ana = openBrowser(service);
      await ana.enter(pass, door.passcode);
      await service.work();
      await door.do(hostIn);
      const [link] = await Promise.all([ana.join(pass), door.do({ act: 'lock' })]);
      const audit = await auditOf(door);
      const [released, locked] = [audit.indexOf('link.released'), audit.indexOf('board.lock')];
      expect(link === door.joinUrl).toBe(released >= 0 && released < locked);
    }
  });
});

describe('somebody who is out', () => {
  it('was removed, and stays out until the coach reopens the pass', async () => {
    const { door, ana, id, pass } = await admitted();
    await door.do({ act: 'remove', personId: id });
    expect(await ana.status(pass)).toMatchObject({ state: 'refused', because: 'removed' });
    minutesLater(1);
    expect(await ana.join(pass)).toBe(pass);
    expect((await door.board()).cards).toMatchObject([{ kind: 'removed' }]);
    await door.do({ act: 'reopen', personId: id });
    expect(await ana.join(pass)).toBe(door.joinUrl);
  });

  it('was withdrawn, or given a new pass, and the old one opens nothing at once', async () => {
    const { door, ana, id, pass } = await admitted(['Ana', 'Bela']);
    await practice.send('POST', `/v1/sessions/${door.sessionId}/people/${id}/pass`);
    expect((await ana.get(pass)).statusCode).toBe(404);
    expect((await ana.post(`${pass}/join`)).statusCode).toBe(404);
    const bela = personOf(door, 'Bela');
    const browser = openBrowser(service);
    await browser.enter(bela.pass, door.passcode);
    const gone = await practice.send('DELETE', `/v1/sessions/${door.sessionId}/people/${bela.id}`);
    expect(gone.status).toBeLessThan(300);
    expect((await browser.post(`${bela.pass}/join`)).statusCode).toBe(404);
    expect(await door.statusOf('Bela')).toMatchObject({ status: 'withdrawn' });
  });
});

describe('the protection', () => {
  it('releases nobody before it has been read anew, where what was read has aged', async () => {
    const door = await newDoor();
    const { pass } = personOf(door);
    const ana = openBrowser(service);
    await ana.enter(pass, door.passcode);
    // The reading that the first arrival asked for has not been made.
    expect(await door.do(hostIn)).toMatchObject({ checking: true });
    expect(await ana.join(pass)).toBe(pass);
    await service.work();
    expect(await door.board()).toMatchObject({ checking: false, link: 'unsealed' });
    expect(await ana.join(pass)).toBe(door.joinUrl);
  });

  it('seals the link for everybody where it does not hold any more, and opens again once it does', async () => {
    const { door, ana, pass } = await admitted();
    minutesLater(61);
    service.paper.overrides = { 'meeting.entry-waiting-room-v1': 'off' };
    await drift();
    expect(await ana.join(pass)).toBe(pass);
    await service.work();
    expect(await ana.status(pass)).toMatchObject({ state: 'held', because: 'sealed' });
    expect(await door.board()).toMatchObject({
      link: 'sealed',
      reasons: [{ control: 'entry.waiting-room.v1' }],
    });
    service.paper.overrides = {};
    await drift();
    await door.act({ act: 'check' });
    await service.work();
    expect(await door.board()).toMatchObject({ link: 'unsealed' });
    expect(await ana.join(pass)).toBe(door.joinUrl);
  });

  /** Lets the platform's meetings be as the overrides say. */
  const drift = async () => {
    for (const [id, wire] of service.paper.meetings)
      service.paper.meetings.set(id, {
        ...wire,
        'meeting.entry-waiting-room-v1': 'everyone',
        ...service.paper.overrides,
      });
  };
});
