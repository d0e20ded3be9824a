import type { Result } from './result.ts';
import { populationNames, type PopulationName } from './roll-call/population.ts';
import { wayNames } from './roll-call/showing.ts';
import { tally, type Tally } from './roll-call/tally.ts';

const COUNT = 2_000;
const SEED = 20261124;
const ROUNDS = 15;

/**
 * What the roll-call says of 2,000 strangers and 2,000 genuine people in each population, as a table. The result is how many
 * of a hundred genuine people it calls likely, against a bare lookup of the normalised name.
 *
 * @throws Error where a stranger is called likely, or somebody is taken for another on the roster.
 */
export async function rollCall(): Promise<Result> {
  const tallies = populationNames.map((name, index) => ({ name, result: tally(name, COUNT, SEED + index) }));
  const results = tallies.map(({ result }) => result);
  console.error(tableOf(tallies));
  console.error(`\n${waysTableOf(results)}`);
  const broken = results.flatMap(({ strangersLikely, wrongPerson }) => [...strangersLikely, ...wrongPerson]);
  if (broken.length > 0) throw new Error(`Called likely, and should not be:\n${broken.join('\n')}`);
  const genuine = sumOf(results, ({ genuine }) => genuine);
  return {
    name: 'roll-call',
    ours: percent(
      sumOf(results, ({ likely }) => likely),
      genuine,
    ),
    baseline: percent(
      sumOf(results, ({ lookedUp }) => lookedUp),
      genuine,
    ),
    unit: '% of genuine people likely',
  };
}

const sumOf = (results: readonly Tally[], of: (result: Tally) => number): number =>
  results.reduce((sum, result) => sum + of(result), 0);

const percent = (part: number, whole: number): number => (100 * part) / whole;

/** The time for one decision: for each roster the best of some rounds, since a machine that does other work only adds to it. */
function microsecondsOf({ shown }: Tally): number {
  const best = shown.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, { rollCall, texts }] of shown.entries()) {
      const start = performance.now();
      for (const text of texts) rollCall.match(text);
      best[at] = Math.min(best[at] ?? 0, performance.now() - start);
    }
  }
  const decisions = shown.reduce((sum, { texts }) => sum + texts.length, 0);
  return (1_000 * best.reduce((sum, time) => sum + time, 0)) / decisions;
}

function tableOf(tallies: readonly { name: PopulationName; result: Tally }[]): string {
  const rows = tallies.map(({ name, result }) => [
    name,
    String(result.strangersLikely.length),
    `${result.namesakesLikely} of ${result.namesakes}`,
    String(result.wrongPerson.length),
    percent(result.likely, result.genuine).toFixed(1),
    percent(result.ambiguous, result.genuine).toFixed(1),
    percent(result.unknown, result.genuine).toFixed(1),
    percent(result.lookedUp, result.genuine).toFixed(1),
    microsecondsOf(result).toFixed(1),
  ]);
  const head = [
    'Population',
    'Strangers likely',
    'Namesakes likely',
    'Wrong person',
    'Genuine likely %',
    'Ambiguous %',
    'Unknown %',
    'Bare lookup %',
    'µs a decision',
  ];
  return asTable([head, ...rows]);
}

/** How many genuine people are likely for each way of showing a name, over all populations. */
function waysTableOf(results: readonly Tally[]): string {
  const rows = wayNames.map((way) => {
    const shown = sumOf(results, ({ byWay }) => byWay.get(way)?.shown ?? 0);
    const likely = sumOf(results, ({ byWay }) => byWay.get(way)?.likely ?? 0);
    return [way, String(shown), percent(likely, shown).toFixed(1)];
  });
  return asTable([['Genuine people show', 'How many', 'Likely %'], ...rows]);
}

function asTable(rows: readonly string[][]): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...body.map(line)].join('\n');
}
