import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NameMatch } from '../../../src/domain/roll-call/name-match.ts';
import { createRollCall, type RosteredName } from '../../../src/domain/roll-call/roll-call.ts';
import { nameFolding } from '../../../src/names/folding.ts';

const word = fc.constantFrom(
  ...'Ana Anna Maria Jon John Bob Robert Silva Souza Smith Müller Юлия Щербакова 王 伟 김 민준 Ana’s iPhone & e (Acme) Dr.'.split(
    ' ',
  ),
);
const name = fc.oneof(
  fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' ')),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
);
const rosterOf = (names: Omit<RosteredName, 'id'>[]): RosteredName[] =>
  names.map((person, index) => ({ id: `person-${index}`, ...person }));
const roster = fc
  .array(fc.record({ name, aliases: fc.array(name, { maxLength: 2 }) }), { maxLength: 8 })
  .map(rosterOf);
const match = (people: readonly RosteredName[], seen: string) =>
  createRollCall(people, nameFolding).match(seen);

const latinWord = fc.stringMatching(/^[A-Z][a-z]{2,8}$/);
const latinName = fc.tuple(latinWord, latinWord).map((words) => words.join(' '));

/** Letters of other scripts that look like Latin ones. */
const twins: Record<string, string> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  i: 'і',
  s: 'ѕ',
  j: 'ј',
};

describe('the roll-call', () => {
  it('answers every name on every roster, with ids of the roster', () => {
    fc.assert(
      fc.property(roster, name, (people, seen) => {
        const said = NameMatch.parse(match(people, seen));
        const ids = people.map(({ id }) => id);
        expect(ids).toEqual(expect.arrayContaining(said.personIds));
        expect(new Set(said.personIds).size).toBe(said.personIds.length);
        if (said.decision === 'likely') expect(said.personIds).toHaveLength(1);
        expect(said.personIds.length === 0).toBe(said.decision === 'unknown');
      }),
      { numRuns: 500 },
    );
  });

  it('knows nobody on an empty roster', () => {
    fc.assert(
      fc.property(name, (seen) => {
        expect(match([], seen).decision).toBe('unknown');
      }),
    );
  });

  it('does not depend on the order of the roster or of the aliases', () => {
    const shuffled = roster.chain((people) =>
      fc.tuple(fc.constant(people), fc.shuffledSubarray(people, { minLength: people.length })),
    );
    fc.assert(
      fc.property(shuffled, name, ([people, others], seen) => {
        const turned = others.map((person) => ({ ...person, aliases: person.aliases.toReversed() }));
        const [one, other] = [match(people, seen), match(turned, seen)];
        expect([one.decision, one.personIds]).toEqual([other.decision, other.personIds]);
      }),
      { numRuns: 300 },
    );
  });

  it('never tells two people of one name apart', () => {
    fc.assert(
      fc.property(latinName, roster, (twin, people) => {
        const all = rosterOf([{ name: twin, aliases: [] }, { name: twin, aliases: [] }, ...people]);
        const said = match(all, twin);
        expect(said.decision).toBe('ambiguous');
        expect(said.personIds).toEqual(expect.arrayContaining(['person-0', 'person-1']));
      }),
    );
  });

  it('never takes letters of another script for the rostered ones', () => {
    const positions = fc.array(fc.nat(20), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(latinName, positions, (rostered, places) => {
        const letters = Array.from(rostered);
        for (const place of places) {
          const at = place % letters.length;
          letters[at] = twins[letters[at] ?? ''] ?? letters[at] ?? '';
        }
        const seen = letters.join('');
        fc.pre(seen !== rostered);
        const said = match(rosterOf([{ name: rostered, aliases: [] }]), seen);
        expect(said.decision).toBe('unknown');
        expect(said.warnings).not.toEqual([]);
      }),
    );
  });

  it('reads no id out of a name', () => {
    const people = fc.array(fc.tuple(fc.uuid(), latinName), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(people, (entries) => {
        const all = entries.map(([id, own]) => ({ id, name: own, aliases: [] }));
        for (const { id } of all) expect(match(all, id).decision).toBe('unknown');
      }),
    );
  });

  it('is likely only where the letters are those of the rostered name', () => {
    const sorted = (text: string) =>
      text
        .toLowerCase()
        .replace(/[^a-z]/g, '')
        .split('')
        .toSorted()
        .join('');
    const edited = fc
      .tuple(latinName, fc.nat(), latinWord)
      .map(
        ([own, at, letters]) =>
          [own, own.slice(0, at % own.length) + (letters[1] ?? '') + own.slice(at % own.length)] as const,
      );
    fc.assert(
      fc.property(edited, ([own, seen]) => {
        const said = match(rosterOf([{ name: own, aliases: [] }]), seen);
        if (said.decision === 'likely') expect(sorted(seen)).toBe(sorted(own));
      }),
      { numRuns: 500 },
    );
  });
});
