import { shortfallOf, type Shortfall } from './likeness.ts';
import { relatedNames } from './short-forms.ts';

/** Whom a shown name may stand for: indices into the roster. */
export interface Found {
  /** Those whose whole name it is. */
  whole: Set<number>;
  /** Those whose name it falls short of, and how. */
  partly: Map<number, Shortfall>;
}

/** A word of a name, or a part of one. */
export interface Part {
  letters: string;
  /** Whether it belongs to the part before: by a hyphen or an apostrophe, or as the next syllable of an unspaced script. */
  joined: boolean;
}

/** Where the parts of a name meet, counted in letters. */
interface Cuts {
  /** Everywhere. */
  all: ReadonlySet<number>;
  /** Where there is a space. */
  spaces: ReadonlySet<number>;
}

interface Whole {
  person: number;
  cuts: Cuts;
}

/** The rostered names that are compared in one way: as Latin letters, as their own letters, or by their sound. */
export interface NameIndex {
  /** @param single Whether the name counts as whole with a single part. */
  add(person: number, parts: readonly Part[], single: boolean): void;
  find(parts: readonly Part[]): Found;
}

/** An empty index of names, each a list of words that are equal where the comparison says so. */
export function createNameIndex(): NameIndex {
  const wholes = new Map<string, Whole[]>();
  const names: { person: number; words: readonly string[]; single: boolean }[] = [];
  const byWord = new Map<string, Set<number>>();

  const shortOf = (words: readonly string[]) => {
    const candidates = new Set<number>();
    for (const word of words) {
      for (const index of byWord.get(word) ?? []) candidates.add(index);
      for (const other of relatedNames(word))
        for (const index of byWord.get(other) ?? []) candidates.add(index);
    }
    return candidates;
  };

  return {
    add(person, parts, single) {
      const words = parts.map(({ letters }) => letters);
      if (words.length === 0) return;
      if (words.length > 1 || single) {
        for (const rotated of rotations(parts)) {
          const key = lettersOf(rotated);
          wholes.set(key, [...(wholes.get(key) ?? []), { person, cuts: cutsOf(rotated) }]);
        }
      }
      for (const word of words) byWord.set(word, (byWord.get(word) ?? new Set()).add(names.length));
      names.push({ person, words, single });
    },
    find(parts) {
      const words = parts.map(({ letters }) => letters);
      const whole = new Set<number>();
      const partly = new Map<number, Shortfall>();
      const same = wholes.get(lettersOf(parts));
      if (same !== undefined) {
        const cuts = cutsOf(parts);
        for (const name of same) if (agree(cuts, name.cuts)) whole.add(name.person);
        for (const name of same) if (refine(cuts, name.cuts)) partly.set(name.person, 'spacing');
        for (const person of whole) partly.delete(person);
      }
      for (const index of shortOf(words)) {
        const name = names[index];
        if (name === undefined || whole.has(name.person)) continue;
        // A word that is no name by itself is not shown with more: everybody called so would be.
        if (name.words.length === 1 && words.length > 1 && !name.single) continue;
        const shortfall = shortfallOf(words, name.words);
        if (shortfall !== undefined && !partly.has(name.person)) partly.set(name.person, shortfall);
      }
      return { whole, partly };
    },
  };
}

const lettersOf = (parts: readonly Part[]): string => parts.map(({ letters }) => letters).join('');

/** The parts in the orders in which people write them: any may come first. Never shuffled. */
export const rotations = <Item>(parts: readonly Item[]): Item[][] =>
  parts.map((_, from) => [...parts.slice(from), ...parts.slice(0, from)]);

function cutsOf(parts: readonly Part[]): Cuts {
  const all = new Set<number>();
  const spaces = new Set<number>();
  let at = 0;
  for (const { letters, joined } of parts) {
    if (at > 0) all.add(at);
    if (at > 0 && !joined) spaces.add(at);
    at += letters.length;
  }
  return { all, spaces };
}

const isWithin = (few: ReadonlySet<number>, many: ReadonlySet<number>): boolean => {
  for (const cut of few) if (!many.has(cut)) return false;
  return true;
};

/**
 * Whether two names of the same letters are one: Min-jun, Minjun and Min Jun are, since a hyphen may be written as a space or not
 * at all. Anna Maria is not Annamaria.
 */
const agree = (a: Cuts, b: Cuts): boolean => isWithin(a.spaces, b.all) && isWithin(b.spaces, a.all);

/** Whether one only writes together what the other writes apart, so Mark Usher is not Markus Her. */
const refine = (a: Cuts, b: Cuts): boolean => isWithin(a.all, b.all) || isWithin(b.all, a.all);
