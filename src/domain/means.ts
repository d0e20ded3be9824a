import { z } from 'zod';

/**
 * How a control is met, strongest first.
 *
 * `absent` the platform does not have the danger; `enforced` set on this meeting and read back; `account` set on the account,
 * read back, never written by us; `service` Subrosa does it; `host` a person does it, guided and recorded; `notice`
 * participants are asked; `disclosed` cannot be had here, and participants are told.
 */
export const Means = z.enum(['absent', 'enforced', 'account', 'service', 'host', 'notice', 'disclosed']);
export type Means = z.infer<typeof Means>;

const strength = new Map(Means.options.map((means, index) => [means, index]));

/** Sorts strongest first; negative when `a` is the stronger. */
export const compareMeans = (a: Means, b: Means): number => (strength.get(a) ?? 0) - (strength.get(b) ?? 0);

/** The weakest of several means: what is reported for a control that needs them all. */
export function weakest(means: readonly Means[]): Means {
  const [first, ...rest] = means;
  if (first === undefined) throw new TypeError('weakest() needs at least one means');
  return rest.reduce((worst, next) => (compareMeans(next, worst) > 0 ? next : worst), first);
}

/** When an obligation must hold: before the link may be released, when people enter, while the session runs, or after it. */
export const Due = z.enum(['before-unseal', 'at-entry', 'live', 'after']);
export type Due = z.infer<typeof Due>;

export const Level = z.enum(['must', 'should']);
export type Level = z.infer<typeof Level>;
