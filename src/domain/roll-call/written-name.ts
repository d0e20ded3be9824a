import type { NameFolding } from './name-folding.ts';
import { isCertain, soundOf } from './romanisation.ts';
import { bare, scriptOf, type Script } from './script.ts';

/** One name in one script, in the ways it can be compared. Each way is a list of words. */
export interface WrittenName {
  script: Script;
  /** In its own letters, without case and marks. Han and Hangul by the syllable. Two where marks are also written out (ü, ue). */
  letters: string[][];
  /** Its words in small ASCII letters, read as its script is usually read. */
  latin: string[];
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
  const byScript = new Map<Script, string[]>();
  let [mixed, coded] = [false, false];
  for (const word of words) {
    const script = scriptOf(word);
    if (script === 'coded') coded = true;
    else if (script === 'mixed' || (script === 'Latin' && isOddLatin(bare(word), folding))) mixed = true;
    else byScript.set(script, [...(byScript.get(script) ?? []), word]);
  }
  const names = [...byScript].map(([script, own]) => writtenName(own, script, folding));
  return {
    names,
    mixed,
    coded,
    looks: () => words.map((word) => lookOf(word, folding)),
  };
}

/** The upright strokes are one: some letters of other scripts look like a small i by the tables, and like an l in most fonts. */
const lookOf = (word: string, folding: NameFolding): string =>
  folding.skeleton(bare(word)).toLowerCase().replaceAll('l', 'i');

function writtenName(words: string[], script: Script, folding: NameFolding): WrittenName {
  if (script === 'Latin') {
    const plain = words.map((word) => asciiOf(bare(word), folding));
    const writtenOut = words.map((word) =>
      asciiOf(bare(word.toLowerCase().replace(/[äöüåø]/gu, (letter) => WRITTEN_OUT[letter] ?? '')), folding),
    );
    const same = plain.every((word, index) => word === writtenOut[index]);
    return { script, letters: same ? [plain] : [plain, writtenOut], latin: plain };
  }
  const bySyllable = script === 'Han' || script === 'Hangul';
  const letters = words.map(bare).flatMap((word) => (bySyllable ? Array.from(word) : [word]));
  const latin = words
    .flatMap((word) =>
      folding.toLatin(bySyllable ? word : bare(word)).split(bySyllable ? /(?=[A-Z])/ : /\s+/),
    )
    .map((word) => word.toLowerCase());
  return { script, letters: [letters], latin };
}

const asciiOf = (word: string, folding: NameFolding): string =>
  /^[a-z]*$/.test(word)
    ? word
    : folding
        .toLatin(word)
        .toLowerCase()
        .replace(/[^a-z]/g, '');

/** How a name sounds, for comparing with one in another script, and whether that script writes enough of the sound. */
export const soundsOf = (name: WrittenName, script: Script): { words: string[]; certain: boolean } => ({
  words: name.latin.map((word) => soundOf(word, script)).filter((word) => word !== ''),
  certain: isCertain(script),
});
