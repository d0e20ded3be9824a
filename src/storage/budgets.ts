import type { DataSource } from 'typeorm';

export interface TakeRequest {
  /** A digest of the vendor account and the budget's scope; never a name. */
  key: string;
  /** Most calls in one window. */
  limit: number;
  /** Windows start at whole multiples of this since 1970 (UTC), milliseconds. */
  windowMs: number;
  /** Calls to take; all or none. */
  count: number;
  now: Date;
}

export type Taken = { granted: true } | { granted: false; retryAt: Date };

/**
 * Takes calls from a vendor account's budget, which all replicas share. One statement decides: it adds to the window's row
 * only where the sum stays within the limit, and parallel takers wait for each other on that row.
 */
export async function takeBudget(dataSource: DataSource, request: TakeRequest): Promise<Taken> {
  const { key, limit, windowMs, count, now } = request;
  const start = Math.floor(now.getTime() / windowMs) * windowMs;
  // Replicas' clocks differ a little, so the previous window's row stays: another replica may still be counting in it.
  const outdated = new Date(start - windowMs);
  const granted: unknown[] = await dataSource.query(
    `WITH purged AS (DELETE FROM vendor_budgets WHERE budget_key = $1 AND window_start < $5)
     INSERT INTO vendor_budgets AS budget (budget_key, window_start, used)
     SELECT $1, $2, $3::int WHERE $3::int <= $4::int
     ON CONFLICT (budget_key, window_start) DO UPDATE SET used = budget.used + excluded.used
     WHERE budget.used + excluded.used <= $4::int
     RETURNING used`,
    [key, new Date(start), count, limit, outdated],
  );
  return granted.length > 0 ? { granted: true } : { granted: false, retryAt: new Date(start + windowMs) };
}
