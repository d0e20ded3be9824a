import { expect } from 'vitest';
import type { DomainError } from '../../src/domain/errors.ts';
import type { Json } from '../../src/domain/json.ts';
import type { Verdict } from '../../src/domain/judge.ts';
import type { Plan } from '../../src/domain/plan/plan.ts';
import { slotOf, type Slots } from '../../src/domain/plan/wire.ts';

/** What a platform's enforced controls expect of fields that are sent: the cases of the misbehaviours. */
export interface Sent {
  control: string;
  item: string;
  oneOf: Json[];
}

/** The obligations that keep a link sealed, by control. */
export const unmetBeforeUnseal = (verdicts: Verdict[]): string[] =>
  verdicts.flatMap(({ control, obligations }) =>
    obligations
      .filter(({ due, verdict }) => due === 'before-unseal' && verdict !== 'met')
      .map(({ verdict, why }) => `${control} ${verdict}: ${why}`),
  );

export const sentExpectations = ({ controls, wire }: Plan): Sent[] =>
  controls.flatMap(({ control, obligations }) =>
    obligations
      .filter(({ means }) => means === 'enforced')
      .flatMap(({ expects }) => expects)
      .filter(({ from, item }) => from === 'meeting' && item in wire)
      .map(({ item, oneOf }) => ({ control, item, oneOf })),
  );

export const verdictOf = ({ control }: Sent, verdicts: Verdict[]): string | undefined =>
  verdicts
    .find((verdict) => verdict.control === control)
    ?.obligations.find(({ means }) => means === 'enforced')?.verdict;

/** The field in its request body: the wire's path without the body's name. */
export const fieldOf = (item: string): string => item.split('.').slice(1).join('.');

/** A value of the same kind that satisfies none of these. */
export function contraryTo(oneOf: Json[]): Json {
  const [first] = oneOf;
  if (typeof first === 'boolean') return !first;
  if (typeof first === 'number') return Math.max(...oneOf.filter((value) => typeof value === 'number')) + 1;
  if (Array.isArray(first)) return ['contrary'];
  return 'contrary';
}

export const filled = (value: Json, slots: Slots): Json => {
  const name = slotOf(value);
  return name === undefined ? value : (slots[name] ?? null);
};

export const readPath = (from: Record<string, Json>, path: string): Json | undefined =>
  path
    .split('.')
    .reduce<Json | undefined>(
      (here, part) =>
        here !== null && typeof here === 'object' && !Array.isArray(here) ? here[part] : undefined,
      from,
    );

export const secretsIn = (text: string, secrets: readonly string[]): string[] =>
  secrets.filter((secret) => secret !== '' && text.includes(secret));

/** Everything of an error that can reach a log or a caller, its causes included. */
export function expectNoSecret(error: DomainError, secrets: readonly string[]): void {
  const told: string[] = [];
  for (let here: unknown = error; here instanceof Error; here = here.cause) {
    told.push(here.message, here.stack ?? '', JSON.stringify(here));
  }
  expect(secretsIn(told.join('\n'), secrets)).toEqual([]);
}
