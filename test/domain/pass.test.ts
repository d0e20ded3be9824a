import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeFrom, readCode, readToken, writeCode, writeToken } from '../../src/domain/pass.ts';

const bytes = fc.uint8Array({ minLength: 7, maxLength: 32 });

describe('a short code', () => {
  it('is ten characters that are not mistaken for one another', () => {
    fc.assert(fc.property(bytes, (some) => /^[0-9A-HJKMNP-TV-Z]{10}$/.test(codeFrom(some))));
    expect(codeFrom(new Uint8Array(7))).toBe('0000000000');
    expect(codeFrom(new Uint8Array(7).fill(255))).toBe('ZZZZZZZZZZ');
    expect(() => codeFrom(new Uint8Array(6))).toThrow(TypeError);
  });

  it('is read as it is shown, in any case and spacing', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom(' ', '-', '–', '\t', ''), (some, between) => {
        const code = codeFrom(some);
        expect(readCode(writeCode(code))).toBe(code);
        expect(readCode([...code.toLowerCase()].join(between))).toBe(code);
      }),
    );
  });

  it.each([
    ['letters for digits', 'oiLl0-ABCDE', '01110ABCDE'],
    ['spaces around it', '  ABCDE FGHJK ', 'ABCDEFGHJK'],
    ['a character too few', 'ABCDE-FGHJ', undefined],
    ['a character too many', 'ABCDE-FGHJKM', undefined],
    ['a letter that is in no code', 'ABCDE-FGHJU', undefined],
    ['digits of another script', 'ABCDE-FGHJ٣', undefined],
    ['nothing', '', undefined],
  ])('with %s', (_, typed, code) => expect(readCode(typed)).toBe(code));

  it('is not looked for in a long text', () => expect(readCode(' '.repeat(100_000))).toBeUndefined());
});

describe('a token', () => {
  const publicId = 'a'.repeat(16);
  const secret = `${'b'.repeat(42)}_`;

  it('is read as it is written', () =>
    expect(readToken(writeToken(publicId, secret))).toEqual({ publicId, secret }));

  it.each([
    '',
    publicId,
    `${publicId}.`,
    `${publicId}.${secret}x`,
    `c.${publicId}.${secret}`,
    `${publicId}_${secret}`,
  ])('is not %s', (text) => expect(readToken(text)).toBeUndefined());
});
