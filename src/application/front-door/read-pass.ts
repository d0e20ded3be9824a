import { createHash } from 'node:crypto';
import type { DoorStatus } from '../../domain/board.ts';
import type { Tries } from '../../domain/guessing.ts';
import { found, providerOf, type Application } from '../context.ts';
import { findPass, type FoundPass } from '../passes.ts';
import type { Arrival, PassTries, Pass, Person, Session, Transaction } from '../ports.ts';
import { doorStatus } from './door-status.ts';
import { noticeFor, type VersionedNotice } from './notice.ts';
import { readDoor, type DoorReading } from './read-door.ts';

/** What finds a pass again in a transaction of its own. */
export interface PassRef {
  organisationId: string;
  sessionId: string;
  passId: string;
}

/** A session's door as one person's pass opens it, on one device. */
export interface PassReading {
  ref: PassRef;
  reading: DoorReading;
  person: Person;
  pass: Pass;
  /** Of this device with this pass. */
  arrival: Arrival | undefined;
  status: DoorStatus;
  /** The platform's name. */
  platformName: string;
  /** False where this device may come in without one: the portal has signed it in, or the coach knows who it is. */
  asksPasscode: boolean;
  tries: Tries;
  /** What the person is told and asked, and acknowledges. */
  notice: VersionedNotice;
}

const noTries: Tries = { wrong: 0, wrongAt: null };

/** A device as it is stored: of one session only, so that nothing shows that a device came to two. */
export const deviceHashOf = (device: string, sessionId: string): Buffer =>
  createHash('sha256').update(`${sessionId}.${device}`).digest();

/** Where a pass leads now, on this device. Changes nothing. Undefined where the pass opens nothing. */
export async function readPass(
  application: Application,
  token: string,
  device: string | undefined,
): Promise<PassReading | undefined> {
  const pass = await findPass(application, token);
  return pass === undefined ? undefined : readFoundPass(application, pass, device);
}

export async function readFoundPass(
  application: Application,
  { organisationId, session, person, pass }: FoundPass,
  device: string | undefined,
): Promise<PassReading> {
  return application.database.inOrganisation(organisationId, async (transaction) => {
    const [reading, tries] = await Promise.all([
      readDoor(transaction, session),
      transaction.passTries.find(pass.id),
    ]);
    const ref = { organisationId, sessionId: session.id, passId: pass.id };
    const seen = passOn(application, reading, { person, pass }, device);
    return {
      ...seen,
      ref,
      asksPasscode: !isExcused(tries, device, session.id, application.ambient.now()),
      tries: tries ?? noTries,
      notice: noticeFor(application, reading),
    };
  });
}

/** A person's pass in a reading that is there already. */
export function passOn(
  application: Application,
  reading: DoorReading,
  { person, pass }: { person: Person; pass: Pass },
  device: string | undefined,
): Pick<PassReading, 'reading' | 'person' | 'pass' | 'arrival' | 'status' | 'platformName'> {
  const arrival = arrivalOn(reading, pass.id, device);
  const { name: platformName } = providerOf(application, reading.session.platform).declaration;
  const now = application.ambient.now();
  const status = doorStatus(reading, person, arrival, { platformName, now });
  return { reading, person, pass, arrival, status, platformName };
}

function arrivalOn(reading: DoorReading, passId: string, device: string | undefined): Arrival | undefined {
  if (device === undefined) return undefined;
  const hash = deviceHashOf(device, reading.session.id);
  return reading.arrivals.find(
    (arrival) => arrival.passId === passId && arrival.deviceHash?.equals(hash) === true,
  );
}

/** Whether a device may come in without the passcode now. */
export const isExcused = (
  tries: PassTries | undefined,
  device: string | undefined,
  sessionId: string,
  now: Date,
): boolean => {
  if (tries === undefined || tries.excusedUntil === null || tries.excusedUntil <= now) return false;
  if (tries.excusedDevice === null) return true;
  return device !== undefined && tries.excusedDevice.equals(deviceHashOf(device, sessionId));
};

/** A person's pass, read with the session and its door locked: nothing of it can change until the transaction ends. */
export interface LockedPass {
  reading: DoorReading;
  person: Person;
  pass: Pass;
}

/** As `readPass`, for a change. Undefined where the pass was revoked, or the person withdrawn, meanwhile. */
export async function lockPass(
  transaction: Transaction,
  { sessionId, passId }: PassRef,
): Promise<LockedPass | undefined> {
  const session = found(await transaction.sessions.findForUpdate(sessionId), 'session');
  const reading = await lockDoor(transaction, session);
  const pass = reading.passes.find(({ id }) => id === passId);
  const person = reading.people.find(({ id }) => id === pass?.personId);
  if (pass === undefined || person === undefined || person.withdrawnAt !== null) return undefined;
  return { reading, person, pass };
}

/** Reads a session's door with it locked; the session is locked by the caller. */
export const lockDoor = async (transaction: Transaction, session: Session): Promise<DoorReading> =>
  readDoor(transaction, session, await transaction.doors.lock(session.id));

/** Which arrival of a reading is this device's, with this pass. */
export const arrivalOf = ({ reading, pass }: LockedPass, device: string | undefined): Arrival | undefined =>
  arrivalOn(reading, pass.id, device);
