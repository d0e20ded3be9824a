import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Database, Session, Transaction } from '../../src/application/ports.ts';
import { createDoorChanges } from '../../src/storage/door-changes.ts';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { aSession, storeSetup, type Setup } from '../support/records.ts';

let clone: TestDatabase;
let database: Database;
let other: Database;
let setup: Setup;
let session: Session;
beforeAll(async () => {
  clone = await createTestDatabase();
  database = await openTestDatabase(clone);
  other = await openTestDatabase(clone);
});
afterAll(async () => {
  await Promise.all([database.close(), other.close()]);
  await clone.drop();
});
beforeEach(async () => {
  setup = await storeSetup(database);
  session = await database.inOrganisation(setup.organisationId, ({ sessions }) =>
    sessions.insert(aSession(setup)),
  );
});

const touch = (by = database) =>
  by.inOrganisation(setup.organisationId, async ({ doors }: Transaction) => {
    await doors.touch(session.id);
    return (await doors.find(session.id))?.revision ?? 0;
  });

/** Watches the session's door, and waits for revisions. */
function watch(sessionId = session.id, organisationId = setup.organisationId) {
  const seen: number[] = [];
  let wake = () => undefined as void;
  const stop = database.onDoorChange(organisationId, sessionId, (revision) => {
    seen.push(revision);
    wake();
  });
  const until = async (revision: number) => {
    while (!seen.includes(revision)) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { seen, stop, until };
}

describe('watching a door', () => {
  it('hears of every change, of this process and of others, once and in order', async () => {
    const { seen, stop, until } = watch();
    await until(await touch());
    const second = await touch(other);
    await until(second);
    await until(await touch());
    expect(seen).toEqual([second - 1, second, second + 1]);
    stop();
  });

  it('hears nothing of other doors, and nothing after it has stopped', async () => {
    const elsewhere = await storeSetup(database);
    const stranger = watch(session.id, elsewhere.organisationId);
    const first = watch();
    const second = watch();
    await first.until(await touch());
    first.stop();
    const last = await touch();
    await second.until(last);
    expect(first.seen).not.toContain(last);
    expect(stranger.seen).toEqual([]);
    second.stop();
    stranger.stop();
  });

  it('misses nothing for good where its connection is cut', async () => {
    const { stop, until } = watch();
    await until(await touch());
    const admin = new pg.Client({ connectionString: clone.adminUrl });
    await admin.connect();
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'subrosa door'`,
    );
    await admin.end();
    const missed = await touch(other);
    await until(missed);
    const heard = await touch(other);
    await until(heard);
    expect(heard).toBe(missed + 1);
    stop();
  });

  it('reads besides, so that a connection over which nothing is heard loses nothing', async () => {
    let revision = 0;
    const changes = createDoorChanges({
      url: clone.appUrl,
      // As if the notifications had gone to somebody else's connection.
      readRevisions: async (_organisation, ids) => new Map(ids.map((id) => [id, (revision += 1)])),
      lookMs: 1,
    });
    const third = new Promise<void>((resolve) => {
      changes.subscribe(setup.organisationId, session.id, (told) => {
        if (told === 3) resolve();
      });
    });
    await third;
    await changes.close();
  });
});
