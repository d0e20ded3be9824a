import { cancelBlockedAtItsEnd } from '../application/never-unsealed.ts';
import { handlerOf } from './queue.ts';

/** Cancels a session that is still blocked at its scheduled end. */
export const cancelNeverUnsealedJob = handlerOf('cancel-never-unsealed', 1, cancelBlockedAtItsEnd);
