import { z } from 'zod';
import type { DomainError, ProviderErrorCode } from '../../domain/errors.ts';
import { retryAfterMs } from '../shared/retry-after.ts';
import { providerError, safeField, statusFailure, type CallFacts } from '../shared/vendor-failure.ts';

export const VENDOR = 'Zoom';

/** An HTTP answer, before anything is known of its body. */
export interface Answer {
  status: number;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  text: string;
}

const Refusal = z.object({
  code: z.coerce.number().optional(),
  errors: z.array(z.object({ field: z.unknown().optional() })).optional(),
});

const ORGANISER = { field: 'organiser' };

/** Zoom's own codes, which say more than the HTTP status (OpenAPI document of October 2023, error pages). */
const byCode: Record<number, { as: ProviderErrorCode; says: string; field?: string }> = {
  124: { as: 'AUTH_FAILED', says: 'Zoom does not accept the connection’s token.' },
  200: { as: 'CAPABILITY_UNSUPPORTED', says: 'The Zoom account’s plan or role does not allow this.' },
  1001: { as: 'REJECTED', says: 'Zoom does not know this host in the account.', ...ORGANISER },
  1010: { as: 'REJECTED', says: 'Zoom does not know this host in the account.', ...ORGANISER },
  1120: {
    as: 'REJECTED',
    says: 'The host has not accepted the invitation to the Zoom account.',
    ...ORGANISER,
  },
  3000: { as: 'REJECTED', says: 'Zoom does not allow this for the meeting now; it may be running.' },
  3001: { as: 'NOT_FOUND', says: 'The meeting is gone at Zoom.' },
  3002: { as: 'REJECTED', says: 'Zoom does not delete a meeting that is running.' },
  3003: { as: 'REJECTED', says: 'This host does not own the meeting.', ...ORGANISER },
  3161: { as: 'REJECTED', says: 'This host may not hold meetings on the Zoom account.', ...ORGANISER },
  3301: { as: 'NOT_FOUND', says: 'Zoom lists no recording, or not yet.' },
};

const MISSING_SCOPE = new Set([4700, 4711]);
const VALIDATION_FAILED = 300;
const SECOND_MS = 1_000;

/** Zoom's code of a refusal, where the answer holds one. */
export const codeOf = ({ text }: Answer): number | undefined => refusalOf(text).code;

/** A refusal as one of the seven provider codes. Nothing of Zoom's text goes into it. */
export function failureOf(answer: Answer, call: CallFacts & { scope: string }, now: Date): DomainError {
  const { status } = answer;
  const { code, errors } = refusalOf(answer.text);
  if (code !== undefined && MISSING_SCOPE.has(code)) return missingScope(call.scope);
  if (status === 403) return missingScope(call.scope);
  if (status === 429) return statusFailure(call, status, { retryAfterMs: waitOf(answer, now) });
  if (status >= 500) return statusFailure(call, status);
  const known = code === undefined ? undefined : byCode[code];
  if (known !== undefined) return providerError(known.as, known.says, { field: known.field });
  const field = code === VALIDATION_FAILED ? safeField(errors?.[0]?.field) : undefined;
  return statusFailure(call, status, { field: field === undefined ? undefined : `meeting.${field}` });
}

const missingScope = (scope: string): DomainError =>
  providerError('AUTH_FAILED', `The Zoom app may not do this. Add the scope ${scope} to it.`, {
    facts: { scope },
  });

/** How long to wait: what Zoom says, else the end of the UTC day for a daily limit, else a second. */
function waitOf({ headers }: Answer, now: Date): number {
  const told = retryAfterMs(headers['retry-after'], now);
  if (told !== undefined) return told;
  if (!/daily/i.test(headers['x-ratelimit-type'] ?? '')) return SECOND_MS;
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1) - now.getTime();
}

function refusalOf(text: string): z.infer<typeof Refusal> {
  try {
    return Refusal.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}
