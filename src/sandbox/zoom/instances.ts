import { meetingMissing, type Refusal } from './refusal.ts';
import type { Instance, Meeting, World } from './world.ts';

/**
 * The running of a meeting that a path names, by uuid or, the latest one, by meeting number. Deleted meetings keep
 * their records. A uuid that begins with `/` or holds `//` must be encoded twice, as at Zoom; the router has decoded
 * once already.
 * @throws what `missing` makes, where there is none of this account.
 */
export function getInstance(
  world: World,
  accountId: string,
  key: string,
  missing: (key: string) => Refusal = meetingMissing,
): { meeting: Meeting; instance: Instance } {
  const wasEncodedOnce = key.startsWith('/') || key.includes('//');
  const wanted = wasEncodedOnce ? undefined : decoded(key);
  for (const meeting of world.meetings.values()) {
    if (meeting.account !== accountId) continue;
    const instance =
      String(meeting.id) === wanted
        ? meeting.instances.at(-1)
        : meeting.instances.find(({ uuid }) => uuid === wanted);
    if (instance !== undefined) return { meeting, instance };
  }
  throw missing(key);
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** Whether `seconds` have passed since the running ended. */
export const endedFor = ({ endedAt }: Instance, seconds: number, now: Date): boolean =>
  endedAt !== undefined && endedAt.getTime() + seconds * 1_000 <= now.getTime();

/** How long a running has lasted or did last, in minutes begun. */
export const minutesOf = ({ startedAt, endedAt }: Instance, now: Date): number =>
  Math.ceil(((endedAt ?? now).getTime() - startedAt.getTime()) / 60_000);
