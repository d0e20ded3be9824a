import type { Script } from './script.ts';

type Rewrites = readonly (readonly [RegExp, string])[];

/** How the names of a script are compared with names in Latin letters. */
interface Romanisation {
  /** Rewrites that bring the usual Latin spellings of one sound together; applied to both sides, in this order. */
  rewrites: Rewrites;
  /** Rewrites for names in the script only: what it writes and Latin letters usually leave out. */
  own?: Rewrites;
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
      [/x/g, 'ks'],
      [/kh/g, 'h'],
      [/tch/g, 'ch'],
      [/tz/g, 'ts'],
      [/j/g, 'y'],
      [/^[yi]e/g, 'e'],
      [/^i(?=[aou])/g, 'y'],
      [/i[yi](?=[aeou])/g, 'i'],
      [/'(?=e)|(?<=[^aeiouy])i(?=e)/g, 'y'],
      [/eye/g, 'ee'],
      [/(?<=[aeou])y(?![aeou])/g, 'i'],
      [/(?<=[^aeiouy])(?:i[iy]|y)$/g, 'i'],
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
      [/[eo]i/g, 'i'],
    ],
  },
  Kana: {
    certain: true,
    rewrites: [[/oh(?![aeiou])/g, 'o']],
    own: [
      [/ou(?![aeiou])|oo/g, 'o'],
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
      [/(?<=[aeiou])h$/g, ''],
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
      [/(.)\1+/g, '$1'],
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
      [/(.)\1+/g, '$1'],
    ],
  },
};

const literal: Romanisation = { certain: true, rewrites: [] };

const romanisationOf = (script: Script): Romanisation => romanisations[script] ?? literal;

/** Whether a name of the script can be read well enough to be taken for one in Latin letters. */
export const isCertain = (script: Script): boolean => romanisationOf(script).certain;

/**
 * A key that the usual Latin spellings of a word of the script share.
 *
 * @param word In small ASCII letters and apostrophes.
 * @param script The script that is compared with Latin letters.
 * @param isOwn Whether the word was written in it, not in Latin letters.
 */
export function soundOf(word: string, script: Script, isOwn: boolean): string {
  const { rewrites, own = [] } = romanisationOf(script);
  let key = word;
  for (const [spelling, sound] of isOwn ? [...own, ...rewrites] : rewrites)
    key = key.replace(spelling, sound);
  return key.replace(/[^a-z]/g, '');
}
