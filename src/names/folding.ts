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

/** Names folded by the Unicode tables of `any-ascii` (transliteration) and `unhomoglyph` (UTS 39 confusables). */
export const nameFolding: NameFolding = {
  toLatin: anyAscii,
  skeleton: (text) => Array.from(text.normalize('NFD'), lookOf).join('').normalize('NFD'),
};
