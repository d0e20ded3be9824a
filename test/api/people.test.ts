import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyPeople } from '../../src/application/fill-roster.ts';
import { findPass, findPassByCode, spendPortalEntry } from '../../src/application/passes.ts';
import { addPerson, listPeople, withdrawPerson } from '../../src/application/people.ts';
import { PersonRequest } from '../../src/domain/roster.ts';
import { setUp, startService, type Answer, type Practice, type Setup } from './support/practice.ts';
import { bookSession, coachOf, type Roster } from './support/roster.ts';

const service = startService();
let practice: Practice;
let setup: Setup;
let roster: Roster;
let days = 0;

beforeAll(async () => {
  practice = await service.newPractice();
  setup = await setUp(practice);
});
beforeEach(async () => {
  roster = await bookSession(service, practice, setup, (days += 1));
});

const ana = { name: 'Ana Lindqvist', email: 'ana@client.example', aliases: ['Ani'], role: 'observer' };
const addAna = async () => String((await roster.add(ana)).body['id']);
const passOf = async (personId: string) => (await roster.send('GET', `/${personId}/pass`)).body;
const tokenIn = (link: unknown) => String(link).split('/').at(-1) ?? '';
const lock = (lockedAt: Date | null) =>
  service.application.database.inOrganisation(practice.organisationId, async ({ doors }) =>
    doors.update({ ...(await doors.lock(roster.sessionId)), lockedAt }),
  );
const find = async (personId: string) =>
  findPass(service.application, tokenIn((await passOf(personId))['link']));

describe('a roster', () => {
  it('is filled person by person, read in order, and changed under the version that was read', async () => {
    const first = await roster.add(ana);
    expect(first).toMatchObject({
      status: 201,
      body: { ...ana, timeZone: null, passcodeChannel: 'email', weaker: true, version: 1, withdrawnAt: null },
    });
    const second = await roster.add({ name: 'Bela Novak' });
    expect(second.body).toMatchObject({ email: null, passcodeChannel: 'handed-over', weaker: false });
    expect((await roster.list()).map(({ name }) => name)).toEqual(['Ana Lindqvist', 'Bela Novak']);

    const path = `/${String(first.body['id'])}`;
    expect(first.headers['location']).toBe(`/v1/sessions/${roster.sessionId}/people${path}`);
    const change = { passcodeChannel: 'text', aliases: [] };
    expect((await roster.send('PATCH', path, change)).status).toBe(428);
    const changed = await roster.send('PATCH', path, change, '"1"');
    expect(changed).toMatchObject({ status: 200, body: { ...ana, ...change, weaker: false, version: 2 } });
    expect(await roster.send('PATCH', path, change, '"2"')).toMatchObject({ body: { version: 2 } });
    expect((await roster.send('PATCH', path, { name: 'Ana L.' }, '"1"')).status).toBe(412);
    expect(await roster.send('PATCH', path, { email: null, passcodeChannel: 'email' }, '"2"')).toMatchObject({
      status: 400,
      body: { field: 'passcodeChannel' },
    });
    expect((await roster.send('GET', path)).body).toEqual(changed.body);
  });

  it('takes one person once for one Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'ana-1' };
    const [first, again] = [await roster.add(ana, key), await roster.add(ana, key)];
    expect(again.body).toEqual(first.body);
    expect(await roster.list()).toHaveLength(1);
  });

  it('never reaches the platform: no call, no job, no new plan', async () => {
    const path = `/v1/sessions/${roster.sessionId}`;
    const before = [
      (await practice.send('GET', path)).body,
      (await practice.send('GET', `${path}/plan`)).body,
    ];
    service.paper.calls.length = 0;
    const id = await addAna();
    await roster.sendCsv('name\nBela Novak\n');
    await roster.send('PATCH', `/${id}`, { name: 'Ana L.', email: 'a@client.example' }, '"1"');
    await roster.send('POST', `/${id}/pass`);
    await roster.send('POST', `/${id}/entries`);
    await roster.send('DELETE', `/${id}`);
    expect(service.jobs.filter(({ name }) => name === 'settle-session')).toEqual([]);
    await service.work();
    expect(service.paper.calls).toEqual([]);
    expect([
      (await practice.send('GET', path)).body,
      (await practice.send('GET', `${path}/plan`)).body,
    ]).toEqual(before);
  });

  it('is nobody’s but its organisation’s, and its coach’s', async () => {
    const id = await addAna();
    const other = await service.newPractice();
    const path = `/v1/sessions/${roster.sessionId}/people`;
    for (const url of [path, `${path}/${id}`, `${path}/${id}/pass`])
      expect((await other.send('GET', url)).status, url).toBe(404);
    expect((await other.send('POST', path, { body: ana })).status).toBe(404);
    const elsewhere = await bookSession(service, practice, setup, (days += 1));
    expect((await elsewhere.send('GET', `/${id}`)).status).toBe(404);

    const { application } = service;
    expect(await listPeople(application, coachOf(practice, setup.hostId), roster.sessionId)).toHaveLength(1);
    const stranger = await practice.send('POST', '/v1/hosts', { body: { name: 'Another coach' } });
    const another = coachOf(practice, String(stranger.body['id']));
    await expect(listPeople(application, another, roster.sessionId)).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    await expect(
      addPerson(application, another, roster.sessionId, PersonRequest.parse(ana)),
    ).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  });

  it('needs its scopes: reading it shows no pass', async () => {
    const id = await addAna();
    const reader = await practice.keyWith(['people:read']);
    const path = `/v1/sessions/${roster.sessionId}/people`;
    const list = await practice.send('GET', path, { token: reader });
    expect(list.status).toBe(200);
    expect(list.text).not.toContain(tokenIn((await passOf(id))['link']));
    for (const [method, url] of [
      ['POST', path],
      ['DELETE', `${path}/${id}`],
      ['GET', `${path}/${id}/pass`],
      ['POST', `${path}/${id}/pass`],
      ['POST', `${path}/${id}/entries`],
      ['POST', `${path}/copy`],
    ] as const)
      expect((await practice.send(method, url, { token: reader })).body, url).toMatchObject({
        code: 'FORBIDDEN',
        facts: { scope: 'people:write' },
      });
  });

  it('is the coach’s alone once the door is locked, and the same for everybody when it is unlocked', async () => {
    const id = await addAna();
    const hr = await practice.keyWith(['people:read', 'people:write']);
    const path = `/v1/sessions/${roster.sessionId}/people`;
    const as = (token: string) => async () => [
      await practice.send('POST', path, { token, body: { name: 'Bela' } }),
      await practice.send('PATCH', `${path}/${id}`, {
        token,
        body: { name: `Ana ${(days += 1)}` },
        headers: { 'if-match': `"${String((await roster.send('GET', `/${id}`)).body['version'])}"` },
      }),
      await practice.send('POST', `${path}/import`, {
        token,
        body: `name\nCleo ${(days += 1)}`,
        headers: { 'content-type': 'text/csv' },
      }),
      await practice.send('POST', `${path}/copy`, { token, body: { fromSessionId: roster.sessionId } }),
      await practice.send('POST', `${path}/${id}/pass`, { token }),
    ];
    const [asHr, asDesk] = [as(hr), as(await practice.keyWith(['people:write', 'board:write']))];
    const statuses = async (answers: Promise<Answer[]>) => (await answers).map(({ status }) => status);
    const done = [201, 200, 200, 200, 200];
    expect(await statuses(asHr())).toEqual(done);

    await lock(service.clock.now);
    const refused = await asHr();
    for (const { body } of refused) expect(body).toMatchObject({ code: 'ROSTER_LOCKED' });
    expect((await practice.send('DELETE', `${path}/${id}`, { token: hr })).status).toBe(409);
    expect(await find(id)).toBeDefined();
    expect(await statuses(asDesk())).toEqual(done);
    const coach = coachOf(practice, setup.hostId);
    await addPerson(service.application, coach, roster.sessionId, PersonRequest.parse({ name: 'Dan' }));

    await lock(null);
    expect(await statuses(asHr())).toEqual(done);
    await lock(service.clock.now);
    await withdrawPerson(service.application, coach, roster.sessionId, id);
    expect(await find(id)).toBeUndefined();
  });

  it('tells whoever watches its door of every change, and of nothing else', async () => {
    const revision = async () =>
      service.application.database.inOrganisation(
        practice.organisationId,
        async ({ doors }) => (await doors.find(roster.sessionId))?.revision ?? 0,
      );
    const id = await addAna();
    const acts = [
      () => roster.add({ name: 'Bela' }),
      () => roster.send('PATCH', `/${id}`, { role: 'support' }, '"1"'),
      () => roster.sendCsv('name\nCleo'),
      () => roster.send('POST', `/${id}/pass`),
      () => roster.send('DELETE', `/${id}`),
    ];
    for (const act of acts) {
      const before = await revision();
      await act();
      expect(await revision(), String(act)).toBeGreaterThan(before);
    }
    const before = await revision();
    await roster.list();
    await roster.send('DELETE', `/${id}`);
    expect(await revision()).toBe(before);
  });

  it('does not change once the session is over', async () => {
    const id = await addAna();
    await practice.send('POST', `/v1/sessions/${roster.sessionId}/cancellation`);
    for (const answer of [
      await roster.add({ name: 'Bela' }),
      await roster.send('DELETE', `/${id}`),
      await roster.sendCsv('name\nBela'),
    ])
      expect(answer).toMatchObject({ status: 409, body: { code: 'INVALID_TRANSITION' } });
  });

  it('is copied from an earlier session, without the withdrawn, once each and with new passes', async () => {
    await addAna();
    await roster.add({ name: 'Bela Novak' });
    const gone = await roster.add({ name: 'Cleo' });
    await roster.send('DELETE', `/${String(gone.body['id'])}`);
    const later = await bookSession(service, practice, setup, (days += 1));
    await later.add({ name: 'bela  novak' });
    const copy = () => later.send('POST', '/copy', { fromSessionId: roster.sessionId });
    expect(await copy()).toMatchObject({
      status: 200,
      body: { added: [{ ...ana, sessionId: later.sessionId }], alreadyThere: 1 },
    });
    expect((await copy()).body).toEqual({ added: [], alreadyThere: 2 });
    expect((await later.list()).map(({ name }) => name)).toEqual(['bela  novak', 'Ana Lindqvist']);
    const copied = (await later.list())[1]?.['id'];
    const pass = await later.send('GET', `/${String(copied)}/pass`);
    expect(await findPass(service.application, tokenIn(pass.body['link']))).toMatchObject({
      session: { id: later.sessionId },
    });
    expect(await later.send('POST', '/copy', { fromSessionId: setup.hostId })).toMatchObject({
      status: 404,
      body: { field: 'fromSessionId' },
    });
  });

  it('is copied by a coach from own sessions only', async () => {
    const another = await setUp(practice);
    const own = await bookSession(service, practice, another, (days += 1));
    await addAna();
    await expect(
      copyPeople(service.application, coachOf(practice, another.hostId), own.sessionId, roster.sessionId),
    ).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND', field: 'fromSessionId' });
  });
});

describe('a pass', () => {
  it('opens one person’s door, by its link and by its code', async () => {
    const id = await addAna();
    const { link, code } = await passOf(id);
    expect(link).toMatch(/^https:\/\/subrosa\.example\/p\/[\w-]{16}\.[\w-]{43}$/);
    expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    const expected = {
      organisationId: practice.organisationId,
      session: { id: roster.sessionId },
      person: { id, name: ana.name },
    };
    expect(await find(id)).toMatchObject(expected);
    expect(await findPassByCode(service.application, String(code).toLowerCase())).toMatchObject(expected);
    const token = tokenIn(link);
    const wrong = `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`;
    for (const other of [wrong, token.slice(0, -1), `${'A'.repeat(16)}.${token.slice(17)}`, ''])
      expect(await findPass(service.application, other)).toBeUndefined();
    expect(await findPassByCode(service.application, 'ABCDE-FGHJK')).toBeUndefined();
  });

  it('stops working at once when another is issued, or the address changes, or the person is withdrawn', async () => {
    const id = await addAna();
    const shown = [await passOf(id)];
    shown.push((await roster.send('POST', `/${id}/pass`)).body);
    await roster.send('PATCH', `/${id}`, { role: 'participant' }, '"1"');
    expect((await passOf(id))['link']).toBe(shown[1]?.['link']);
    await roster.send('PATCH', `/${id}`, { email: 'ana.l@client.example' }, '"2"');
    shown.push(await passOf(id));
    const works = async () =>
      Promise.all(
        shown.map(async ({ link, code }) => [
          (await findPass(service.application, tokenIn(link))) !== undefined,
          (await findPassByCode(service.application, String(code))) !== undefined,
        ]),
      );
    const [no, yes] = [
      [false, false],
      [true, true],
    ];
    expect(await works()).toEqual([no, no, yes]);
    expect((await roster.send('DELETE', `/${id}`)).status).toBe(204);
    expect((await roster.send('DELETE', `/${id}`)).status).toBe(204);
    expect(await works()).toEqual([no, no, no]);
    for (const answer of [
      await roster.send('GET', `/${id}/pass`),
      await roster.send('POST', `/${id}/pass`),
      await roster.send('POST', `/${id}/entries`),
      await roster.send('PATCH', `/${id}`, { name: 'Ana' }, '"4"'),
    ])
      expect(answer).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  });

  it('is one, however many are asked for at once', async () => {
    const id = await addAna();
    const made = await Promise.all([1, 2, 3, 4].map(() => roster.send('POST', `/${id}/pass`)));
    expect(made.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const works = await Promise.all(
      made.map(
        async ({ body }) => (await findPass(service.application, tokenIn(body['link']))) !== undefined,
      ),
    );
    expect(works.filter(Boolean)).toHaveLength(1);
    expect(made.map(({ body }) => body['link'])).toContain((await passOf(id))['link']);
  });

  it('still finds somebody whom the coach sent out: the door says what to do', async () => {
    const id = await addAna();
    await service.application.database.inOrganisation(practice.organisationId, async ({ people }) => {
      const person = await people.find(id);
      if (person !== undefined) await people.update({ ...person, removedAt: service.clock.now });
    });
    expect((await find(id))?.person.removedAt).toEqual(service.clock.now);
  });

  it('is audited whenever it is shown, without being repeated there', async () => {
    const id = await addAna();
    const { link, code } = await passOf(id);
    const trail = await practice.send('GET', '/v1/audit?limit=2');
    expect(trail.body['items']).toMatchObject([
      { action: 'pass.shown', resourceKind: 'person', resourceId: id },
      { action: 'person.added', resourceId: id },
    ]);
    for (const secret of [tokenIn(link), String(code), ana.name, ana.email])
      expect(trail.text).not.toContain(secret);
  });
});

describe('a portal entry', () => {
  const make = async (personId: string) => {
    const { status, body } = await roster.send('POST', `/${personId}/entries`);
    expect(status).toBe(201);
    return body;
  };
  const spend = (link: unknown) =>
    spendPortalEntry(service.application, tokenIn(link), async (_transaction, spent) => spent);

  it('is spent once, on what is done in the same transaction', async () => {
    const id = await addAna();
    const { link, expiresAt } = await make(id);
    expect(link).toMatch(/^https:\/\/subrosa\.example\/e\//);
    expect(expiresAt).toBe(new Date(service.clock.now.getTime() + 60_000).toISOString());
    await expect(
      spendPortalEntry(service.application, tokenIn(link), async () => {
        throw new Error('the arrival was not written');
      }),
    ).rejects.toThrow('not written');
    const spent = await spend(link);
    expect(spent).toMatchObject({
      person: { id },
      session: { id: roster.sessionId },
      pass: { personId: id },
    });
    expect(await spend(link)).toBeUndefined();
  });

  it('is nothing once it is a minute old, wrong, or the person withdrawn', async () => {
    const id = await addAna();
    const [late, withdrawn] = [await make(id), await make(id)];
    const token = tokenIn(withdrawn['link']);
    const wrong = `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`;
    expect(await spend(wrong)).toBeUndefined();
    expect(await spend(tokenIn((await passOf(id))['link']))).toBeUndefined();
    const before = service.clock.now;
    service.clock.now = new Date(before.getTime() + 60_000);
    expect(await spend(late['link'])).toBeUndefined();
    service.clock.now = before;
    await roster.send('DELETE', `/${id}`);
    expect(await spend(withdrawn['link'])).toBeUndefined();
  });
});
