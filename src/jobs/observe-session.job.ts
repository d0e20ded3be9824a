import { observeSession } from '../application/front-door/observe-session.ts';
import { handlerOf } from './queue.ts';

/** Reads a session’s account and meeting anew, and settles its link by that. */
export const observeSessionJob = handlerOf('observe-session', 4, observeSession);
