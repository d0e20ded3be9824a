import { createHash, timingSafeEqual } from 'node:crypto';
import { HOST_MISSING_AFTER_MS, isOver, opensAt } from '../../domain/front-door.ts';
import { afterWrong } from '../../domain/guessing.ts';
import { transition } from '../../domain/session.ts';
import type { Application } from '../context.ts';
import type { Arrival, Door, PassTries, Session, Transaction } from '../ports.ts';
import { noticeFor } from './notice.ts';
import { arrivalOf, deviceHashOf, isExcused, lockPass, type LockedPass, type PassRef } from './read-pass.ts';

/** What a person posts to come in. */
export interface EnterRequest {
  passcode: string;
  /** The notice that was acknowledged. */
  noticeVersion: string;
  /** The device's own secret, from its cookie. */
  device: string;
}

/**
 * What came of it. `wrong` stands for a wrong passcode as for a pass that opens nothing; `notice-changed`: what the person has
 * acknowledged is not what holds now.
 */
export type Entered = 'entered' | 'wrong' | 'early' | 'over' | 'notice-changed';

/**
 * Takes somebody in whose pass and passcode are right: from here on the device is known, and is held until it may go on. A wrong
 * passcode is counted with the pass, and changes nothing else. The same device coming in again changes only when it asked last.
 */
export async function enterDoor(
  application: Application,
  ref: PassRef,
  request: EnterRequest,
): Promise<Entered> {
  return application.database.inOrganisation(ref.organisationId, async (transaction): Promise<Entered> => {
    const locked = await lockPass(transaction, ref);
    if (locked === undefined) return 'wrong';
    const { session, door } = locked.reading;
    const now = application.ambient.now();
    if (isOver(session, door)) return 'over';
    if (now < opensAt(session) && door.hostInAt === null) return 'early';
    const tries = await transaction.passTries.find(ref.passId);
    const identified = identify(locked, tries, request, now);
    if (identified === undefined) {
      await countWrong(transaction, locked, tries, now);
      return 'wrong';
    }
    if (request.noticeVersion !== noticeFor(application, locked.reading).version) return 'notice-changed';
    if (identified.excused && tries !== undefined) await transaction.passTries.put(spent(tries));
    await arrive(application, transaction, locked, request, identified);
    await openDoor(application, transaction, session, door);
    return 'entered';
  });
}

type Identified = Pick<Arrival, 'identifiedBy' | 'decidedBy' | 'reason'> & { excused: boolean };

/** How the person is identified, or undefined where nothing shows who it is. */
function identify(
  { reading: { session } }: LockedPass,
  tries: PassTries | undefined,
  { passcode, device }: EnterRequest,
  now: Date,
): Identified | undefined {
  if (samePasscode(passcode, session.secrets.passcode))
    return { identifiedBy: 'passcode', decidedBy: null, reason: null, excused: false };
  if (tries === undefined || !isExcused(tries, device, session.id, now)) return undefined;
  const { excusedBy, reason } = tries;
  return excusedBy === BY_PORTAL
    ? { identifiedBy: 'portal', decidedBy: null, reason: null, excused: true }
    : { identifiedBy: 'voice', decidedBy: excusedBy, reason, excused: true };
}

/** Who excuses a device that the organisation's own portal has signed in. */
export const BY_PORTAL = 'portal';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compared in constant time; spaces around it come from copying. */
const samePasscode = (given: string, passcode: string): boolean =>
  timingSafeEqual(sha256(given.trim()), sha256(passcode));

const spent = (tries: PassTries): PassTries => ({
  ...tries,
  excusedUntil: null,
  excusedBy: null,
  excusedDevice: null,
  reason: null,
});

async function countWrong(
  transaction: Transaction,
  { reading: { session, door }, pass }: LockedPass,
  tries: PassTries | undefined,
  now: Date,
): Promise<void> {
  await transaction.passTries.put({
    ...(tries ?? { excusedUntil: null, excusedBy: null, excusedDevice: null, reason: null }),
    passId: pass.id,
    sessionId: session.id,
    ...afterWrong(tries ?? { wrong: 0, wrongAt: null }, now),
  });
  await transaction.doors.update(door);
}

async function arrive(
  application: Application,
  transaction: Transaction,
  locked: LockedPass,
  { noticeVersion, device }: EnterRequest,
  { excused: _, ...identified }: Identified,
): Promise<void> {
  const { ambient } = application;
  const now = ambient.now();
  const before = arrivalOf(locked, device);
  if (before !== undefined) {
    await transaction.arrivals.update({ ...before, knockedAt: now, noticeVersion, acknowledgedAt: now });
    return;
  }
  const { reading, pass, person } = locked;
  if (reading.arrivals.length === 0) await expectHost(application, transaction, reading.session);
  await transaction.arrivals.insert({
    id: ambient.newId(),
    sessionId: reading.session.id,
    personId: person.id,
    passId: pass.id,
    deviceHash: deviceHashOf(device, reading.session.id),
    ...identified,
    carries: [],
    noticeVersion,
    acknowledgedAt: now,
    arrivedAt: now,
    knockedAt: now,
    joinedAt: null,
    admittedAt: null,
    letInAt: null,
    turnedAwayAt: null,
  });
}

/** Should no host come for the first who waits, the practice is to hear of it. */
const expectHost = (
  { queue }: Application,
  transaction: Transaction,
  { id: sessionId, startsAt }: Session,
): Promise<void> =>
  queue.enqueue(transaction, {
    name: 'alert-host-missing',
    payload: { organisationId: transaction.organisationId, sessionId },
    group: sessionId,
    startAfter: new Date(startsAt.getTime() + HOST_MISSING_AFTER_MS),
  });

/**
 * Marks the door as opened, by whoever comes first. From then on account evidence ages faster: it is read anew now, so that it is
 * fresh when the host comes.
 */
export async function openDoor(
  application: Application,
  transaction: Transaction,
  session: Session,
  door: Door,
): Promise<Door> {
  const { ambient, queue } = application;
  const now = ambient.now();
  if (session.state === 'scheduled' && session.link === 'unsealed') {
    await transaction.sessions.update({
      ...session,
      ...transition(session, { type: 'front-door-opened' }),
      updatedAt: now,
    });
  }
  if (door.openedAt !== null) return transaction.doors.update(door);
  const payload = { organisationId: transaction.organisationId, sessionId: session.id };
  await queue.enqueue(transaction, { name: 'observe-session', payload, group: session.connectionId });
  return transaction.doors.update({ ...door, openedAt: now });
}
