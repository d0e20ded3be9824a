import { MAX_ALIASES, MAX_ROSTER, PasscodeChannel, PersonRequest, Role } from './roster.ts';

/* People from a table that somebody kept in a spreadsheet: a header row, then one row a person. */

/** What is wrong with one row; what stands in it is not repeated. */
export interface RowProblem {
  /** As a spreadsheet counts them: the header is row 1. */
  row: number;
  /** The column’s name, or its letter where it has none of ours; null where it is the row itself. */
  column: string | null;
  message: string;
}

/** Everybody in the table, or everything that is wrong with it: never a part. */
export type RosterTable = { people: PersonRequest[] } | { problems: RowProblem[] };

type Column = keyof PersonRequest;

/** What each column takes. Between two aliases stands this; a comma or a semicolon may part the cells. */
const ALIAS_SEPARATOR = '|';
const columns: Record<Column, { takes: string; read: (cell: string) => unknown }> = {
  name: { takes: 'A name is needed, of 200 characters at most.', read: (cell) => cell },
  aliases: {
    takes: `Other names take 200 characters each, ${MAX_ALIASES} at most, with ${ALIAS_SEPARATOR} between them.`,
    read: (cell) =>
      cell
        .split(ALIAS_SEPARATOR)
        .map((alias) => alias.trim())
        .filter((alias) => alias !== ''),
  },
  role: { takes: `A role is one of ${Role.options.join(', ')}.`, read: asWord },
  email: { takes: 'This is not an e-mail address.', read: (cell) => cell },
  timeZone: { takes: 'A time zone has an IANA name, such as Australia/Sydney.', read: (cell) => cell },
  passcodeChannel: {
    takes: `A passcode comes by ${PasscodeChannel.options.join(', ')}; by email only where there is an address.`,
    read: (cell) => asWord(cell).replace('e-mail', 'email'),
  },
};
const names = Object.keys(columns) as Column[];

function asWord(cell: string): string {
  return cell.toLowerCase().replace(/[\s_]+/g, '-');
}

/** A spreadsheet would compute it, or did and failed: neither is anybody's name. */
const FORMULA = /^[=+\-@\t]|^#(REF!|NAME\?|N\/A|VALUE!|DIV\/0!|NULL!|NUM!|SPILL!)/;

const isEmpty = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '');

/** Reads a table whose cells are texts. Empty rows are passed over, and empty cells are as if left out. */
export function readRosterTable(table: readonly (readonly string[])[]): RosterTable {
  const [header = [], ...rows] = table;
  const heads = readHeader(header);
  if ('problems' in heads) return heads;
  const filled = rows
    .map((cells, index) => ({ cells, row: index + 2 }))
    .filter(({ cells }) => !isEmpty(cells));
  const last = filled[MAX_ROSTER];
  if (last !== undefined) {
    return problem(
      last.row,
      `A roster has ${MAX_ROSTER} people at most. Leave out this row and those after it.`,
    );
  }
  if (filled.length === 0) return problem(2, 'There is nobody in the table. Write one row for each person.');

  const people: PersonRequest[] = [];
  const problems: RowProblem[] = [];
  const seen = new Map<string, number>();
  for (const { cells, row } of filled) {
    const read = readRow(cells, heads.columns);
    if ('problems' in read) {
      problems.push(...read.problems.map((found) => ({ row, ...found })));
      continue;
    }
    const key = keyOf(read.person);
    const before = seen.get(key);
    if (before !== undefined) problems.push({ row, column: null, message: sameAs(before) });
    seen.set(key, before ?? row);
    people.push(read.person);
  }
  return problems.length > 0 ? { problems } : { people };
}

const problem = (row: number, message: string, column: string | null = null): { problems: RowProblem[] } => ({
  problems: [{ row, column, message }],
});

const sameAs = (row: number): string =>
  `This is the same person as in row ${row}. Leave out one of them; tell two people of one name apart by address or alias.`;

/** A column as spreadsheets name it. */
const letterOf = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : letterOf(Math.floor(index / 26) - 1) + String.fromCharCode(65 + (index % 26));

/** The column under each heading: by its name, whatever its case and however its words are joined. */
function readHeader(header: readonly string[]): { columns: (Column | null)[] } | { problems: RowProblem[] } {
  const found: (Column | null)[] = [];
  const problems: RowProblem[] = [];
  for (const [index, heading] of header.entries()) {
    const plain = heading.toLowerCase().replace(/[\s_-]+/g, '');
    const column = names.find((name) => name.toLowerCase() === plain) ?? null;
    if (plain !== '' && column === null) {
      // A file without a header begins with a person: what stands there is not repeated.
      problems.push({
        row: 1,
        column: letterOf(index),
        message: `Unknown column. Known: ${names.join(', ')}.`,
      });
    } else if (column !== null && found.includes(column)) {
      problems.push({ row: 1, column, message: 'This column is there twice.' });
    }
    found.push(column);
  }
  if (problems.length > 0) return { problems };
  if (!found.includes('name')) {
    return problem(1, `The first row names the columns: name, and any of ${names.slice(1).join(', ')}.`);
  }
  return { columns: found };
}

/** The person in a row, or what is wrong with it, cell by cell. */
function readRow(
  cells: readonly string[],
  heads: readonly (Column | null)[],
): { person: PersonRequest } | { problems: Omit<RowProblem, 'row'>[] } {
  const problems: Omit<RowProblem, 'row'>[] = [];
  const values: Partial<Record<Column, unknown>> = {};
  for (const [index, raw] of cells.entries()) {
    const cell = raw.trim();
    const column = heads[index] ?? null;
    if (cell === '') continue;
    if (column === null) {
      problems.push({
        column: null,
        message: 'A cell stands under no heading. Is a comma in a name not quoted?',
      });
      break;
    }
    if (FORMULA.test(cell)) {
      problems.push({
        column,
        message: 'The cell holds a formula or the error of one. Write what it stands for.',
      });
    }
    values[column] = columns[column].read(cell);
  }
  if (problems.length > 0) return { problems };
  const parsed = PersonRequest.safeParse({ name: '', ...values });
  if (parsed.success) return { person: parsed.data };
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0] as Column));
  const inOrder = heads.filter((column) => column !== null && wrong.has(column)) as Column[];
  return { problems: inOrder.map((column) => ({ column, message: columns[column].takes })) };
}

const plainly = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');

/** Equal for rows that nothing tells apart. */
const keyOf = ({ name, email, aliases }: PersonRequest): string =>
  JSON.stringify([identityOf({ name, email }), aliases.map(plainly).sort()]);

/** Equal for somebody who is named again: by name and address, however they are written. */
export const identityOf = ({ name, email }: { name: string; email: string | null }): string =>
  JSON.stringify([plainly(name), email?.toLowerCase() ?? null]);
