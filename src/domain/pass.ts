/*
 * How passes are written. A pass is `<public id>.<secret>`: 96 random bits that find it and 256 that prove it. A short code stands
 * for a pass where it is read out: 50 bits in an alphabet without letters that sound or look alike.
 */

/** Crockford's base 32: no I, L, O or U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 10;
const BITS_PER_CHARACTER = 5;

const TOKEN = /^([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{43})$/;

/** The two parts of a pass or a portal entry as it stands in its address; undefined where it cannot be one. */
export function readToken(token: string): { publicId: string; secret: string } | undefined {
  const [, publicId, secret] = TOKEN.exec(token) ?? [];
  return publicId === undefined || secret === undefined ? undefined : { publicId, secret };
}

export const writeToken = (publicId: string, secret: string): string => `${publicId}.${secret}`;

/** A short code made of the first 50 bits. */
export function codeFrom(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  if (bits.length < CODE_LENGTH * BITS_PER_CHARACTER) throw new TypeError('A short code needs 7 bytes.');
  return Array.from({ length: CODE_LENGTH }, (_, index) =>
    ALPHABET.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)),
  ).join('');
}

/** As it is shown and read out: ABCDE-FGHJK. */
export const writeCode = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`;

/** The code that somebody typed, in any case, with or without spaces and hyphens, O for 0 and I or L for 1; else undefined. */
export function readCode(typed: string): string | undefined {
  const code = typed
    .slice(0, 64)
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return code.length === CODE_LENGTH && [...code].every((character) => ALPHABET.includes(character))
    ? code
    : undefined;
}
