import { generateDueFile, stopKnocking } from './conference.ts';
import { accountOf, type SandboxContext } from './state.ts';

const HOUR_MS = 60 * 60 * 1000;
/** Google reminds of a subscription's end this long before (providers/meet.md §10). */
const REMINDERS_MS = [12 * HOUR_MS, HOUR_MS];

/**
 * Does what has fallen due by the sandbox's clock: files of finished artifacts, requests to join that nobody answered,
 * reminders and ends of subscriptions.
 * It runs before each request, so that no timer is needed and a test's clock decides.
 */
export function doWhatIsDue({ state, now, push }: SandboxContext): void {
  for (const conference of state.conferences.values()) {
    const space = state.spaces.get(conference.spaceId);
    if (space === undefined) continue;
    for (const artifact of conference.artifacts)
      generateDueFile({ state, now, push }, space, conference, artifact);
  }
  const nowMs = now().getTime();
  for (const space of state.spaces.values()) {
    for (const { person, since } of space.knocks) {
      const lapsesMs = since.getTime() + accountOf(state, space).knockSeconds * 1000;
      if (lapsesMs <= nowMs) stopKnocking(space, person, 'lapsed');
    }
  }
  for (const [id, subscription] of state.subscriptions) {
    const leftMs = subscription.expiresAtMs - nowMs;
    if (leftMs <= 0) {
      push.publishLifecycle(subscription, 'expired');
      state.subscriptions.delete(id);
    } else if (remindersDue(leftMs) > subscription.remindersSent) {
      subscription.remindersSent = remindersDue(leftMs);
      push.publishLifecycle(subscription, 'expirationReminder');
    }
  }
}

/** How many reminders belong to a subscription that has this long left; one that began later never gets the earlier. */
export const remindersDue = (leftMs: number) => REMINDERS_MS.filter((before) => leftMs <= before).length;
