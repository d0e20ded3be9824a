import { z } from 'zod';
import { Json, sameJson } from './json.ts';

/** One thing that was looked at: a value, or why there is none. `unknown` is never read as off. */
export const Reading = z.union([
  z.strictObject({ value: Json }),
  z.strictObject({ unknown: z.string().describe('Why it could not be read, and what would make it known.') }),
]);
export type Reading = z.infer<typeof Reading>;

export const isKnown = (reading: Reading): reading is { value: Json } => 'value' in reading;

/** How far one clock of ours may run ahead of another. Evidence dated further ahead than this is not believed. */
export const CLOCK_SKEW_MS = 60_000;

/** Why evidence of that time does not count at `at`, or undefined where it does. A time that is none never counts. */
export function whyTooOld(observedAt: string, at: Date, maxAgeMs: number): string | undefined {
  const ageMs = at.getTime() - Date.parse(observedAt);
  if (ageMs < -CLOCK_SKEW_MS) return 'is dated in the future';
  return ageMs <= maxAgeMs ? undefined : 'was read too long ago';
}

/**
 * What a provider read about one meeting, by item. Items are the dotted paths of the plan's wire settings plus what the
 * provider adds. Holds no secret: a slot reads as its marker where the platform holds what was sent.
 */
export const Observation = z.strictObject({
  observedAt: z.iso.datetime(),
  items: z.record(z.string(), Reading),
});
export type Observation = z.infer<typeof Observation>;

/** What a connection’s account allows, locks and defaults to, by item, each with the time it was read. */
export const Posture = z.record(z.string(), z.intersection(Reading, z.object({ readAt: z.iso.datetime() })));
export type Posture = z.infer<typeof Posture>;

/** Whether two readings of an account say the same, whenever each item was read. */
export const samePosture = (a: Posture, b: Posture): boolean => sameJson(undated(a), undated(b));

const undated = (posture: Posture): Record<string, Json> =>
  Object.fromEntries(Object.entries(posture).map(([item, reading]) => [item, { ...reading, readAt: '' }]));

/** Something Subrosa did or a person stated, that an obligation of the service, the coach or the notice rests on. */
export const EvidenceRecord = z.strictObject({
  kind: z.string(),
  recordedAt: z.iso.datetime(),
  holds: z.boolean(),
});
export type EvidenceRecord = z.infer<typeof EvidenceRecord>;

/** All that judging may look at. `open` is true from the moment the front door opens: account evidence then ages faster. */
export interface Evidence {
  observation: Observation | null;
  posture: Posture;
  records: readonly EvidenceRecord[];
  open: boolean;
}

/** What kind of evidence a verdict rests on. */
export const EvidenceClass = z.enum(['read-back', 'event', 'record', 'attested', 'documented', 'none']);
export type EvidenceClass = z.infer<typeof EvidenceClass>;

/** What an item must be for an obligation to be met. */
export const Expectation = z.strictObject({
  from: z.enum(['meeting', 'account']),
  item: z.string(),
  oneOf: z.array(Json).min(1),
});
export type Expectation = z.infer<typeof Expectation>;
