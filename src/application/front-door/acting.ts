import { DomainError } from '../../domain/errors.ts';
import { isOver } from '../../domain/front-door.ts';
import { isIn, type MarkSource } from '../../domain/attendance.ts';
import { found, type Application, type Caller } from '../context.ts';
import type { Arrival, Door, Person, Transaction } from '../ports.ts';
import { marksOf, type DoorReading } from './read-door.ts';

/** What an act of the coach works with: the session and its door are locked, so that of two coaches one is first. */
export interface Acting {
  application: Application;
  transaction: Transaction;
  caller: Caller;
  now: Date;
  /** As it was before the act. */
  reading: DoorReading;
}

/** The door after an act, or undefined where what was asked for is so already: then nothing is written, and nobody is told. */
export type Changed = Door | undefined;

/** The person on this session's roster. */
export const personOf = ({ reading }: Acting, personId: string, field = 'personId'): Person =>
  found(
    reading.people.find(({ id }) => id === personId),
    'person',
    field,
  );

export const arrivalById = ({ reading }: Acting, arrivalId: string): Arrival =>
  found(
    reading.arrivals.find(({ id }) => id === arrivalId),
    'arrival',
    'arrivalId',
  );

/** @throws DomainError INVALID_TRANSITION where the session is over. */
export function requireRunning({ reading: { session, door } }: Acting): void {
  if (isOver(session, door))
    throw new DomainError('INVALID_TRANSITION', 'The session is over: its door does not change any more.', {
      facts: { state: session.state },
    });
}

/** @throws DomainError CONFLICT where nobody can have been admitted yet. */
export function requireHostIn({ reading: { door } }: Acting): void {
  if (door.hostInAt === null)
    throw new DomainError('CONFLICT', 'Start the session and say that you are in as the host first.');
}

/** Whether the log says that this person is in. */
export const isPersonIn = ({ reading }: Acting, personId: string): boolean =>
  isIn(marksOf(reading, personId));

export const mark = (
  { application: { ambient }, transaction, reading, now }: Acting,
  personId: string,
  { arrivalId, kind, source }: { arrivalId: string | null; kind: 'in' | 'out'; source: MarkSource },
): Promise<void> =>
  transaction.attendance.insert({
    id: ambient.newId(),
    sessionId: reading.session.id,
    personId,
    arrivalId,
    kind,
    at: now,
    source,
  });

/** Writes down people whom the coach saw at the platform only: no device of theirs is released by it. */
export const seenAtPlatform = (
  { application: { ambient }, transaction, reading, caller, now }: Acting,
  seen: Pick<Arrival, 'personId' | 'identifiedBy'> &
    Partial<Pick<Arrival, 'carries' | 'acknowledgedAt' | 'reason'>>,
): Promise<Arrival> =>
  transaction.arrivals.insert({
    id: ambient.newId(),
    sessionId: reading.session.id,
    passId: null,
    deviceHash: null,
    carries: [],
    noticeVersion: null,
    acknowledgedAt: null,
    arrivedAt: now,
    knockedAt: now,
    joinedAt: null,
    admittedAt: now,
    letInAt: null,
    turnedAwayAt: null,
    decidedBy: caller.actor,
    reason: null,
    ...seen,
  });
