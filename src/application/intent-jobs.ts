import type { Application } from './context.ts';
import type { IntentKind, IntentRecord, Job, JobName, Session, Transaction } from './ports.ts';

const jobNames = { settle: 'settle-session', retire: 'retire-meeting' } as const satisfies Record<
  IntentKind,
  JobName
>;

/** The job that carries out an intent; without `startAfter` at once. */
export const jobFor = (
  { organisationId }: Transaction,
  { id: sessionId, connectionId }: Pick<Session, 'id' | 'connectionId'>,
  { id: intentId, kind }: Pick<IntentRecord, 'id' | 'kind'>,
  startAfter?: Date,
): Job => ({
  name: jobNames[kind],
  payload: { organisationId, sessionId, intentId },
  group: connectionId,
  ...(startAfter === undefined ? {} : { startAfter }),
});

/** Another worker holds the intent; should it die, somebody has to come back. */
export async function lookAgainAfterLease(
  { queue }: Application,
  transaction: Transaction,
  session: Session,
  intentId: string,
): Promise<void> {
  const intent = await transaction.intents.find(intentId);
  if (intent?.state !== 'pending' || intent.leaseUntil === null) return;
  await queue.enqueue(transaction, jobFor(transaction, session, intent, intent.leaseUntil));
}
