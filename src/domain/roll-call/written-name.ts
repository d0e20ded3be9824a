import type { NameFolding } from './name-folding.ts';
import type { Part } from './name-index.ts';
import { isCertain, soundOf } from './romanisation.ts';
import { bare, scriptOf, type Script } from './script.ts';

/** One name in one script, in the ways it can be compared. */
export interface WrittenName {
  script: Script;
  /** In its own letters, without case and marks. Han and Hangul by the syllable. Two where marks are also written out (ü, ue). */
  letters: Part[][];
  /** In small ASCII letters, read as its script is usually read. */
  latin: Part[];
}

/** The words of a text as names: one for each script it is written in (Wang Wei 王伟). */
export interface Reading {
  names: WrittenName[];
  /** Whether a word mixes letters of two scripts, or has letters that only stand in for others. */
  mixed: boolean;
  /** Whether a word holds digits, as no name does. */
  coded: boolean;
  /** How each word looks. Worked out when asked for. */
  looks: () => string[];
}

const WRITTEN_OUT: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };

/** Letters of the Latin script that hardly any name has, and that look like one of a to z. */
const isOddLatin = (word: string, folding: NameFolding): boolean =>
  /[^a-zıøłđħŧæœßþðəŋ]/.test(word) &&
  Array.from(word).some((letter) => /[^a-zıłøđħŧ]/.test(letter) && /^[a-z]$/i.test(folding.skeleton(letter)));

/** Reads the words of an undressed name. */
export function readName(words: readonly string[], folding: NameFolding): Reading {
  const byScript = new Map<Script, Part[]>();
  const parts = words.flatMap(partsOf);
  let [mixed, coded] = [false, false];
  for (const part of parts) {
    const word = part.letters;
    const script = scriptOf(word);
    if (script === 'coded') coded = true;
    else if (script === 'mixed' || (script === 'Latin' && isOddLatin(bare(word), folding))) mixed = true;
    else byScript.set(script, [...(byScript.get(script) ?? []), part]);
  }
  const names = [...byScript].map(([script, own]) => writtenName(own, script, folding));
  return {
    names,
    mixed,
    coded,
    looks: () => parts.map(({ letters }) => lookOf(letters, folding)),
  };
}

/** A word at its hyphens and apostrophes. */
const partsOf = (word: string): Part[] =>
  word
    .split(/['’‘`\-‐‑]/u)
    .filter((letters) => letters !== '')
    .map((letters, index) => ({ letters, joined: index > 0 }));

/** The upright strokes are one: some letters of other scripts look like a small i by the tables, and like an l in most fonts. */
const lookOf = (word: string, folding: NameFolding): string =>
  folding.skeleton(bare(word)).toLowerCase().replaceAll('l', 'i');

function writtenName(parts: Part[], script: Script, folding: NameFolding): WrittenName {
  const each = (change: (word: string) => string): Part[] =>
    parts.map(({ letters, joined }) => ({ letters: change(letters), joined }));
  if (script === 'Latin') {
    const plain = each((word) => asciiOf(bare(word), folding));
    if (!parts.some(({ letters }) => /[äöüåø]/iu.test(letters)))
      return { script, letters: [plain], latin: plain };
    const writtenOut = each((word) => asciiOf(bare(markedOut(word)), folding));
    return { script, letters: [plain, writtenOut], latin: plain };
  }
  if (script !== 'Han' && script !== 'Hangul') {
    const latin = each((word) => folding.toLatin(bare(word)).toLowerCase());
    return { script, letters: [each(bare)], latin };
  }
  const bySyllable = (syllablesOf: (word: string) => string[]): Part[] =>
    parts.flatMap(({ letters, joined }) =>
      syllablesOf(letters).map((syllable, index) => ({ letters: syllable, joined: joined || index > 0 })),
    );
  const latin = bySyllable((word) => folding.toLatin(word).split(/(?=[A-Z])/));
  return {
    script,
    letters: [bySyllable((word) => Array.from(bare(word)))],
    latin: latin.map(({ letters, joined }) => ({ letters: letters.toLowerCase(), joined })),
  };
}

const markedOut = (word: string): string =>
  word.toLowerCase().replace(/[äöüåø]/gu, (letter) => WRITTEN_OUT[letter] ?? letter);

const asciiOf = (word: string, folding: NameFolding): string =>
  /^[a-z]*$/.test(word)
    ? word
    : folding
        .toLatin(word)
        .toLowerCase()
        .replace(/[^a-z]/g, '');

/** How a name sounds, for comparing with one in another script, and whether that script writes enough of the sound. */
export const soundsOf = (name: WrittenName, script: Script): { parts: Part[]; certain: boolean } => ({
  parts: name.latin
    .map(({ letters, joined }) => ({ letters: soundOf(letters, script, name.script === script), joined }))
    .filter(({ letters }) => letters !== ''),
  certain: isCertain(script),
});
