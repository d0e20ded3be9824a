import { isSettling, transition } from '../domain/session.ts';
import { audit, found, type Application } from './context.ts';
import { planDeliveriesSoon } from './deliveries/plan-deliveries.ts';
import type { Session, SessionPayload, Transaction } from './ports.ts';
import { recordIntent } from './intent-jobs.ts';
import { neverUnsealed } from './settle-reasons.ts';

/** Sealed, with nobody in it, and its scheduled end has come. That end ends nothing that people are in. */
export const isNeverToUnseal = (session: Session, now: Date): boolean =>
  (isSettling(session) || session.state === 'blocked') && now >= session.endsAt;

/** Nothing else may come of a session that was just blocked: it is looked at once more at its end. */
export const lookAtItsEnd = (
  { queue }: Application,
  transaction: Transaction,
  { id: sessionId, endsAt }: Session,
): Promise<void> =>
  queue.enqueue(transaction, {
    name: 'cancel-never-unsealed',
    payload: { organisationId: transaction.organisationId, sessionId },
    group: sessionId,
    startAfter: endsAt,
  });

/** Cancels a locked session whose link is never to be unsealed, and has what was made for it retired. */
export async function cancelNeverUnsealed(
  application: Application,
  transaction: Transaction,
  locked: Session,
  actor: string,
): Promise<void> {
  const session = await transaction.sessions.update({
    ...locked,
    ...transition(locked, { type: 'cancel' }),
    reasons: [neverUnsealed],
    updatedAt: application.ambient.now(),
  });
  await recordIntent(application, transaction, session, 'retire');
  await planDeliveriesSoon(application, transaction, session.id);
  await transaction.doors.touch(session.id);
  await audit(application, transaction, {
    actor,
    action: 'session.never-unsealed',
    resourceKind: 'session',
    resourceId: session.id,
  });
}

/** Cancels a session that is blocked at its end. One that was moved meanwhile, or is being settled, is left to what does that. */
export async function cancelBlockedAtItsEnd(
  application: Application,
  { organisationId, sessionId }: SessionPayload,
): Promise<void> {
  await application.database.inOrganisation(organisationId, async (transaction) => {
    const session = found(await transaction.sessions.findForUpdate(sessionId), 'session');
    if (session.state !== 'blocked' || !isNeverToUnseal(session, application.ambient.now())) return;
    await cancelNeverUnsealed(application, transaction, session, 'job:cancel-never-unsealed');
  });
}
