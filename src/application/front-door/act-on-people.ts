import type { BoardAct } from '../../domain/board.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Arrival } from '../ports.ts';
import {
  isPersonIn,
  mark,
  personOf,
  requireHostIn,
  requireRunning,
  seenAtPlatform,
  type Acting,
  type Changed,
} from './acting.ts';

interface OfPerson {
  personId: string;
}

/** How long the next entry with a pass needs no passcode, after the coach said to know who is trying. */
const EXCUSED_MS = 5 * 60_000;

/**
 * The coach admitted this person at the platform. The device that was released last may come back from then on. Where none was,
 * nothing has shown who it is: that is written down, too, and the roll-call does not hold until the coach vouches.
 */
export async function admit(acting: Acting, { personId }: OfPerson): Promise<Changed> {
  requireRunning(acting);
  requireHostIn(acting);
  const { transaction, now, reading } = acting;
  const person = personOf(acting, personId);
  if (person.withdrawnAt !== null || person.removedAt !== null)
    throw new DomainError('CONFLICT', 'This person was withdrawn or removed: let nobody in as them.', {
      field: 'personId',
    });
  if (isPersonIn(acting, personId)) return undefined;
  const arrival = lastReleased(reading.arrivals, personId);
  const admitted =
    arrival === undefined
      ? await seenAtPlatform(acting, { personId, identifiedBy: null })
      : await transaction.arrivals.update({ ...arrival, admittedAt: arrival.admittedAt ?? now });
  await mark(acting, personId, { arrivalId: admitted.id, kind: 'in', source: 'admission' });
  return reading.door;
}

/** The person's device to which the link was released last, and which was not turned away since. */
const lastReleased = (arrivals: readonly Arrival[], personId: string): Arrival | undefined =>
  arrivals
    .filter(
      ({ joinedAt, turnedAwayAt, ...arrival }) =>
        arrival.personId === personId && joinedAt !== null && turnedAwayAt === null,
    )
    .toSorted((a, b) => (b.joinedAt?.getTime() ?? 0) - (a.joinedAt?.getTime() ?? 0))[0];

export async function markLeft(acting: Acting, { personId }: OfPerson): Promise<Changed> {
  requireRunning(acting);
  personOf(acting, personId);
  if (!isPersonIn(acting, personId)) return undefined;
  await mark(acting, personId, { arrivalId: null, kind: 'out', source: 'coach' });
  return acting.reading.door;
}

/** Out, until the coach reopens the pass: no device of this person is released any more. */
export async function remove(acting: Acting, { personId }: OfPerson): Promise<Changed> {
  requireRunning(acting);
  const { transaction, now, reading } = acting;
  const person = personOf(acting, personId);
  if (person.removedAt !== null) return undefined;
  await transaction.people.update({ ...person, removedAt: now, updatedAt: now });
  if (isPersonIn(acting, personId))
    await mark(acting, personId, { arrivalId: null, kind: 'out', source: 'coach' });
  return reading.door;
}

export async function reopen(acting: Acting, { personId }: OfPerson): Promise<Changed> {
  requireRunning(acting);
  const { transaction, now, reading } = acting;
  const person = personOf(acting, personId);
  if (person.removedAt === null) return undefined;
  await transaction.people.update({ ...person, removedAt: null, updatedAt: now });
  return reading.door;
}

/** The coach knows who is trying: the next entry with this pass needs no passcode, for a few minutes, on whichever device. */
export async function excusePasscode(
  acting: Acting,
  { personId, reason }: Extract<BoardAct, { act: 'excuse-passcode' }>,
): Promise<Changed> {
  requireRunning(acting);
  const { transaction, caller, now, reading } = acting;
  personOf(acting, personId);
  const pass = reading.passes.find((one) => one.personId === personId);
  if (pass === undefined)
    throw new DomainError('CONFLICT', 'This person has no pass that works. Give out a new one.', {
      field: 'personId',
    });
  const tries = await transaction.passTries.find(pass.id);
  await transaction.passTries.put({
    ...(tries ?? { wrong: 0, wrongAt: null }),
    passId: pass.id,
    sessionId: reading.session.id,
    excusedUntil: new Date(now.getTime() + EXCUSED_MS),
    excusedBy: caller.actor,
    excusedDevice: null,
    reason,
  });
  return reading.door;
}
