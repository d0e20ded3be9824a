import type { Evidence } from '../domain/evidence.ts';
import { judge, sealReasons, type SealReason, type Verdict } from '../domain/judge.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { isOpen } from '../domain/session.ts';
import { cleanupOf, type Cleanup } from './cleanup.ts';
import { asCaller, found, requireOwnSession, type Application, type Caller } from './context.ts';
import type { Session, Transaction } from './ports.ts';

/** All verdicts of a session at a time, with what the plan says of it. */
export interface Assurance {
  session: Session;
  plan: Plan;
  at: Date;
  verdicts: Verdict[];
  /** Why the link is, or would now have to be, sealed. */
  reasons: SealReason[];
}

/** A session's assurance, with what may be left of it at the vendor. */
export interface AssuranceReport extends Assurance {
  cleanup: Cleanup;
}

/** Judges a session on the evidence that is there now. Asks no vendor; evidence that is too old counts as unknown. */
export const getAssurance = (
  application: Application,
  caller: Caller,
  sessionId: string,
): Promise<AssuranceReport> =>
  asCaller(application, caller, 'sessions:read', async (transaction) => {
    const session = requireOwnSession(caller, await transaction.sessions.find(sessionId));
    const assurance = await assuranceOf(application, transaction, session);
    return { ...assurance, cleanup: cleanupOf(await transaction.intents.list(session.id)) };
  });

/** Judges a session in the caller's transaction. */
export async function assuranceOf(
  application: Application,
  transaction: Transaction,
  session: Session,
): Promise<Assurance> {
  const at = application.ambient.now();
  const plan = found(await transaction.plans.find(session.id, session.planVersion), 'plan');
  const verdicts = judge(plan, await evidenceOf(transaction, session), at);
  return { session, plan, at, verdicts, reasons: sealReasons(plan, verdicts) };
}

async function evidenceOf(transaction: Transaction, session: Session): Promise<Evidence> {
  const { connectionId, secrets, planVersion } = session;
  const observed = await transaction.observations.findLatest(session.id, planVersion);
  return {
    observation: observed === undefined ? null : { observedAt: observed.observedAt, items: observed.items },
    posture: (await transaction.postures.find(connectionId, secrets.organiser)) ?? {},
    records: await transaction.records.list(session.id),
    open: isOpen(session),
  };
}
