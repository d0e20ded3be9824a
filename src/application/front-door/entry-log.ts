import { entryRecords, newRecords, type Admitted } from '../../domain/entry-records.ts';
import { identificationOf } from '../../domain/presence.ts';
import type { Application } from '../context.ts';
import type { Transaction } from '../ports.ts';
import { arrivalsOf, marksOf, type DoorReading } from './read-door.ts';

/** The record that an integration took the platform's link. */
export const LINK_TAKEN = 'link-taken';

/** Writes down what can now be said of the entry, where that is new or has changed: what the verdicts of the entry rest on. */
export async function recordEntry(
  application: Application,
  transaction: Transaction,
  reading: DoorReading,
): Promise<void> {
  const { session, door } = reading;
  const written = await transaction.records.list(session.id);
  const said = entryRecords({
    admitted: admittedOf(reading),
    hostIn: door.hostInAt !== null,
    locked: door.lockedAt !== null,
    ended: door.endedAt !== null,
    linkTaken: written.some(({ kind }) => kind === LINK_TAKEN),
  });
  const before = new Map(written.map(({ kind, holds }) => [kind, holds]));
  for (const [kind, holds] of newRecords(said, before)) {
    await transaction.records.insert({
      id: application.ambient.newId(),
      sessionId: session.id,
      control: null,
      kind,
      holds,
      recordedAt: application.ambient.now().toISOString(),
      body: { revision: door.revision },
    });
  }
}

/** Everybody who was ever in, with how they were identified and whether they know what is asked of them. */
function admittedOf(reading: DoorReading): Admitted[] {
  return reading.people
    .filter(({ id }) => marksOf(reading, id).length > 0)
    .map(({ id }) => {
      const arrivals = arrivalsOf(reading, id);
      return {
        identifiedBy: identificationOf(
          id,
          arrivals.map((arrival) => ({ arrival })),
        ),
        acknowledged: arrivals.some(({ acknowledgedAt }) => acknowledgedAt !== null),
      };
    });
}
