import type { IntentRecord } from './ports.ts';

/** Whether something of a session may still stand at the vendor that nobody is to use. */
export interface Cleanup {
  /**
   * `pending`: the meeting is to be retired and that has not succeeded yet. `possible-stray`: an unanswered call may have left
   * a meeting, sealed and given to nobody, that could not be looked for. `none`: nothing is known to be left.
   */
  state: 'none' | 'pending' | 'possible-stray';
  since: Date | null;
  /** Why the last attempt failed. */
  code: string | null;
}

/** What is left to clean up after a session, from all its intents, oldest first. */
export function cleanupOf(intents: readonly IntentRecord[]): Cleanup {
  const retiring = intents.find(({ kind, state }) => kind === 'retire' && state === 'pending');
  if (retiring !== undefined) return leftBy('pending', retiring);
  const stray = intents.find(({ possibleStrays }) => possibleStrays > 0);
  if (stray !== undefined) return leftBy('possible-stray', stray);
  const latest = intents.findLast(({ kind }) => kind === 'settle');
  const isUnanswered = latest?.state !== 'pending' && latest?.outcomeUnknown === true;
  // Retiring looks first where an outcome was unknown.
  const isCleared = intents.some(({ kind, state }) => kind === 'retire' && state === 'done');
  if (latest !== undefined && isUnanswered && !isCleared) return leftBy('possible-stray', latest);
  return { state: 'none', since: null, code: null };
}

const leftBy = (state: Cleanup['state'], { createdAt, errorCode }: IntentRecord): Cleanup => ({
  state,
  since: createdAt,
  code: errorCode,
});
