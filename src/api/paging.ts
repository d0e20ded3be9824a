import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PageRequest } from '../application/ports.ts';
import { DomainError } from '../domain/errors.ts';

export const PageQuery = z.strictObject({
  cursor: z
    .string()
    .max(200)
    .optional()
    .describe('`next` of the page before; opaque. Leave it out for the first.'),
  limit: z.coerce.number().int().min(1).max(100).default(25).describe('The most items on a page.'),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A page of these, newest first. */
export const pageOf = <Item extends z.ZodType>(item: Item, id: string) =>
  z
    .object({
      items: z.array(item),
      next: z.string().nullable().describe('The cursor of the next page; null on the last.'),
    })
    .meta({ id, description: 'One page, newest first.' });

const Cursor = z.tuple([z.literal(1), z.uuid()]);

const encode = (id: string): string => Buffer.from(JSON.stringify([1, id])).toString('base64url');

function decode(cursor: string): string {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))[1];
  } catch {
    throw new DomainError('INVALID_REQUEST', 'This is not a cursor that was given by a page.', {
      field: 'cursor',
    });
  }
}

/** Reads one page, asking for one item more to know whether another page follows, and says in Link where it is. */
export async function readPage<Item extends { id: string }, View>(
  { query, request, reply }: { query: PageQuery; request: FastifyRequest; reply: FastifyReply },
  list: (page: PageRequest) => Promise<Item[]>,
  view: (item: Item) => View,
): Promise<{ items: View[]; next: string | null }> {
  const { cursor, limit } = query;
  const read = await list({ after: cursor === undefined ? undefined : decode(cursor), limit: limit + 1 });
  const items = read.slice(0, limit);
  const last = items.at(-1);
  if (read.length <= limit || last === undefined) return { items: items.map(view), next: null };
  const next = encode(last.id);
  const address = new URL(request.url, 'http://this');
  address.searchParams.set('cursor', next);
  reply.header('link', `<${address.pathname}${address.search}>; rel="next"`);
  return { items: items.map(view), next };
}
