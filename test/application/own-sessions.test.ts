import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getAssurance } from '../../src/application/assurance.ts';
import { revealLink } from '../../src/application/reveal-link.ts';
import { coachScopes, scopes, type Caller } from '../../src/application/context.ts';
import { getSessionPlan } from '../../src/application/session-plan.ts';
import {
  cancelSession,
  getSession,
  getSessionByRef,
  listSessions,
  previewSession,
  rescheduleSession,
  retrySession,
} from '../../src/application/sessions.ts';
import { createTestApplication, type TestApplication } from '../support/application.ts';
import { aHost, aSession, minutesAfter, storeSetup, type Setup } from '../support/records.ts';

let test: TestApplication;
let setup: Setup;
const other = aHost();
let own: string;
let others: string;

beforeAll(async () => {
  test = await createTestApplication({});
  setup = await storeSetup(test.database);
  const [ownSession, othersSession] = [
    aSession(setup),
    aSession(setup, {
      externalRef: 'theirs',
      hostId: other.id,
      startsAt: minutesAfter(600),
      endsAt: minutesAfter(660),
      reservedUntil: minutesAfter(670),
    }),
  ];
  [own, others] = [ownSession.id, othersSession.id];
  await test.database.inOrganisation(setup.organisationId, async ({ hosts, sessions }) => {
    await hosts.insert(other);
    await sessions.insert(ownSession);
    await sessions.insert(othersSession);
  });
});
afterAll(() => test.close());

/** A coach who may do everything, so that only whose session it is decides. */
const coach = (): Caller => ({
  organisationId: setup.organisationId,
  actor: `coach:${setup.host.id}`,
  scopes,
  hostId: setup.host.id,
});
const page = { after: undefined, limit: 25 };

describe('a coach', () => {
  it('is shown only own sessions, whichever filter is asked for', async () => {
    const ids = async (filter: { hostId?: string }) =>
      (await listSessions(test.application, coach(), page, filter)).map(({ id }) => id);
    expect(await ids({})).toEqual([own]);
    expect(await ids({ hostId: setup.host.id })).toEqual([own]);
    expect(await ids({ hostId: other.id })).toEqual([]);
    const key = { ...coach(), hostId: undefined };
    expect(await listSessions(test.application, key, page, {})).toHaveLength(2);
  });

  it('does not find another coach’s session, however it is asked for, and finds it like none at all', async () => {
    const { application } = test;
    const change = { startsAt: '2026-12-01T09:00:00Z', endsAt: '2026-12-01T10:00:00Z', timeZone: 'UTC' };
    const acts: ((id: string) => Promise<unknown>)[] = [
      (id) => getSession(application, coach(), id),
      (id) => getSessionPlan(application, coach(), id),
      (id) => getAssurance(application, coach(), id),
      (id) => revealLink(application, coach(), id),
      (id) => cancelSession(application, coach(), id, undefined),
      (id) => retrySession(application, coach(), id),
      (id) => rescheduleSession(application, coach(), id, change, undefined),
    ];
    for (const act of acts) {
      const refusals = await Promise.all(
        [others, uuidv7()].map((id) =>
          act(id).then(
            () => 'done',
            (error: Error) => error.message,
          ),
        ),
      );
      expect(refusals).toEqual(Array(2).fill('There is no such session in this organisation.'));
    }
    expect(await getSession(application, coach(), own)).toMatchObject({ id: own });
    const key = { ...coach(), hostId: undefined };
    expect(await getSessionByRef(application, key, 'theirs')).toMatchObject({ id: others });
    await expect(getSessionByRef(application, coach(), 'theirs')).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
  });

  it('has nothing to do with setting up: planning, booking, clients, keys', async () => {
    const request = {
      clientId: setup.client.id,
      hostId: setup.host.id,
      platform: null,
      startsAt: '2026-12-01T09:00:00Z',
      endsAt: '2026-12-01T10:00:00Z',
      timeZone: 'UTC',
    };
    const asCoach = { ...coach(), scopes: coachScopes };
    await expect(previewSession(test.application, asCoach, request)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const setsUp = scopes.filter((scope) =>
      /^(connections|hosts|clients|policies|keys|organisation|audit|links)/.test(scope),
    );
    expect(coachScopes.filter((scope) => (setsUp as string[]).includes(scope))).toEqual([]);
    expect(coachScopes).not.toContain('sessions:write');
  });
});
