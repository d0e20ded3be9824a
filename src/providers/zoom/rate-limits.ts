import type { ProviderContext } from '../../domain/provider.ts';
import type { Category } from './operations.ts';
import type { Settings } from './settings.ts';

interface Limits {
  /** Calls a second, for the whole account and all its apps. */
  perSecond: Record<Category, number>;
  /** Calls a UTC day, where the plan has such a limit. */
  perDay: Partial<Record<Category, number>>;
}

/** Zoom's documented limits (https://developers.zoom.us/docs/commerce/rate-limits/, zoom/skills 2026-07). */
const plans: Record<Settings['plan'], Limits> = {
  free: {
    perSecond: { light: 4, medium: 2, heavy: 1 },
    perDay: { light: 6_000, medium: 2_000, heavy: 1_000 },
  },
  pro: { perSecond: { light: 30, medium: 20, heavy: 10 }, perDay: { heavy: 30_000 } },
  business: { perSecond: { light: 80, medium: 60, heavy: 40 }, perDay: { heavy: 60_000 } },
};

/** Meetings made or updated per host and UTC day, whatever the plan. */
const WRITES_PER_HOST_PER_DAY = 100;

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

/**
 * Asks for leave to make one call. `writesOf` is the host whose daily writes it counts against.
 *
 * @throws DomainError RATE_LIMITED where a limit of Zoom's would be passed.
 */
export async function takeLeave(
  { plan, rateLimits }: Settings,
  { takeBudget }: Pick<ProviderContext, 'takeBudget'>,
  { category, writesOf }: { category: Category; writesOf: string | undefined },
): Promise<void> {
  const { perSecond, perDay } = plans[plan];
  // The short window first: a call that has to wait a second must not use up one of the day's.
  await takeBudget({
    scope: category,
    limit: rateLimits[category] ?? perSecond[category],
    windowMs: SECOND_MS,
  });
  const daily = perDay[category];
  if (daily !== undefined) await takeBudget({ scope: `${category}-day`, limit: daily, windowMs: DAY_MS });
  if (writesOf !== undefined) {
    const limit = rateLimits.writesPerHostPerDay ?? WRITES_PER_HOST_PER_DAY;
    await takeBudget({ scope: `writes:${writesOf}`, limit, windowMs: DAY_MS });
  }
}
