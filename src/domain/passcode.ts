import type { PasscodeRule } from './plan/declaration.ts';

/** Characters that are not mistaken for one another when read out or copied by hand. */
const alphabets = {
  upper: 'ABCDEFGHJKLMNPQRSTUVWXYZ',
  lower: 'abcdefghijkmnpqrstuvwxyz',
  digit: '23456789',
  special: '@-_*',
} as const;

/** A source of uniform whole numbers from 0 to below `limit`. */
export type RandomInt = (limit: number) => number;

/**
 * Makes a passcode that obeys the rule: every group at least once, in random places.
 *
 * @throws TypeError where nothing can obey the rule.
 */
export function generatePasscode({ length, groups }: PasscodeRule, randomInt: RandomInt): string {
  if (groups.length === 0 || length < groups.length)
    throw new TypeError('A passcode needs a group of characters, and a place for each group');
  const pick = (alphabet: string) => alphabet.charAt(randomInt(alphabet.length));
  const all = groups.map((group) => alphabets[group]).join('');
  const characters = groups.map((group) => pick(alphabets[group]));
  while (characters.length < length) characters.push(pick(all));
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters.join('');
}

/** Whether a passcode made under another rule still obeys this one. */
export const obeys = (passcode: string, { length, groups }: PasscodeRule): boolean =>
  passcode.length === length &&
  groups.every((group) => [...passcode].some((character) => alphabets[group].includes(character))) &&
  [...passcode].every((character) => groups.some((group) => alphabets[group].includes(character)));
