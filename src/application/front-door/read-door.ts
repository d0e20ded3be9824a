import type { Mark } from '../../domain/attendance.ts';
import { decideEntry, exceptionOf, type EntryDecision, type EntryQuestion } from '../../domain/front-door.ts';
import type { CardKind } from '../../domain/board.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { whereaboutsOf, type Candidate, type Whereabouts } from '../../domain/presence.ts';
import { found } from '../context.ts';
import type { Arrival, Door, Meeting, Pass, Person, Session, Transaction } from '../ports.ts';

/** All that is known of a session's door at one moment: what participants' pages and the board are made from. */
export interface DoorReading {
  session: Session;
  plan: Plan;
  door: Door;
  people: Person[];
  /** The passes that are not revoked. */
  passes: Pass[];
  passIds: ReadonlySet<string>;
  arrivals: Arrival[];
  marks: Mark[];
  meeting: Meeting | undefined;
  practice: Practice;
}

/** The organisation as participants see it. */
export interface Practice {
  name: string;
  /** Whom to call. */
  contact: string | null;
  /** Origins that may show our pages inside their own. */
  frameAncestors: string[];
}

export async function readPractice(transaction: Transaction): Promise<Practice> {
  const [organisation, { senderName, contact, frameAncestors }] = await Promise.all([
    transaction.organisations.find(transaction.organisationId),
    transaction.settings.get(),
  ]);
  return { name: senderName ?? found(organisation, 'organisation').name, contact, frameAncestors };
}

/** A door at which nothing has happened. */
const untouched = (sessionId: string): Door => ({
  sessionId,
  revision: 0,
  openedAt: null,
  hostInAt: null,
  hostInBy: null,
  lockedAt: null,
  lockedBy: null,
  endedAt: null,
  checkingAt: null,
  hostMissingAlertedAt: null,
});

/** Reads a session's door; with a door that is locked already, nothing of it can change until the transaction ends. */
export async function readDoor(
  transaction: Transaction,
  session: Session,
  locked?: Door,
): Promise<DoorReading> {
  // Sent together, and not one after the other.
  const [door, plan, people, passes, arrivals, marks, meeting, practice] = await Promise.all([
    locked ?? transaction.doors.find(session.id),
    transaction.plans.find(session.id, session.planVersion),
    transaction.people.listOf(session.id),
    transaction.passes.listActive(session.id),
    transaction.arrivals.listOf(session.id),
    transaction.attendance.list(session.id),
    transaction.meetings.findActive(session.id),
    readPractice(transaction),
  ]);
  return {
    session,
    plan: found(plan, 'plan'),
    door: door ?? untouched(session.id),
    people,
    passes,
    passIds: new Set(passes.map(({ id }) => id)),
    arrivals,
    marks,
    meeting,
    practice,
  };
}

const question = (reading: DoorReading, arrival: Arrival, now: Date): EntryQuestion => ({
  now,
  session: reading.session,
  door: reading.door,
  mode: reading.plan.entry.mode,
  person: reading.people.find(({ id }) => id === arrival.personId) ?? {
    withdrawnAt: null,
    removedAt: null,
  },
  arrival,
  arrivals: reading.arrivals,
  passes: reading.passIds,
});

/** Whether the platform's link may be released to this arrival now. */
export const decide = (reading: DoorReading, arrival: Arrival, now: Date): EntryDecision =>
  decideEntry(question(reading, arrival, now));

/** What the coach is to decide about this arrival. */
export const exceptionAt = (reading: DoorReading, arrival: Arrival, now: Date): CardKind | undefined =>
  exceptionOf(question(reading, arrival, now));

/** The arrivals of a person, and those that carry the person. */
export const arrivalsOf = ({ arrivals }: DoorReading, personId: string): Arrival[] =>
  arrivals.filter((arrival) => arrival.personId === personId || arrival.carries.includes(personId));

export const marksOf = ({ marks }: DoorReading, personId: string): Mark[] =>
  marks.filter((mark) => mark.personId === personId);

/** Where a person on the roster is. */
export function whereabouts(reading: DoorReading, person: Person, now: Date): Whereabouts {
  const candidates = arrivalsOf(reading, person.id).map((arrival): Candidate => ({
    arrival,
    decision: decide(reading, arrival, now),
  }));
  return whereaboutsOf(person.id, person, candidates, marksOf(reading, person.id));
}
