import { isSettling } from '../domain/session.ts';
import type { Application, Caller } from './context.ts';
import type { SessionSummary } from './ports.ts';
import { getSession } from './sessions.ts';

const FIRST_LOOK_MS = 100;
const LONGEST_PAUSE_MS = 1_000;

export interface Patience {
  /** The longest wait, milliseconds. */
  waitMs: number;
  /** Pauses that long; false where waiting is over early, since the caller went away or the process stops. */
  pause: (ms: number) => Promise<boolean>;
}

/**
 * Waits until the work at the vendor has come to an end, and gives the session as it then is; after the longest wait, as it is.
 * It looks at the row now and then, less and less often, so it holds no connection and works behind a pooler.
 */
export async function awaitSettled(
  application: Application,
  caller: Caller,
  session: SessionSummary,
  { waitMs, pause }: Patience,
): Promise<SessionSummary> {
  let current = session;
  let leftMs = waitMs;
  let pauseMs = FIRST_LOOK_MS;
  while (isSettling(current) && leftMs > 0) {
    const thisPauseMs = Math.min(pauseMs, leftMs);
    if (!(await pause(thisPauseMs))) return current;
    leftMs -= thisPauseMs;
    pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS);
    current = await getSession(application, caller, session.id);
  }
  return current;
}
