import { describe, expect, it } from 'vitest';
import { populationNames } from '../../../bench/roll-call/population.ts';
import { tally } from '../../../bench/roll-call/tally.ts';

/** Smaller than in `npm run bench -- roll-call`, and other seeds. */
const COUNT = 400;

describe.each(populationNames)('over a population with %s', (population) => {
  it.each([1, 2])('no stranger is likely and nobody is taken for another (seed %d)', (seed) => {
    const { strangersLikely, wrongPerson, likely, genuine } = tally(population, COUNT, seed);
    expect(strangersLikely).toEqual([]);
    expect(wrongPerson).toEqual([]);
    expect(likely / genuine).toBeGreaterThan(0.85);
  });

  it('the same seed gives the same names', () => {
    const texts = () => tally(population, 25, 7).shown.flatMap((group) => group.texts);
    expect(texts()).toEqual(texts());
  });
});
