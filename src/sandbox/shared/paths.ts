import { isDeepStrictEqual } from 'node:util';

/** JSON as the vendors' bodies carry it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** True for a JSON object, as against an array, a scalar or nothing. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a dotted path (`settings.waiting_room`), or undefined where there is none. */
export function readPath(from: JsonObject, path: string): Json | undefined {
  let here: Json | undefined = from;
  for (const part of path.split('.')) {
    if (!isObject(here)) return undefined;
    here = here[part];
  }
  return here;
}

/** Sets the value at a dotted path, making the objects on the way; `undefined` removes it. */
export function writePath(into: JsonObject, path: string, value: Json | undefined): void {
  const parts = path.split('.');
  const last = parts.pop();
  if (last === undefined) return;
  let here = into;
  for (const part of parts) {
    const next = here[part];
    if (isObject(next)) here = next;
    else if (value === undefined) return;
    else here = here[part] = {};
  }
  if (value === undefined) delete here[last];
  else here[last] = value;
}

/** `patch` laid over `base`; objects merge, arrays and scalars replace. Neither argument is changed. */
export function mergeDeep(base: JsonObject, patch: JsonObject): JsonObject {
  const merged = structuredClone(base);
  for (const [key, value] of Object.entries(patch)) {
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? mergeDeep(before, value) : structuredClone(value);
  }
  return merged;
}

/** The parts of `after` that differ from `before`; undefined where nothing does. Keys that are gone are not shown. */
export function difference(before: JsonObject, after: JsonObject): JsonObject | undefined {
  const parts: JsonObject = {};
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    if (isObject(old) && isObject(value)) {
      const inner = difference(old, value);
      if (inner !== undefined) parts[key] = inner;
    } else if (!isDeepStrictEqual(old, value)) parts[key] = structuredClone(value);
  }
  return Object.keys(parts).length > 0 ? parts : undefined;
}

/** The dotted paths of everything in `tree` that is not itself an object. */
export function leafPaths(tree: JsonObject, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    isObject(value) ? leafPaths(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

/** The text at a dotted path; empty where there is none or it is not text. */
export function textAt(from: JsonObject, path: string): string {
  const value = readPath(from, path);
  return typeof value === 'string' ? value : '';
}
