import { intervalsOf } from '../../domain/attendance.ts';
import type { IdentifiedBy } from '../../domain/board.ts';
import { identificationOf } from '../../domain/presence.ts';
import type { Role } from '../../domain/roster.ts';
import { asCaller, audit, requireOwnSession, type Application, type Caller } from '../context.ts';
import { arrivalsOf, marksOf, readDoor } from './read-door.ts';

/** One person of the attendance log. */
export interface Attended {
  personId: string;
  name: string;
  role: Role;
  /** Null: nothing has shown who it was, or nobody was there. */
  identifiedBy: IdentifiedBy | null;
  /** When the person was in, in order; `to` is null while they are. */
  intervals: { from: Date; to: Date | null }[];
  /** Whole minutes, of intervals that have ended. */
  minutes: number;
}

/** Our own log of a session: everybody on the roster, and when each was in. Reading it is audited: it names people. */
export const getAttendance = (
  application: Application,
  caller: Caller,
  sessionId: string,
): Promise<Attended[]> =>
  asCaller(application, caller, 'attendance:read', async (transaction) => {
    const session = requireOwnSession(caller, await transaction.sessions.find(sessionId));
    const reading = await readDoor(transaction, session);
    await audit(application, transaction, {
      actor: caller.actor,
      action: 'attendance.read',
      resourceKind: 'session',
      resourceId: sessionId,
    });
    return reading.people.map(({ id, name, role }) => {
      const intervals = intervalsOf(marksOf(reading, id), reading.door.endedAt);
      const arrivals = arrivalsOf(reading, id).map((arrival) => ({ arrival }));
      const ms = intervals.reduce(
        (sum, { from, to }) => sum + (to === null ? 0 : to.getTime() - from.getTime()),
        0,
      );
      return {
        personId: id,
        name,
        role,
        identifiedBy: intervals.length === 0 ? null : identificationOf(id, arrivals),
        intervals,
        minutes: Math.floor(ms / 60_000),
      };
    });
  });
