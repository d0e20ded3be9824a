import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../domain/errors.ts';

export const etagOf = ({ version }: { version: number }): string => `"${version}"`;

const ifMatch = z
  .string()
  .optional()
  .describe('The ETag of what you read, such as "3". Another version answers 412, none 428.');

/** Headers of a change: loose, since every request carries others too. */
export const ChangeHeaders = z.looseObject({ 'if-match': ifMatch });

/** Headers of a change that may also be made to whatever is there. */
export const MaybeChangeHeaders = z.looseObject({
  'if-match': z
    .string()
    .optional()
    .describe('The ETag of what you read, such as "3". Another version answers 412.'),
});

export const ReadHeaders = z.looseObject({
  'if-none-match': z.string().optional().describe('An ETag; 304 where it is still the current one.'),
});

/**
 * The version that the request's If-Match names; undefined where there is none.
 *
 * @throws DomainError INVALID_REQUEST where it is not one strong ETag of ours.
 */
export function namedVersion(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined) return undefined;
  const [, version] = /^"(\d{1,9})"$/.exec(header) ?? [];
  if (version !== undefined) return Number(version);
  throw new DomainError('INVALID_REQUEST', 'If-Match takes one ETag as it was given, such as "3".', {
    field: 'if-match',
  });
}

/** As `namedVersion`, for changes that must name what they change. */
export function requiredVersion(request: FastifyRequest): number {
  const version = namedVersion(request);
  if (version !== undefined) return version;
  throw new DomainError('PRECONDITION_REQUIRED', 'Send If-Match with the ETag of what you read.', {
    field: 'if-match',
  });
}

/** Answers with the record, or with 304 where the caller has this version already. */
export function sendCurrent<View>(
  request: FastifyRequest,
  reply: FastifyReply,
  record: { version: number },
  view: View,
): FastifyReply {
  const etag = etagOf(record);
  reply.header('etag', etag);
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(etag) || known.includes('*')) return reply.code(304).send();
  return reply.send(view);
}
