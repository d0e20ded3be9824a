import { z } from 'zod';
import { ControlId } from './controls/catalogue.ts';
import {
  CLOCK_SKEW_MS,
  EvidenceClass,
  isKnown,
  whyTooOld,
  type Evidence,
  type EvidenceRecord,
  type Expectation,
  type Reading,
} from './evidence.ts';
import { sameJson } from './json.ts';
import { Due, Level, Means } from './means.ts';
import { freshReading } from './plan/offer.ts';
import { mustGaps, type Obligation, type Plan, type PlannedControl } from './plan/plan.ts';

export const VerdictKind = z.enum(['met', 'unmet', 'unknown', 'pending', 'disclosed']);
export type VerdictKind = z.infer<typeof VerdictKind>;

const Judged = z.strictObject({
  verdict: VerdictKind,
  evidence: EvidenceClass.describe('What the verdict rests on.'),
  why: z.string(),
  observedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable().describe('From then on the evidence counts as unknown.'),
});
type Judged = z.infer<typeof Judged>;

/** What is known of one control of a session at one time. */
export const Verdict = Judged.extend({
  control: ControlId,
  level: Level,
  means: Means,
  obligations: z.array(Judged.extend({ means: Means, due: Due })),
}).meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof Verdict>;

/** Judges every control of a plan: pure and total. Missing, unknown, stale and future-dated evidence is never `met`. */
export const judge = (plan: Plan, evidence: Evidence, at: Date): Verdict[] =>
  plan.controls.map((planned) => judgeControl(plan, planned, evidence, at));

/** From best to worst: a control is as good as its worst obligation. */
const gravity: VerdictKind[] = ['met', 'disclosed', 'pending', 'unknown', 'unmet'];

function judgeControl(plan: Plan, planned: PlannedControl, evidence: Evidence, at: Date): Verdict {
  const { control, level, means } = planned;
  const obligations = planned.obligations.map((obligation) => ({
    means: obligation.means,
    due: obligation.due,
    ...judgeObligation(plan, obligation, evidence, at),
  }));
  const worst = obligations.reduce((a, b) => (isWorse(b, a) ? b : a));
  const { verdict, evidence: rests, why, observedAt, expiresAt } = worst;
  return { control, level, means, verdict, evidence: rests, why, observedAt, expiresAt, obligations };
}

/** Of two that are equally good, the one whose evidence ends first counts: from then on the control is not known. */
const isWorse = (a: Judged, b: Judged): boolean =>
  a.verdict === b.verdict
    ? a.expiresAt !== null && (b.expiresAt === null || Date.parse(a.expiresAt) < Date.parse(b.expiresAt))
    : gravity.indexOf(a.verdict) > gravity.indexOf(b.verdict);

function judgeObligation(plan: Plan, obligation: Obligation, evidence: Evidence, at: Date): Judged {
  const maxAgeMs = evidence.open ? plan.evidenceMaxAgeMs.open : plan.evidenceMaxAgeMs.scheduled;
  switch (obligation.means) {
    case 'enforced':
    case 'account':
      return judgeExpectations(obligation, evidence, at, maxAgeMs);
    case 'service':
    case 'host':
    case 'notice':
      return judgeRecord(obligation, evidence, at);
    case 'disclosed':
      return undated('disclosed', 'documented', obligation.sentence);
    case 'absent':
      return obligation.unverified
        ? undated('unknown', 'none', `${obligation.sentence} No source confirms it.`)
        : undated('met', 'documented', obligation.sentence);
  }
}

const undated = (verdict: VerdictKind, evidence: EvidenceClass, why: string): Judged => ({
  verdict,
  evidence,
  why,
  observedAt: null,
  expiresAt: null,
});

function judgeExpectations({ expects }: Obligation, evidence: Evidence, at: Date, maxAgeMs: number): Judged {
  if (expects.length === 0) return undated('unknown', 'none', 'Nothing of this can be read back.');
  const looked = expects.map((expectation) => ({
    expectation,
    ...look(expectation, evidence, at, maxAgeMs),
  }));
  const observedAt = looked.map((item) => item.observedAt).reduce(earlier);
  const dates = {
    observedAt,
    expiresAt: observedAt === null ? null : isoTime(Date.parse(observedAt) + maxAgeMs),
  };

  const wrong = looked.filter(
    ({ reading, expectation }) =>
      isKnown(reading) && !expectation.oneOf.some((value) => sameJson(value, reading.value)),
  );
  if (wrong.length > 0) {
    const items = wrong.map(({ expectation }) => expectation.item).join(', ');
    return {
      verdict: 'unmet',
      evidence: 'read-back',
      why: `Read back otherwise than asked: ${items}.`,
      ...dates,
    };
  }
  const unknown = looked.flatMap(({ reading, expectation }) =>
    isKnown(reading) ? [] : [`${expectation.item}: ${reading.unknown}`],
  );
  if (unknown.length > 0)
    return { ...undated('unknown', 'none', `Not known: ${unknown.join(' ')}`), ...dates };
  return { verdict: 'met', evidence: 'read-back', why: 'Read back as asked.', ...dates };
}

function look(
  { from, item }: Expectation,
  { observation, posture }: Evidence,
  at: Date,
  maxAgeMs: number,
): { reading: Reading; observedAt: string | null } {
  if (from === 'account') {
    const reading = freshReading(posture, item, at, maxAgeMs);
    const readAt = dated(posture[item]?.readAt);
    return { reading: typeof reading === 'string' ? { unknown: reading } : reading, observedAt: readAt };
  }
  if (observation === null)
    return { reading: { unknown: 'The meeting was not read yet.' }, observedAt: null };
  const observedAt = dated(observation.observedAt);
  const tooOld = whyTooOld(observation.observedAt, at, maxAgeMs);
  if (tooOld !== undefined) return { reading: { unknown: `The meeting’s reading ${tooOld}.` }, observedAt };
  return {
    reading: observation.items[item] ?? { unknown: 'The platform’s answer does not hold it.' },
    observedAt,
  };
}

const earlier = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? null : Date.parse(a) < Date.parse(b) ? a : b;

const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** A time as ISO 8601, or null where the number is none that evidence could have. */
const isoTime = (ms: number): string | null =>
  ms >= 0 && ms <= LATEST_MS ? new Date(ms).toISOString() : null;

const dated = (time: string | undefined): string | null =>
  time === undefined ? null : isoTime(Date.parse(time));

function judgeRecord(obligation: Obligation, { records }: Evidence, at: Date): Judged {
  const latest = latestRecord(records, obligation.record, at);
  if (latest === undefined) return undated('pending', 'none', obligation.sentence);
  const evidence = obligation.means === 'host' ? 'attested' : 'record';
  return {
    verdict: latest.holds ? 'met' : 'unmet',
    evidence,
    why: obligation.sentence,
    observedAt: dated(latest.recordedAt),
    expiresAt: null,
  };
}

/** The last record of a kind that had been made by `at`: what was written later, or at no time, shows nothing then. */
function latestRecord(
  records: Evidence['records'],
  kind: string | null,
  at: Date,
): EvidenceRecord | undefined {
  return records
    .filter((record) => record.kind === kind && Date.parse(record.recordedAt) <= at.getTime() + CLOCK_SKEW_MS)
    .toSorted((a, b) => Date.parse(a.recordedAt) - Date.parse(b.recordedAt))
    .at(-1);
}

/** Why a session stays or becomes sealed: a must's gap, or a must obligation due before unsealing that is not met. */
export const SealReason = z
  .strictObject({
    control: ControlId,
    verdict: z.enum(['gap', 'unmet', 'unknown', 'pending', 'disclosed']),
    why: z.string(),
    closes: z.array(z.string()),
  })
  .meta({ id: 'SealReason' });
export type SealReason = z.infer<typeof SealReason>;

/** It unseals if and only if this is empty: no must has a gap and every must obligation due before unsealing is met. */
export function sealReasons(plan: Plan, verdicts: readonly Verdict[]): SealReason[] {
  const gaps = mustGaps(plan).map(({ control, why, closes }): SealReason => ({
    control,
    verdict: 'gap',
    why,
    closes,
  }));
  const open = plan.controls
    .filter(({ level }) => level === 'must')
    .flatMap((planned) => unmetBeforeUnseal(planned, verdicts));
  return [...gaps, ...open];
}

/** Goes by the plan's own obligations, so that verdicts of another plan, or none at all, unseal nothing. */
function unmetBeforeUnseal(
  { control, obligations }: PlannedControl,
  verdicts: readonly Verdict[],
): SealReason[] {
  const judged = verdicts.find((verdict) => verdict.control === control)?.obligations ?? [];
  return obligations.flatMap(({ means, due }, index): SealReason[] => {
    if (due !== 'before-unseal') return [];
    const found = judged[index];
    if (found === undefined || found.means !== means || found.due !== due)
      return [{ control, verdict: 'unknown', why: 'It was not judged.', closes: [] }];
    const { verdict, why } = found;
    return verdict === 'met' ? [] : [{ control, verdict, why, closes: [] }];
  });
}
