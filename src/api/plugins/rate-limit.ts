import type { FastifyReply } from 'fastify';
import { DomainError } from '../../domain/errors.ts';

/** How many requests one sender, a key or an address, may send to this process. */
export interface RateLimit {
  /** The most at once, and within each window on average. */
  requests: number;
  windowMs: number;
}

export const defaultRateLimit: RateLimit = { requests: 6_000, windowMs: 60_000 };

export const defaultWrongKeys: RateLimit = { requests: 30, windowMs: 60_000 };

interface Bucket {
  tokens: number;
  filledAt: number;
}

const MAX_BUCKETS = 10_000;

/**
 * A bucket for each name, in this process alone: with several replicas a name has a bucket at each. Vendors' limits are kept
 * apart, by budgets that all replicas share.
 */
export function createBuckets({ requests, windowMs }: RateLimit, now: () => Date) {
  const buckets = new Map<string, Bucket>();
  const perMs = requests / windowMs;

  const filled = (name: string): Bucket => {
    const at = now().getTime();
    const before = buckets.get(name) ?? { tokens: requests, filledAt: at };
    const elapsedMs = Math.max(0, at - before.filledAt);
    const bucket = { tokens: Math.min(requests, before.tokens + elapsedMs * perMs), filledAt: at };
    buckets.delete(name);
    buckets.set(name, bucket);
    if (buckets.size > MAX_BUCKETS) {
      // The one that was used longest ago is the fullest, so forgetting it gives away least.
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return bucket;
  };

  return {
    /** Takes one from the name's bucket, if one is left. */
    take(name: string): { granted: boolean; left: number; untilFullMs: number; untilNextMs: number } {
      const bucket = filled(name);
      const granted = bucket.tokens >= 1;
      if (granted) bucket.tokens -= 1;
      return {
        granted,
        left: Math.floor(bucket.tokens),
        untilFullMs: (requests - bucket.tokens) / perMs,
        untilNextMs: Math.max(0, Math.ceil((1 - bucket.tokens) / perMs)),
      };
    },
    /** Puts one back that was taken. */
    giveBack(name: string): void {
      const bucket = filled(name);
      bucket.tokens = Math.min(requests, bucket.tokens + 1);
    },
  };
}

/** Keeps one caller from taking a process for itself. */
export function createRateLimiter(limit: RateLimit, now: () => Date) {
  const buckets = createBuckets(limit, now);
  const policy = `"key";q=${limit.requests};w=${Math.ceil(limit.windowMs / 1000)}`;
  /**
   * Takes one request from the key's bucket and says in the answer's headers what is left (draft-ietf-httpapi-ratelimit-headers).
   *
   * @throws DomainError TOO_MANY_REQUESTS with the time until one is left again.
   */
  return (key: string, reply: FastifyReply): void => {
    const { granted, left, untilFullMs, untilNextMs } = buckets.take(key);
    reply.header('ratelimit-policy', policy);
    reply.header('ratelimit', `"key";r=${left};t=${Math.ceil(untilFullMs / 1000)}`);
    if (granted) return;
    throw new DomainError('TOO_MANY_REQUESTS', 'This key sends too many requests. Wait, then go on slower.', {
      retryAfterMs: untilNextMs,
    });
  };
}
