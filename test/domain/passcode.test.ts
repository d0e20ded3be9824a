import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatePasscode, obeys, type RandomInt } from '../../src/domain/passcode.ts';
import type { PasscodeRule } from '../../src/domain/plan/declaration.ts';

const groups = ['upper', 'lower', 'digit', 'special'] as const;
const classes = { upper: /[A-Z]/, lower: /[a-z]/, digit: /[0-9]/, special: /[^A-Za-z0-9]/ };

const rule: fc.Arbitrary<PasscodeRule> = fc.record({
  groups: fc.subarray([...groups], { minLength: 1 }),
  length: fc.integer({ min: 4, max: 10 }),
});

/** A source of numbers that fast-check draws; it fails the test where a limit is none. */
const source: fc.Arbitrary<RandomInt> = fc.infiniteStream(fc.nat()).map((numbers) => (limit) => {
  expect(limit).toBeGreaterThan(0);
  return (numbers.next().value ?? 0) % limit;
});

describe('a passcode', () => {
  it('has its length, each group and no other, and nothing that is mistaken for something else', () => {
    fc.assert(
      fc.property(rule, source, (asked, random) => {
        const passcode = generatePasscode(asked, random);
        expect(passcode).toHaveLength(asked.length);
        for (const group of groups) expect(classes[group].test(passcode)).toBe(asked.groups.includes(group));
        expect(passcode).not.toMatch(/[0Oo1lI]/);
        expect(obeys(passcode, asked)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('obeys no rule that asks for another length or other groups', () => {
    fc.assert(
      fc.property(rule, rule, source, (made, asked, random) => {
        const same = made.length === asked.length && made.groups.join() === asked.groups.join();
        expect(obeys(generatePasscode(made, random), asked)).toBe(same);
      }),
      { numRuns: 200 },
    );
  });

  it('is each possible one equally often where its source is uniform', () => {
    const counts = countAll({ length: 2, groups: ['digit'] });
    expect(counts.size).toBe(8 * 8);
    expect(new Set(counts.values()).size).toBe(1);
  });

  it('has each group in any place', () => {
    const counts = countAll({ length: 2, groups: ['digit', 'special'] });
    expect(counts.size).toBe(2 * 8 * 4);
    expect(new Set(counts.values()).size).toBe(1);
  });

  it.each<[string, PasscodeRule]>([
    ['has no groups', { length: 8, groups: [] }],
    ['is shorter than its groups', { length: 1, groups: ['upper', 'digit'] }],
  ])('cannot be made where the rule %s', (_title, asked) => {
    expect(() => generatePasscode(asked, () => 0)).toThrowError(TypeError);
  });
});

/** Every passcode of a rule, with how many of all the ways through the source lead to it. */
function countAll(asked: PasscodeRule): Map<string, number> {
  const counts = new Map<string, number>();
  const follow = (taken: number[]): void => {
    let step = 0;
    let open = 0;
    const passcode = generatePasscode(asked, (limit) => {
      const next = taken[step];
      step += 1;
      if (next !== undefined) return next;
      if (open === 0) open = limit;
      return 0;
    });
    if (open === 0) counts.set(passcode, (counts.get(passcode) ?? 0) + 1);
    else for (let next = 0; next < open; next += 1) follow([...taken, next]);
  };
  follow([]);
  return counts;
}
