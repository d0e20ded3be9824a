import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Refusal, invalidField } from './refusal.ts';
import type { World } from './world.ts';

/** Zoom forgets a next-page token after a quarter of an hour. */
const TOKEN_MS = 15 * 60_000;

const PageQuery = z.object({
  page_size: z.coerce.number().int().min(1).max(300).catch(30).default(30),
  next_page_token: z.string().optional(),
});

export interface Page<T> {
  next_page_token: string;
  page_size: number;
  page_count: number;
  total_records: number;
  items: T[];
}

/**
 * One page of `items`. `list` names the list, query included: a token of another list is refused.
 * @throws Refusal 300 where the token is unknown, of another list, or older than 15 minutes.
 */
export function pageOf<T>(world: World, list: string, items: T[], query: unknown): Page<T> {
  const { page_size, next_page_token } = PageQuery.parse(query);
  const offset =
    next_page_token === undefined || next_page_token === '' ? 0 : startOf(world, list, next_page_token);
  const end = offset + page_size;
  return {
    next_page_token: end < items.length ? issue(world, list, end) : '',
    page_size,
    page_count: Math.ceil(items.length / page_size),
    total_records: items.length,
    items: items.slice(offset, end),
  };
}

function startOf(world: World, list: string, token: string): number {
  const page = world.pages.get(token);
  if (page === undefined || page.list !== list || page.expiresAt <= world.now()) {
    throw new Refusal(400, 300, 'The next page token is invalid or expired.');
  }
  return page.offset;
}

function issue(world: World, list: string, offset: number): string {
  const token = randomBytes(24).toString('base64url');
  world.pages.set(token, { list, offset, expiresAt: new Date(world.now().getTime() + TOKEN_MS) });
  return token;
}

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}/);

/** The `from` and `to` of a list as whole UTC days, `to` exclusive; undefined where the query leaves one out. */
export function daysOf(query: unknown): { from: Date | undefined; to: Date | undefined } {
  const parsed = z.object({ from: Day.optional(), to: Day.optional() }).safeParse(query);
  if (!parsed.success) throw invalidField(String(parsed.error.issues[0]?.path[0]));
  const at = (day: string) => new Date(`${day.slice(0, 10)}T00:00:00Z`);
  const { from, to } = parsed.data;
  return {
    from: from === undefined ? undefined : at(from),
    to: to === undefined ? undefined : new Date(at(to).getTime() + 86_400_000),
  };
}
