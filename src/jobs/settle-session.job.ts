import { settleSession } from '../application/settle-session.ts';
import { handlerOf } from './queue.ts';

/** Brings a session’s meeting to its plan, reads it back, and unseals or blocks. */
export const settleSessionJob = handlerOf('settle-session', 8, settleSession);
