import type { DataSource } from 'typeorm';

import type { BudgetRequest, Database } from '../application/ports.ts';
import { takeBudget } from './budgets.ts';

/**
 * How much of a budget a replica takes at a time: so little that what it leaves unused at a window's end does not matter, and
 * one call where the budget is small.
 */
const SHARE = 1 / 100;
const MAX_HELD = 10_000;

interface Held {
  windowStart: number;
  left: number;
}

/** Takes calls from the shared budgets in small shares, so that a large budget does not cost a statement for every call. */
export function createBudgetShares(dataSource: DataSource): Database['takeBudget'] {
  const held = new Map<string, Held>();
  const taking = new Map<string, Promise<unknown>>();

  const useHeld = (key: string, windowStart: number): boolean => {
    const share = held.get(key);
    if (share?.windowStart !== windowStart || share.left === 0) return false;
    share.left -= 1;
    return true;
  };

  const takeShare = async (request: BudgetRequest, count: number, windowStart: number, now: Date) => {
    const taken = await takeBudget(dataSource, { ...request, count, now });
    if (!taken.granted) return takeBudget(dataSource, { ...request, count: 1, now });
    if (held.size >= MAX_HELD) held.clear();
    held.set(request.key, { windowStart, left: count - 1 });
    return taken;
  };

  return async (request, now) => {
    const { key, limit, windowMs } = request;
    const count = Math.floor(limit * SHARE);
    if (count <= 1) return takeBudget(dataSource, { ...request, count: 1, now });
    const windowStart = Math.floor(now.getTime() / windowMs) * windowMs;
    // One share at a time: calls that come meanwhile find theirs in it.
    for (let other = taking.get(key); other !== undefined; other = taking.get(key)) {
      await other.catch(() => undefined);
      if (useHeld(key, windowStart)) return { granted: true };
    }
    if (useHeld(key, windowStart)) return { granted: true };
    const mine = takeShare(request, count, windowStart, now).finally(() => taking.delete(key));
    taking.set(key, mine);
    return mine;
  };
}
