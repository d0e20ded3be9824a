import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlIds } from '../../src/domain/controls/catalogue.ts';
import { isKnown, type Evidence, type Expectation, type Reading } from '../../src/domain/evidence.ts';
import { sameJson } from '../../src/domain/json.ts';
import { judge, sealReasons, Verdict } from '../../src/domain/judge.ts';
import { Due, Level, Means } from '../../src/domain/means.ts';
import { Gap, type Obligation, type Plan, type PlannedControl } from '../../src/domain/plan/plan.ts';
import { AT, evidenceTime, HOUR_MS, isoAt, itemValues, postureOf } from './arbitraries.ts';

const items = ['meeting.a', 'meeting.b', 'account.a', 'account.b'];
const kinds = ['notice', 'locked', 'host-duty:entry.lock.v1'];
const MAX_AGE = { scheduled: 24 * HOUR_MS, open: HOUR_MS };

const emptyPlan: Plan = {
  platform: 'somewhere',
  backing: null,
  hosting: { mode: 'practice', organises: 'The practice.', canStart: [], canAdmit: [], canEnd: [] },
  entry: { mode: 'check-in', why: 'Our page.', waits: 1, waiting: null, portalReplacesPasscode: false },
  controls: [],
  gaps: [],
  collisions: [],
  duties: [],
  disclosures: [],
  wire: {},
  passcodeRule: { length: 10, groups: ['digit'] },
  evidenceMaxAgeMs: MAX_AGE,
};

const expectation: fc.Arbitrary<Expectation> = fc.record({
  from: fc.constantFrom('meeting', 'account'),
  item: fc.constantFrom(...items),
  oneOf: fc.subarray([...itemValues], { minLength: 1 }),
});

/** Any obligation at all, also such as compiling never makes. */
const obligation: fc.Arbitrary<Obligation> = fc.record({
  means: fc.constantFrom(...Means.options, 'enforced', 'account'),
  due: fc.constantFrom(...Due.options),
  expects: fc.array(expectation, { maxLength: 3 }),
  record: fc.option(fc.constantFrom(...kinds)),
  unverified: fc.boolean(),
  sentence: fc.constant('What is done.'),
});

const planned: fc.Arbitrary<Omit<PlannedControl, 'control'>> = fc.record({
  value: fc.constant('whatever'),
  level: fc.constantFrom(...Level.options),
  means: fc.constantFrom(...Means.options),
  obligations: fc.array(obligation, { minLength: 1, maxLength: 3 }),
  passedOver: fc.constant([]),
});

const gap: fc.Arbitrary<Gap> = fc.record({
  code: fc.constantFrom(...Gap.shape.code.options),
  control: fc.constantFrom(...controlIds),
  level: fc.constantFrom(...Level.options),
  why: fc.constant('It cannot be had.'),
  closes: fc.constant([]),
  unread: fc.boolean(),
});

const plan: fc.Arbitrary<Plan> = fc
  .record({ controls: fc.array(planned, { maxLength: 6 }), gaps: fc.array(gap, { maxLength: 2 }) })
  .map(({ controls, gaps }) => ({
    ...emptyPlan,
    gaps,
    controls: controls.map((one, index) => ({ ...one, control: controlIds[index] ?? 'entry.lock.v1' })),
  }));

const readings = new Map(items.map((item) => [item, itemValues]));
const record = fc.record({
  kind: fc.constantFrom(...kinds),
  recordedAt: evidenceTime,
  holds: fc.boolean(),
});
const evidence: fc.Arbitrary<Evidence> = fc.record({
  observation: fc.option(
    fc.record({ observedAt: evidenceTime, items: postureOf(readings).map(withoutTimes) }),
  ),
  posture: postureOf(readings),
  records: fc.array(record, { maxLength: 4 }),
  open: fc.boolean(),
});

function withoutTimes(posture: Evidence['posture']) {
  return Object.fromEntries(
    Object.entries(posture).map(([item, reading]) => [
      item,
      isKnown(reading) ? { value: reading.value } : { unknown: reading.unknown },
    ]),
  );
}

/** Whether an obligation is met, said again in the words of the design. */
function isMet({ means, expects, record, unverified }: Obligation, given: Evidence): boolean {
  if (means === 'disclosed') return false;
  if (means === 'absent') return !unverified;
  const counts = (time: string, maxAgeMs: number) =>
    Date.parse(time) >= AT.getTime() - maxAgeMs && Date.parse(time) <= AT.getTime() + 60_000;
  if (means === 'enforced' || means === 'account') {
    const maxAgeMs = given.open ? MAX_AGE.open : MAX_AGE.scheduled;
    const reads = ({ from, item, oneOf }: Expectation) => {
      const reading = from === 'account' ? given.posture[item] : given.observation?.items[item];
      const time = from === 'account' ? given.posture[item]?.readAt : given.observation?.observedAt;
      if (reading === undefined || time === undefined || !isKnown(reading)) return false;
      return counts(time, maxAgeMs) && oneOf.some((allowed) => sameJson(allowed, reading.value));
    };
    return expects.length > 0 && expects.every(reads);
  }
  const made = given.records.filter(
    ({ kind, recordedAt }) => kind === record && counts(recordedAt, Infinity),
  );
  const last = Math.max(...made.map(({ recordedAt }) => Date.parse(recordedAt)));
  return made.findLast(({ recordedAt }) => Date.parse(recordedAt) === last)?.holds === true;
}

describe('judging', () => {
  it('gives a well-formed verdict for every control, whatever the plan and the evidence', () => {
    fc.assert(
      fc.property(plan, evidence, fc.oneof(fc.constant(AT), fc.date()), (made, given, at) => {
        const verdicts = judge(made, given, at);
        expect(verdicts.map(({ control }) => control)).toEqual(made.controls.map(({ control }) => control));
        for (const verdict of verdicts) Verdict.parse(verdict);
      }),
      { numRuns: 300 },
    );
  });

  it('calls an obligation met exactly where its evidence is there, known, neither old nor of the future, and right', () => {
    fc.assert(
      fc.property(plan, evidence, (made, given) => {
        const verdicts = judge(made, given, AT);
        made.controls.forEach(({ obligations }, index) => {
          const judged = verdicts[index]?.obligations.map(({ verdict }) => verdict === 'met');
          expect(judged).toEqual(obligations.map((one) => isMet(one, given)));
        });
      }),
      { numRuns: 500 },
    );
  });

  it('never calls a control met that has an obligation which is not', () => {
    fc.assert(
      fc.property(plan, evidence, (made, given) => {
        for (const { verdict, obligations } of judge(made, given, AT))
          expect(verdict === 'met').toBe(obligations.every((one) => one.verdict === 'met'));
      }),
      { numRuns: 200 },
    );
  });

  it('says of a met control no later end than that of any evidence it rests on', () => {
    fc.assert(
      fc.property(plan, evidence, (made, given) => {
        for (const { verdict, expiresAt, obligations } of judge(made, given, AT)) {
          if (verdict !== 'met') continue;
          const ends = obligations.flatMap((one) => one.expiresAt ?? []).sort();
          expect(expiresAt).toBe(ends[0] ?? null);
        }
      }),
      { numRuns: 200 },
    );
  });
});

const waits: Obligation = {
  means: 'enforced',
  due: 'before-unseal',
  expects: [{ from: 'meeting', item: 'meeting.a', oneOf: [true] }],
  record: null,
  unverified: false,
  sentence: 'Everyone waits.',
};
const planWith = (...obligations: Obligation[]): Plan => ({
  ...emptyPlan,
  controls: [
    {
      control: 'entry.waiting-room.v1',
      value: 'everyone',
      level: 'must',
      means: 'enforced',
      obligations,
      passedOver: [],
    },
  ],
});
const nothing: Evidence = { observation: null, posture: {}, records: [], open: false };
const seen = (observedAt: string, reading: Reading): Evidence => ({
  ...nothing,
  observation: { observedAt, items: { 'meeting.a': reading } },
});

describe('one obligation', () => {
  it.each<[string, string, Evidence]>([
    ['read back as asked', 'met', seen(isoAt(0), { value: true })],
    ['read back otherwise', 'unmet', seen(isoAt(0), { value: false })],
    ['not read at all', 'unknown', nothing],
    ['not in the answer', 'unknown', { ...nothing, observation: { observedAt: isoAt(0), items: {} } }],
    ['not readable', 'unknown', seen(isoAt(0), { unknown: 'No access.' })],
    ['read a day ago', 'met', seen(isoAt(-24 * HOUR_MS), { value: true })],
    ['read longer ago', 'unknown', seen(isoAt(-24 * HOUR_MS - 1), { value: true })],
    ['read otherwise longer ago', 'unknown', seen(isoAt(-24 * HOUR_MS - 1), { value: false })],
    [
      'read two hours ago, the door open',
      'unknown',
      { ...seen(isoAt(-2 * HOUR_MS), { value: true }), open: true },
    ],
    ['read by a clock a minute ahead', 'met', seen(isoAt(60_000), { value: true })],
    ['read in the future', 'unknown', seen(isoAt(60_001), { value: true })],
    ['read at no time', 'unknown', seen('yesterday', { value: true })],
  ])('that is %s is %s', (_title, verdict, given) => {
    expect(judge(planWith(waits), given, AT)).toMatchObject([{ verdict }]);
  });

  it('without anything to read back is unknown', () => {
    expect(judge(planWith({ ...waits, expects: [] }), seen(isoAt(0), { value: true }), AT)).toMatchObject([
      { verdict: 'unknown' },
    ]);
  });

  it('that a person or the service carries out goes by the last record made by then, in whatever order they come', () => {
    const locks: Obligation = { ...waits, means: 'service', due: 'at-entry', expects: [], record: 'locked' };
    const made = (offsetMs: number, holds: boolean) => ({
      kind: 'locked',
      recordedAt: isoAt(offsetMs),
      holds,
    });
    const verdictOn = (...records: Evidence['records']) =>
      judge(planWith(locks), { ...nothing, records }, AT)[0]?.verdict;
    expect(verdictOn()).toBe('pending');
    expect(verdictOn({ ...made(-1, true), kind: 'notice' })).toBe('pending');
    expect(verdictOn(made(-1, true), made(-2, false))).toBe('met');
    expect(verdictOn(made(-1, false), made(-2, true))).toBe('unmet');
    expect(verdictOn(made(HOUR_MS, true))).toBe('pending');
  });
});

describe('why a link stays sealed', () => {
  it('is empty exactly where no must has a gap and every must obligation due before unsealing is met', () => {
    fc.assert(
      fc.property(plan, evidence, (made, given) => {
        const verdicts = judge(made, given, AT);
        const gaps = made.gaps.filter(({ level }) => level === 'must').length;
        const open = made.controls
          .filter(({ level }) => level === 'must')
          .flatMap(({ obligations }) => obligations)
          .filter((one) => one.due === 'before-unseal' && !isMet(one, given)).length;
        expect(sealReasons(made, verdicts)).toHaveLength(gaps + open);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['none', []],
    [
      'those of a plan that asked less',
      judge(planWith({ ...waits, due: 'live' }), seen(isoAt(0), { value: true }), AT),
    ],
  ])('holds where the verdicts are %s', (_title, verdicts) => {
    expect(sealReasons(planWith(waits), verdicts)).toMatchObject([
      { control: 'entry.waiting-room.v1', verdict: 'unknown' },
    ]);
  });

  it('names the gap and what would close it', () => {
    const lacking: Gap = {
      code: 'no-acceptable-means',
      control: 'entry.lock.v1',
      level: 'must',
      why: 'Nobody can lock.',
      closes: ['Accept host.'],
      unread: false,
    };
    expect(sealReasons({ ...emptyPlan, gaps: [lacking, { ...lacking, level: 'should' }] }, [])).toEqual([
      { control: 'entry.lock.v1', verdict: 'gap', why: 'Nobody can lock.', closes: ['Accept host.'] },
    ]);
  });
});
