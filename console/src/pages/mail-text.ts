/** A piece of a message's text: words, or an address that can be opened. */
export interface Piece {
  text: string;
  isAddress: boolean;
}

/** The pieces of a text. A full stop or bracket after an address belongs to the sentence. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]]/g)) {
    if (found.index > end) pieces.push({ text: text.slice(end, found.index), isAddress: false });
    pieces.push({ text: found[0], isAddress: true });
    end = found.index + found[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isAddress: false });
  return pieces;
}
