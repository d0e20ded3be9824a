import { DomainError, isRetryable } from '../../domain/errors.ts';
import { isOver } from '../../domain/front-door.ts';
import { assuranceOf } from '../assurance.ts';
import { found, type Application } from '../context.ts';
import { observeAnew, settleLink, type StaleSession } from '../observe-anew.ts';
import { closeConnection } from '../open-connection.ts';
import type { SessionPayload } from '../ports.ts';

const ACTOR = 'job:observe-session';
/** People may be waiting at the door: a vendor that is away is asked again soon. */
const RETRY_MS = 10_000;

/**
 * Reads a session's account and meeting anew and settles its link by that. Nobody is released while it is read for somebody who
 * asked to come in; where the vendor is away it is asked again, and where it refuses, it stays unknown and the link is sealed.
 * Running it twice changes nothing.
 */
export async function observeSession(application: Application, payload: SessionPayload): Promise<void> {
  const { database, queue, ambient } = application;
  const { organisationId, sessionId } = payload;
  const stale = await readStale(application, payload);
  const failure = stale && (await tryObserving(application, organisationId, stale));
  await database.inOrganisation(organisationId, async (transaction) => {
    const session = found(await transaction.sessions.findForUpdate(sessionId), 'session');
    if (failure !== undefined && isRetryable(failure) && ambient.now() < session.reservedUntil) {
      const startAfter = new Date(ambient.now().getTime() + Math.max(RETRY_MS, failure.retryAfterMs ?? 0));
      const group = session.connectionId;
      await queue.enqueue(transaction, { name: 'observe-session', payload, group, startAfter });
      return;
    }
    if (failure !== undefined) {
      const { reasons } = await assuranceOf(application, transaction, session);
      await settleLink(application, transaction, session, { reasons, actor: ACTOR });
    }
    const door = await transaction.doors.lock(sessionId);
    if (door.checkingAt !== null) await transaction.doors.update({ ...door, checkingAt: null });
  });
}

/** What is to be read, or undefined where there is nothing any more. */
const readStale = (
  { database }: Application,
  { organisationId, sessionId }: SessionPayload,
): Promise<StaleSession | undefined> =>
  database.inOrganisation(organisationId, async (transaction) => {
    const session = found(await transaction.sessions.find(sessionId), 'session');
    const [plan, meeting, connection, door] = await Promise.all([
      transaction.plans.find(sessionId, session.planVersion),
      transaction.meetings.findActive(sessionId),
      transaction.connections.find(session.connectionId),
      transaction.doors.find(sessionId),
    ]);
    if (meeting === undefined || isOver(session, { endedAt: door?.endedAt ?? null })) return undefined;
    return { session, meeting, plan: found(plan, 'plan'), connection: found(connection, 'connection') };
  });

/** What kept it from being read, or undefined where it was. */
async function tryObserving(
  application: Application,
  organisationId: string,
  stale: StaleSession,
): Promise<DomainError | undefined> {
  try {
    await observeAnew(application, organisationId, stale, ACTOR);
    return undefined;
  } catch (error) {
    closeConnection(application, stale.connection.id);
    if (!(error instanceof DomainError)) throw error;
    return error;
  }
}
