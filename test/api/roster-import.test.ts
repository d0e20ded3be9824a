import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_ROSTER } from '../../src/domain/roster.ts';
import { setUp, startService, type Body, type Practice, type Setup } from './support/practice.ts';
import { bookSession, type Roster } from './support/roster.ts';

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

const namesOf = async () => (await roster.list()).map(({ name }) => name);

describe('a roster’s file', () => {
  it('adds everybody in it, in its order, and may be sent again', async () => {
    const csv = 'name,email,aliases\n"Lim, Ana",ana@client.example,Ani|A. L.\nBela Novák,,\n';
    const sent = await roster.sendCsv(csv);
    expect(sent).toMatchObject({ status: 200, body: { added: [{ name: 'Lim, Ana' }, {}], alreadyThere: 0 } });
    expect(await namesOf()).toEqual(['Lim, Ana', 'Bela Novák']);
    for (const { id } of sent.body['added'] as Body[])
      expect((await roster.send('GET', `/${String(id)}/pass`)).status).toBe(200);
    expect((await roster.sendCsv(`${csv}Cleo,,\n`)).body).toMatchObject({
      added: [{ name: 'Cleo' }],
      alreadyThere: 2,
    });
  });

  it('is read as spreadsheets write it', async () => {
    const files = {
      'with a byte order mark and Windows’ line ends': '\ufeffname,role\r\nAna,observer\r\n\r\n',
      'with semicolons': 'name;role\nAna;observer\n',
      'with tabs': 'name\trole\rAna\tobserver\r',
      'quoted throughout, the last line open': '"name","role"\n"Ana","observer"',
    };
    for (const [how, csv] of Object.entries(files)) {
      const one = await bookSession(service, practice, setup, (days += 1));
      expect((await one.sendCsv(csv)).body, how).toMatchObject({
        added: [{ name: 'Ana', role: 'observer' }],
      });
    }
  });

  it('with bad rows adds nobody, and says what is wrong without repeating it', async () => {
    const csv = 'name,email,role\nAna Lim,ana@client.example,\nBela Novak,bela-at-home,guest\n=cmd(),,\n';
    const refused = await roster.sendCsv(csv);
    expect(refused).toMatchObject({
      status: 400,
      body: {
        code: 'INVALID_REQUEST',
        facts: {
          wrong: 3,
          rows: [
            { row: 3, column: 'email' },
            { row: 3, column: 'role' },
            { row: 4, column: 'name' },
          ],
        },
      },
    });
    expect(refused.text).not.toMatch(/Ana|Bela|bela|guest|cmd/);
    expect(await namesOf()).toEqual([]);
  });

  it.each([
    ['in another encoding', Buffer.from('name\nJos\xe9', 'latin1'), 400, /UTF-8/],
    ['in two bytes a character', Buffer.from('\ufeffname\nAna', 'utf16le'), 400, /UTF-8/],
    ['whose quotes are open', 'name\n"Ana\nBela', 400, /line \d/],
    ['whose quotes are within', 'name\nAna "Ani" Lim "', 400, /line 2/],
    ['that is empty', '', 400, undefined],
    ['over 256 kB', `name\n${'x'.repeat(256 * 1024)}`, 413, /too large/],
    ['with a row without end', `name\n${'x'.repeat(10_000)}`, 400, /too long/],
  ])('%s is refused', async (_, csv, status, detail) => {
    const refused = await roster.sendCsv(csv);
    expect(refused).toMatchObject({ status, body: { code: 'INVALID_REQUEST' } });
    if (detail !== undefined) expect(refused.body['detail']).toMatch(detail);
    expect(refused.text).not.toMatch(/Ana|Bela|Jos/);
    expect(await namesOf()).toEqual([]);
  });

  it('sent several times at once adds everybody once', async () => {
    const csv = 'name\nAna\nBela\n';
    const answers = await Promise.all([1, 2, 3, 4].map(() => roster.sendCsv(csv)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await namesOf()).toEqual(['Ana', 'Bela']);
  });

  it('is a file and no JSON, and the other way round', async () => {
    const url = `/v1/sessions/${roster.sessionId}/people`;
    expect((await practice.send('POST', `${url}/import`, { body: { name: 'Ana' } })).status).toBe(415);
    const headers = { 'content-type': 'text/csv' };
    expect((await practice.send('POST', url, { body: 'name\nAna', headers })).status).toBe(415);
  });

  it('fills a roster to its limit, and not beyond', async () => {
    const rows = Array.from({ length: MAX_ROSTER }, (_, index) => `Person ${index}`);
    expect((await roster.sendCsv(`name\n${rows.join('\n')}`)).body['alreadyThere']).toBe(0);
    expect(await namesOf()).toEqual(rows);
    for (const answer of [await roster.sendCsv('name\nOne more'), await roster.add({ name: 'One more' })])
      expect(answer).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  });
});
