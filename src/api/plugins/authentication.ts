import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { authenticate } from '../../application/api-keys.ts';
import { requireScope, type Application, type Caller, type Scope } from '../../application/context.ts';
import { DomainError } from '../../domain/errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null until the key was checked. Read it with `callerOf`. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** What a key must have to use the route; empty where any valid key may. */
    scopes?: readonly Scope[];
  }
}

/**
 * How long a key that was checked is taken as checked in this process, milliseconds. A key revoked in another process stops
 * working within this time; one revoked in this process stops at once.
 */
export const KEY_MEMORY_MS = 5_000;
const MAX_REMEMBERED = 10_000;

interface Remembered {
  caller: Promise<Caller>;
  until: number;
}

/** Checks keys, remembering those that are valid for a short time by a digest; a token itself is never kept. */
export interface Authentication {
  check: (request: FastifyRequest) => Promise<Caller>;
  /** Forgets every key, so that each is checked anew. */
  forgetAll: () => void;
}

export function createAuthentication(application: Application): Authentication {
  const remembered = new Map<string, Remembered>();

  const lookUp = (token: string): Promise<Caller> => {
    const digest = createHash('sha256').update(token).digest('base64');
    const now = application.ambient.now().getTime();
    const known = remembered.get(digest);
    if (known !== undefined && now < known.until) return known.caller;
    const caller = authenticate(application, token);
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
    check: (request) => lookUp(/^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''),
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
