import { retireMeeting } from '../application/retire-meeting.ts';
import { handlerOf } from './queue.ts';

/** Makes a cancelled session’s meeting unusable at the vendor. */
export const retireMeetingJob = handlerOf('retire-meeting', 2, retireMeeting);
