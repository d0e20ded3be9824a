import type { Observation, Posture } from '../domain/evidence.ts';
import { topicFor } from '../domain/plan/leak.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { Intent, MeetingRef, ProviderClient } from '../domain/provider.ts';
import { isOpen } from '../domain/session.ts';
import { found, type Application } from './context.ts';
import type { Client, IntentRecord, Meeting, Session, Transaction } from './ports.ts';

/** One attempt at one settle intent. */
export interface Work {
  organisationId: string;
  intent: IntentRecord;
  /** An earlier attempt may have made the meeting without our knowing. */
  lookFirst: boolean;
  session: Session;
  client: Client;
  /** Names and addresses that must not reach the vendor. */
  personal: string[];
  plan: Plan;
  /** The account as it was read last, by whichever session. */
  storedPosture: Posture | undefined;
  meeting: Meeting | undefined;
  provider: ProviderClient;
  /** Whether a call of this or an earlier attempt may have left a meeting that is neither recorded nor retired. */
  outcomeUnknown: boolean;
  /** Whether this attempt has begun a write at the vendor. */
  hasWritten: boolean;
  /** Whether a meeting that this attempt made stands at the vendor, neither recorded nor retired. */
  hasUnrecorded: boolean;
}

/** What the vendor calls of this attempt are made with. */
export function intentOf({ session, lookFirst }: Pick<Work, 'session' | 'lookFirst'>): Intent {
  const { passcode, reference, organiser, coach } = session.secrets;
  const slots = { passcode, reference, topic: topicFor(reference), ...(coach === null ? {} : { coach }) };
  return { reference, slots, organiser, lookFirst };
}

/** Reads the meeting back. */
export const look = (work: Work, ref: MeetingRef): Promise<Observation> =>
  work.provider.observe(ref, work.plan, intentOf(work));

/**
 * Before each write at the vendor: a worker that was outlived by its lease must not write after the next one has read back.
 * Undefined where this attempt no longer holds the intent, or the session is not being settled any more.
 */
export async function hold(
  application: Application,
  transaction: Transaction,
  { intent, session }: Work,
): Promise<Session | undefined> {
  const [mine, lockedFound] = await Promise.all([
    transaction.intents.extend(intent.id, intent.attempt, leaseFrom(application)),
    transaction.sessions.findForUpdate(session.id),
  ]);
  if (!mine) return undefined;
  const locked = found(lockedFound, 'session');
  const goesOn = locked.state === session.state || (isOpen(locked) && isOpen(session));
  return goesOn ? locked : undefined;
}

export const holds = async (application: Application, work: Work): Promise<boolean> =>
  application.database.inOrganisation(
    work.organisationId,
    async (transaction) => (await hold(application, transaction, work)) !== undefined,
  );

export const leaseFrom = ({ ambient, leaseMs }: Application): Date =>
  new Date(ambient.now().getTime() + leaseMs);
