import type { Script } from './script.ts';

/** How the names of a script are compared with names in Latin letters. */
interface Romanisation {
  /** Rewrites that bring the usual Latin spellings of one sound together; applied to both sides, in this order. */
  rewrites: readonly (readonly [RegExp, string])[];
  /** Whether the writing says enough of the sound. Where it leaves out vowels it never does. */
  certain: boolean;
}

/**
 * Several spellings are usual for one name (Юлия: Yulia, Yuliya, Iuliia, Julia). The rewrites only join spellings of one
 * sound; they must not join two names. What they miss is abstained from.
 */
const romanisations: Partial<Record<Script, Romanisation>> = {
  Cyrillic: {
    certain: true,
    rewrites: [
      [/'(?=[aeiou])/g, 'i'],
      [/x/g, 'ks'],
      [/kh/g, 'h'],
      [/tz/g, 'ts'],
      [/[yj]/g, 'i'],
      [/i{2,}/g, 'i'],
      [/^ie/g, 'e'],
    ],
  },
  Greek: {
    certain: true,
    rewrites: [
      [/ey(?=[aeioubgdzlmnrv])/g, 'ev'],
      [/^ay(?=[aeioubgdzlmnrv])/g, 'av'],
      [/oy/g, 'ou'],
      [/gg/g, 'ng'],
      [/^mp/g, 'b'],
      [/^nt/g, 'd'],
      [/x/g, 'ks'],
      [/ch/g, 'h'],
      [/ph/g, 'f'],
      [/y/g, 'i'],
      [/[ei]i/g, 'i'],
    ],
  },
  Kana: {
    certain: true,
    rewrites: [
      [/iy/g, 'y'],
      [/(?<=sh|ch|j)y/g, ''],
      [/o[uh](?![aeiou])|oo/g, 'o'],
      [/uu/g, 'u'],
    ],
  },
  Hangul: {
    certain: true,
    rewrites: [
      [/^gim$/g, 'kim'],
      [/^(?:bag|bak|pak)$/g, 'park'],
      [/^(?:i|yi|rhee)$/g, 'lee'],
      [/^im$/g, 'lim'],
      [/^gang$/g, 'kang'],
      [/^jo$/g, 'cho'],
      [/^gwon$/g, 'kwon'],
      [/^baeg$/g, 'baek'],
      [/^sin$/g, 'shin'],
      [/^ahn$/g, 'an'],
      [/oe/g, 'oi'],
      [/eo/g, 'u'],
      [/oo|ou/g, 'u'],
      [/ee|ui/g, 'i'],
      [/wu/g, 'u'],
      [/gy/g, 'ky'],
    ],
  },
  Arabic: {
    certain: false,
    rewrites: [
      [/[aeiouwy]/g, ''],
      [/[qc]/g, 'k'],
      [/(.)\1/g, '$1'],
      [/h$/g, ''],
    ],
  },
  Hebrew: {
    certain: false,
    rewrites: [
      [/[aeiouwy]/g, ''],
      [/v/g, ''],
      [/[qc]/g, 'k'],
      [/kh/g, 'k'],
      [/(.)\1/g, '$1'],
    ],
  },
};

const literal: Romanisation = { certain: true, rewrites: [] };

const romanisationOf = (script: Script): Romanisation => romanisations[script] ?? literal;

/** Whether a name of the script can be read well enough to be taken for one in Latin letters. */
export const isCertain = (script: Script): boolean => romanisationOf(script).certain;

/** A key that the usual Latin spellings of a word of the script share. The word is in small ASCII letters and apostrophes. */
export function soundOf(word: string, script: Script): string {
  let key = word;
  for (const [spelling, sound] of romanisationOf(script).rewrites) key = key.replace(spelling, sound);
  return key.replace(/[^a-z]/g, '');
}
