import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout’s own folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of the checkout, by its path from the root. */
export const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

/** The paths of every page: Markdown in the root and below docs. */
export async function listPages(): Promise<string[]> {
  const top = (await readdir(root)).filter((name) => name.endsWith('.md'));
  const below = await readdir(join(root, 'docs'), { recursive: true, withFileTypes: true });
  const pages = below.filter((entry) => entry.isFile() && entry.name.endsWith('.md'));
  return [...top, ...pages.map(({ parentPath, name }) => relative(root, join(parentPath, name)))].sort();
}

/** The part of a page below a heading, up to the next heading of the same or a higher level. */
export function section(page: string, heading: string): string {
  const lines = page.split('\n');
  const levels = headingLevels(lines);
  const start = lines.findIndex((line, index) => levels[index] !== 0 && line.replace(/^#+ /, '') === heading);
  if (start === -1) throw new Error(`There is no heading: ${heading}`);
  const end = levels.findIndex(
    (level, index) => index > start && level !== 0 && level <= (levels[start] ?? 0),
  );
  return lines.slice(start + 1, end === -1 ? undefined : end).join('\n');
}

/** Each line’s level as a heading, 0 where it is none; a comment in a block of code is none. */
function headingLevels(lines: readonly string[]): number[] {
  let inCode = false;
  return lines.map((line) => {
    if (line.startsWith('```')) inCode = !inCode;
    return inCode ? 0 : (/^(#+) /.exec(line)?.[1]?.length ?? 0);
  });
}

/** The body rows of the tables in a text, each as its trimmed cells. */
export function tableRows(text: string): string[][] {
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const isRule = (row: string[] | undefined) => row?.every((cell) => /^:?-+:?$/.test(cell)) === true;
  return rows.filter((row, index) => !isRule(row) && !isRule(rows[index + 1]));
}

/** A cell without the backticks that set it as code. */
export const plain = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '');
