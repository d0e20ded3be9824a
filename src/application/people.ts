import { DomainError } from '../domain/errors.ts';
import {
  channelOf,
  MAX_ROSTER,
  PersonRequest,
  requireOpenRoster,
  type PersonChange,
} from '../domain/roster.ts';
import type { Json } from '../domain/json.ts';
import {
  asCaller,
  audit,
  digestJson,
  found,
  newRecord,
  requireOwnSession,
  requireVersion,
  type Application,
  type Caller,
} from './context.ts';
import type { Complete } from './idempotency.ts';
import { issuePass } from './passes.ts';
import { planDeliveriesSoon } from './deliveries/plan-deliveries.ts';
import type { Person, Session, Transaction } from './ports.ts';

/** Everybody who is or was on a session's roster, in the order they were added. */
export const listPeople = (application: Application, caller: Caller, sessionId: string): Promise<Person[]> =>
  asCaller(application, caller, 'people:read', async ({ sessions, people }) => {
    const { id } = requireOwnSession(caller, await sessions.find(sessionId));
    return people.listOf(id);
  });

export const getPerson = (
  application: Application,
  caller: Caller,
  sessionId: string,
  personId: string,
): Promise<Person> =>
  asCaller(application, caller, 'people:read', async (transaction) => {
    const session = requireOwnSession(caller, await transaction.sessions.find(sessionId));
    return requirePerson(transaction, session, personId);
  });

/**
 * Adds somebody to the roster, with a pass. Nothing of it reaches the platform.
 *
 * @throws DomainError ROSTER_LOCKED, INVALID_TRANSITION; CONFLICT where the roster is full.
 */
export const addPerson = (
  application: Application,
  caller: Caller,
  sessionId: string,
  request: PersonRequest,
  complete?: Complete,
): Promise<Person> =>
  asCaller(application, caller, 'people:write', async (transaction) => {
    const session = await openRoster(transaction, caller, sessionId);
    requireRoom(await transaction.people.listOf(session.id), 1);
    const person = await insertPerson(application, transaction, session, request);
    await rosterChanged(application, transaction, session);
    await auditPerson(application, transaction, caller, 'person.added', person);
    await complete?.(transaction, person.id);
    return person;
  });

/**
 * Changes somebody on the roster. Where an address was there and changes, a new pass takes the place of the one that was sent to
 * it: whoever has that mailbox may not be the person.
 *
 * @throws DomainError as `addPerson`; INVALID_REQUEST naming the field; CONFLICT for somebody who was withdrawn.
 */
export const changePerson = (
  application: Application,
  caller: Caller,
  sessionId: string,
  personId: string,
  change: PersonChange,
  expectedVersion: number | undefined,
): Promise<Person> =>
  asCaller(application, caller, 'people:write', async (transaction) => {
    const session = await openRoster(transaction, caller, sessionId);
    const before = await requireExpected(transaction, session, personId);
    requireVersion(before, expectedVersion);
    const wanted = { ...before, ...merged(before, change) };
    if (digestJson(wanted as unknown as Json) === digestJson(before as unknown as Json)) return before;
    const person = await transaction.people.update({ ...wanted, updatedAt: application.ambient.now() });
    if (before.email !== null && before.email !== person.email)
      await issuePass(application, transaction, person);
    await rosterChanged(application, transaction, session);
    await auditPerson(application, transaction, caller, 'person.changed', person);
    return person;
  });

/** Takes somebody off the roster. The pass stops working at once and for good; doing it twice changes nothing. */
export const withdrawPerson = (
  application: Application,
  caller: Caller,
  sessionId: string,
  personId: string,
): Promise<void> =>
  asCaller(application, caller, 'people:write', async (transaction) => {
    const session = await openRoster(transaction, caller, sessionId);
    const person = await requirePerson(transaction, session, personId);
    if (person.withdrawnAt !== null) return;
    const now = application.ambient.now();
    await transaction.people.update({ ...person, withdrawnAt: now, updatedAt: now });
    const pass = await transaction.passes.findActive(person.id);
    if (pass !== undefined) await transaction.passes.revoke(pass.id, now);
    await rosterChanged(application, transaction, session);
    await auditPerson(application, transaction, caller, 'person.withdrawn', person);
  });

/**
 * The session, held with its door until the transaction ends, where its roster may change now: changes of one roster follow one
 * another, and none overtakes the lock. Whoever has changed it calls `rosterChanged`.
 */
export async function openRoster(
  transaction: Transaction,
  caller: Caller,
  sessionId: string,
): Promise<Session> {
  const session = requireOwnSession(caller, await transaction.sessions.findForUpdate(sessionId));
  const { lockedAt } = await transaction.doors.lock(session.id);
  const byCoach = caller.hostId !== undefined || caller.scopes.includes('board:write');
  requireOpenRoster({ state: session.state, lockedAt, byCoach });
  return session;
}

/**
 * What follows every change of a roster, in its transaction: whoever watches the board or waits at the door is told, and what is
 * to be delivered is looked at anew.
 */
export async function rosterChanged(
  application: Application,
  transaction: Transaction,
  { id }: Pick<Session, 'id'>,
): Promise<void> {
  await transaction.doors.touch(id);
  await planDeliveriesSoon(application, transaction, id);
}

/** The person, where on this session's roster, also after having been withdrawn. */
export async function requirePerson(
  { people }: Transaction,
  session: Pick<Session, 'id'>,
  personId: string,
): Promise<Person> {
  const person = await people.find(personId);
  return found(person?.sessionId === session.id ? person : undefined, 'person');
}

/** The person, where expected in this session. */
export async function requireExpected(
  transaction: Transaction,
  session: Pick<Session, 'id'>,
  personId: string,
): Promise<Person> {
  const person = await requirePerson(transaction, session, personId);
  if (person.withdrawnAt === null) return person;
  throw new DomainError('CONFLICT', 'This person has been withdrawn. Add the person anew.');
}

export const expectedOf = (people: readonly Person[]): Person[] =>
  people.filter(({ withdrawnAt }) => withdrawnAt === null);

export function requireRoom(people: readonly Person[], more: number): void {
  if (expectedOf(people).length + more <= MAX_ROSTER) return;
  throw new DomainError('CONFLICT', `A roster has ${MAX_ROSTER} people at most. Withdraw some first.`);
}

/** Writes down somebody new, with a pass. */
export async function insertPerson(
  application: Application,
  transaction: Transaction,
  session: Pick<Session, 'id'>,
  request: PersonRequest,
): Promise<Person> {
  const person = await transaction.people.insert({
    ...newRecord(application),
    ...request,
    sessionId: session.id,
    passcodeChannel: channelOf(request),
    withdrawnAt: null,
    removedAt: null,
  });
  await issuePass(application, transaction, person);
  return person;
}

/** What the person's request would be now, checked as a whole: a channel may need an address. */
function merged(before: Person, change: PersonChange): Pick<Person, keyof PersonRequest> {
  const { name, aliases, role, email, timeZone, passcodeChannel } = before;
  const parsed = PersonRequest.safeParse({
    name,
    aliases,
    role,
    email,
    timeZone,
    passcodeChannel,
    ...change,
  });
  if (parsed.success) return { ...parsed.data, passcodeChannel: channelOf(parsed.data) };
  const [issue] = parsed.error.issues;
  throw new DomainError('INVALID_REQUEST', issue?.message ?? 'Not valid.', { field: issue?.path.join('.') });
}

const auditPerson = (
  application: Application,
  transaction: Transaction,
  { actor }: Caller,
  action: string,
  { id, sessionId }: Person,
): Promise<void> =>
  audit(application, transaction, {
    actor,
    action,
    resourceKind: 'person',
    resourceId: id,
    details: { sessionId },
  });
