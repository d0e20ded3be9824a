import { settleSession } from '../application/settle-session.ts';
import type { JobHandler } from './queue.ts';

/** Brings a session’s meeting to its plan, reads it back, and unseals or blocks. */
export const settleSessionJob: JobHandler = { name: 'settle-session', run: settleSession };
