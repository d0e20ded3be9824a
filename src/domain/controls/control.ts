import { z } from 'zod';
import type { Json } from '../json.ts';

/** A guard protects and may only be tightened; an affordance is wanted open and fails when it is not available. */
export type ControlKind = 'guard' | 'affordance';

/** The partial order of a control's values and the least value that satisfies two of them. */
export interface Order<V extends Json> {
  schema: z.ZodType<V>;
  /** Whether `a` satisfies everything that `b` asks. */
  satisfies: (a: V, b: V) => boolean;
  /** The loosest value that satisfies both, or undefined where none does. */
  join: (a: V, b: V) => V | undefined;
  /** What is left where a platform takes the control away: the value that asks nothing of it. */
  without: V;
}

/** Values from loosest to strictest, each satisfying all before it. */
export function ladder<const T extends readonly [string, ...string[]]>(...steps: T): Order<T[number]> {
  const rank = (value: T[number]) => steps.indexOf(value);
  return {
    schema: z.enum(steps),
    satisfies: (a, b) => rank(a) >= rank(b),
    join: (a, b) => (rank(a) >= rank(b) ? a : b),
    without: steps[0],
  };
}

/** Values none of which satisfies another: affordances. The open one comes first, the closed one last. */
export function choice<const T extends readonly [string, ...string[], string]>(
  ...values: T
): Order<T[number]> {
  return {
    schema: z.enum(values),
    satisfies: (a, b) => a === b,
    join: (a, b) => (a === b ? a : undefined),
    without: values[values.length - 1] ?? values[0],
  };
}

/** A number of days where fewer is stricter. */
export function atMostDays(max: number): Order<number> {
  return {
    schema: z.int().min(0).max(max),
    satisfies: (a, b) => a <= b,
    join: (a, b) => Math.min(a, b),
    without: max,
  };
}

/** A set of allowed codes where a smaller one is stricter and `any` is the loosest; two that share nothing conflict. */
export function allowedSet(pattern: RegExp): Order<'any' | string[]> {
  const schema = z.union([
    z.literal('any'),
    z.array(z.string().regex(pattern)).min(1).max(250).transform(sortedSet),
  ]);
  const join = (a: 'any' | string[], b: 'any' | string[]) => {
    if (a === 'any') return b;
    if (b === 'any') return a;
    const both = a.filter((code) => b.includes(code));
    return both.length === 0 ? undefined : sortedSet(both);
  };
  return {
    schema,
    satisfies: (a, b) => b === 'any' || (a !== 'any' && a.every((code) => b.includes(code))),
    join,
    without: 'any',
  };
}

const sortedSet = (codes: string[]): string[] => [...new Set(codes)].sort();

/** One security property. Its id is permanent: a changed meaning is a new id with a higher version. */
export interface Control<V extends Json = Json> {
  kind: ControlKind;
  order: Order<V>;
  /** What it means for a participant, in plain words; the notice and the readable pages use it. */
  meaning: string;
  /** The heading of the practice's guide that promises it, or null where the guide is silent. */
  guide: string | null;
  /** For an optional guard: its value where no policy asks for it. */
  off?: V;
  /** The entry control that holds people when this one is met by the service, so that a leaked link reaches no session. */
  backstop?: 'entry.waiting-room.v1';
}

/** Defines a guard: stricter values satisfy looser ones. */
export const guard = <V extends Json>(control: Omit<Control<V>, 'kind'>): Control<V> => ({
  kind: 'guard',
  ...control,
});

/** Defines an affordance: wanted open, so only the same value satisfies it. */
export const affordance = <V extends Json>(control: Omit<Control<V>, 'kind'>): Control<V> => ({
  kind: 'affordance',
  ...control,
});
