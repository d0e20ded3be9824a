import { describe, expect, it } from 'vitest';
import type { NameMatch } from '../../../src/domain/roll-call/name-match.ts';
import { recognise, type Known } from '../../../src/domain/roll-call/recognise.ts';

const likely = (id: string): NameMatch => ({
  decision: 'likely',
  personIds: [id],
  why: 'Whole.',
  warnings: [],
});
const several: NameMatch = {
  decision: 'ambiguous',
  personIds: ['a', 'b'],
  why: 'Both.',
  warnings: ['Look.'],
};
const nothing: Known = { passOf: undefined, vendorVerified: undefined, name: undefined };

type Row = [
  what: string,
  known: Partial<Known>,
  recognition: string,
  by: string,
  personIds: string[],
  warnings: number,
];

const rows: Row[] = [
  ['nothing', {}, 'unknown', 'nothing', [], 0],
  ['a name alone', { name: likely('a') }, 'likely', 'name', ['a'], 0],
  ['a name of several', { name: several }, 'ambiguous', 'name', ['a', 'b'], 1],
  ['a pass', { passOf: 'a' }, 'confirmed', 'pass', ['a'], 0],
  ['a pass and its name', { passOf: 'a', name: likely('a') }, 'confirmed', 'pass', ['a'], 0],
  ['a pass under another’s name', { passOf: 'a', name: likely('b') }, 'confirmed', 'pass', ['a'], 1],
  ['a pass under a name of several', { passOf: 'a', name: several }, 'confirmed', 'pass', ['a'], 1],
  ['an account that the vendor verified', { vendorVerified: 'a' }, 'confirmed', 'vendor', ['a'], 0],
  ['both of one person', { passOf: 'a', vendorVerified: 'a' }, 'confirmed', 'pass', ['a'], 0],
  ['a pass and another’s account', { passOf: 'b', vendorVerified: 'a' }, 'ambiguous', 'pass', ['a', 'b'], 1],
];

describe('recognising an arrival', () => {
  it.each(rows)('by %s', (_what, known, recognition, by, personIds, warnings) => {
    const said = recognise({ ...nothing, ...known });
    expect(said).toMatchObject({ recognition, by, personIds });
    expect(said.warnings).toHaveLength(warnings);
  });
});
