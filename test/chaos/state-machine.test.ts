import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zoom } from '../../src/providers/zoom/provider.ts';
import { createTestApplication, type TestApplication } from '../support/application.ts';
import { createWatch } from './invariants.ts';
import { createWorld, type Command, type Mishap } from './world.ts';

/** Runs of each property; `CHAOS_RUNS` asks for more, `CHAOS_SEED` repeats a failure that was printed. */
const RUNS = Number(process.env['CHAOS_RUNS'] ?? 30);
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
      heldAt: fc.nat({ max: 7 }),
      expires: fc.boolean(),
      minutes: fc.nat({ max: 5 }),
      meanwhile: fc.constantFrom('nothing', 'cancel', 'reveal', 'reschedule', 'open'),
      nextHeldAt: fc.option<number | null>(fc.nat({ max: 7 }), { nil: null }),
      mishaps,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('retry', 'cancel', 'reschedule', 'reschedule', 'open', 'start'),
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
  await world.letEndsCome();
  await watch.checkAtRest();
}

const outlived = { do: 'outlive' as const, job: 0, expires: true, minutes: 0, nextHeldAt: null, mishaps: [] };
const run0: Command = { do: 'run', job: 0, mishaps: [], again: false };
const runWith = (...mishaps: Mishap[]): Command => ({ ...run0, mishaps });
/** Steps of a worker that makes a meeting. */
const step = { claim: 0, posture: 1, record: 2, make: 3, keep: 4, observe: 5, conclude: 6 } as const;

/** Steps of one that brings a meeting to a change, and of the next that has to look for strays besides. */
const revising = { record: 2, observeAfterLooking: 5 } as const;

/** Orders of events that are worth their own names; the first ones were found by the property below. */
const orders: [string, Command[]][] = [
  [
    'a worker is outlived in reading back, and the session is moved meanwhile',
    [{ ...outlived, heldAt: step.observe, meanwhile: 'reschedule' }],
  ],
  [
    'a worker that saw a dropped field is outlived before it repairs',
    [
      { do: 'spoil', kind: 'drop', times: 1 },
      { ...outlived, heldAt: step.observe, meanwhile: 'reveal' },
    ],
  ],
  [
    'a worker is outlived between its last look at the intent and its write',
    [run0, { do: 'reschedule', session: 0 }, { ...outlived, heldAt: step.record, meanwhile: 'nothing' }],
  ],
  [
    'a worker writes late, and the front door is open by then',
    [
      run0,
      { do: 'reschedule', session: 0 },
      { ...outlived, heldAt: revising.record, meanwhile: 'open' },
      { do: 'start', session: 0 },
    ],
  ],
  [
    'a worker writes late, after the next one has read back and before that one unseals',
    [
      run0,
      { do: 'reschedule', session: 0 },
      {
        ...outlived,
        heldAt: revising.record,
        meanwhile: 'nothing',
        nextHeldAt: revising.observeAfterLooking,
      },
    ],
  ],
  [
    'a making arrives after its session was cancelled',
    [{ ...outlived, heldAt: step.make, meanwhile: 'cancel' }],
  ],
  [
    'a making arrives after another worker has made one',
    [{ ...outlived, heldAt: step.make, meanwhile: 'reveal' }],
  ],
  ...(['reveal', 'cancel'] as const).map((meanwhile): [string, Command[]] => [
    `a making arrives late, its retiring fails, and meanwhile: ${meanwhile}`,
    [{ ...outlived, heldAt: step.make, meanwhile, mishaps: [{ at: step.make + 3, fault: 'away' }] }],
  ]),
  [
    'a meeting is made, and the database is away when it is to be recorded',
    [runWith({ at: step.keep, fault: 'away' })],
  ],
  [
    'a worker dies with a meeting made and not recorded, and the session is cancelled',
    [runWith({ at: step.make, fault: 'die-after' }), { do: 'cancel', session: 0 }],
  ],
  [
    'a making is not answered, then the credentials fail for good, then it is tried again',
    [
      runWith({ at: step.make, fault: 'lose' }),
      runWith({ at: step.posture, fault: 'refused' }),
      { do: 'retry', session: 0 },
    ],
  ],
  [
    'a making is not answered, then a gap appears, then it is tried again',
    [
      runWith({ at: step.make, fault: 'lose' }),
      { do: 'account', recording: true },
      run0,
      { do: 'account', recording: false },
      { do: 'retry', session: 0 },
    ],
  ],
  [
    'a worker dies in retiring, and its job is handed out while its lease runs',
    [run0, { do: 'cancel', session: 0 }, runWith({ at: 1, fault: 'die-before' })],
  ],
  [
    'its evidence has grown stale',
    [run0, { do: 'jump', minutes: 1_500 }, { do: 'reveal', session: 0, mishaps: [] }],
  ],
  ...[true, 'unknown' as const].map((recording): [string, Command[]] => [
    `its evidence has grown stale and recording is ${recording === true ? 'allowed' : 'not known'} by now`,
    [
      run0,
      { do: 'account', recording },
      { do: 'jump', minutes: 1_500 },
      { do: 'reveal', session: 0, mishaps: [] },
      { do: 'retry', session: 0 },
      run0,
      { do: 'reveal', session: 0, mishaps: [] },
    ],
  ]),
  ['its work comes after its end', [{ do: 'jump', minutes: 4_500 }, run0]],
  [
    'it is blocked, and retried after its end',
    [
      { do: 'account', recording: true },
      run0,
      { do: 'account', recording: false },
      { do: 'jump', minutes: 4_500 },
      { do: 'retry', session: 0 },
      run0,
    ],
  ],
  ['two workers on one intent', [{ do: 'run-on-two', job: 0, mishaps: [[], []] }]],
];

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

  it.each(orders)('keeps what it promises where %s', async (_what, commands) => {
    await run(commands, true);
    await run(commands, false);
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
