import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createBudgetShares } from '../../src/storage/budget-shares.ts';
import { takeBudget } from '../../src/storage/budgets.ts';
import { createDataSource } from '../../src/storage/data-source.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { minutesAfter, noon } from '../support/records.ts';

const windowMs = 60_000;

describe('vendor rate budgets', () => {
  let clone: TestDatabase;
  let replicas: DataSource[];
  beforeAll(async () => {
    clone = await createTestDatabase();
    replicas = [1, 2].map(() => createDataSource({ url: clone.appUrl, poolSize: 8 }));
    await Promise.all(replicas.map((replica) => replica.initialize()));
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.destroy()));
    await clone.drop();
  });

  const take = (key: string, limit: number, now = noon, count = 1, replica = 0) => {
    const dataSource = replicas[replica % replicas.length];
    if (dataSource === undefined) throw new Error('No replica.');
    return takeBudget(dataSource, { key, limit, windowMs, count, now });
  };

  it('never grants more than the limit, however many replicas take at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => take('shared', 7, noon, 1, index)),
    );
    expect(answers.filter(({ granted }) => granted)).toHaveLength(7);
    expect(answers.find(({ granted }) => !granted)).toEqual({ granted: false, retryAt: minutesAfter(1) });
  });

  it('says when the window ends, and grants again from then', async () => {
    const late = new Date(noon.getTime() + 59_999);
    expect(await take('window', 1, late)).toEqual({ granted: true });
    expect(await take('window', 1, late)).toEqual({ granted: false, retryAt: minutesAfter(1) });
    expect(await take('window', 1, minutesAfter(1))).toEqual({ granted: true });
  });

  it('takes all or none of several calls, and keeps keys apart', async () => {
    expect(await take('several', 5, noon, 6)).toMatchObject({ granted: false });
    expect(await take('several', 5, noon, 4)).toEqual({ granted: true });
    expect(await take('several', 5, noon, 2)).toMatchObject({ granted: false });
    expect(await take('several', 5, noon, 1)).toEqual({ granted: true });
    expect(await take('another', 5, noon, 5)).toEqual({ granted: true });
  });

  it('removes windows that no clock can be in any more', async () => {
    for (const minutes of [0, 1, 2, 3]) await take('old', 1, minutesAfter(minutes));
    const rows: unknown[] = await replicas[0]!.query(
      `SELECT window_start FROM vendor_budgets WHERE budget_key = 'old' ORDER BY 1`,
    );
    expect(rows).toEqual([{ window_start: minutesAfter(2) }, { window_start: minutesAfter(3) }]);
  });

  describe('taken in shares', () => {
    const usedOf = async (key: string): Promise<number> => {
      const rows = await replicas[0]?.query<{ used: number }[]>(
        'SELECT used FROM vendor_budgets WHERE budget_key = $1',
        [key],
      );
      return rows?.[0]?.used ?? 0;
    };
    const sharers = () => replicas.map((replica) => createBudgetShares(replica));

    it('is never more than the limit, and never less where one replica takes it all', async () => {
      const [one] = sharers();
      let granted = 0;
      for (let call = 0; call < 260; call += 1) {
        const answer = await one?.({ key: 'all', limit: 250, windowMs }, noon);
        granted += answer?.granted === true ? 1 : 0;
      }
      expect(granted).toBe(250);
      expect(await one?.({ key: 'all', limit: 250, windowMs }, noon)).toEqual({
        granted: false,
        retryAt: minutesAfter(1),
      });
    });

    it('is never more than the limit where replicas take it at once', async () => {
      const both = sharers();
      const answers = await Promise.all(
        Array.from({ length: 700 }, async (_, index) =>
          both[index % 2]?.({ key: 'both', limit: 600, windowMs }, noon),
        ),
      );
      const granted = answers.filter((answer) => answer?.granted === true).length;
      expect(granted).toBeLessThanOrEqual(600);
      expect(granted).toBeGreaterThan(580);
      expect(await usedOf('both')).toBe(600);
    });

    it('is one hundredth at a time, and one call of a small budget', async () => {
      const [one] = sharers();
      await one?.({ key: 'large', limit: 2_000, windowMs }, noon);
      await one?.({ key: 'large', limit: 2_000, windowMs }, noon);
      expect(await usedOf('large')).toBe(20);
      await one?.({ key: 'small', limit: 99, windowMs }, noon);
      expect(await usedOf('small')).toBe(1);
    });

    it('ends with its window', async () => {
      const [one] = sharers();
      await one?.({ key: 'ends', limit: 200, windowMs }, noon);
      await one?.({ key: 'ends', limit: 200, windowMs }, minutesAfter(1));
      expect(await usedOf('ends')).toBe(2);
    });
  });
});
