import type { Expectation } from '../../domain/evidence.ts';
import type { Json } from '../../domain/json.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { meetingReads } from './offers.ts';

/** What a field reads as that the vendor's answer leaves out, where the plan takes that for an answer. */
export const LEFT_OUT = 'left out';

/**
 * Expects a field back as it was sent, or not at all. Only for fields that say nothing while nothing uses them, such as what
 * an alternative host may do where there is none: vendors leave such fields out. Each use says why that is harmless. Every
 * other field that is missing is unknown.
 */
export const unlessLeftOut = (item: string, value: Json): Expectation => meetingReads(item, value, LEFT_OUT);

/** The reading of a field that is missing, for the items where this plan takes that for an answer. */
export function leftOutItems({ controls }: Plan): ReadonlyMap<string, { value: Json }> {
  const expected = controls.flatMap(({ obligations }) => obligations.flatMap(({ expects }) => expects));
  const tolerant = expected.filter(({ oneOf }) => oneOf.includes(LEFT_OUT));
  return new Map(tolerant.map(({ item }) => [item, { value: LEFT_OUT }]));
}
