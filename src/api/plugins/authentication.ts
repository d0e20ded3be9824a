import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { authenticate } from '../../application/api-keys.ts';
import { requireScope, type Application, type Caller, type Scope } from '../../application/context.ts';
import { authenticateCoach } from '../../application/sign-in.ts';
import { DomainError } from '../../domain/errors.ts';
import { consoleToken, requireOwnPage } from './console-cookie.ts';
import { createBuckets, type RateLimit } from './rate-limit.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null until the key or the coach's cookie was checked. Read it with `callerOf`. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** What the caller must have to use the route; empty where any may. */
    scopes?: readonly Scope[];
  }
}

/**
 * How long a key or cookie that was checked is taken as checked in this process, milliseconds. One that was ended in another
 * process stops working within this time; one ended in this process stops at once.
 */
export const KEY_MEMORY_MS = 5_000;
const MAX_REMEMBERED = 10_000;

interface Remembered {
  caller: Promise<Caller>;
  until: number;
}

/** Checks keys and cookies, remembering those that are valid for a short time by a digest; a token itself is never kept. */
export interface Authentication {
  check: (request: FastifyRequest) => Promise<Caller>;
  /** Forgets all, so that each is checked anew. */
  forgetAll: () => void;
}

export function createAuthentication(application: Application, wrongKeys: RateLimit): Authentication {
  const remembered = new Map<string, Remembered>();
  const guesses = createBuckets(wrongKeys, application.ambient.now);

  /** Checks a token that was not valid here before: wrong ones are counted against where they come from. */
  const checkUnknown = async (check: () => Promise<Caller>, address: string): Promise<Caller> => {
    const { granted, untilNextMs } = guesses.take(address);
    if (!granted) {
      throw new DomainError(
        'TOO_MANY_REQUESTS',
        'Too many wrong keys came from this address. Wait, and send a valid one.',
        { retryAfterMs: untilNextMs },
      );
    }
    try {
      const caller = await check();
      guesses.giveBack(address);
      return caller;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'UNAUTHENTICATED') guesses.giveBack(address);
      throw error;
    }
  };

  const lookUp = (token: string, checked: typeof authenticate, address: string): Promise<Caller> => {
    const digest = createHash('sha256').update(`${checked.name} ${token}`).digest('base64');
    const now = application.ambient.now().getTime();
    const known = remembered.get(digest);
    if (known !== undefined && now < known.until) return known.caller;
    const check = () => checked(application, token);
    // Who was valid here does not suffer for others behind the same address.
    const caller = known === undefined && token !== '' ? checkUnknown(check, address) : check();
    const entry = { caller, until: now + KEY_MEMORY_MS };
    remembered.delete(digest);
    remembered.set(digest, entry);
    dropOldest(remembered);
    // Refusals and failures are not remembered: the next request is checked for itself.
    caller.catch(() => {
      if (remembered.get(digest) === entry) remembered.delete(digest);
    });
    return caller;
  };

  return {
    check: async (request) => {
      const { authorization } = request.headers;
      const cookie = consoleToken(request);
      if (authorization !== undefined || cookie === undefined) {
        return lookUp(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '', authenticate, request.ip);
      }
      // A browser sends its cookie whoever made it ask; a key is sent by whoever has it.
      requireOwnPage(request, application.publicUrl);
      return lookUp(cookie, authenticateCoach, request.ip);
    },
    forgetAll: () => remembered.clear(),
  };
}

function dropOldest(remembered: Map<string, Remembered>): void {
  if (remembered.size <= MAX_REMEMBERED) return;
  const [oldest] = remembered.keys();
  if (oldest !== undefined) remembered.delete(oldest);
}

/** Refuses a caller who lacks a scope of the route. */
export function requireScopes(caller: Caller, request: FastifyRequest): void {
  for (const scope of request.routeOptions.config.scopes ?? []) requireScope(caller, scope);
}

/** Who asks, on a route behind authentication. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === null) throw new DomainError('UNAUTHENTICATED', 'Send a valid API key.');
  return caller;
}
