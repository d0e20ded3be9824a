import { DomainError, type ProviderErrorCode } from '../../domain/errors.ts';

/** What may be said about a vendor's failure. There is no `cause`: an HTTP library's error carries tokens and bodies. */
export interface FailureDetails {
  /** The wire's field, as a dotted path, where the vendor names one. */
  field?: string | undefined;
  retryAfterMs?: number | undefined;
  /** Facts of ours, such as the permission that is missing; never a part of the vendor's answer. */
  facts?: Readonly<Record<string, unknown>> | undefined;
}

/** A vendor's failure as one of the seven provider codes. The message holds no secret, link, name or vendor text. */
export const providerError = (
  code: ProviderErrorCode,
  message: string,
  details: FailureDetails = {},
): DomainError => new DomainError(code, message, details);

/** The vendor as named in messages, and whether the same call may be made again without doing its work twice. */
export interface CallFacts {
  vendor: string;
  repeatable: boolean;
}

/**
 * A call whose answer was lost, came too late, or cannot be read. Where it may not be repeated the outcome is unknown, and
 * the next attempt has to look first.
 */
export const answerLost = ({ vendor, repeatable }: CallFacts): DomainError =>
  repeatable
    ? providerError('UNAVAILABLE', `${vendor} did not answer in a way that can be read. Try again later.`)
    : providerError(
        'OUTCOME_UNKNOWN',
        `${vendor} gave no readable answer, so what it did is not known. Look before trying again.`,
      );

/** Node's codes of failures before anything was sent: the call certainly had no effect. */
const beforeSending: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** A call that failed without an answer, by Node's error code where there is one. */
export const noAnswer = (facts: CallFacts, nodeCode: string | undefined): DomainError =>
  answerLost(nodeCode !== undefined && beforeSending.has(nodeCode) ? { ...facts, repeatable: true } : facts);

/** The plain meaning of a refusing HTTP status, for what the vendor's own error code does not say better. */
export function statusFailure(facts: CallFacts, status: number, details: FailureDetails = {}): DomainError {
  const { vendor } = facts;
  if (status === 401)
    return providerError('AUTH_FAILED', `${vendor} does not accept the connection’s credentials.`, details);
  if (status === 403)
    return providerError('AUTH_FAILED', `${vendor} does not permit the connection to do this.`, details);
  if (status === 404 || status === 410)
    return providerError('NOT_FOUND', `${vendor} does not have it (any more).`, details);
  if (status === 429)
    return providerError('RATE_LIMITED', `${vendor} asks to be called less often.`, details);
  if (status === 408 || status >= 500) return answerLost(facts);
  return providerError('REJECTED', `${vendor} refused the request (HTTP ${status}).`, details);
}

/**
 * A field name as the vendor gave it, if it is nothing but a name: refusals may quote what was sent.
 */
export const safeField = (field: unknown): string | undefined =>
  typeof field === 'string' && /^[A-Za-z_][\w.[\]]{0,99}$/.test(field) ? field : undefined;
