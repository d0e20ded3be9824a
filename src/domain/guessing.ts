/** Tries that are older than this slow nobody down any more. */
export const TRIES_COUNT_MS = 15 * 60_000;
const FIRST_PAUSE_MS = 500;
/** Nobody waits longer than this: whoever holds a pass must not be shut out by somebody who has it, too. */
export const LONGEST_PAUSE_MS = 5_000;

/** Wrong tries so far, and when the last one was. */
export interface Tries {
  wrong: number;
  wrongAt: Date | null;
}

/** How long the next try waits, milliseconds: twice as long with each wrong one, never more than five seconds. */
export function pauseBefore({ wrong, wrongAt }: Tries, now: Date): number {
  if (wrong === 0 || wrongAt === null || now.getTime() - wrongAt.getTime() > TRIES_COUNT_MS) return 0;
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(wrong - 1, 10));
}

/** One more wrong try. Those that slow nobody down any more are not counted with it. */
export const afterWrong = (tries: Tries, now: Date): Tries => ({
  wrong: pauseBefore(tries, now) === 0 ? 1 : tries.wrong + 1,
  wrongAt: now,
});
