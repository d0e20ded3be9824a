import { DomainError } from '../../domain/errors.ts';
import type { Calls } from './calls.ts';

/**
 * Makes a space unusable for those who have its link: nobody comes in without asking and only its owner could admit. It
 * comes first, because an ended space can be entered again by its link, and no space can be deleted.
 */
export async function closeSpace(calls: Calls, organiser: string, space: string): Promise<void> {
  try {
    await calls.patchSpace(organiser, {
      name: space,
      requestBody: { config: { accessType: 'RESTRICTED', moderation: 'ON' } },
      updateMask: 'config.accessType,config.moderation',
    });
    for (const { name } of await calls.listMembers(organiser, space)) {
      await calls.deleteMember(organiser, space, name);
    }
    await endRunning(calls, organiser, space);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Ends the running conference for everyone; succeeds where none is running or the space is gone. */
export async function endRunning(calls: Calls, organiser: string, space: string): Promise<void> {
  try {
    await calls.endConference(organiser, space);
  } catch (error) {
    if (isGone(error)) return;
    // No source says what Google answers where nothing is running; an answer may also be lost. Looking settles both.
    if (!(error instanceof DomainError) || !settledByLooking.has(error.code)) throw error;
    if (await isRunning(calls, organiser, space)) throw error;
  }
}

const settledByLooking: ReadonlySet<string> = new Set(['REJECTED', 'UNAVAILABLE']);

const isGone = (error: unknown): boolean => error instanceof DomainError && error.code === 'NOT_FOUND';

const isRunning = async (calls: Calls, organiser: string, space: string): Promise<boolean> =>
  (await calls.getSpace(organiser, space)).activeConference !== undefined;
