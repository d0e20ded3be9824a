import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PreparingClient } from '../../src/storage/preparing-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('statements that are repeated', () => {
  let clone: TestDatabase;
  let client: PreparingClient;

  beforeAll(async () => {
    clone = await createTestDatabase();
    client = new PreparingClient({ connectionString: clone.appUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await clone.drop();
  });

  const preparedTexts = async (): Promise<unknown[]> => {
    const { rows } = await client.query<{ statement: string }>(
      'SELECT statement FROM pg_prepared_statements',
    );
    return rows.map(({ statement }) => statement);
  };
  const answerTo = async (text: string, value: unknown): Promise<unknown> => {
    const { rows } = await client.query<{ answer: unknown }>(text, [value]);
    return rows[0]?.answer;
  };

  it('are prepared from the second time on, and answer each time for their own values', async () => {
    const [doubled, halved] = ['SELECT $1::int * 2 AS answer', 'SELECT $1::int / 2 AS answer'];
    expect([await answerTo(doubled, 1), await answerTo(halved, 8)]).toEqual([2, 4]);
    expect(await preparedTexts()).toEqual([]);
    expect([await answerTo(doubled, 2), await answerTo(halved, 6)]).toEqual([4, 3]);
    expect([await answerTo(doubled, 3), await answerTo(halved, 4)]).toEqual([6, 2]);
    expect((await preparedTexts()).sort()).toEqual([doubled, halved]);
  });

  it('still answer after they have failed', async () => {
    const inverse = 'SELECT 12 / $1::int AS answer';
    expect(await answerTo(inverse, 3)).toBe(4);
    await expect(answerTo(inverse, 0)).rejects.toThrow('division by zero');
    await client.query('BEGIN');
    await expect(answerTo(inverse, 0)).rejects.toThrow('division by zero');
    await expect(answerTo(inverse, 2)).rejects.toThrow('aborted');
    await client.query('ROLLBACK');
    expect(await answerTo(inverse, 4)).toBe(3);
  });
});
