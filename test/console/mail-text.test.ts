import { expect, it } from 'vitest';
import { piecesOf } from '../../console/src/pages/mail-text.ts';

it('finds the addresses in a message, without the sentence around them, and loses nothing', () => {
  const text =
    'Open https://subrosa.example/p/abc.def. Or (https://subrosa.example/console/sign-in#a.b-_c) today.';
  const pieces = piecesOf(text);
  expect(pieces.filter(({ isAddress }) => isAddress).map((piece) => piece.text)).toEqual([
    'https://subrosa.example/p/abc.def',
    'https://subrosa.example/console/sign-in#a.b-_c',
  ]);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  expect(piecesOf('javascript:alert(1)')).toEqual([{ text: 'javascript:alert(1)', isAddress: false }]);
});
