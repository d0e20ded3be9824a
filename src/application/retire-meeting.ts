import { DomainError, isRetryable } from '../domain/errors.ts';
import { audit, found, type Application } from './context.ts';
import { jobFor, lookAgainAfterLease } from './intent-jobs.ts';
import { closeConnection, openConnection } from './open-connection.ts';
import type { IntentPayload } from './ports.ts';

const RETRY_MS = 60_000;
/** Refused for a reason that a person must mend, such as a lost permission. A link may be out: it is never given up. */
const RETRY_REFUSED_MS = 60 * 60_000;

/**
 * Carries out one retire intent: makes the session's meeting unusable at the vendor, and any that an unanswered attempt may
 * have left under the session's reference. Those are looked for only where there may be one: a vendor that can be asked for
 * one thing alone makes a meeting by being asked. Running it twice changes nothing.
 */
export async function retireMeeting(application: Application, payload: IntentPayload): Promise<void> {
  const { database, ambient, leaseMs } = application;
  const { organisationId, sessionId, intentId } = payload;
  const work = await database.inOrganisation(organisationId, async (transaction) => {
    const now = ambient.now();
    const claimed = await transaction.intents.claim(intentId, now, new Date(now.getTime() + leaseMs));
    const session = found(await transaction.sessions.find(sessionId), 'session');
    if (claimed === undefined) {
      await lookAgainAfterLease(application, transaction, session, intentId);
      return undefined;
    }
    const connection = found(await transaction.connections.find(session.connectionId), 'connection');
    const meeting = await transaction.meetings.findActive(sessionId);
    return { ...claimed, session, connection, meeting };
  });
  if (work === undefined) return;

  const { intent, lookFirst, session, connection, meeting } = work;
  const provider = openConnection(application, connection);
  const { reference, organiser } = session.secrets;
  const window = { from: session.startsAt.toISOString(), to: session.endsAt.toISOString() };
  let failure: DomainError | undefined;
  let possibleStrays = 0;
  try {
    if (meeting !== undefined) await provider.retire(meeting.ref, { organiser });
    const strays = lookFirst ? await provider.findStrays({ reference, organiser }, window) : [];
    // What an unanswered making left beside a recorded meeting was written down when that was made.
    if (strays === undefined && meeting === undefined) possibleStrays = 1;
    for (const stray of strays ?? []) await provider.retire(stray, { organiser });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    failure = error;
    closeConnection(application, connection.id);
  }

  await database.inOrganisation(organisationId, async (transaction) => {
    const mine = await transaction.intents.conclude(intent.id, intent.attempt, {
      state: failure === undefined ? 'done' : 'pending',
      // A retiring that failed has left nothing new: it need not look for more than it had to.
      outcomeUnknown: failure !== undefined && lookFirst,
      errorCode: failure?.code ?? null,
      possibleStrays,
    });
    if (!mine) return;
    const now = ambient.now();
    if (failure === undefined) {
      if (meeting !== undefined) await transaction.meetings.markRetired(meeting.id, now);
    } else {
      // Once, and not at every try: it is tried for as long as it takes.
      if (intent.attempt === 1) {
        await audit(application, transaction, {
          actor: 'job:retire-meeting',
          action: 'meeting.left',
          resourceKind: 'session',
          resourceId: sessionId,
          details: { code: failure.code },
        });
      }
      const waitMs = isRetryable(failure) ? (failure.retryAfterMs ?? RETRY_MS) : RETRY_REFUSED_MS;
      const startAfter = new Date(now.getTime() + waitMs);
      await application.queue.enqueue(transaction, jobFor(transaction, session, intent, startAfter));
    }
  });
}
