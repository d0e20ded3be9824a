import { retireMeeting } from '../application/retire-meeting.ts';
import type { JobHandler } from './queue.ts';

/** Makes a cancelled session’s meeting unusable at the vendor. */
export const retireMeetingJob: JobHandler = { name: 'retire-meeting', run: retireMeeting };
