import { DomainError } from '../domain/errors.ts';
import type { SealReason } from '../domain/judge.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { assuranceOf } from './assurance.ts';
import { audit, found, requireOwnSession, requireScope, type Application, type Caller } from './context.ts';
import { LINK_TAKEN, recordEntry } from './front-door/entry-log.ts';
import { readDoor } from './front-door/read-door.ts';
import { observeAnew, settleLink, type StaleSession } from './observe-anew.ts';
import type { Session, Transaction } from './ports.ts';
import { asksForPasscode } from './released-link.ts';

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
    await observeAnew(application, caller.organisationId, answer.stale, 'reveal-link');
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

/** Our front door is locked for everybody, whichever way they come. */
const doorIsLocked: SealReason = {
  control: 'entry.lock.v1',
  verdict: 'unmet',
  why: 'The coach has locked the door: no further link is released.',
  closes: ['Ask the coach to unlock it on the board.'],
};

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
    const door = await transaction.doors.lock(sessionId);
    if (door.lockedAt !== null) return { reasons: [doorIsLocked] };
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
    await settleLink(application, transaction, session, { reasons, actor: 'reveal-link' });
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
    kind: LINK_TAKEN,
    holds: true,
    recordedAt: application.ambient.now().toISOString(),
    body: { actor, controls },
  });
  await recordEntry(application, transaction, await readDoor(transaction, session));
  await transaction.doors.touch(session.id);
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
