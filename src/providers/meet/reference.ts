import type { MeetingRef } from '../../domain/provider.ts';

/** Where a meeting stands: the space, and the code that its link is made of. Codes lapse and are given out again. */
export type SpaceRef = { space: string; meetingCode: string };

export function spaceOf({ space, meetingCode }: MeetingRef): SpaceRef {
  if (space === undefined || meetingCode === undefined) throw new TypeError('Not a meeting of Google Meet');
  return { space, meetingCode };
}
