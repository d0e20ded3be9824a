import anyAscii from 'any-ascii';
import unhomoglyph from 'unhomoglyph';
import type { NameFolding } from '../domain/roll-call/name-folding.ts';

/** What letters look like, remembered: looking one up among all confusable ones takes far longer than the rest of a decision. */
const looks = new Map<string, string>();

/** There are about 150,000 characters; whoever sends them all must not fill the memory. */
const MOST_LOOKS = 10_000;

function lookOf(character: string): string {
  const known = looks.get(character);
  if (known !== undefined) return known;
  const look = unhomoglyph(character);
  if (looks.size < MOST_LOOKS) looks.set(character, look);
  return look;
}

/** Small kana colour the syllable before them (しょ is sho, しよ is shiyo), which the tables do not know. */
const GLIDE = /([\u3041-\u30ff])([ゃゅょャュョ])/gu;

function glide(_pair: string, before: string, small: string): string {
  const [consonant, vowel] = [anyAscii(before).replace(/i$/, ''), anyAscii(small).slice(-1)];
  return /(?:sh|ch|j)$/.test(consonant) ? consonant + vowel : `${consonant}y${vowel}`;
}

/** Names folded by the Unicode tables of `any-ascii` (transliteration) and `unhomoglyph` (UTS 39 confusables). */
export const nameFolding: NameFolding = {
  toLatin: (text) => anyAscii(text.replace(GLIDE, glide)),
  skeleton: (text) => {
    let look = '';
    for (const character of text.normalize('NFD')) look += lookOf(character);
    return look.normalize('NFD');
  },
};
