import { createRollCall, type RollCall, type RosteredName } from '../../src/domain/roll-call/roll-call.ts';
import { nameFolding } from '../../src/names/folding.ts';
import { makeGroup, type PopulationName } from './population.ts';
import { createRandom } from './random.ts';
import type { WayName } from './showing.ts';

/** What came of one population. */
export interface Tally {
  strangers: number;
  /** Strangers called likely. Has to be none. */
  strangersLikely: string[];
  /** Namesakes of somebody rostered, and how many of them were called likely. */
  namesakes: number;
  namesakesLikely: number;
  genuine: number;
  /** People on the roster taken for somebody else on it. Has to be none. */
  wrongPerson: string[];
  likely: number;
  ambiguous: number;
  unknown: number;
  /** Genuine people whom a bare lookup of the normalised name finds. */
  lookedUp: number;
  byWay: Map<WayName, { shown: number; likely: number }>;
  /** Every roster with the names shown to it, for measuring the time. */
  shown: { rollCall: RollCall; texts: string[] }[];
}

/** How many names are shown to one roster. */
const SHOWN_TO_A_ROSTER = 25;

/** Runs the roll-call over a population of so many strangers and as many genuine people. The same seed gives the same names. */
export function tally(population: PopulationName, count: number, seed: number): Tally {
  const random = createRandom(seed);
  const result: Tally = {
    strangers: 0,
    strangersLikely: [],
    namesakes: 0,
    namesakesLikely: 0,
    genuine: 0,
    wrongPerson: [],
    likely: 0,
    ambiguous: 0,
    unknown: 0,
    lookedUp: 0,
    byWay: new Map(),
    shown: [],
  };
  while (result.genuine < count) {
    const size = Math.min(SHOWN_TO_A_ROSTER, count - result.genuine);
    const { expected, strangers, genuine } = makeGroup(population, size, random);
    const roster = expected.map(({ rostered }) => rostered);
    const describe = (text: string) =>
      `${text} on ${JSON.stringify(roster.map(({ name, aliases }) => [name, ...aliases]))}`;
    const rollCall = createRollCall(roster, nameFolding);
    const lookUp = createLookup(roster);
    result.shown.push({ rollCall, texts: [...strangers, ...genuine].map(({ text }) => text) });
    for (const { text, isNamesake } of strangers) {
      const isLikely = rollCall.match(text).decision === 'likely';
      result.strangers += 1;
      if (isNamesake) result.namesakes += 1;
      if (isLikely && isNamesake) result.namesakesLikely += 1;
      if (isLikely && !isNamesake) result.strangersLikely.push(describe(text));
    }
    for (const { text, id, way } of genuine) {
      const { decision, personIds } = rollCall.match(text);
      const isRight = decision === 'likely' && personIds[0] === id;
      const ofWay = result.byWay.get(way) ?? { shown: 0, likely: 0 };
      result.byWay.set(way, { shown: ofWay.shown + 1, likely: ofWay.likely + (isRight ? 1 : 0) });
      result.genuine += 1;
      if (decision === 'likely' && !isRight) result.wrongPerson.push(describe(text));
      if (decision !== 'likely') result[decision] += 1;
      if (isRight) result.likely += 1;
      if (lookUp(text) === id) result.lookedUp += 1;
    }
  }
  return result;
}

/** The baseline: equal after normalising case, marks and spaces, and nobody else's. */
function createLookup(roster: readonly RosteredName[]): (shown: string) => string | undefined {
  const normalised = (name: string) =>
    name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
  const ids = new Map<string, string[]>();
  for (const { id, name, aliases } of roster)
    for (const key of new Set([name, ...aliases].map(normalised)))
      ids.set(key, [...(ids.get(key) ?? []), id]);
  return (shown) => {
    const found = ids.get(normalised(shown)) ?? [];
    return found.length === 1 ? found[0] : undefined;
  };
}
