/** A way of writing that the roll-call tells apart. Japanese with Han characters counts as Han: its reading is not known. */
export type Script =
  'Latin' | 'Cyrillic' | 'Greek' | 'Arabic' | 'Hebrew' | 'Han' | 'Kana' | 'Hangul' | 'other';

const ranges: readonly (readonly [Script, RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Arabic', /\p{Script=Arabic}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
  ['Han', /\p{Script=Han}/u],
  ['Kana', /[\p{Script=Hiragana}\p{Script=Katakana}ー]/u],
  ['Hangul', /\p{Script=Hangul}/u],
];

/**
 * The script of a word of letters and digits; `mixed` where no language writes it so (Latin with Cyrillic), `coded` where it
 * holds digits.
 */
export function scriptOf(word: string): Script | 'mixed' | 'coded' {
  if (/^[A-Za-z]+$/.test(word)) return 'Latin';
  const scripts = ranges.filter(([, letters]) => letters.test(word)).map(([script]) => script);
  if (/\p{N}/u.test(word)) return 'coded';
  const [first, ...others] = scripts;
  if (first === undefined) return 'other';
  if (others.length === 0) return first;
  return scripts.every((script) => ['Han', 'Kana', 'Hangul'].includes(script)) ? 'Han' : 'mixed';
}

/**
 * Marks that people leave out. Only those of alphabets: elsewhere a mark makes another letter (か and が).
 */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/gu;

/** A word without case and marks, in its own script. */
export const bare = (word: string): string => {
  if (/^[A-Za-z]+$/.test(word)) return word.toLowerCase();
  return word.normalize('NFD').replace(MARKS, '').toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
};
