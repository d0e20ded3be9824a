import { CsvError, parse } from 'csv-parse/sync';
import { DomainError } from '../domain/errors.ts';

/** The longest row there may be, characters. */
const MAX_ROW = 8_192;

/**
 * The text of a file as spreadsheets write it.
 *
 * @throws DomainError INVALID_REQUEST where it is not UTF-8, with or without a byte order mark.
 */
export function textOf(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw new DomainError(
      'INVALID_REQUEST',
      'The file is not in UTF-8. Save it as “CSV UTF-8” and send it again.',
    );
  }
}

/** The cells of a CSV file, row by row; its first row says what is between them. */
export function readCsv(text: string): string[][] {
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      relaxColumnCount: true,
      maxRecordSize: MAX_ROW,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Its message quotes the cell.
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    throw new DomainError(
      'INVALID_REQUEST',
      `The file is no CSV from line ${line} on: quotation marks are not closed or not doubled, or a row is too long.`,
      { facts: { line } },
    );
  }
}

/** A semicolon where a comma is for decimals, a tab where cells were copied. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split(/\r\n|\r|\n/, 1);
  const countOf = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, other) => (countOf(other) > countOf(best) ? other : best));
}
