import { DomainError, isRetryable } from '../domain/errors.ts';
import { sealReasons } from '../domain/judge.ts';
import { personalOf } from '../domain/plan/leak.ts';
import { isOpen, isSettling, transition, type SessionEvent, type SessionStatus } from '../domain/session.ts';
import { bringToPlan, type Settled } from './bring-to-plan.ts';
import { audit, found, type Application } from './context.ts';
import { jobFor, lookAgainAfterLease, recordIntent } from './intent-jobs.ts';
import { closeConnection, openConnection } from './open-connection.ts';
import type { IntentPayload, IntentRecord, Session, Transaction } from './ports.ts';
import { cancelNeverUnsealed, isNeverToUnseal } from './never-unsealed.ts';
import { SETTLING, step } from './session-step.ts';
import type { Work } from './settle-attempt.ts';
import { lateWrite, reasonFor } from './settle-reasons.ts';

const MAX_BACKOFF_MS = 15 * 60_000;

/**
 * Carries out one settle intent: brings the session's meeting to its plan, reads it back, judges it, and unseals or blocks.
 * Safe to run twice, by two workers, and after a crash at any point: the intent is claimed for one attempt before a vendor is
 * called, and results are written only where that attempt is still the current one.
 */
export async function settleSession(application: Application, payload: IntentPayload): Promise<void> {
  const claimed = await claim(application, payload);
  if (claimed === undefined) return;
  const work: Work = {
    ...claimed,
    outcomeUnknown: claimed.lookFirst,
    hasWritten: false,
    hasUnrecorded: false,
  };
  try {
    const settled = await bringToPlan(application, work);
    if (settled === undefined || !(await conclude(application, work, settled)))
      await letGo(application, work, false);
  } catch (error) {
    closeConnection(application, work.session.connectionId);
    if (!(error instanceof DomainError)) {
      if (!(await giveBack(application, work))) await letGo(application, work, true);
      throw error;
    }
    const leftUnknown = work.hasUnrecorded || error.code === 'OUTCOME_UNKNOWN';
    if (!(await fail(application, work, error, leftUnknown))) await letGo(application, work, leftUnknown);
  }
}

async function claim(application: Application, { organisationId, sessionId, intentId }: IntentPayload) {
  const { database, ambient, leaseMs } = application;
  return database.inOrganisation(organisationId, async (transaction) => {
    const now = ambient.now();
    // Here and below, what does not need one another’s answers is sent together.
    const [claimed, sessionFound] = await Promise.all([
      transaction.intents.claim(intentId, now, new Date(now.getTime() + leaseMs)),
      transaction.sessions.findForUpdate(sessionId),
    ]);
    const session = found(sessionFound, 'session');
    if (claimed === undefined) {
      await lookAgainAfterLease(application, transaction, session, intentId);
      return undefined;
    }
    const { intent, lookFirst } = claimed;
    const tooLate = isNeverToUnseal(session, now);
    if (tooLate || !isToSettle(session)) {
      await endUnsettled(application, transaction, session, { intent, outcomeUnknown: lookFirst });
      if (tooLate) await cancelNeverUnsealed(application, transaction, session, SETTLING);
      return undefined;
    }
    const [connectionFound, clientFound, hostFound, planFound, storedPosture, meeting, people] =
      await Promise.all([
        transaction.connections.find(session.connectionId),
        transaction.clients.find(session.clientId),
        transaction.hosts.find(session.hostId),
        transaction.plans.find(session.id, session.planVersion),
        transaction.postures.find(session.connectionId, session.secrets.organiser),
        transaction.meetings.findActive(session.id),
        transaction.people.listOf(session.id),
      ]);
    const connection = found(connectionFound, 'connection');
    const client = found(clientFound, 'client');
    const host = found(hostFound, 'host');
    const plan = found(planFound, 'plan');
    const provider = openConnection(application, connection);
    const personal = personalOf(client, host, people);
    const loaded = { client, personal, plan, storedPosture, meeting, provider };
    return { organisationId, intent, lookFirst, session, ...loaded };
  });
}

/**
 * A bug ended this attempt. The queue counts its tries, and gives up in the end: the next one is not to wait for the lease.
 * False where the attempt does not hold the intent any more.
 */
const giveBack = ({ database }: Application, { organisationId, intent }: Work): Promise<boolean> =>
  database.inOrganisation(organisationId, ({ intents }) =>
    intents.conclude(intent.id, intent.attempt, {
      state: 'pending',
      outcomeUnknown: true,
      errorCode: 'INTERNAL',
      possibleStrays: intent.possibleStrays,
    }),
  );

/** A session that is being settled, or one that people may be in and whose front door was closed by `letGo`. */
const isToSettle = (session: SessionStatus): boolean =>
  isSettling(session) || (isOpen(session) && session.link === 'sealed');

/**
 * This attempt may not go on: another one holds the intent now, or the session is not being settled any more. A worker that
 * was held up between its last look at the intent and a write may have written after the other one had read back: then the
 * link is sealed until the meeting has been brought to the plan and read back once more.
 *
 * @param leftUnknown Whether this attempt may have left a meeting that nobody else knows of.
 */
async function letGo(application: Application, work: Work, leftUnknown: boolean): Promise<void> {
  await application.database.inOrganisation(work.organisationId, async (transaction) => {
    const { intents, sessions } = transaction;
    const session = found(await sessions.findForUpdate(work.session.id), 'session');
    const latest = found(await intents.findLatest(session.id), 'intent');
    if (leftUnknown) await intents.markUnknown(latest.id);
    if (!isToSettle(session)) await endUnsettled(application, transaction, session, work);
    if (session.state === 'cancelled') {
      if (leftUnknown) await recordIntent(application, transaction, session, 'retire');
    } else if (work.hasWritten) {
      if (latest.state === 'pending') await startOver(application, transaction, session, latest);
      else if (session.link === 'unsealed') await reseal(application, transaction, session);
    }
  });
}

/** Whoever holds the intent may have read back before a late write: done again, once that worker is gone for sure. */
async function startOver(
  { ambient, leaseMs, queue }: Application,
  transaction: Transaction,
  session: Session,
  intent: IntentRecord,
): Promise<void> {
  if (intent.leaseUntil === null) return;
  const until = new Date(ambient.now().getTime() + leaseMs);
  await transaction.intents.revoke(intent.id, until);
  await queue.enqueue(transaction, jobFor(transaction, session, intent, until));
}

/** Closes the front door after a late write, and has the meeting brought to the plan and read back. */
async function reseal(application: Application, transaction: Transaction, session: Session): Promise<void> {
  const reasons = isOpen(session) ? [lateWrite] : [];
  const event: SessionEvent = isOpen(session) ? { type: 'judged', reasons } : { type: 'revise' };
  const sealed = await transaction.sessions.update({
    ...session,
    ...transition(session, event),
    reasons,
    updatedAt: application.ambient.now(),
  });
  await recordIntent(application, transaction, sealed, 'settle');
  await transaction.doors.touch(sealed.id);
  await audit(application, transaction, {
    actor: SETTLING,
    action: 'link.resealed',
    resourceKind: 'session',
    resourceId: sealed.id,
  });
}

/**
 * Ends an intent whose session is over. What an unanswered call made for a cancelled one may have come after the retire intent
 * had looked for it, so that it is looked for once more.
 */
async function endUnsettled(
  application: Application,
  transaction: Transaction,
  session: Session,
  { intent, outcomeUnknown }: Pick<Work, 'intent' | 'outcomeUnknown'>,
): Promise<void> {
  const mine = await transaction.intents.conclude(intent.id, intent.attempt, {
    state: outcomeUnknown ? 'failed' : 'done',
    outcomeUnknown,
    errorCode: null,
    possibleStrays: intent.possibleStrays,
  });
  if (mine && outcomeUnknown && session.state === 'cancelled')
    await recordIntent(application, transaction, session, 'retire');
}

/** Writes the end of this attempt, all of it or nothing; false where the attempt does not hold the intent any more. */
async function conclude(application: Application, work: Work, settled: Settled): Promise<boolean> {
  const { database, ambient } = application;
  return database.inOrganisation(work.organisationId, async (transaction) => {
    const locked = await end(transaction, work, {
      state: 'done',
      // Where a gap kept this attempt from looking, an earlier one's meeting is still to be looked for.
      outcomeUnknown: work.outcomeUnknown,
      errorCode: null,
      possibleStrays: settled.possibleStrays,
    });
    if (locked === undefined) return false;
    const { observation, plan, planVersion, repaired } = settled;
    const all = sealReasons(plan, settled.verdicts);
    // Where a gap kept anything from being made, that nothing was judged is no news.
    const gaps = all.filter(({ verdict }) => verdict === 'gap');
    const reasons = gaps.length > 0 && observation === null ? gaps : all;
    if (reasons.length > 0) closeConnection(application, work.session.connectionId);
    await Promise.all([
      observation === null
        ? undefined
        : transaction.observations.insert({
            id: ambient.newId(),
            sessionId: locked.id,
            planVersion,
            ...observation,
          }),
      step(application, transaction, locked, { type: 'judged', reasons }, reasons, {
        action: reasons.length === 0 ? 'link.unsealed' : 'session.blocked',
        details: { planVersion, repaired, controls: reasons.map(({ control }) => control) },
      }),
    ]);
    return true;
  });
}

/** Ends the attempt and locks its session; undefined where the attempt does not hold the intent any more. */
async function end(
  { intents, sessions }: Transaction,
  { intent, session }: Work,
  outcome: Parameters<Transaction['intents']['conclude']>[2],
): Promise<Session | undefined> {
  const [mine, locked] = await Promise.all([
    intents.conclude(intent.id, intent.attempt, outcome),
    sessions.findForUpdate(session.id),
  ]);
  return mine ? found(locked, 'session') : undefined;
}

/** The same for an attempt that failed: tried again later, or blocked. */
async function fail(
  application: Application,
  work: Work,
  error: DomainError,
  leftUnknown: boolean,
): Promise<boolean> {
  const { database, ambient, queue } = application;
  const now = ambient.now();
  const again = isRetryable(error) && !isNeverToUnseal(work.session, now);
  return database.inOrganisation(work.organisationId, async (transaction) => {
    const locked = await end(transaction, work, {
      state: again ? 'pending' : 'failed',
      outcomeUnknown: work.outcomeUnknown || leftUnknown,
      errorCode: error.code,
      possibleStrays: work.intent.possibleStrays,
    });
    if (locked === undefined) return false;
    if (again) {
      const startAfter = new Date(
        now.getTime() + Math.max(error.retryAfterMs ?? 0, backoffMs(work.intent.attempt)),
      );
      await queue.enqueue(transaction, jobFor(transaction, locked, work.intent, startAfter));
      return true;
    }
    const reasons = [reasonFor(error)];
    await step(application, transaction, locked, { type: 'failed' }, reasons, {
      action: 'session.blocked',
      details: { code: error.code },
    });
    return true;
  });
}

const backoffMs = (attempt: number): number => Math.min(MAX_BACKOFF_MS, 1_000 * 2 ** Math.min(attempt, 10));
