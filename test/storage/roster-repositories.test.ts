import { createHash } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Database, Person, Session, Transaction } from '../../src/application/ports.ts';
import { OrganisationSettings } from '../../src/domain/organisation-settings.ts';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  aPass,
  aPerson,
  aPortalEntry,
  aSession,
  minutesAfter,
  noon,
  storeSetup,
  type Setup,
} from '../support/records.ts';

let clone: TestDatabase;
let database: Database;
let setup: Setup;
let session: Session;
beforeAll(async () => {
  clone = await createTestDatabase();
  database = await openTestDatabase(clone);
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});
beforeEach(async () => {
  setup = await storeSetup(database);
  session = await run(({ sessions }) => sessions.insert(aSession(setup)));
});

const run = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> =>
  database.inOrganisation(setup.organisationId, work);
const storePerson = (change: Partial<Person> = {}) =>
  run(({ people }) => people.insert(aPerson(session, change)));

describe('people', () => {
  it('come back as they were stored and changed, in the order they were added', async () => {
    const first = await storePerson({ aliases: ['Ani'], timeZone: 'Europe/Zurich', role: 'interpreter' });
    const second = await storePerson({ name: 'Bela', email: null, passcodeChannel: 'handed-over' });
    expect(await run(({ people }) => people.listOf(session.id))).toEqual([first, second]);
    const withdrawn = { ...first, name: 'Ana L.', withdrawnAt: minutesAfter(1), removedAt: minutesAfter(2) };
    await run(({ people }) => people.update(withdrawn));
    expect(await run(({ people }) => people.find(first.id))).toEqual({ ...withdrawn, version: 2 });
    await expect(run(({ people }) => people.update(withdrawn))).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
    });
  });
});

describe('passes', () => {
  it('are one a person, until the first is revoked', async () => {
    const person = await storePerson();
    const pass = await run(({ passes }) => passes.insert(aPass(person)));
    await expect(run(({ passes }) => passes.insert(aPass(person)))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await run(({ passes }) => passes.findActive(person.id))).toEqual(pass);
    expect(await run(({ passes }) => passes.listActive(session.id))).toEqual([pass]);
    await run(({ passes }) => passes.revoke(pass.id, minutesAfter(1)));
    await run(({ passes }) => passes.revoke(pass.id, minutesAfter(2)));
    expect(await run(({ passes }) => passes.findActive(person.id))).toBeUndefined();
    expect(await run(({ passes }) => passes.listActive(session.id))).toEqual([]);
    expect(await run(({ passes }) => passes.findByPublicId(pass.publicId))).toEqual({
      ...pass,
      revokedAt: minutesAfter(1),
    });
    const next = await run(({ passes }) => passes.insert(aPass(person)));
    expect(next.secretHash).not.toEqual(pass.secretHash);
  });

  it('derive the same secret and code from an id again, and store neither', async () => {
    const pass = await run(async ({ passes }) => passes.insert(aPass(await storePerson())));
    const [once, again] = await Promise.all([
      run(async ({ passes }) => passes.reveal(pass.id)),
      run(async ({ passes }) => passes.reveal(pass.id)),
    ]);
    expect(again).toEqual(once);
    expect(once.secret).toHaveLength(43);
    expect(createHash('sha256').update(once.secret).digest()).toEqual(pass.secretHash);
    expect(once.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
  });

  it('lead to their organisation by their public id and by their code', async () => {
    const pass = await run(async ({ passes }) => passes.insert(aPass(await storePerson())));
    const codeId = database.publicIdOfCode(await run(async ({ passes }) => passes.reveal(pass.id).code));
    expect(await database.organisationOf(pass.publicId)).toBe(setup.organisationId);
    expect(await database.organisationOf(codeId)).toBe(setup.organisationId);
    expect(await run(({ passes }) => passes.findByCode(codeId))).toEqual(pass);
    expect(await database.organisationOf(database.publicIdOfCode('0000000000'))).toBeUndefined();
  });
});

describe('portal entries', () => {
  it('are spent once, also by two who try at the same time', async () => {
    const entry = aPortalEntry(await storePerson());
    await run(({ portalEntries }) => portalEntries.insert(entry));
    expect(await run(({ portalEntries }) => portalEntries.findByPublicId(entry.publicId))).toEqual(entry);
    expect(await database.organisationOf(entry.publicId)).toBe(setup.organisationId);
    const spend = () => run(({ portalEntries }) => portalEntries.spend(entry.id, minutesAfter(1)));
    expect((await Promise.all([spend(), spend(), spend()])).sort()).toEqual([false, false, true]);
  });
});

describe('settings', () => {
  const change = { ...OrganisationSettings.parse({}), contact: 'Reception', version: 0, updatedAt: noon };

  it('are the defaults until they are set', async () => {
    expect(await run(({ settings }) => settings.get())).toEqual({
      ...OrganisationSettings.parse({}),
      version: 0,
      updatedAt: null,
    });
    await run(({ settings }) => settings.put(change));
    expect(await run(({ settings }) => settings.get())).toEqual({ ...change, version: 1 });
  });

  it('are not overwritten by somebody who read them earlier', async () => {
    await run(({ settings }) => settings.put(change));
    await expect(run(({ settings }) => settings.put(change))).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
    });
    await run(({ settings }) => settings.put({ ...change, version: 1 }));
    await expect(run(({ settings }) => settings.put({ ...change, version: 1 }))).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
    });
  });
});
