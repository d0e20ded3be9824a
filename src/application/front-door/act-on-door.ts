import type { BoardAct } from '../../domain/board.ts';
import { DomainError } from '../../domain/errors.ts';
import { opensAt } from '../../domain/front-door.ts';
import { transition, type SessionEvent } from '../../domain/session.ts';
import { found } from '../context.ts';
import type { Session } from '../ports.ts';
import { recordIntent } from '../intent-jobs.ts';
import { requireRunning, type Acting, type Changed } from './acting.ts';
import { openDoor } from './enter.ts';
import { recheck, startChecking } from './release-link.ts';

/** The session after its door was opened, where it was not before: by whoever comes first, or by the coach. */
export async function openByCoach(acting: Acting): Promise<void> {
  const { application, transaction, now, reading } = acting;
  requireRunning(acting);
  if (now < opensAt(reading.session))
    throw new DomainError('INVALID_TRANSITION', 'The door opens half an hour before the start.', {
      facts: { opensAt: opensAt(reading.session).toISOString() },
    });
  requireUnsealed(reading.session);
  const door = await transaction.doors.lock(reading.session.id);
  if (door.openedAt === null || reading.session.state === 'scheduled')
    await openDoor(application, transaction, reading.session, door);
}

/** @throws DomainError LINK_SEALED with the reasons. */
export function requireUnsealed({ link, reasons }: Session): void {
  if (link === 'sealed')
    throw new DomainError('LINK_SEALED', 'The link is sealed. The reasons say what must hold first.', {
      facts: { reasons },
    });
}

/** The coach is in as the host and sees the lobby: who waits may go on now, if the protection still holds. */
export async function confirmHost(acting: Acting): Promise<Changed> {
  const { application, transaction, caller, now, reading } = acting;
  requireRunning(acting);
  if (reading.door.hostInAt !== null) return undefined;
  await openByCoach(acting);
  await move(acting, { type: 'host-started' });
  const session = found(await transaction.sessions.find(reading.session.id), 'session');
  await recheck(application, transaction, { session, door: await transaction.doors.lock(session.id) });
  return { ...(await transaction.doors.lock(session.id)), hostInAt: now, hostInBy: caller.actor };
}

/** From now on nobody is released but who was admitted before, or whom the coach lets in. */
export async function lock(acting: Acting): Promise<Changed> {
  requireRunning(acting);
  const { door } = acting.reading;
  return door.lockedAt === null
    ? { ...door, lockedAt: acting.now, lockedBy: acting.caller.actor }
    : undefined;
}

export async function unlock(acting: Acting): Promise<Changed> {
  requireRunning(acting);
  const { door } = acting.reading;
  return door.lockedAt === null ? undefined : { ...door, lockedAt: null, lockedBy: null };
}

/** The session is over: nobody is released any more, and the platform's meeting is retired. */
export async function end(acting: Acting): Promise<Changed> {
  const { application, transaction, now, reading } = acting;
  if (reading.door.endedAt !== null) return undefined;
  await move(acting, { type: 'ended' });
  const session = found(await transaction.sessions.find(reading.session.id), 'session');
  await recordIntent(application, transaction, session, 'retire');
  return { ...reading.door, endedAt: now };
}

/** Reads the account and the meeting anew; nobody is released meanwhile. */
export async function check(acting: Acting): Promise<Changed> {
  requireRunning(acting);
  const { application, transaction, reading } = acting;
  await startChecking(application, transaction, reading);
  return undefined;
}

/** What the coach says of a duty of the plan. Saying it again says it of now. */
export async function attest(
  { application, transaction, caller, now, reading }: Acting,
  { control, holds }: Extract<BoardAct, { act: 'attest' }>,
): Promise<Changed> {
  if (!reading.plan.duties.some((duty) => duty.control === control))
    throw new DomainError('INVALID_REQUEST', 'The plan has no duty for this control.', { field: 'control' });
  await transaction.records.insert({
    id: application.ambient.newId(),
    sessionId: reading.session.id,
    control,
    kind: `host-duty:${control}`,
    holds,
    recordedAt: now.toISOString(),
    body: { actor: caller.actor },
  });
  return reading.door;
}

async function move({ transaction, now, reading }: Acting, event: SessionEvent): Promise<void> {
  const session = found(await transaction.sessions.find(reading.session.id), 'session');
  await transaction.sessions.update({ ...session, ...transition(session, event), updatedAt: now });
}
