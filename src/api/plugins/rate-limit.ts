import type { FastifyReply } from 'fastify';
import { DomainError } from '../../domain/errors.ts';

/** How many requests one sender, a key or an address, may send to this process. */
export interface RateLimit {
  /** The most at once, and within each window on average. */
  requests: number;
  windowMs: number;
}

export const defaultRateLimit: RateLimit = { requests: 6_000, windowMs: 60_000 };

interface Bucket {
  tokens: number;
  filledAt: number;
}

const MAX_BUCKETS = 10_000;

/**
 * A token bucket for each key, in this process alone: with several replicas a key has a bucket at each. It keeps one caller from
 * taking a process for itself; vendors' limits are kept apart, by budgets that all replicas share.
 */
export function createRateLimiter({ requests, windowMs }: RateLimit, now: () => Date) {
  const buckets = new Map<string, Bucket>();
  const perMs = requests / windowMs;

  const filled = (key: string): Bucket => {
    const at = now().getTime();
    const before = buckets.get(key) ?? { tokens: requests, filledAt: at };
    const elapsedMs = Math.max(0, at - before.filledAt);
    const bucket = { tokens: Math.min(requests, before.tokens + elapsedMs * perMs), filledAt: at };
    buckets.delete(key);
    buckets.set(key, bucket);
    if (buckets.size > MAX_BUCKETS) {
      // The one that was used longest ago is the fullest, so forgetting it gives away least.
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return bucket;
  };

  /**
   * Takes one request from the key's bucket and says in the answer's headers what is left (draft-ietf-httpapi-ratelimit-headers).
   *
   * @throws DomainError TOO_MANY_REQUESTS with the time until one is left again.
   */
  return (key: string, reply: FastifyReply): void => {
    const bucket = filled(key);
    const granted = bucket.tokens >= 1;
    if (granted) bucket.tokens -= 1;
    const untilFullMs = (requests - bucket.tokens) / perMs;
    reply.header('ratelimit-policy', `"key";q=${requests};w=${Math.ceil(windowMs / 1000)}`);
    reply.header('ratelimit', `"key";r=${Math.floor(bucket.tokens)};t=${Math.ceil(untilFullMs / 1000)}`);
    if (granted) return;
    throw new DomainError('TOO_MANY_REQUESTS', 'Too many requests. Wait, then go on slower.', {
      retryAfterMs: Math.ceil((1 - bucket.tokens) / perMs),
    });
  };
}
