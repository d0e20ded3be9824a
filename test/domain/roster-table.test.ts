import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ROSTER, PasscodeChannel, PersonRequest, Role } from '../../src/domain/roster.ts';
import { readRosterTable } from '../../src/domain/roster-table.ts';

const header = ['name', 'aliases', 'role', 'email', 'timeZone', 'passcodeChannel'];
const problemsOf = (table: string[][]) => {
  const read = readRosterTable(table);
  return 'problems' in read ? read.problems : [];
};
const peopleOf = (table: string[][]) => {
  const read = readRosterTable(table);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.people;
};

describe('a table of people', () => {
  it('is read as it was kept, whatever its columns are called and in whatever order', () => {
    const table = [
      ['E-mail', 'ROLE', ' Name ', 'Time zone', 'passcode_channel', ''],
      ['ana@client.example', 'Co coach', ' Ana  Lim ', 'Europe/Zurich', 'Handed over', ''],
      ['', '', '', '', '', ''],
      ['', '', 'Bela Novak'],
    ];
    expect(peopleOf(table)).toEqual([
      {
        name: 'Ana  Lim',
        aliases: [],
        role: 'co-coach',
        email: 'ana@client.example',
        timeZone: 'Europe/Zurich',
        passcodeChannel: 'handed-over',
      },
      {
        name: 'Bela Novak',
        aliases: [],
        role: 'participant',
        email: null,
        timeZone: null,
        passcodeChannel: null,
      },
    ]);
  });

  it('parts other names by |', () => {
    expect(peopleOf([header, ['Ana', 'Ani | A. Lim||']])[0]?.aliases).toEqual(['Ani', 'A. Lim']);
  });

  it('names every bad row by row and column, and gives nobody', () => {
    const table = [
      header,
      ['Ana', '', 'guest', 'ana', 'Mars', 'pigeon'],
      ['Bela'],
      ['', '', '', 'cleo@client.example'],
      ['Dan', '', '', '', '', 'email'],
      ['Eve', '', '', '', '', '', 'more'],
    ];
    expect(problemsOf(table).map(({ row, column }) => [row, column])).toEqual([
      [2, 'role'],
      [2, 'email'],
      [2, 'timeZone'],
      [2, 'passcodeChannel'],
      [4, 'name'],
      [5, 'passcodeChannel'],
      [6, null],
    ]);
  });

  it.each([
    ['no rows at all', [], 1, null],
    ['no header, without repeating who stands there', [['Ana Lim'], ['Bela Novak']], 1, 'A'],
    ['an unknown column', [['name', 'phone'], ['Ana']], 1, 'B'],
    ['an unknown column far to the right', [['name', ...Array<string>(26).fill(''), 'x'], ['Ana']], 1, 'AB'],
    ['a column twice', [['name', 'Name'], ['Ana']], 1, 'name'],
    ['no column for names', [['email'], ['ana@client.example']], 1, null],
    ['nobody in it', [header, ['', ''], ['']], 2, null],
    ['one person twice', [header, ['Ana Lim'], ['ana  LIM']], 3, null],
  ] as const)('is refused with %s', (_, table, row, column) => {
    const problems = problemsOf(table.map((cells) => [...cells]));
    expect(problems.map((found) => [found.row, found.column])).toEqual([[row, column]]);
    expect(problems[0]?.message).not.toMatch(/Lim|client/);
  });

  it('has two people of one name where an address or another name tells them apart', () => {
    const table = [header, ['Ana'], ['Ana', 'Ana from Zurich'], ['Ana', '', '', 'ana@client.example']];
    expect(peopleOf(table)).toHaveLength(3);
  });

  it.each(['=1+1', '+41', '-Ana', '@Ana', '\t=1', '#REF!', '#NAME?', '#N/A'])(
    'holds no formula: %s',
    (cell) => {
      const trimmed = cell.trim();
      expect(problemsOf([header, [cell]])).toMatchObject([{ row: 2, column: 'name' }]);
      expect(problemsOf([header, ['Ana', trimmed]])).toMatchObject([{ row: 2, column: 'aliases' }]);
    },
  );

  it('holds no more people than a session can have', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, index) => [`Person ${index}`]);
    expect(peopleOf([header, ...rows(MAX_ROSTER)])).toHaveLength(MAX_ROSTER);
    expect(problemsOf([header, ...rows(MAX_ROSTER + 1)])).toMatchObject([{ row: MAX_ROSTER + 2 }]);
  });

  const word = fc
    .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
    .filter((text) => /^[^=+\-@#|\p{Cc}]*$/u.test(text) && text.trim() === text && text !== '');
  const person = fc.record({
    name: word,
    aliases: fc.array(word, { maxLength: 3 }),
    role: fc.constantFrom(...Role.options),
    email: fc.option(fc.nat().map((number) => `p${number}@client.example`)),
    timeZone: fc.constantFrom(null, 'Europe/Zurich', 'UTC'),
    passcodeChannel: fc.constantFrom(null, ...PasscodeChannel.options),
  });

  it('gives back whoever was written into it', () => {
    const valid = person.filter((some) => PersonRequest.safeParse(some).success);
    const distinct = fc.uniqueArray(valid, { minLength: 1, maxLength: 8, selector: ({ email }) => email });
    fc.assert(
      fc.property(distinct, (people) => {
        const rows = people.map(({ name, aliases, role, email, timeZone, passcodeChannel }) => [
          name,
          aliases.join('|'),
          role,
          email ?? '',
          timeZone ?? '',
          passcodeChannel ?? '',
        ]);
        expect(peopleOf([header, ...rows])).toEqual(people);
      }),
    );
  });

  it('is all people or all problems, each in a row that is there, whatever stands in it', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom(...header, '', 'coach', 'Ana', 'a@b.example', '=x'));
    const table = fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.oneof(
          table,
          table.map((rows) => [header, ...rows]),
        ),
        (rows) => {
          const read = readRosterTable(rows);
          if ('people' in read) {
            for (const one of read.people) expect(PersonRequest.safeParse(one).success).toBe(true);
            expect(read.people.length).toBeGreaterThan(0);
          } else {
            expect(read.problems.length).toBeGreaterThan(0);
            for (const { row } of read.problems) expect(row).toBeLessThanOrEqual(Math.max(2, rows.length));
          }
        },
      ),
    );
  });
});
