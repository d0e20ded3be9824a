import { found, type Application } from '../context.ts';
import type { Database } from '../ports.ts';
import { readDoor, type DoorReading } from './read-door.ts';

interface Shared {
  watchers: number;
  /** The revision that was known when the reading began: it holds at least that. */
  revision: number;
  reading: Promise<DoorReading> | undefined;
}

/** What is shared of each database, by session. */
const sharedOf = new WeakMap<Database, Map<string, Shared>>();

/** A session's door for one of many who watch it: whoever waits there shares one reading of each change. */
export interface WatchedDoor {
  subscribe: (onChange: (revision: number) => void) => () => void;
  /** The door with all that had changed up to this revision. */
  read: (revision: number) => Promise<DoorReading>;
}

export function watchDoor(
  { database }: Application,
  { organisationId, sessionId }: { organisationId: string; sessionId: string },
): WatchedDoor {
  const all = sharedOf.get(database) ?? new Map<string, Shared>();
  sharedOf.set(database, all);
  const key = `${organisationId}:${sessionId}`;

  const readNow = (): Promise<DoorReading> =>
    database.inOrganisation(organisationId, async (transaction) =>
      readDoor(transaction, found(await transaction.sessions.find(sessionId), 'session')),
    );

  return {
    subscribe(onChange) {
      const shared = all.get(key) ?? { watchers: 0, revision: -1, reading: undefined };
      all.set(key, shared);
      shared.watchers += 1;
      const stop = database.onDoorChange(organisationId, sessionId, onChange);
      return () => {
        stop();
        shared.watchers -= 1;
        // Names and passcodes are not kept for nobody.
        if (shared.watchers === 0) all.delete(key);
      };
    },

    read(revision) {
      const shared = all.get(key);
      if (shared === undefined) return readNow();
      if (shared.reading !== undefined && shared.revision >= revision) return shared.reading;
      const reading = readNow();
      shared.reading = reading;
      shared.revision = revision;
      // A failure is not shared any longer than it takes: the next who asks tries again.
      reading.catch(() => {
        if (shared.reading === reading) shared.reading = undefined;
      });
      return reading;
    },
  };
}
