import type { FastifyReply } from 'fastify';
import type { JsonObject } from '../shared/paths.ts';

/** The canonical codes of Google's RPC errors that this sandbox answers with, and their HTTP status. */
const STATUS = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  RESOURCE_EXHAUSTED: 429,
  UNAVAILABLE: 503,
} as const;
export type RpcStatus = keyof typeof STATUS;

/** Drive answers in an older shape besides: `errors[].reason`. */
const DRIVE_REASON: Record<RpcStatus, string> = {
  INVALID_ARGUMENT: 'invalid',
  FAILED_PRECONDITION: 'failedPrecondition',
  UNAUTHENTICATED: 'authError',
  PERMISSION_DENIED: 'insufficientFilePermissions',
  NOT_FOUND: 'notFound',
  ALREADY_EXISTS: 'conflict',
  ABORTED: 'conflict',
  RESOURCE_EXHAUSTED: 'rateLimitExceeded',
  UNAVAILABLE: 'backendError',
};

/** A vendor's refusal, thrown by a route and written in Google's error shape at the edge. */
export class GoogleRefusal extends Error {
  readonly rpc: RpcStatus;
  readonly details: JsonObject[];
  readonly headers: Record<string, string>;

  constructor(
    rpc: RpcStatus,
    message: string,
    details: JsonObject[] = [],
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = 'GoogleRefusal';
    this.rpc = rpc;
    this.details = details;
    this.headers = headers;
  }
}

/** `google.rpc.ErrorInfo`, the machine-readable cause in `details`. */
export const errorInfo = (reason: string, metadata: Record<string, string> = {}): JsonObject => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata,
});

/** 400 that names the field it objects to. */
export function invalidArgument(message: string, field?: string): GoogleRefusal {
  if (field === undefined) return new GoogleRefusal('INVALID_ARGUMENT', message);
  return new GoogleRefusal('INVALID_ARGUMENT', message, [
    {
      '@type': 'type.googleapis.com/google.rpc.BadRequest',
      fieldViolations: [{ field, description: message }],
    },
  ]);
}

export const notFound = (message = 'Requested entity was not found.') =>
  new GoogleRefusal('NOT_FOUND', message);

/** Meet says the same of a space that is unknown, another's, or made by another app (providers/meet.md §12). */
export const spaceDenied = () =>
  new GoogleRefusal(
    'PERMISSION_DENIED',
    'Permission denied on resource MeetingSpace (or it might not exist)',
  );

export function sendRefusal(reply: FastifyReply, refusal: GoogleRefusal): FastifyReply {
  const code = STATUS[refusal.rpc];
  const error: JsonObject = { code, message: refusal.message, status: refusal.rpc };
  if (refusal.details.length > 0) error.details = refusal.details;
  if (reply.request.url.startsWith('/drive/')) {
    error.errors = [{ domain: 'global', reason: DRIVE_REASON[refusal.rpc], message: refusal.message }];
  }
  return reply.code(code).headers(refusal.headers).send({ error });
}
