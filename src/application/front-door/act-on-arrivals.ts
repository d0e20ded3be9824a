import type { BoardAct, HeldBecause } from '../../domain/board.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Arrival } from '../ports.ts';
import {
  arrivalById,
  isPersonIn,
  mark,
  personOf,
  requireHostIn,
  requireRunning,
  seenAtPlatform,
  type Acting,
  type Changed,
} from './acting.ts';
import { decide, exceptionAt } from './read-door.ts';

/** Opens for this one arrival: a second device, somebody late, or everybody where a greeter admits. */
export async function letIn(acting: Acting, { arrivalId }: { arrivalId: string }): Promise<Changed> {
  requireRunning(acting);
  const arrival = arrivalById(acting, arrivalId);
  const decision = decide(acting.reading, arrival, acting.now);
  if (!decision.release) refuseWhereOut(decision.because);
  const undecided = exceptionAt(acting.reading, arrival, acting.now) !== undefined;
  if (!undecided && arrival.turnedAwayAt === null) return undefined;
  return decided(acting, arrival, { letInAt: acting.now, turnedAwayAt: null });
}

/** What letting one arrival in does not undo. */
function refuseWhereOut(because: HeldBecause): void {
  const says = {
    removed: 'This person was removed. Reopen the pass first.',
    withdrawn: 'This pass opens nothing any more. Give the person a new one.',
  };
  if (because !== 'removed' && because !== 'withdrawn') return;
  throw new DomainError('CONFLICT', says[because], { field: 'arrivalId', facts: { because } });
}

/** Keeps this arrival out. Who was admitted is removed instead. */
export async function turnAway(acting: Acting, { arrivalId }: { arrivalId: string }): Promise<Changed> {
  requireRunning(acting);
  const arrival = arrivalById(acting, arrivalId);
  if (arrival.turnedAwayAt !== null) {
    // Asking again is answered by the same decision.
    return arrival.knockedAt > arrival.turnedAwayAt
      ? decided(acting, arrival, { turnedAwayAt: acting.now })
      : undefined;
  }
  if (arrival.admittedAt !== null) {
    throw new DomainError('CONFLICT', 'This arrival was admitted already. Remove the person instead.', {
      field: 'arrivalId',
    });
  }
  return decided(acting, arrival, { turnedAwayAt: acting.now, letInAt: null });
}

async function decided(
  { transaction, caller, reading }: Acting,
  arrival: Arrival,
  change: Partial<Arrival>,
): Promise<Changed> {
  await transaction.arrivals.update({ ...arrival, ...change, decidedBy: caller.actor });
  return reading.door;
}

/**
 * The coach knows these people by voice or by sight, and admitted them at the platform. One device may carry several. They are
 * identified by that, with the reason, and nobody's link is released by it.
 */
export async function vouch(
  acting: Acting,
  { reason, arrivalId, noticeTold, ...act }: Extract<BoardAct, { act: 'vouch' }>,
): Promise<Changed> {
  requireRunning(acting);
  requireHostIn(acting);
  const { reading } = acting;
  const personIds = [...new Set(act.personIds)];
  const people = personIds.map((id) => personOf(acting, id, 'personIds'));
  const device = arrivalId === undefined ? undefined : arrivalById(acting, arrivalId);
  const out = people.find(({ withdrawnAt, removedAt }) => withdrawnAt !== null || removedAt !== null);
  if (out !== undefined)
    throw new DomainError('CONFLICT', 'One of these people was withdrawn or removed.', {
      field: 'personIds',
    });
  const same = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.every((id) => b.includes(id));
  const vouched = reading.arrivals.some(({ carries }) => same(carries, personIds));
  if (vouched && personIds.every((id) => isPersonIn(acting, id))) return undefined;
  const voice = await seenAtPlatform(acting, {
    personId: null,
    identifiedBy: 'voice',
    carries: personIds,
    acknowledgedAt: noticeTold ? acting.now : null,
    reason,
  });
  for (const id of personIds) {
    if (isPersonIn(acting, id)) continue;
    await mark(acting, id, { arrivalId: device?.id ?? voice.id, kind: 'in', source: 'vouched' });
  }
  return reading.door;
}
