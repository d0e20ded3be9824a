import type { FastifyRequest } from 'fastify';
import type { JsonObject } from '../shared/paths.ts';
import { badRequest } from './errors.ts';

export type Query = Record<string, string | undefined>;

/** One page of an OData collection, after `$top` and `$skip`, with a link to the next page while there is one. */
export function page(request: FastifyRequest, items: JsonObject[], pageSize: number): JsonObject {
  const query = request.query as Query;
  const top = count(query.$top, '$top') ?? pageSize;
  const skip = count(query.$skip, '$skip') ?? 0;
  const value = items.slice(skip, skip + top).map((item) => select(item, query.$select));
  if (skip + top >= items.length) return { value };
  const next = new URL(request.url, `${request.protocol}://${request.host}`);
  next.searchParams.set('$skip', String(skip + top));
  return { value, '@odata.nextLink': next.toString() };
}

/** The named properties of an item; all of them without `$select`. An id is always there. */
export function select(item: JsonObject, names: string | undefined): JsonObject {
  if (names === undefined) return item;
  const wanted = ['id', ...names.split(',').map((name) => name.trim())];
  return Object.fromEntries(Object.entries(item).filter(([name]) => wanted.includes(name)));
}

function count(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || (name === '$top' && value === 0)) {
    throw badRequest(`Invalid value '${text}' for ${name} query option found.`);
  }
  return value;
}
