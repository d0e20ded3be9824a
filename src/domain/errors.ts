/**
 * Every expected failure, by its permanent code. The last seven are what a vendor's failure is translated to (DESIGN §4).
 * `src/api/problem.ts` gives each a status; `docs/errors.md` says what to do about each; a test compares the three.
 */
export const errorCodes = [
  'INVALID_REQUEST',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'RESOURCE_NOT_FOUND',
  'CONFLICT',
  'VERSION_MISMATCH',
  'PRECONDITION_REQUIRED',
  'IDEMPOTENCY_MISMATCH',
  'IDEMPOTENCY_IN_PROGRESS',
  'INVALID_TRANSITION',
  'HOST_OVERLAP',
  'IDENTITY_OVERLAP',
  'EXTERNAL_REF_TAKEN',
  'MEETING_REUSED',
  'POLICY_CONFLICT',
  'PLATFORM_NOT_APPROVED',
  'POLICY_GAP',
  'LINK_SEALED',
  'ROSTER_LEAK',
  'ROSTER_LOCKED',
  'TOO_MANY_REQUESTS',
  'DATABASE_UNAVAILABLE',
  'UNSAFE_DATABASE_ROLE',
  'AUTH_FAILED',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'NOT_FOUND',
  'REJECTED',
  'OUTCOME_UNKNOWN',
  'CAPABILITY_UNSUPPORTED',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** The seven codes a provider may throw. */
export type ProviderErrorCode = Extract<
  ErrorCode,
  | 'AUTH_FAILED'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'NOT_FOUND'
  | 'REJECTED'
  | 'OUTCOME_UNKNOWN'
  | 'CAPABILITY_UNSUPPORTED'
>;

export interface ErrorDetails {
  cause?: unknown;
  /** The request's or the wire's field, as a dotted path, where one is to blame. */
  field?: string | undefined;
  retryAfterMs?: number | undefined;
  /** Further facts that are safe to show the caller: no secret, link, name or vendor body. */
  facts?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The one error type for expected failures. The message is a sentence for the caller that says what to do; it and `facts`
 * never hold a secret, a link, a passcode or a person's name.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly facts: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.field = details.field;
    this.retryAfterMs = details.retryAfterMs;
    this.facts = details.facts;
  }
}

const retryable: ReadonlySet<ErrorCode> = new Set([
  'RATE_LIMITED',
  'UNAVAILABLE',
  'OUTCOME_UNKNOWN',
  'DATABASE_UNAVAILABLE',
]);

/** Whether the same work may succeed later without anybody changing anything. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof DomainError && retryable.has(error.code);
