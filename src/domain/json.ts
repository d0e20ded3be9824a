import { z } from 'zod';

/** JSON values, as plans, observations and wire payloads hold them. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export const Json: z.ZodType<Json> = z.json();

/** One text for equal JSON, whatever the order of its keys: for comparing and for digests. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

export const sameJson = (a: Json, b: Json): boolean => canonical(a) === canonical(b);
