import { createRollCall } from '../../domain/roll-call/roll-call.ts';
import type { NameMatch } from '../../domain/roll-call/name-match.ts';
import { asCaller, requireOwnSession, type Application, type Caller } from '../context.ts';

/**
 * What a name says that the platform shows: a hint for the coach's eyes, since a name identifies nobody. Neither the name nor the
 * answer is kept. Whoever was withdrawn or removed is no more meant by it than a stranger.
 */
export const matchName = (
  application: Application,
  caller: Caller,
  sessionId: string,
  name: string,
): Promise<NameMatch> =>
  asCaller(application, caller, 'board:read', async ({ sessions, people }) => {
    const { id } = requireOwnSession(caller, await sessions.find(sessionId));
    const expected = (await people.listOf(id)).filter(
      ({ withdrawnAt, removedAt }) => withdrawnAt === null && removedAt === null,
    );
    return createRollCall(expected, application.nameFolding).match(name);
  });
