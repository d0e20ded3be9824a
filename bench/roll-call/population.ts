import {
  expect,
  latinOf,
  makePerson,
  nativeOf,
  namesOf,
  sameness,
  type Expected,
  type Person,
} from './person.ts';
import { LANGUAGES, type Name } from './names.ts';
import type { Random } from './random.ts';
import { show, slipIn, type Shown, type WayName } from './showing.ts';

/** A roster, the strangers who try to get in, and its own people as they show themselves. */
export interface Group {
  expected: Expected[];
  strangers: Stranger[];
  genuine: (Shown & { way: WayName; id: string })[];
}

/** Somebody who is not on the roster. */
export interface Stranger {
  text: string;
  /** Whether the name they show, or their own, is the name of somebody rostered: no matcher of names can tell them apart. */
  isNamesake: boolean;
}

/** How a population's rosters and strangers come about. */
interface Population {
  roster(random: Random): Person[];
  stranger(expected: readonly Expected[], random: Random): Called;
}

export const ROSTER_SIZE = 30;

/** What a stranger shows, and who they are where they are somebody of another name. */
interface Called extends Shown {
  person?: Person;
}

const people = (count: number, make: () => Person): Person[] => Array.from({ length: count }, make);

/** The people of whom no other has the same name. */
const distinct = (all: readonly Person[]): Person[] => [
  ...new Map(all.map((person) => [sameness(latinOf(person)), person])).values(),
];

/** A name of the same language as somebody rostered, which nobody rostered has. */
function otherName(names: readonly Name[], taken: ReadonlySet<string>, random: Random): Name {
  const free = names.filter(({ latin }) => !taken.has(latin));
  return random.pick(free.length > 0 ? free : LANGUAGES.flatMap(({ given }) => given));
}

const shownStranger = (person: Person, random: Random): Called => ({ ...show(person, [], random), person });

/** Everyday strangers: neither name is anybody's on the roster. */
const unrelated: Population = {
  roster: (random) => distinct(people(ROSTER_SIZE, () => makePerson(random))),
  stranger(expected, random) {
    const given = new Set(expected.map(({ person }) => person.given.latin));
    const family = new Set(expected.map(({ person }) => person.family.latin));
    const language = random.pick(LANGUAGES);
    const person = makePerson(random, {
      language,
      given: otherName(language.given, given, random),
      family: otherName(language.family, family, random),
    });
    return shownStranger(person, random);
  },
};

/** A third of a roster shares two given names; strangers have a given name of the roster, and another family name. */
const sharedFirst: Population = {
  roster(random) {
    const language = random.pick(LANGUAGES);
    const shared = [0, 1].map(() => random.pick(language.given));
    return distinct([
      ...people(ROSTER_SIZE / 3, () => makePerson(random, { language, given: random.pick(shared) })),
      ...people((2 * ROSTER_SIZE) / 3, () => makePerson(random)),
    ]);
  },
  stranger(expected, random) {
    const { person } = random.pick(expected);
    const taken = new Set([person.family.latin]);
    const family = otherName(person.language.family, taken, random);
    return shownStranger(
      makePerson(random, { language: person.language, given: person.given, family }),
      random,
    );
  },
};

/** A third of a roster shares two family names; strangers are of those families. */
const sharedLast: Population = {
  roster(random) {
    const language = random.pick(LANGUAGES);
    const shared = [0, 1].map(() => random.pick(language.family));
    return distinct([
      ...people(ROSTER_SIZE / 3, () => makePerson(random, { language, family: random.pick(shared) })),
      ...people((2 * ROSTER_SIZE) / 3, () => makePerson(random)),
    ]);
  },
  stranger(expected, random) {
    const { person } = random.pick(expected);
    const given = otherName(person.language.given, new Set([person.given.latin]), random);
    return shownStranger(
      makePerson(random, { language: person.language, given, family: person.family }),
      random,
    );
  },
};

const TWINS: Record<string, string> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  i: 'і',
  A: 'А',
  B: 'В',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  O: 'О',
  P: 'Р',
  T: 'Т',
  ν: 'v',
  l: '1',
};

/** What a person who wants to be taken for somebody else, or is unluckily named, is called. */
const imitations: ((one: Expected, expected: readonly Expected[], random: Random) => Called | undefined)[] = [
  ({ person }, _all, random) => {
    const name = slipIn(latinOf(person), random);
    return { text: name, name };
  },
  ({ person }, _all, random) => {
    const name = Array.from(latinOf(person), (letter) =>
      random.chance(0.6) ? (TWINS[letter] ?? letter) : letter,
    ).join('');
    return { text: name, name };
  },
  ({ person }, _all, random) => {
    const middle = random.pick(person.language.given);
    return middle.latin === person.given.latin ? undefined : shownStranger({ ...person, middle }, random);
  },
  ({ person }, _all, random) =>
    person.middle === undefined ? undefined : shownStranger({ ...person, middle: undefined }, random),
  ({ person }, _all, random) => {
    const short = new Set([person.given.latin, ...person.given.short]);
    const sibling = person.language.given.filter(
      (name) => name !== person.given && [name.latin, ...name.short].some((one) => short.has(one)),
    );
    return sibling.length > 0 ? shownStranger({ ...person, given: random.pick(sibling) }, random) : undefined;
  },
  ({ person }, all, random) =>
    shownStranger({ ...person, family: random.pick(all).person.family, middle: undefined }, random),
  ({ person }, _all, random) => {
    const name = latinOf(person);
    const text = random.pick([
      `Assistant of ${name}`,
      `${name}'s mother`,
      `${name} (guest)`,
      `guest of ${name}`,
      `${name}'s Notetaker`,
      `Otter.ai (${name})`,
      `${name} & ${random.pick(person.language.given).latin}`,
      `${random.pick(person.language.given).latin} for ${name}`,
      `${name} +1`,
    ]);
    return { text, name: text };
  },
  ({ person }, _all, random) => {
    const name = `${latinOf(person)} ${random.pick(['Jr.', 'Sr.', 'II', 'III'])}`;
    return { text: name, name };
  },
  ({ person }, _all, random) => {
    const other = random.pick(person.language.family).latin;
    const name = `${latinOf(person)}${random.pick(['-', ' '])}${other}`;
    return { text: name, name };
  },
  ({ person }, _all, random) => {
    const close = person.language.family.filter(
      ({ latin }) => latin !== person.family.latin && latin.slice(0, 4) === person.family.latin.slice(0, 4),
    );
    return close.length > 0 ? shownStranger({ ...person, family: random.pick(close) }, random) : undefined;
  },
  ({ person }, _all, random) => {
    const close = person.language.given.filter(
      ({ latin }) => latin !== person.given.latin && latin.slice(0, 3) === person.given.latin.slice(0, 3),
    );
    return close.length > 0 ? shownStranger({ ...person, given: random.pick(close) }, random) : undefined;
  },
  ({ person }, _all, random) => {
    const native = nativeOf(person);
    if (native === undefined) return undefined;
    const other = { ...person, given: random.pick(person.language.given) };
    const name = nativeOf(other) ?? native;
    return other.given === person.given ? undefined : { text: name, name, person: other };
  },
];

/** Every third roster has two people of confusable names; strangers are nearly somebody rostered. */
const confusable: Population = {
  roster(random) {
    const some = people(ROSTER_SIZE - 1, () => makePerson(random));
    const { [0]: one = makePerson(random) } = some;
    const slipped = {
      ...one,
      given: { latin: slipIn(one.given.latin, random), native: undefined, short: [] },
    };
    const longer = { ...one, middle: random.pick(one.language.given) };
    return [
      ...some,
      random.pick([
        slipped,
        longer,
        makePerson(random),
        makePerson(random),
        makePerson(random),
        makePerson(random),
      ]),
    ];
  },
  stranger(expected, random) {
    for (;;) {
      const shown = random.pick(imitations)(random.pick(expected), expected, random);
      if (shown !== undefined) return shown;
    }
  },
};

export const populations = {
  'unrelated names': unrelated,
  'shared first names': sharedFirst,
  'shared last names': sharedLast,
  'confusable names': confusable,
} satisfies Record<string, Population>;

export type PopulationName = keyof typeof populations;
export const populationNames = Object.keys(populations) as PopulationName[];

/** One roster of a population, with so many strangers and as many of its own people. */
export function makeGroup(name: PopulationName, size: number, random: Random): Group {
  const population: Population = populations[name];
  const expected = population
    .roster(random)
    .map((person, index) => expect(person, `person-${index}`, random));
  const taken = new Set(expected.flatMap(namesOf));
  const strangers = Array.from({ length: size }, () => {
    const { text, name: shown, person } = population.stranger(expected, random);
    const own = person === undefined ? [] : [latinOf(person), nativeOf(person) ?? ''];
    return { text, isNamesake: [shown, ...own].some((name) => taken.has(sameness(name))) };
  });
  const genuine = Array.from({ length: size }, () => {
    const { person, rostered } = random.pick(expected);
    return { ...show(person, rostered.aliases, random), id: rostered.id };
  });
  return { expected, strangers, genuine };
}
