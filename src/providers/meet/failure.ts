import { z } from 'zod';
import type { DomainError } from '../../domain/errors.ts';
import {
  answerLost,
  noAnswer,
  providerError,
  statusFailure,
  type CallFacts,
} from '../shared/vendor-failure.ts';
import { retryAfterMs } from '../shared/retry-after.ts';
import { delegate, scopeSets, type ScopeSet } from './scopes.ts';

/** Google names no time to wait; its quotas are counted by the minute. */
const QUOTA_WINDOW_MS = 60_000;

/** One call to Google, as far as telling its failure apart needs it. */
export interface GoogleCall {
  scopeSet: ScopeSet;
  /** Whether making the call again does no more than making it once. */
  repeatable: boolean;
}

/** What is looked at of a refusal (google.rpc.Status): codes and field names, never its text. */
const Refusal = z.object({
  error: z.object({
    status: z.string().optional(),
    details: z
      .array(
        z.object({
          reason: z.string().optional(),
          fieldViolations: z.array(z.object({ field: z.string().optional() })).optional(),
        }),
      )
      .optional(),
  }),
});

/** A refused call as the rest of the provider sees it: Google's codes, without anything that was sent or answered. */
export interface RefusedCall {
  status: number;
  rpc: string | undefined;
  reasons: string[];
  field: string | undefined;
  retryAfterMs: number | undefined;
}

const facts = ({ repeatable }: GoogleCall): CallFacts => ({ vendor: 'Google', repeatable });

const HttpFailure = z.object({
  response: z.object({ status: z.int(), headers: z.instanceof(Headers), data: z.unknown() }),
});

/** The refusal inside an error of Google's client, or undefined where there was no answer. */
export function refusalOf(error: unknown, now: Date): RefusedCall | undefined {
  const failure = HttpFailure.safeParse(error);
  if (!failure.success) return undefined;
  const { status, headers, data } = failure.data.response;
  const body = Refusal.safeParse(data);
  const details = body.success ? (body.data.error.details ?? []) : [];
  return {
    status,
    rpc: body.success ? body.data.error.status : undefined,
    reasons: details.flatMap(({ reason }) => reason ?? []),
    field: wireField(details.flatMap(({ fieldViolations = [] }) => fieldViolations)[0]?.field),
    retryAfterMs: retryAfterMs(headers.get('retry-after') ?? undefined, now),
  };
}

/** A field of a space as the plan's wire names it; any other text of the vendor's is dropped. */
function wireField(field: string | undefined): string | undefined {
  const [, path] = /^(?:space\.)?(config(?:\.\w+)*|member(?:\.\w+)?)$/.exec(field ?? '') ?? [];
  if (path === undefined) return undefined;
  const camel = path.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  return camel.startsWith('config') ? `space.${camel}` : camel;
}

/** Translates a call without an answer. Nothing of the error is kept: it holds the token and what was sent. */
export const translate = (call: GoogleCall, error: unknown): DomainError =>
  noAnswer(facts(call), nodeCode(error));

/** Refused for what is asked about, not for want of a scope or of the API itself. */
export const isDenied = ({ status, reasons }: RefusedCall): boolean =>
  status === 404 || (status === 403 && !reasons.some((reason) => missingAccess.has(reason)));

const missingAccess: ReadonlySet<string> = new Set([
  'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
  'SERVICE_DISABLED',
  'RATE_LIMIT_EXCEEDED',
]);

/** A refusal as one of the seven codes. */
export function refused(
  call: GoogleCall,
  { status, rpc, reasons, field, ...rest }: RefusedCall,
): DomainError {
  if (reasons.includes('ACCESS_TOKEN_SCOPE_INSUFFICIENT')) return scopesMissing(call.scopeSet);
  if (reasons.includes('SERVICE_DISABLED')) {
    return providerError(
      'AUTH_FAILED',
      'The API is switched off in the service account’s Google Cloud project. Enable it under APIs & Services.',
    );
  }
  if (status === 429 || reasons.includes('RATE_LIMIT_EXCEEDED')) {
    return statusFailure(facts(call), 429, { retryAfterMs: rest.retryAfterMs ?? QUOTA_WINDOW_MS });
  }
  // Somebody else changed the same thing at the same time: looking again settles it.
  if (rpc === 'ABORTED' || rpc === 'ALREADY_EXISTS') return answerLost({ ...facts(call), repeatable: true });
  return statusFailure(facts(call), status, { field, retryAfterMs: rest.retryAfterMs });
}

/** An answer that does not look as documented, after a call that Google took. */
export const unreadable = (call: GoogleCall): DomainError => answerLost(facts(call));

/** The service account may not act for the user with these scopes. */
export function scopesMissing(scopeSet: ScopeSet): DomainError {
  const wanted = scopeSets[scopeSet];
  return providerError(
    'AUTH_FAILED',
    `The service account may not act for this user with the scopes that are needed. ${delegate(wanted)}.`,
    { facts: { scopes: wanted } },
  );
}

const Coded = z.object({ code: z.string().optional(), cause: z.unknown().optional() });

/** Node's own error code, from however deep the HTTP client has wrapped it. */
export function nodeCode(error: unknown): string | undefined {
  const read = Coded.safeParse(error);
  if (!read.success) return undefined;
  return nodeCode(read.data.cause) ?? read.data.code;
}
