import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Application } from '../../src/application/context.ts';
import { watchDoor } from '../../src/application/front-door/watch-door.ts';
import type { Session } from '../../src/application/ports.ts';
import { compile } from '../../src/domain/plan/compile.ts';
import { createTestApplication, type TestApplication } from '../support/application.ts';
import { ordinaryTeams } from '../support/ordinary-teams.ts';
import { aSession, storeSetup, type Setup } from '../support/records.ts';

let test: TestApplication;
let setup: Setup;
let session: Session;
let reads: number;
let application: Application;
beforeAll(async () => {
  test = await createTestApplication({});
});
afterAll(() => test.close());
beforeEach(async () => {
  setup = await storeSetup(test.database);
  session = aSession(setup);
  await test.database.inOrganisation(setup.organisationId, async ({ sessions, plans }) => {
    await sessions.insert(session);
    await plans.insert(session.id, 1, compile(ordinaryTeams));
  });
  reads = 0;
  application = {
    ...test.application,
    database: {
      ...test.application.database,
      inOrganisation: (organisationId, work) => {
        reads += 1;
        return test.database.inOrganisation(organisationId, work);
      },
    },
  };
});

const watch = () => watchDoor(application, { organisationId: setup.organisationId, sessionId: session.id });
const touch = () =>
  test.database.inOrganisation(setup.organisationId, async ({ doors }) => {
    await doors.touch(session.id);
    return (await doors.find(session.id))?.revision ?? 0;
  });

describe('many who watch one door', () => {
  it('share one reading of each change, and none older than what they know of', async () => {
    const doors = [watch(), watch(), watch()];
    const stops = doors.map(({ subscribe }) => subscribe(() => undefined));
    const first = await touch();
    const readings = await Promise.all(doors.map(({ read }) => read(first)));
    expect(new Set(readings).size).toBe(1);
    expect(readings[0]?.door.revision).toBe(first);
    expect(reads).toBe(1);
    const second = await touch();
    const again = await Promise.all(doors.map(({ read }) => read(second)));
    expect(again.map(({ door }) => door.revision)).toEqual([second, second, second]);
    expect(reads).toBe(2);
    for (const stop of stops) stop();
  });

  it('keep nothing of it once nobody watches', async () => {
    const door = watch();
    const stop = door.subscribe(() => undefined);
    await door.read(0);
    stop();
    const later = watch();
    const stopLater = later.subscribe(() => undefined);
    await later.read(0);
    expect(reads).toBe(2);
    stopLater();
  });

  it('do not share a failure: the next who asks tries again', async () => {
    const door = watch();
    const stop = door.subscribe(() => undefined);
    const { inOrganisation } = application.database;
    application.database.inOrganisation = () => Promise.reject(new Error('away'));
    await expect(door.read(0)).rejects.toThrow('away');
    application.database.inOrganisation = inOrganisation;
    expect((await door.read(0)).session.id).toBe(session.id);
    stop();
  });
});
