import type { Json } from '../domain/json.ts';
import type { SealReason } from '../domain/judge.ts';
import { allows, transition, type SessionEvent } from '../domain/session.ts';
import { audit, type Application } from './context.ts';
import { planDeliveriesSoon } from './deliveries/plan-deliveries.ts';
import { cancelNeverUnsealed, isNeverToUnseal, lookAtItsEnd } from './never-unsealed.ts';
import type { Session, Transaction } from './ports.ts';
import { recordIntent } from './intent-jobs.ts';

/** Who moves a session that is being settled, in the audit trail. */
export const SETTLING = 'job:settle-session';

/**
 * Moves a locked session by an event, and writes down that it did. Where it was cancelled meanwhile, or its end came, it is seen
 * to that what was made is retired instead.
 */
export async function step(
  application: Application,
  transaction: Transaction,
  locked: Session,
  event: SessionEvent,
  reasons: SealReason[],
  audited: { action: string; details: Json },
): Promise<void> {
  const now = application.ambient.now();
  if (locked.state === 'cancelled') return recordIntent(application, transaction, locked, 'retire');
  if (isNeverToUnseal(locked, now)) return cancelNeverUnsealed(application, transaction, locked, SETTLING);
  if (!allows(locked.state, event.type)) return;
  const subject = { actor: SETTLING, resourceKind: 'session', resourceId: locked.id };
  const status = transition(locked, event);
  const [session] = await Promise.all([
    transaction.sessions.update({ ...locked, ...status, reasons, updatedAt: now }),
    transaction.doors.touch(locked.id),
    audit(application, transaction, { ...subject, ...audited }),
    status.state === 'scheduled' ? planDeliveriesSoon(application, transaction, locked.id) : undefined,
  ]);
  if (session.state === 'blocked') await lookAtItsEnd(application, transaction, session);
}
