import { shortfallOf, type Shortfall } from './likeness.ts';
import { relatedNames } from './short-forms.ts';

/** Whom a shown name may stand for: indices into the roster. */
export interface Found {
  /** Those whose whole name it is. */
  whole: Set<number>;
  /** Those whose name it falls short of, and how. */
  partly: Map<number, Shortfall>;
}

interface Whole {
  person: number;
  cuts: ReadonlySet<number>;
}

/** The rostered names that are compared in one way: as Latin letters, as their own letters, or by their sound. */
export interface NameIndex {
  /** @param single Whether the name counts as whole with a single word. */
  add(person: number, words: readonly string[], single: boolean): void;
  find(words: readonly string[]): Found;
}

/** An empty index of names, each a list of words that are equal where the comparison says so. */
export function createNameIndex(): NameIndex {
  const wholes = new Map<string, Whole[]>();
  const names: { person: number; words: readonly string[] }[] = [];
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
    add(person, words, single) {
      if (words.length === 0) return;
      if (words.length > 1 || single) {
        for (const rotated of rotations(words)) {
          const key = rotated.join('');
          wholes.set(key, [...(wholes.get(key) ?? []), { person, cuts: cutsOf(rotated) }]);
        }
      }
      for (const word of words) byWord.set(word, (byWord.get(word) ?? new Set()).add(names.length));
      names.push({ person, words });
    },
    find(words) {
      const cuts = cutsOf(words);
      const same = wholes.get(words.join('')) ?? [];
      const whole = new Set(same.filter((name) => agree(cuts, name.cuts)).map(({ person }) => person));
      const partly = new Map<number, Shortfall>();
      for (const index of shortOf(words)) {
        const name = names[index];
        if (name === undefined || whole.has(name.person)) continue;
        const shortfall = shortfallOf(words, name.words);
        if (shortfall !== undefined && !partly.has(name.person)) partly.set(name.person, shortfall);
      }
      return { whole, partly };
    },
  };
}

/** The words in the orders in which people write them: any part may come first. Never shuffled. */
export const rotations = (words: readonly string[]): string[][] =>
  words.map((_, from) => [...words.slice(from), ...words.slice(0, from)]);

/** Where one word ends and the next begins, counted in letters. */
function cutsOf(words: readonly string[]): Set<number> {
  const cuts = new Set<number>();
  let at = 0;
  for (const word of words.slice(0, -1)) cuts.add((at += word.length));
  return cuts;
}

/** Whether one side only writes together what the other writes apart (Minjun, Min-jun), so Mark Usher is not Markus Her. */
const agree = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean => {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  for (const cut of few) if (!many.has(cut)) return false;
  return true;
};
