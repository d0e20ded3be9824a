import { randomInt } from 'node:crypto';
import { readPath, type Json, type JsonObject } from '../shared/paths.ts';

const LETTERS = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGITS = '23456789';

/** What an account asks of a passcode: `meeting_security.meeting_password_requirement` of the host's settings. */
export interface PasscodeRule {
  length: number;
  letter: boolean;
  number: boolean;
  special: boolean;
  bothCases: boolean;
  onlyNumeric: boolean;
  /** Shortest run of consecutive characters (`1234`, `abcd`, `1111`) that is refused; 0: none is. */
  consecutive: number;
}

export function passcodeRule(host: JsonObject): PasscodeRule {
  const read = (key: string): Json | undefined =>
    readPath(host, `meeting_security.meeting_password_requirement.${key}`);
  return {
    length: Number(read('length') ?? 0),
    letter: read('have_letter') === true,
    number: read('have_number') === true,
    special: read('have_special_character') === true,
    bothCases: read('have_upper_and_lower_characters') === true,
    onlyNumeric: read('only_allow_numeric') === true,
    consecutive: Number(read('consecutive_characters_length') ?? 0),
  };
}

/** Whether a passcode satisfies the account's rule. */
export function satisfies(passcode: string, rule: PasscodeRule): boolean {
  return (
    passcode.length >= rule.length &&
    (!rule.letter || /[a-z]/i.test(passcode)) &&
    (!rule.number || /\d/.test(passcode)) &&
    (!rule.special || /[^a-z0-9]/i.test(passcode)) &&
    (!rule.bothCases || (/[a-z]/.test(passcode) && /[A-Z]/.test(passcode))) &&
    (!rule.onlyNumeric || /^\d+$/.test(passcode)) &&
    (rule.consecutive === 0 || longestRun(passcode) < rule.consecutive)
  );
}

/** A passcode as Zoom makes one where the account demands one and none was sent. */
export function generatePasscode(rule: PasscodeRule): string {
  const length = Math.max(rule.length, 6);
  const pick = (from: string) => from[randomInt(from.length)] ?? '';
  for (;;) {
    const alphabet = rule.onlyNumeric ? DIGITS : LETTERS + DIGITS + (rule.special ? '*@-_' : '');
    const passcode = Array.from({ length }, () => pick(alphabet)).join('');
    if (satisfies(passcode, rule)) return passcode;
  }
}

/** Length of the longest run of equal, rising or falling characters. */
function longestRun(text: string): number {
  let longest = text === '' ? 0 : 1;
  for (const step of [0, 1, -1]) {
    let run = 1;
    for (let at = 1; at < text.length; at++) {
      run = text.charCodeAt(at) - text.charCodeAt(at - 1) === step ? run + 1 : 1;
      longest = Math.max(longest, run);
    }
  }
  return longest;
}
