import type { DoorStatus } from '../../domain/board.ts';
import { isHostMissing, isOver, opensAt, stateOnPage } from '../../domain/front-door.ts';
import { releasedLink } from '../released-link.ts';
import type { Arrival, Person } from '../ports.ts';
import { decide, type DoorReading } from './read-door.ts';

/** What a person's page shows: without an arrival of this device, whether one may come in at all. */
export function doorStatus(
  reading: DoorReading,
  person: Person,
  arrival: Arrival | undefined,
  { platformName, now }: { platformName: string; now: Date },
): DoorStatus {
  const { session, door } = reading;
  const { startsAt, endsAt } = session;
  const common = {
    back: arrival !== undefined && arrival.admittedAt !== null,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    timeZone: person.timeZone ?? session.timeZone,
    opensAt: opensAt(session).toISOString(),
    now: now.toISOString(),
    hostIsIn: door.hostInAt !== null,
    contact: isHostMissing(now, session, door) ? reading.practice.contact : null,
    join: null,
  };
  if (arrival === undefined) {
    if (isOver(session, door)) return { ...common, state: 'refused', because: 'over' };
    const early = now < opensAt(session) && door.hostInAt === null;
    return early
      ? { ...common, state: 'early', because: 'not-open-yet' }
      : { ...common, state: 'enter', because: null };
  }
  const decision = decide(reading, arrival, now);
  const state = stateOnPage(decision);
  if (!decision.release) return { ...common, state, because: decision.because };
  const passcode =
    reading.meeting === undefined
      ? null
      : releasedLink(reading.meeting, session, reading.plan).passcodeToShow;
  return { ...common, state, because: null, join: { platform: platformName, passcode } };
}
