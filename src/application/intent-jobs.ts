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

/**
 * Records the wish for an effect at the vendor, and the job that carries it out, in the caller's transaction. What an earlier
 * intent left unknown is not known better now: this one has to look first, too.
 */
export async function recordIntent(
  application: Application,
  transaction: Transaction,
  session: Session,
  kind: IntentKind,
): Promise<void> {
  const outcomeUnknown = await leftUnknown(transaction, session.id, kind);
  await insertIntent(application, transaction, session, { kind, outcomeUnknown });
}

/** Records an intent whose past is known. */
export async function insertIntent(
  { ambient, queue }: Application,
  transaction: Transaction,
  session: Session,
  { kind, outcomeUnknown }: Pick<IntentRecord, 'kind' | 'outcomeUnknown'>,
): Promise<void> {
  const intent: IntentRecord = {
    id: ambient.newId(),
    sessionId: session.id,
    kind,
    attempt: 0,
    leaseUntil: null,
    state: 'pending',
    outcomeUnknown,
    possibleStrays: 0,
    errorCode: null,
    createdAt: ambient.now(),
  };
  await Promise.all([
    transaction.intents.insert(intent),
    queue.enqueue(transaction, jobFor(transaction, session, intent)),
  ]);
}

/** A meeting that may stand there and could not be looked for is looked for once more where all of a session's are retired. */
async function leftUnknown({ intents }: Transaction, sessionId: string, kind: IntentKind): Promise<boolean> {
  if ((await intents.findLatest(sessionId))?.outcomeUnknown === true) return true;
  return (
    kind === 'retire' && (await intents.list(sessionId)).some(({ possibleStrays }) => possibleStrays > 0)
  );
}
