import { HOST_MISSING_AFTER_MS, isHostMissing, isOver } from '../../domain/front-door.ts';
import { audit, found, type Application } from '../context.ts';
import { deliverHostMissing } from '../deliveries/deliver-host-missing.ts';
import type { SessionPayload } from '../ports.ts';

/**
 * Where people wait and no host is in five minutes after the start: tells their pages and the board, and alerts the practice, once.
 * Where the session was moved meanwhile it looks again then. Running it twice alerts once.
 */
export async function alertHostMissing(application: Application, payload: SessionPayload): Promise<void> {
  const { database, queue, ambient } = application;
  const { organisationId, sessionId } = payload;
  await database.inOrganisation(organisationId, async (transaction) => {
    const session = found(await transaction.sessions.findForUpdate(sessionId), 'session');
    const door = await transaction.doors.lock(sessionId);
    if (isOver(session, door) || door.hostInAt !== null || door.hostMissingAlertedAt !== null) return;
    const now = ambient.now();
    if (!isHostMissing(now, session, door)) {
      const startAfter = new Date(session.startsAt.getTime() + HOST_MISSING_AFTER_MS);
      await queue.enqueue(transaction, { name: 'alert-host-missing', payload, group: sessionId, startAfter });
      return;
    }
    await transaction.doors.update({ ...door, hostMissingAlertedAt: now });
    await deliverHostMissing(application, transaction, sessionId);
    await audit(application, transaction, {
      actor: 'job:alert-host-missing',
      action: 'host.missing',
      resourceKind: 'session',
      resourceId: sessionId,
    });
  });
}
