import type { Block, Letter } from './letter.ts';

const written = (block: Block): string => {
  switch (block.type) {
    case 'paragraph':
      return block.text;
    case 'facts':
      return block.rows.map(([label, value]) => `${label}: ${value}`).join('\n');
    case 'link':
      // Alone on its line, so that no client takes punctuation for a part of it.
      return `${block.label}:\n${block.address}`;
    case 'code':
      return `${block.label}: ${block.value}`;
  }
};

/** A letter as plain text, complete without the HTML. */
export const plainText = ({ heading, blocks, from }: Letter): string =>
  [heading, ...blocks.map(written), from].join('\n\n') + '\n';
