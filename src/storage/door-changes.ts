import pg from 'pg';
import { DOOR_CHANNEL } from './repositories/front-door.ts';

export interface DoorChangesOptions {
  url: string;
  /** The revisions of these sessions' doors now, for the time in which nothing is heard. */
  readRevisions: (organisationId: string, sessionIds: readonly string[]) => Promise<Map<string, number>>;
  /** How often revisions are read while the connection is cut, and how long until it is tried again, milliseconds. Default 1000. */
  retryMs?: number;
  /** How often they are read although it stands, milliseconds: it may be a pooler's, or dead without a word. Default 5000. */
  lookMs?: number;
}

/** Tells this process of every change of a door that somebody in it watches. */
export interface DoorChanges {
  /** Calls back with each revision that is new, until what it returns is called. The first one is not told: read it first. */
  subscribe: (organisationId: string, sessionId: string, onChange: (revision: number) => void) => () => void;
  close: () => Promise<void>;
}

interface Watched {
  organisationId: string;
  sessionId: string;
  /** The last one that was told, so that none is told twice. */
  revision: number;
  listeners: Set<(revision: number) => void>;
}

const keyOf = (organisationId: string, sessionId: string): string => `${organisationId}:${sessionId}`;

/**
 * One connection of the process listens, from the first watcher on. While it is cut revisions are read instead, and once more when
 * it is there again, and now and then besides, so that no change is missed for good. LISTEN needs a direct connection: behind a
 * pooler only the reading works.
 */
export function createDoorChanges({
  url,
  readRevisions,
  retryMs = 1_000,
  lookMs = 5_000,
}: DoorChangesOptions): DoorChanges {
  const watched = new Map<string, Watched>();
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStarted = false;
  let isLooking = false;
  let isClosed = false;

  const told = (organisationId: string, sessionId: string, revision: number): void => {
    const one = watched.get(keyOf(organisationId, sessionId));
    if (one === undefined || revision <= one.revision) return;
    one.revision = revision;
    for (const listener of one.listeners) listener(revision);
  };

  const readAll = async (): Promise<void> => {
    const byOrganisation = Map.groupBy(watched.values(), ({ organisationId }) => organisationId);
    for (const [organisationId, some] of byOrganisation) {
      const ids = some.map(({ sessionId }) => sessionId);
      for (const [sessionId, revision] of await readRevisions(organisationId, ids))
        told(organisationId, sessionId, revision);
    }
  };

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'subrosa door', keepAlive: true });
    next.on('error', () => undefined);
    next.on('end', () => {
      if (client === next) client = undefined;
      lookAfter(retryMs);
    });
    next.on('notification', ({ payload = '' }) => {
      const [organisationId = '', sessionId = '', revision = ''] = payload.split(':');
      told(organisationId, sessionId, Number(revision));
    });
    try {
      await next.connect();
      await next.query(`LISTEN ${DOOR_CHANNEL}`);
      if (isClosed) throw new Error('It was closed meanwhile.');
      client = next;
    } catch {
      await next.end().catch(() => undefined);
    }
  };

  const look = async (): Promise<void> => {
    if (isClosed || isLooking) return;
    isLooking = true;
    if (client === undefined) await connect();
    // What was said while nobody listened; where the server is away, it is read the next time.
    await readAll().catch(() => undefined);
    isLooking = false;
    lookAfter(client === undefined ? retryMs : lookMs);
  };

  const lookAfter = (ms: number): void => {
    if (isClosed) return;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), ms);
    timer.unref();
  };

  return {
    subscribe(organisationId, sessionId, onChange) {
      const key = keyOf(organisationId, sessionId);
      const one = watched.get(key) ?? {
        organisationId,
        sessionId,
        revision: 0,
        listeners: new Set<(revision: number) => void>(),
      };
      watched.set(key, one);
      one.listeners.add(onChange);
      if (!isStarted) {
        isStarted = true;
        void look();
      }
      return () => {
        one.listeners.delete(onChange);
        if (one.listeners.size === 0 && watched.get(key) === one) watched.delete(key);
      };
    },

    async close() {
      isClosed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
