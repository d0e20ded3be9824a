import { z } from 'zod';

/** What shows that somebody came or went. `came-back`: they must have left, since they asked to come in again. */
export const MarkSource = z.enum(['admission', 'vouched', 'coach', 'came-back']);
export type MarkSource = z.infer<typeof MarkSource>;

/** One line of the log; only ever added. */
export interface Mark {
  personId: string;
  /** The device that it was noticed by, if any. */
  arrivalId: string | null;
  kind: 'in' | 'out';
  at: Date;
  source: MarkSource;
}

/** A time somebody was in; `to` is null while they are. */
export interface Interval {
  from: Date;
  to: Date | null;
}

/**
 * When one person was in, from the marks in the order they were made. Coming in while in, and going while out, change nothing. The
 * session's end ends what is open. An interval is never shorter than nothing, whatever a clock did.
 */
export function intervalsOf(marks: readonly Mark[], endedAt: Date | null): Interval[] {
  const intervals: Interval[] = [];
  let from: Date | undefined;
  for (const { kind, at } of marks) {
    if (kind === 'in') from ??= at;
    else if (from !== undefined) {
      intervals.push({ from, to: later(from, at) });
      from = undefined;
    }
  }
  if (from !== undefined) intervals.push({ from, to: endedAt === null ? null : later(from, endedAt) });
  return intervals;
}

const later = (a: Date, b: Date): Date => (a > b ? a : b);

/** Whether the person is in now, going by the log alone. */
export const isIn = (marks: readonly Mark[]): boolean => marks.at(-1)?.kind === 'in';
