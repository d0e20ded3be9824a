import type { SealReason } from '../domain/judge.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { allows, isOpen, transition } from '../domain/session.ts';
import { assuranceOf } from './assurance.ts';
import { audit, found, type Application } from './context.ts';
import { lookAtItsEnd } from './never-unsealed.ts';
import { openConnection } from './open-connection.ts';
import type { Connection, Meeting, Session, Transaction } from './ports.ts';
import { intentOf } from './settle-attempt.ts';

/** A session of which something was read too long ago. */
export interface StaleSession {
  session: Session;
  plan: Plan;
  meeting: Meeting;
  connection: Connection;
}

/**
 * Reads the account and the meeting anew, and settles the link by what was read.
 *
 * @param actor For the audit trail: what made it necessary.
 * @throws DomainError with the vendor's code where it could not be asked.
 */
export async function observeAnew(
  application: Application,
  organisationId: string,
  { session, plan, meeting, connection }: StaleSession,
  actor: string,
): Promise<void> {
  const provider = openConnection(application, connection);
  const startedAt = application.ambient.now();
  const posture = await provider.readPosture(session.secrets.organiser);
  const observation = await provider.observe(meeting.ref, plan, intentOf({ session, lookFirst: false }));
  const { ambient, database } = application;
  await database.inOrganisation(organisationId, async (transaction) => {
    const locked = found(await transaction.sessions.findForUpdate(session.id), 'session');
    await transaction.postures.put(connection.id, session.secrets.organiser, posture, startedAt);
    if (locked.planVersion !== session.planVersion) return;
    await transaction.observations.insert({
      id: ambient.newId(),
      sessionId: session.id,
      planVersion: session.planVersion,
      ...observation,
    });
    const { reasons } = await assuranceOf(application, transaction, locked);
    await settleLink(application, transaction, locked, { reasons, actor });
  });
}

/**
 * Seals the link of a session where something speaks against it, and unseals that of an open one where nothing does any more. A
 * session that is not open and sealed stays so until it is retried. The session is locked by the caller.
 */
export async function settleLink(
  application: Application,
  transaction: Transaction,
  locked: Session,
  { reasons, actor }: { reasons: SealReason[]; actor: string },
): Promise<void> {
  const holds = reasons.length === 0;
  const changes = holds ? locked.link === 'sealed' && isOpen(locked) : locked.link === 'unsealed';
  if (!changes || !allows(locked.state, 'judged')) return;
  const session = await transaction.sessions.update({
    ...locked,
    ...transition(locked, { type: 'judged', reasons }),
    reasons,
    updatedAt: application.ambient.now(),
  });
  if (session.state === 'blocked') await lookAtItsEnd(application, transaction, session);
  await transaction.doors.touch(locked.id);
  await audit(application, transaction, {
    actor,
    action: holds ? 'link.unsealed' : 'link.resealed',
    resourceKind: 'session',
    resourceId: locked.id,
    details: { controls: reasons.map(({ control }) => control) },
  });
}
