import { latinOf, nativeOf, type Person } from './person.ts';
import type { Random } from './random.ts';

/** A name as a platform shows it. */
export interface Shown {
  text: string;
  /** The name in it, without what is put around it. */
  name: string;
}

interface Way {
  /** Of a hundred people, how many show their name so. */
  weight: number;
  /** Undefined where this person has no such name. `told` are the aliases on the roster. */
  show(person: Person, told: readonly string[], random: Random): Shown | undefined;
}

const PRONOUNS = ['(she/her)', '(he/him)', 'they/them', '(sie/ihr)', '(she/they)', '[él]', '(elle)'];
const EMOJI = ['🌸', '👩‍💻', '🇵🇹', '✨', '❤️', '👋🏽'];
const COMPANIES = ['Acme', 'Globex', 'Initech AG', 'Umbrella Ltd.', 'Stark & Söhne', 'Hooli'];
const TITLES = ['Dr.', 'Prof.', 'Mr', 'Ms.', 'Frau', 'Herr', 'Dra.', 'Ing.', 'Mme'];
const DEGREES = ['PhD', 'MBA', 'M.D.', 'MSc', 'PCC'];
const DEVICES = ['iPhone', 'iPad', 'MacBook Pro', 'Galaxy S21', 'iPhone 13 mini', 'Pixel 7', 'laptop'];

const plain = (name: string): Shown => ({ text: name, name });

const around = (name: string, put: (name: string) => string): Shown => ({ text: put(name), name });

const firstOf = ({ given, middle }: Person): string => [given.latin, middle?.latin].filter(Boolean).join(' ');

/** Every way of showing a name that the populations know. The first twelve show all of it; the others do not. */
export const ways = {
  'as rostered': { weight: 21, show: (person) => plain(latinOf(person)) },
  case: {
    weight: 6,
    show: (person, _told, random) =>
      plain(random.chance(0.5) ? latinOf(person).toLowerCase() : latinOf(person).toUpperCase()),
  },
  'marks left out': {
    weight: 7,
    show: (person) => plain(latinOf(person).normalize('NFD').replace(/\p{M}/gu, '')),
  },
  'family name first': {
    weight: 8,
    show: (person, _told, random) =>
      plain(`${person.family.latin}${random.chance(0.6) ? ',' : ''} ${firstOf(person)}`),
  },
  'written together or apart': {
    weight: 2,
    show: (person, _told, random) => {
      const name = latinOf(person);
      return plain(random.chance(0.5) ? name.replace(/[-'’]/gu, ' ') : name.replace(/[-'’]/gu, ''));
    },
  },
  pronouns: {
    weight: 9,
    show: (person, _told, random) => around(latinOf(person), (name) => `${name} ${random.pick(PRONOUNS)}`),
  },
  emoji: {
    weight: 5,
    show: (person, _told, random) =>
      around(latinOf(person), (name) =>
        random.chance(0.5) ? `${name} ${random.pick(EMOJI)}` : `${random.pick(EMOJI)}${name}`,
      ),
  },
  'title or degree': {
    weight: 6,
    show: (person, _told, random) =>
      around(latinOf(person), (name) =>
        random.chance(0.6) ? `${random.pick(TITLES)} ${name}` : `${name}, ${random.pick(DEGREES)}`,
      ),
  },
  company: {
    weight: 9,
    show: (person, _told, random) =>
      around(latinOf(person), (name) => {
        const company = random.pick(COMPANIES);
        return random.pick([
          `${name} (${company})`,
          `${name} | ${company}`,
          `${name} - ${company}`,
          `${name} @ ${company}`,
        ]);
      }),
  },
  device: {
    weight: 6,
    show: (person, _told, random) =>
      around(latinOf(person), (name) => {
        const device = random.pick(DEVICES);
        return random.pick([
          `${name}'s ${device}`,
          `${name}’s ${device}`,
          `iPad von ${name}`,
          `iPhone de ${name}`,
          `${device} (${name})`,
        ]);
      }),
  },
  'own script': {
    weight: 9,
    show: (person, _told, random) => {
      const native = nativeOf(person);
      if (native === undefined) return undefined;
      return random.chance(0.2) ? around(native, (name) => `${name} (${latinOf(person)})`) : plain(native);
    },
  },
  'short form we were told': {
    weight: 6,
    show: (person, told, random) =>
      told.length > 0 ? plain(`${random.pick(told)} ${person.family.latin}`) : undefined,
  },
  'one name only': {
    weight: 1.5,
    show: (person, _told, random) => plain(random.chance(0.8) ? person.given.latin : person.family.latin),
  },
  'device with one name': {
    weight: 0.5,
    show: (person, _told, random) =>
      around(person.given.latin, (name) =>
        random.pick([`${name}'s iPhone`, `${name}s iPad`, `iPad von ${name}`]),
      ),
  },
  initial: {
    weight: 1,
    show: (person, _told, random) =>
      plain(
        random.chance(0.5)
          ? `${person.given.latin.charAt(0)}. ${person.family.latin}`
          : `${person.given.latin} ${person.family.latin.charAt(0)}.`,
      ),
  },
  'short form we were not told': {
    weight: 1,
    show: (person, told, random) => {
      const short = person.given.short.filter((name) => !told.includes(name));
      return short.length > 0 ? plain(`${random.pick(short)} ${person.family.latin}`) : undefined;
    },
  },
  'middle name more or less': {
    weight: 0.5,
    show: (person, _told, random) => {
      const middle = person.middle === undefined ? random.pick(person.language.given) : undefined;
      return plain(latinOf({ ...person, middle }));
    },
  },
  'typing slip': { weight: 1.5, show: (person, _told, random) => plain(slipIn(latinOf(person), random)) },
} satisfies Record<string, Way>;

export type WayName = keyof typeof ways;
export const wayNames = Object.keys(ways) as WayName[];

const total = wayNames.reduce((sum, name) => sum + ways[name].weight, 0);

/** Shows a person's name in one of the ways, each as often as its weight says among those this person has. */
export function show(person: Person, told: readonly string[], random: Random): Shown & { way: WayName } {
  for (;;) {
    let at = (random.below(1_000_000) / 1_000_000) * total;
    const way = wayNames.find((name) => (at -= ways[name].weight) < 0) ?? 'as rostered';
    const shown: Shown | undefined = ways[way].show(person, told, random);
    if (shown !== undefined) return { ...shown, way };
  }
}

/** One letter left out, doubled, replaced, or swapped with the next. */
export function slipIn(name: string, random: Random): string {
  const letters = Array.from(name);
  const places = letters.flatMap((letter, index) => (index > 0 && /\p{L}/u.test(letter) ? [index] : []));
  const at = random.pick(places);
  const letter = letters[at] ?? '';
  const next = letters[at + 1] ?? '';
  const changed = random.pick([
    ['', next],
    [letter + letter, next],
    [random.pick([...'aeiourstln']), next],
    [next, letter],
  ]);
  return [...letters.slice(0, at), ...changed, ...letters.slice(at + 2)].join('');
}
