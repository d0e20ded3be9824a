import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, sameJson, type Json } from '../../src/domain/json.ts';

const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

/** The same value with the keys of every object in the opposite order. */
function reordered(json: Json): Json {
  if (Array.isArray(json)) return json.map(reordered);
  if (json === null || typeof json !== 'object') return json;
  const members = Object.entries(json).map(([key, member]) => [key, reordered(member)] as const);
  return Object.fromEntries(members.reverse());
}

describe('equal JSON', () => {
  it('is equal whatever the order of its keys', () => {
    fc.assert(fc.property(value, (json) => sameJson(json, reordered(json))));
  });

  it('is what has the same canonical text, and nothing else', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(sameJson(a, b)).toBe(canonical(a) === canonical(b));
      }),
    );
  });

  it.each<[Json, Json]>([
    [{ a: 1 }, { a: 1, b: null }],
    [{ a: null }, { b: null }],
    [[1, 2], [1]],
    [[], {}],
    [null, {}],
    ['1', 1],
  ])('is not %j and %j', (a, b) => {
    expect(sameJson(a, b)).toBe(false);
    expect(sameJson(b, a)).toBe(false);
  });
});
