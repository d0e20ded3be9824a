import type { CardKind, DoorStatus, HeldBecause, IdentifiedBy } from './board.ts';
import type { EntryMode } from './policy.ts';
import type { SessionStatus } from './session.ts';

/** The door opens this long before the start. */
export const OPENS_BEFORE_MS = 30 * 60_000;
/** From then on after the start, a host who is not in is missing. */
export const HOST_MISSING_AFTER_MS = 5 * 60_000;

/** The session as the door sees it. */
export interface DoorSession extends SessionStatus {
  startsAt: Date;
}

/** What has happened to a session's door. */
export interface DoorFacts {
  hostInAt: Date | null;
  lockedAt: Date | null;
  endedAt: Date | null;
  /** The evidence had aged, and is being read anew. */
  checkingAt: Date | null;
}

/** What has happened to somebody on the roster. */
export interface PersonFacts {
  withdrawnAt: Date | null;
  removedAt: Date | null;
}

/** One device that came to the door with a pass, or people whom the coach vouched for without one. */
export interface ArrivalFacts {
  id: string;
  /** Whose pass it came with; null for people seen at the platform only. */
  personId: string | null;
  /** The pass it came with; a pass that is revoked opens nothing any more. */
  passId: string | null;
  /** Null: known to nobody; the coach admitted them without saying so. */
  identifiedBy: IdentifiedBy | null;
  arrivedAt: Date;
  /** When it last asked to come in. */
  knockedAt: Date;
  /** When Join was tapped last. */
  joinedAt: Date | null;
  /** When the coach first admitted it at the platform. */
  admittedAt: Date | null;
  /** When the coach decided to let it in. */
  letInAt: Date | null;
  turnedAwayAt: Date | null;
}

export interface EntryQuestion {
  now: Date;
  session: DoorSession;
  door: DoorFacts;
  mode: EntryMode;
  person: PersonFacts;
  arrival: ArrivalFacts;
  /** Every arrival of the session; the one in question may be among them. */
  arrivals: readonly ArrivalFacts[];
  /** The passes that are not revoked. */
  passes: ReadonlySet<string>;
}

export type EntryDecision = { release: true } | { release: false; because: HeldBecause };

const finished: readonly SessionStatus['state'][] = ['ended', 'attested', 'cancelled'];

/** Whether a session is over for its door: nobody is let in any more. */
export const isOver = ({ state }: SessionStatus, { endedAt }: Pick<DoorFacts, 'endedAt'>): boolean =>
  endedAt !== null || finished.includes(state);

export const opensAt = ({ startsAt }: Pick<DoorSession, 'startsAt'>): Date =>
  new Date(startsAt.getTime() - OPENS_BEFORE_MS);

/** Whether a host who should be in is not: the time is up, and nobody said to be in. */
export const isHostMissing = (now: Date, { startsAt }: DoorSession, { hostInAt }: DoorFacts): boolean =>
  hostInAt === null && now.getTime() >= startsAt.getTime() + HOST_MISSING_AFTER_MS;

/**
 * Decides whether the platform's link may be released to an arrival now: the only place that does. Everything is judged anew each
 * time, so that what was once allowed is not allowed for good. Somebody whom the coach has admitted before, on the same pass and
 * device, comes back without a decision, also after the lock and past the scheduled end.
 */
export function decideEntry(question: EntryQuestion): EntryDecision {
  const because = refusal(question) ?? obstacle(question) ?? objection(question);
  return because === undefined ? { release: true } : { release: false, because };
}

/** What ends it for this arrival, unless a person decides otherwise. */
function refusal({ session, door, person, arrival, passes }: EntryQuestion): HeldBecause | undefined {
  if (isOver(session, door)) return 'over';
  if (person.withdrawnAt !== null || arrival.passId === null || !passes.has(arrival.passId))
    return 'withdrawn';
  if (person.removedAt !== null) return 'removed';
  if (arrival.turnedAwayAt !== null) return 'turned-away';
  return undefined;
}

/** What holds everybody alike. */
function obstacle({ now, session, door }: EntryQuestion): HeldBecause | undefined {
  if (now < opensAt(session) && door.hostInAt === null) return 'not-open-yet';
  if (session.link === 'sealed') return 'sealed';
  if (door.checkingAt !== null) return 'checking';
  if (door.hostInAt === null) return 'host-not-in';
  return undefined;
}

/** What a person must decide about this arrival. */
function objection({ door, mode, arrival, arrivals }: EntryQuestion): HeldBecause | undefined {
  if (arrival.admittedAt !== null) return undefined;
  if (arrival.letInAt === null) {
    if (isSecondDevice(arrival, arrivals)) return 'second-device';
    if (mode === 'both' || mode === 'front-door') return 'greeter';
  }
  // Who was let in before the door was locked and has not gone on by then is late like anybody else.
  const openedFor = arrival.letInAt !== null && door.lockedAt !== null && arrival.letInAt >= door.lockedAt;
  return door.lockedAt !== null && !openedFor ? 'locked' : undefined;
}

/** Whether somebody came before with this person's pass on another device, whatever became of that. */
const isSecondDevice = (arrival: ArrivalFacts, arrivals: readonly ArrivalFacts[]): boolean =>
  arrivals.some(
    (other) => other.personId === arrival.personId && other.passId !== null && cameBefore(other, arrival),
  );

const cameBefore = (a: ArrivalFacts, b: ArrivalFacts): boolean =>
  a.arrivedAt.getTime() === b.arrivedAt.getTime() ? a.id < b.id : a.arrivedAt < b.arrivedAt;

const cardOf: Partial<Record<HeldBecause, CardKind>> = {
  'second-device': 'second-device',
  greeter: 'greet',
  locked: 'late',
  removed: 'removed',
  'turned-away': 'turned-away',
};

/**
 * The exception that the coach is to decide about an arrival, if any. It is there before the host is in, too, so that it can be
 * decided beforehand. Who was removed or turned away is a card only where they have asked again since.
 */
export function exceptionOf(question: EntryQuestion): CardKind | undefined {
  const { person, arrival } = question;
  const because = refusal(question) ?? objection(question);
  if (because === undefined) return undefined;
  if (because === 'removed' && !asked(arrival, person.removedAt)) return undefined;
  if (because === 'turned-away' && !asked(arrival, arrival.turnedAwayAt)) return undefined;
  return cardOf[because];
}

/** Whether a person can decide otherwise for this one arrival. */
export const isForCoach = (because: HeldBecause): boolean => cardOf[because] !== undefined;

const asked = ({ knockedAt }: ArrivalFacts, since: Date | null): boolean =>
  since !== null && knockedAt > since;

const refused: readonly HeldBecause[] = ['over', 'withdrawn', 'removed', 'turned-away'];

/** What a decision is called on the participant's page. */
export function stateOnPage(decision: EntryDecision): DoorStatus['state'] {
  if (decision.release) return 'released';
  return refused.includes(decision.because) ? 'refused' : 'held';
}
