import pg from 'pg';
import { withClient } from '../../src/storage/roles.ts';
import type { TestDatabase } from '../support/database.ts';
import { rowsOf } from './practice.ts';

/** Every value of every table of ours, with where it stands; what is encrypted as its bytes. */
export async function everyValue(database: TestDatabase): Promise<{ at: string; value: Buffer }[]> {
  const tables = await rowsOf<{ schema: string; name: string }>(
    { testDatabase: database },
    `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  return withClient(database.adminUrl, async (client) => {
    const values: { at: string; value: Buffer }[] = [];
    for (const { schema, name } of tables) {
      const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
      const { rows } = await client.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
      for (const row of rows) {
        for (const [column, value] of Object.entries(row))
          values.push({ at: `${schema}.${name}.${column}`, value: bytesOf(value) });
      }
    }
    return values;
  });
}

const bytesOf = (value: unknown): Buffer =>
  Buffer.isBuffer(value)
    ? value
    : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** Which of the words are in the text, whatever their case. */
export const seenIn = (text: string, words: Iterable<string>): string[] =>
  [...words].filter((word) => text.toLowerCase().includes(word.toLowerCase()));
