import { DomainError } from '../../domain/errors.ts';
import type { DoorStatus } from '../../domain/board.ts';
import { isForCoach } from '../../domain/front-door.ts';
import { isIn } from '../../domain/attendance.ts';
import { assuranceOf } from '../assurance.ts';
import { audit, found, type Application } from '../context.ts';
import { settleLink } from '../observe-anew.ts';
import { releasedLink } from '../released-link.ts';
import type { Arrival, Door, Session, Transaction } from '../ports.ts';
import { decide, marksOf, type DoorReading } from './read-door.ts';
import { arrivalOf, lockDoor, lockPass, passOn, type LockedPass, type PassRef } from './read-pass.ts';

/** What came of tapping Join: where to go, or why not yet. */
export type Joined = { url: string } | { held: DoorStatus };

/**
 * Releases the platform's link to a device that has come in: the one place where the front door does. Decided and judged in the
 * transaction that gives it, with the door locked, so that nothing can be sealed, locked or withdrawn in between. Evidence that has
 * aged releases nothing: it is read anew by a job, and the page says so meanwhile.
 *
 * @throws DomainError RESOURCE_NOT_FOUND where the device has not come in with this pass, or the pass opens nothing any more.
 */
export async function releaseLink(
  application: Application,
  ref: PassRef,
  device: string | undefined,
): Promise<Joined> {
  return application.database.inOrganisation(ref.organisationId, async (transaction): Promise<Joined> => {
    const locked = await lockPass(transaction, ref);
    const arrival = locked && arrivalOf(locked, device);
    if (locked === undefined || arrival === undefined)
      throw new DomainError('RESOURCE_NOT_FOUND', 'Come in first: open your link and give the passcode.');
    const now = application.ambient.now();
    const decision = decide(locked.reading, arrival, now);
    if (!decision.release) {
      if (isForCoach(decision.because)) await knock(application, transaction, locked, arrival);
      return { held: passOn(application, locked.reading, locked, device).status };
    }
    if (await recheck(application, transaction, locked.reading))
      return { url: await give(application, transaction, locked, arrival) };
    const session = found(await transaction.sessions.find(ref.sessionId), 'session');
    const reading = await lockDoor(transaction, session);
    return { held: passOn(application, reading, locked, device).status };
  });
}

/** Somebody who asks again is seen to: whoever is out by a decision becomes something to decide. */
async function knock(
  { ambient }: Application,
  transaction: Transaction,
  { reading }: LockedPass,
  arrival: Arrival,
): Promise<void> {
  await transaction.arrivals.update({ ...arrival, knockedAt: ambient.now() });
  await transaction.doors.update(reading.door);
}

/** Judges the session now. Where it does not hold it is resealed or, where something has aged, read anew; false then. */
export async function recheck(
  application: Application,
  transaction: Transaction,
  { session, door }: Pick<DoorReading, 'session' | 'door'>,
): Promise<boolean> {
  const { reasons } = await assuranceOf(application, transaction, session);
  if (reasons.length === 0) return true;
  if (reasons.some(({ verdict }) => verdict === 'unknown'))
    await startChecking(application, transaction, { session, door });
  else await settleLink(application, transaction, session, { reasons, actor: 'front-door' });
  return false;
}

/** Holds everybody until the account and the meeting have been read anew. */
export async function startChecking(
  { ambient, queue }: Application,
  transaction: Transaction,
  { session, door }: { session: Session; door: Door },
): Promise<Door> {
  if (door.checkingAt !== null) return door;
  const payload = { organisationId: transaction.organisationId, sessionId: session.id };
  await queue.enqueue(transaction, { name: 'observe-session', payload, group: session.connectionId });
  return transaction.doors.update({ ...door, checkingAt: ambient.now() });
}

async function give(
  application: Application,
  transaction: Transaction,
  { reading, person }: LockedPass,
  arrival: Arrival,
): Promise<string> {
  const { ambient } = application;
  const { session, plan, door } = reading;
  const now = ambient.now();
  const meeting = found(reading.meeting, 'meeting');
  await transaction.arrivals.update({ ...arrival, joinedAt: now, knockedAt: now });
  // Who asks to come in is not in, nor is anybody on the same device: when they left is not known, only that they have by now.
  for (const { id: personId } of reading.people) {
    const marks = marksOf(reading, personId);
    if (!isIn(marks) || (personId !== person.id && marks.at(-1)?.arrivalId !== arrival.id)) continue;
    await transaction.attendance.insert({
      id: ambient.newId(),
      sessionId: session.id,
      personId,
      arrivalId: arrival.id,
      kind: 'out',
      at: now,
      source: 'came-back',
    });
  }
  await transaction.doors.update(door);
  await audit(application, transaction, {
    actor: `person:${person.id}`,
    action: 'link.released',
    resourceKind: 'session',
    resourceId: session.id,
    details: { arrivalId: arrival.id },
  });
  return releasedLink(meeting, session, plan).url;
}
