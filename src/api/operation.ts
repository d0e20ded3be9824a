import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import { z } from 'zod';
import { coachScopes, type Scope } from '../application/context.ts';
import type { ErrorCode } from '../domain/errors.ts';
import { Problem, statusOf, titleOf } from './problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the operation may refuse with, besides what every operation may. */
    refusals?: readonly ErrorCode[];
  }
}

/** A code that a provider may throw, wherever a vendor is called. */
export const vendorRefusals = [
  'AUTH_FAILED',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'NOT_FOUND',
  'REJECTED',
  'OUTCOME_UNKNOWN',
] as const satisfies readonly ErrorCode[];

export const creationRefusals = [
  'CONFLICT',
  'IDEMPOTENCY_IN_PROGRESS',
  'IDEMPOTENCY_MISMATCH',
] as const satisfies readonly ErrorCode[];

export const changeRefusals = [
  'RESOURCE_NOT_FOUND',
  'VERSION_MISMATCH',
  'PRECONDITION_REQUIRED',
] as const satisfies readonly ErrorCode[];

/** The `{id}` of a path. */
export const IdParams = z.strictObject({ id: z.uuid() });

/** An answer without a body. */
export const noBody = (description: string) => z.undefined().describe(description);

/**
 * Adds to every route that follows what its `config` says: the scopes a caller needs, as its security requirement, and each status
 * that it may refuse with, as a problem. A route that names no scopes is refused: it would be open to every key.
 */
export function describeOperations(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const { scopes, refusals = [] } = route.config ?? {};
    if (scopes === undefined) throw new TypeError(`${String(route.method)} ${route.url} names no scopes`);
    const schema: FastifySchema = route.schema ?? {};
    const general: ErrorCode[] = [
      ...(hasInput(route) ? (['INVALID_REQUEST'] as const) : []),
      'UNAUTHENTICATED',
      ...(scopes.length > 0 ? (['FORBIDDEN'] as const) : []),
      'TOO_MANY_REQUESTS',
      'DATABASE_UNAVAILABLE',
    ];
    route.schema = {
      ...schema,
      security: [{ apiKey: [...scopes] }, ...(scopes.every(isCoachs) ? [{ coach: [...scopes] }] : [])],
      response: { ...(schema.response as object), ...problemsFor([...general, ...refusals]) },
    };
  });
}

const isCoachs = (scope: Scope): boolean => (coachScopes as readonly Scope[]).includes(scope);

const hasInput = ({ schema }: RouteOptions): boolean =>
  [schema?.body, schema?.querystring, schema?.params, schema?.headers].some((part) => part !== undefined);

/** One problem response for each status, saying which codes it stands for. */
export function problemsFor(codes: readonly ErrorCode[]): Record<string, object> {
  const byStatus = new Map<number, Set<ErrorCode>>();
  for (const code of codes) {
    const status = statusOf[code];
    byStatus.set(status, (byStatus.get(status) ?? new Set<ErrorCode>()).add(code));
  }
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      String(status),
      {
        description: [...some].map((code) => `\`${code}\`: ${titleOf[code]}`).join(' '),
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  );
}
