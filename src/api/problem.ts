import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DomainError, errorCodes, type ErrorCode } from '../domain/errors.ts';

/** The status of every expected failure: the one place that knows them. */
export const statusOf = {
  INVALID_REQUEST: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  RESOURCE_NOT_FOUND: 404,
  CONFLICT: 409,
  IDEMPOTENCY_IN_PROGRESS: 409,
  INVALID_TRANSITION: 409,
  HOST_OVERLAP: 409,
  IDENTITY_OVERLAP: 409,
  EXTERNAL_REF_TAKEN: 409,
  MEETING_REUSED: 409,
  LINK_SEALED: 409,
  ROSTER_LOCKED: 409,
  VERSION_MISMATCH: 412,
  IDEMPOTENCY_MISMATCH: 422,
  POLICY_CONFLICT: 422,
  PLATFORM_NOT_APPROVED: 422,
  POLICY_GAP: 422,
  ROSTER_LEAK: 422,
  CAPABILITY_UNSUPPORTED: 422,
  PRECONDITION_REQUIRED: 428,
  TOO_MANY_REQUESTS: 429,
  UNSAFE_DATABASE_ROLE: 500,
  // A vendor's refusal of us is never the caller's own 401, 404 or 429.
  AUTH_FAILED: 502,
  NOT_FOUND: 502,
  REJECTED: 502,
  DATABASE_UNAVAILABLE: 503,
  RATE_LIMITED: 503,
  UNAVAILABLE: 503,
  OUTCOME_UNKNOWN: 504,
} as const satisfies Record<ErrorCode, number>;

/** What each code means, whoever asked. */
export const titleOf = {
  INVALID_REQUEST: 'The request is not valid.',
  UNAUTHENTICATED: 'The request carries no valid API key or sign-in.',
  FORBIDDEN: 'The caller may not do this.',
  RESOURCE_NOT_FOUND: 'There is no such thing in this organisation.',
  CONFLICT: 'The request conflicts with what is stored.',
  IDEMPOTENCY_IN_PROGRESS: 'The same request is still being worked on.',
  INVALID_TRANSITION: 'The session’s state does not allow it.',
  HOST_OVERLAP: 'The host has another session then.',
  IDENTITY_OVERLAP: 'The organising account has another session then.',
  EXTERNAL_REF_TAKEN: 'The external reference is taken.',
  MEETING_REUSED: 'The meeting belongs to another session.',
  LINK_SEALED: 'The link is sealed.',
  ROSTER_LOCKED: 'The door is locked.',
  VERSION_MISMATCH: 'It has changed since it was read.',
  IDEMPOTENCY_MISMATCH: 'The Idempotency-Key was used with another request.',
  POLICY_CONFLICT: 'The client’s overlay and the policy cannot both be kept.',
  PLATFORM_NOT_APPROVED: 'The client has not approved this platform.',
  POLICY_GAP: 'The policy cannot be kept there.',
  ROSTER_LEAK: 'Participant data would have left.',
  CAPABILITY_UNSUPPORTED: 'The platform cannot do this.',
  PRECONDITION_REQUIRED: 'If-Match is missing.',
  TOO_MANY_REQUESTS: 'Too many requests.',
  UNSAFE_DATABASE_ROLE: 'The database role is not safe to serve with.',
  AUTH_FAILED: 'The platform refused our credentials.',
  NOT_FOUND: 'The platform does not know what was asked for.',
  REJECTED: 'The platform rejected the request.',
  DATABASE_UNAVAILABLE: 'The database cannot be reached.',
  RATE_LIMITED: 'The platform’s rate limit is used up.',
  UNAVAILABLE: 'The platform cannot be reached.',
  OUTCOME_UNKNOWN: 'The platform did not answer in time.',
} as const satisfies Record<ErrorCode, string>;

export const Problem = z
  .object({
    type: z.string().describe('A URI that stands for the code.'),
    title: z.string().describe('What the code means; the same for every occurrence.'),
    status: z.int().describe('The HTTP status; in a batch, the one the item alone would have had.'),
    code: z.enum([...errorCodes, 'INTERNAL']).describe('Permanent. Decide by this, not by texts.'),
    detail: z.string().optional().describe('What happened here and what to do.'),
    field: z.string().optional().describe('The field or header to blame, as a dotted path.'),
    facts: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Further facts, by code; see the list of errors.'),
    instance: z.string().optional().describe('This occurrence; quote it when asking for help.'),
  })
  .meta({ id: 'Problem', description: 'What went wrong (RFC 9457).' });
export type Problem = z.infer<typeof Problem>;

/** Where nothing better is known, a caller may try again after this. */
const RETRY_DATABASE_MS = 2_000;

/** A problem and the time after which the same request may succeed, in milliseconds. */
export interface Answer {
  problem: Problem;
  retryAfterMs: number | undefined;
}

/** The answer to a failure. Anything that is not expected becomes a bare 500: its text may hold anything. */
export function answerTo(error: unknown): Answer {
  if (error instanceof DomainError) return answerToDomain(error);
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation.map(({ instancePath, keyword, params, message }) => ({
      path: instancePath.split('/').filter((part) => part !== ''),
      code: keyword,
      keys: 'keys' in params && Array.isArray(params['keys']) ? params['keys'].map(String) : [],
      message: message ?? 'Not valid.',
    }));
    return { problem: invalidRequest(issues), retryAfterMs: undefined };
  }
  return { problem: frameworkProblem(error) ?? internalProblem, retryAfterMs: undefined };
}

function answerToDomain({ code, message, field, facts, retryAfterMs }: DomainError): Answer {
  const problem: Problem = {
    ...headOf(code),
    detail: message,
    ...(field === undefined ? {} : { field }),
    ...(facts === undefined ? {} : { facts }),
  };
  return {
    problem,
    retryAfterMs: retryAfterMs ?? (code === 'DATABASE_UNAVAILABLE' ? RETRY_DATABASE_MS : undefined),
  };
}

const headOf = (code: ErrorCode): Pick<Problem, 'type' | 'title' | 'status' | 'code'> => ({
  type: `urn:subrosa:problem:${code.toLowerCase().replaceAll('_', '-')}`,
  title: titleOf[code],
  status: statusOf[code],
  code,
});

const internalProblem: Problem = {
  type: 'about:blank',
  title: 'Internal Server Error',
  status: 500,
  code: 'INTERNAL',
};

/** One thing that is wrong with a request. */
interface Issue {
  path: string[];
  code: string;
  keys: string[];
  message: string;
}

const MAX_ISSUES = 20;
const MAX_NAME = 100;

/** The problem of a value that its schema refuses, for values that are judged outside of the framework. */
export const problemOfIssues = (error: z.ZodError): Problem =>
  invalidRequest(
    error.issues.map((issue) => ({
      path: issue.path.map(String),
      code: issue.code,
      keys: issue.code === 'unrecognized_keys' ? issue.keys : [],
      message: issue.message,
    })),
  );

/** Names every field that is wrong, unknown ones included. Values are never repeated. */
function invalidRequest(issues: Issue[]): Problem {
  const named = issues
    .flatMap(({ path, code, keys, message }) =>
      code === 'unrecognized_keys'
        ? keys.map((key) => ({ field: nameOf([...path, key]), message: 'Unknown field.' }))
        : [{ field: nameOf(path), message }],
    )
    .slice(0, MAX_ISSUES);
  const [first] = named;
  if (first === undefined) return headOf('INVALID_REQUEST');
  const detail = first.field === '' ? first.message : `${first.field}: ${first.message}`;
  return { ...headOf('INVALID_REQUEST'), detail, field: first.field, facts: { issues: named } };
}

const nameOf = (path: string[]): string => path.map((part) => part.slice(0, MAX_NAME)).join('.');

/** What the framework refuses before any route sees it. */
const frameworkDetails: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too large. Send fewer items at a time.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the body as application/json, a roster’s file as text/csv.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty. Leave Content-Type out, or send a JSON body.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body’s length differs from Content-Length.',
  FST_ERR_BAD_URL: 'The address is not valid.',
  FST_ERR_MAX_PARAM_LENGTH: 'A part of the address is too long.',
};

function frameworkProblem(error: unknown): Problem | undefined {
  const { code, statusCode = 400 } = error instanceof Error ? (error as FastifyError) : { code: '' };
  const detail = frameworkDetails[code];
  return detail === undefined ? undefined : { ...headOf('INVALID_REQUEST'), status: statusCode, detail };
}
