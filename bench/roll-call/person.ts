import type { RosteredName } from '../../src/domain/roll-call/roll-call.ts';
import { LANGUAGES, type Language, type Name } from './names.ts';
import type { Random } from './random.ts';

/** Somebody with a name, on a roster or a stranger. */
export interface Person {
  language: Language;
  given: Name;
  middle: Name | undefined;
  family: Name;
}

/** Somebody on a roster, and how they stand there. */
export interface Expected {
  person: Person;
  rostered: RosteredName;
}

export const latinOf = ({ given, middle, family }: Person): string =>
  [given, ...(middle === undefined ? [] : [middle]), family].map(({ latin }) => latin).join(' ');

/** The name in its own script as people write it there; undefined where that is the Latin one. */
export function nativeOf({ given, middle, family }: Person): string | undefined {
  if (given.native === undefined || family.native === undefined || middle !== undefined) return undefined;
  return /\p{Script=Han}|\p{Script=Hangul}/u.test(family.native)
    ? family.native + given.native
    : /\p{Script=Hiragana}/u.test(family.native)
      ? `${family.native} ${given.native}`
      : `${given.native} ${family.native}`;
}

/** One person in ten has a second given name. */
export function makePerson(
  random: Random,
  fixed: Partial<Pick<Person, 'given' | 'family' | 'language'>> = {},
): Person {
  const language = fixed.language ?? random.pick(LANGUAGES);
  const given = fixed.given ?? random.pick(language.given);
  const other = random.pick(language.given);
  const middle = random.chance(0.1) && other.latin !== given.latin ? other : undefined;
  return { language, given, middle, family: fixed.family ?? random.pick(language.family) };
}

/** Puts a person on a roster: some in their own script, some family name first, some with the short form they told us. */
export function expect(person: Person, id: string, random: Random): Expected {
  const native = nativeOf(person);
  const { latin } = person.family;
  const first = [person.given.latin, person.middle?.latin ?? ''].join(' ').trim();
  const name =
    native !== undefined && random.chance(0.1)
      ? native
      : random.chance(0.1)
        ? `${latin}, ${first}`
        : latinOf(person);
  const aliases =
    person.given.short.length > 0 && random.chance(0.4) ? [random.pick(person.given.short)] : [];
  return { person, rostered: { id, name, aliases } };
}

const STROKES: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd', ß: 'ss', ı: 'i', æ: 'ae', þ: 'th', ð: 'd' };

/** A name without case, marks and order: what two people of one name share. Not the matcher's way of doing it. */
export const sameness = (name: string): string =>
  Array.from(
    name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[\u0300-\u036f'’-]/gu, ''),
    (letter) => STROKES[letter] ?? letter,
  )
    .join('')
    // Marks that are written out: Müller, Mueller.
    .replace(/(?<=[aou])e|a(?=a)/gu, '')
    .split(/[\s,.]+/u)
    .filter((word) => word !== '')
    .toSorted()
    .join(' ');

/** Every name of somebody expected under which a stranger would be their namesake. */
export function namesOf({ person, rostered }: Expected): string[] {
  const short = rostered.aliases.map((alias) => `${alias} ${person.family.latin}`);
  return [rostered.name, ...rostered.aliases, ...short, latinOf(person), nativeOf(person) ?? '']
    .filter((name) => name !== '')
    .map(sameness);
}
