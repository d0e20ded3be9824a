import type { Json } from '../domain/json.ts';
import type { SealReason } from '../domain/judge.ts';
import { allows, transition, type SessionEvent } from '../domain/session.ts';
import { audit, type Application } from './context.ts';
import { planDeliveriesSoon } from './deliveries/plan-deliveries.ts';
import type { Session, Transaction } from './ports.ts';
import { recordIntent } from './sessions.ts';

/** Who moves a session that is being settled, in the audit trail. */
export const SETTLING = 'job:settle-session';

/**
 * Moves a locked session by an event, and writes down that it did. Undefined where it is over; where it was cancelled
 * meanwhile, it is seen to that what was made is retired instead.
 */
export async function step(
  application: Application,
  transaction: Transaction,
  locked: Session,
  event: SessionEvent,
  reasons: SealReason[],
  audited?: { action: string; details: Json },
): Promise<Session | undefined> {
  if (locked.state === 'cancelled') {
    await recordIntent(application, transaction, locked, 'retire');
    return undefined;
  }
  if (!allows(locked.state, event.type)) return undefined;
  const subject = { actor: SETTLING, resourceKind: 'session', resourceId: locked.id };
  const [session] = await Promise.all([
    transaction.sessions.update({
      ...locked,
      ...transition(locked, event),
      reasons,
      updatedAt: application.ambient.now(),
    }),
    audited === undefined ? undefined : audit(application, transaction, { ...subject, ...audited }),
  ]);
  if (session.state === 'cancelled') await recordIntent(application, transaction, session, 'retire');
  if (session.state === 'cancelled' || session.state === 'scheduled')
    await planDeliveriesSoon(application, transaction, session.id);
  return session;
}
