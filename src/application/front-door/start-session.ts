import type { HostStart } from '../../domain/provider.ts';
import { asCaller, audit, found, requireOwnSession, type Application, type Caller } from '../context.ts';
import { startFor } from '../host-start.ts';
import type { Acting } from './acting.ts';
import { openByCoach } from './act-on-door.ts';
import { lockDoor } from './read-pass.ts';

/**
 * How the coach starts the session at its platform: which account to use, and the link, asked of the vendor now and kept nowhere.
 * Opens the door, from half an hour before the start, and only while the link is unsealed.
 *
 * @throws DomainError INVALID_TRANSITION before and after its time, LINK_SEALED with the reasons, the vendor's codes.
 */
export async function startSession(
  application: Application,
  caller: Caller,
  sessionId: string,
): Promise<HostStart> {
  const startable = await asCaller(application, caller, 'board:write', async (transaction) => {
    const session = requireOwnSession(caller, await transaction.sessions.findForUpdate(sessionId));
    const reading = await lockDoor(transaction, session);
    const acting: Acting = { application, transaction, caller, now: application.ambient.now(), reading };
    await openByCoach(acting);
    await audit(application, transaction, {
      actor: caller.actor,
      action: 'board.start',
      resourceKind: 'session',
      resourceId: sessionId,
    });
    const connection = found(await transaction.connections.find(session.connectionId), 'connection');
    return { session, meeting: found(reading.meeting, 'meeting'), connection };
  });
  return startFor(application, startable);
}
