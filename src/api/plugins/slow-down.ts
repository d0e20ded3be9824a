import { afterWrong, pauseBefore, type Tries } from '../../domain/guessing.ts';

const MAX_KNOWN = 10_000;

/** Wrong tries by whoever made them, in this process alone: it slows, and never locks out, so that what it forgets opens nothing. */
export function createSlowDown(now: () => Date) {
  const known = new Map<string, Tries>();
  return {
    /** How long a try of this one waits, milliseconds. */
    pauseOf: (key: string): number => pauseBefore(known.get(key) ?? { wrong: 0, wrongAt: null }, now()),
    countWrong(key: string): void {
      const tries = afterWrong(known.get(key) ?? { wrong: 0, wrongAt: null }, now());
      known.delete(key);
      known.set(key, tries);
      const [oldest] = known.keys();
      if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
    },
  };
}
