import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zoom } from '../../src/providers/zoom/provider.ts';
import { createTestApplication, type TestApplication } from '../support/application.ts';
import { createWatch } from './invariants.ts';
import { createWorld, type Command, type Mishap } from './world.ts';

/** Runs of each property; `CHAOS_RUNS` asks for more, `CHAOS_SEED` repeats a failure that was printed. */
const RUNS = Number(process.env['CHAOS_RUNS'] ?? 40);
const seed = process.env['CHAOS_SEED'];

let test: TestApplication;
const startAt = new Date('2026-03-02T12:00:00.000Z');
beforeAll(async () => {
  test = await createTestApplication({ zoom }, { startAt });
});
afterAll(() => test.close());

const index = fc.nat({ max: 3 });
const mishap: fc.Arbitrary<Mishap> = fc.record({
  at: fc.nat({ max: 12 }),
  fault: fc.constantFrom('die-before', 'die-after', 'lose', 'away', 'throttled', 'refused'),
});
const mishaps = fc.array(mishap, { maxLength: 2 });

const command = fc.oneof<fc.MaybeWeightedArbitrary<Command>[]>(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('create') }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('run'), job: index, mishaps, again: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('run-on-two'), job: index, mishaps: fc.tuple(mishaps, mishaps) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('outlive'),
      job: index,
      heldAt: fc.nat({ max: 8 }),
      expires: fc.boolean(),
      minutes: fc.nat({ max: 5 }),
      meanwhile: fc.constantFrom('nothing', 'cancel', 'reveal'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('retry', 'cancel', 'reschedule', 'reschedule'),
      session: index,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('reveal'), session: index, mishaps }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('account'),
      recording: fc.constantFrom<(boolean | 'unknown')[]>(false, true, 'unknown'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('spoil'),
      kind: fc.constantFrom('drop', 'override'),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('meddle'),
      session: index,
      how: fc.constantFrom('delete', 'open'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('jump'), minutes: fc.constantFrom(1, 90, 1_500, 4_500) }),
  },
);

async function run(commands: Command[], listable: boolean): Promise<void> {
  test.clock.now = startAt;
  const world = await createWorld(test, { listable });
  const watch = createWatch(world);
  await world.apply({ do: 'create' });
  for (const next of commands) {
    await world.apply(next);
    await watch.check();
  }
  await world.settleDown();
  await watch.check();
  await watch.checkAtRest();
}

describe('a session', () => {
  it('settles, unseals and gives its link in a world where nothing goes wrong', async () => {
    test.clock.now = startAt;
    const world = await createWorld(test, { listable: true });
    const watch = createWatch(world);
    await world.apply({ do: 'create' });
    await world.settleDown();
    await world.apply({ do: 'reveal', session: 0, mishaps: [] });
    await watch.check();
    expect(world.released).toHaveLength(1);
  });

  it.each([
    ['can be asked for its meetings', true],
    ['cannot list meetings', false],
  ])(
    'is never unsealed without evidence, and leaves nothing behind at a vendor that %s',
    async (_vendor, listable) => {
      await fc.assert(
        fc.asyncProperty(fc.array(command, { minLength: 3, maxLength: 14 }), (commands) =>
          run(commands, listable),
        ),
        {
          numRuns: RUNS,
          ...(seed === undefined ? {} : { seed: Number(seed) }),
        },
      );
    },
    600_000,
  );
});
