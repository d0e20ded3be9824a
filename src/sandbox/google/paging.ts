import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { queryOf } from './call.ts';
import { invalidArgument } from './refusal.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 12);

/**
 * One page of a list. A size above the maximum means the maximum, 0 or none the default. A page token is bound to the
 * address and the filter that it came from.
 */
export function page<Item>(
  request: FastifyRequest,
  items: Item[],
  { size, max }: { size: number; max: number },
): { items: Item[]; nextPageToken: string | undefined } {
  const { pageSize = '0', pageToken = '', filter = '' } = queryOf(request);
  const asked = Number(pageSize);
  if (!Number.isInteger(asked) || asked < 0) throw invalidArgument('Invalid page size', 'page_size');
  const list = digest(`${request.url.split('?')[0]} ${filter}`);
  const from = pageToken === '' ? 0 : readToken(pageToken, list);
  const to = from + Math.min(asked === 0 ? size : asked, max);
  const nextPageToken =
    to < items.length ? Buffer.from(`${list}.${String(to)}`).toString('base64url') : undefined;
  return { items: items.slice(from, to), nextPageToken };
}

function readToken(token: string, list: string): number {
  const [boundTo, offset] = Buffer.from(token, 'base64url').toString().split('.');
  if (boundTo !== list || offset === undefined) throw invalidArgument('Invalid page token', 'page_token');
  return Number(offset);
}
