import { DomainError } from '../domain/errors.ts';
import type { Evidence } from '../domain/evidence.ts';
import { judge, sealReasons, type SealReason, type Verdict } from '../domain/judge.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { isOpen, transition } from '../domain/session.ts';
import { intentOf } from './bring-to-plan.ts';
import { cleanupOf, type Cleanup } from './cleanup.ts';
import {
  asCaller,
  audit,
  found,
  requireOwnSession,
  requireScope,
  type Application,
  type Caller,
} from './context.ts';
import { openConnection } from './open-connection.ts';
import type { Connection, Meeting, Session, Transaction } from './ports.ts';
import { asksForPasscode } from './released-link.ts';

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

async function assuranceOf(
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

/** A revealed link, and what whoever takes it takes over from our front door. */
export interface RevealedLink {
  joinUrl: string;
  /** What the taker has to deliver apart from the link, and who asks for it; null where the policy requires none. */
  passcode: { value: string; checkedBy: 'platform' | 'front-door' } | null;
  takenOver: { control: string; sentence: string }[];
}

/**
 * Gives the platform's link to a caller who takes the front door's obligations over. Only while unsealed: evidence that has
 * aged is read anew first, and a must that then is not met reseals the session. The taking is recorded and audited.
 *
 * @throws DomainError LINK_SEALED with the reasons; the vendor's codes where it could not be asked.
 */
export async function revealLink(
  application: Application,
  caller: Caller,
  sessionId: string,
): Promise<RevealedLink> {
  requireScope(caller, 'links:reveal');
  let answer = await tryReveal(application, caller, sessionId);
  if (answer.stale !== undefined) {
    await observeAnew(application, caller, answer.stale);
    answer = await tryReveal(application, caller, sessionId);
  }
  if (answer.link !== undefined) return answer.link;
  throw new DomainError('LINK_SEALED', 'The link is sealed. The reasons say what must hold first.', {
    facts: { reasons: answer.reasons },
  });
}

/** A link whose session is over leads nowhere that anybody should be sent. */
const timeIsOver: SealReason = {
  control: 'entry.unique-meeting.v1',
  verdict: 'unmet',
  why: 'The session’s time is over.',
  closes: [],
};

interface StaleSession {
  session: Session;
  plan: Plan;
  meeting: Meeting;
  connection: Connection;
}

interface Answer {
  link?: RevealedLink;
  stale?: StaleSession;
  reasons: SealReason[];
}

/** Decides and reveals in one transaction, so that nothing can reseal in between. */
async function tryReveal(application: Application, caller: Caller, sessionId: string): Promise<Answer> {
  return application.database.inOrganisation(caller.organisationId, async (transaction): Promise<Answer> => {
    const session = requireOwnSession(caller, await transaction.sessions.findForUpdate(sessionId));
    if (session.link === 'sealed') return { reasons: session.reasons };
    if (application.ambient.now() >= session.reservedUntil) return { reasons: [timeIsOver] };
    const { plan, reasons } = await assuranceOf(application, transaction, session);
    const meeting = found(await transaction.meetings.findActive(sessionId), 'meeting');
    if (reasons.length === 0) {
      return { reasons, link: await take(application, transaction, caller, { session, plan, meeting }) };
    }
    if (reasons.some(({ verdict }) => verdict === 'unknown')) {
      const connection = found(await transaction.connections.find(session.connectionId), 'connection');
      return { reasons, stale: { session, plan, meeting, connection } };
    }
    await reseal(application, transaction, session, reasons);
    return { reasons };
  });
}

async function take(
  application: Application,
  transaction: Transaction,
  { actor }: Caller,
  { session, plan, meeting }: Omit<StaleSession, 'connection'>,
): Promise<RevealedLink> {
  const takenOver = plan.controls.flatMap(({ control, obligations }) =>
    obligations
      .filter(({ means, due }) => means === 'service' && due === 'at-entry')
      .map(({ sentence }) => ({ control, sentence })),
  );
  const controls = takenOver.map(({ control }) => control);
  await transaction.records.insert({
    id: application.ambient.newId(),
    sessionId: session.id,
    control: null,
    kind: 'link-taken',
    holds: true,
    recordedAt: application.ambient.now().toISOString(),
    body: { actor, controls },
  });
  await audit(application, transaction, {
    actor,
    action: 'link.revealed',
    resourceKind: 'session',
    resourceId: session.id,
    details: { takenOver: controls },
  });
  return { joinUrl: meeting.joinUrl, passcode: passcodeOf(session, plan), takenOver };
}

function passcodeOf({ secrets }: Session, plan: Plan): RevealedLink['passcode'] {
  const planned = plan.controls.find(({ control }) => control === 'entry.passcode.v1');
  if (planned?.value !== 'required') return null;
  return { value: secrets.passcode, checkedBy: asksForPasscode(plan) ? 'platform' : 'front-door' };
}

/** Reads the account and the meeting anew, and reseals where a must is not met any more. */
async function observeAnew(application: Application, caller: Caller, stale: StaleSession): Promise<void> {
  const { session, plan, meeting, connection } = stale;
  const provider = openConnection(application, connection);
  const startedAt = application.ambient.now();
  const posture = await provider.readPosture(session.secrets.organiser);
  const observation = await provider.observe(meeting.ref, plan, intentOf({ session, lookFirst: false }));
  const { ambient, database } = application;
  await database.inOrganisation(caller.organisationId, async (transaction) => {
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
    if (reasons.length > 0 && locked.link === 'unsealed')
      await reseal(application, transaction, locked, reasons);
  });
}

async function reseal(
  application: Application,
  transaction: Transaction,
  locked: Session,
  reasons: SealReason[],
): Promise<void> {
  await transaction.sessions.update({
    ...locked,
    ...transition(locked, { type: 'judged', reasons }),
    reasons,
    updatedAt: application.ambient.now(),
  });
  await audit(application, transaction, {
    actor: 'reveal-link',
    action: 'link.resealed',
    resourceKind: 'session',
    resourceId: locked.id,
    details: { controls: reasons.map(({ control }) => control) },
  });
}
