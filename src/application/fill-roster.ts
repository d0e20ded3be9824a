import { DomainError } from '../domain/errors.ts';
import { identityOf, readRosterTable } from '../domain/roster-table.ts';
import type { PersonRequest } from '../domain/roster.ts';
import { asCaller, audit, requireOwnSession, type Application, type Caller } from './context.ts';
import { expectedOf, insertPerson, openRoster, requireRoom, rosterChanged } from './people.ts';
import type { Person, Session, Transaction } from './ports.ts';

/** What came of filling a roster: whom it added, and how many were on it already. */
export interface FilledRoster {
  added: Person[];
  alreadyThere: number;
}

/** So many bad rows are named; whoever has more of them has one mistake in all. */
const MAX_PROBLEMS = 100;

/**
 * Adds everybody in a table, or nobody. Whoever is on the roster with the same name and address is passed over, so that a table
 * may be sent again.
 *
 * @throws DomainError INVALID_REQUEST with every bad row; otherwise as `addPerson`.
 */
export const importPeople = (
  application: Application,
  caller: Caller,
  sessionId: string,
  table: readonly (readonly string[])[],
): Promise<FilledRoster> =>
  asCaller(application, caller, 'people:write', async (transaction) => {
    const session = await openRoster(transaction, caller, sessionId);
    const read = readRosterTable(table);
    if ('problems' in read) {
      throw new DomainError(
        'INVALID_REQUEST',
        'Some rows are not right, so nobody was added. Correct those that are named and send the file again.',
        { facts: { rows: read.problems.slice(0, MAX_PROBLEMS), wrong: read.problems.length } },
      );
    }
    return fill(application, transaction, caller, session, read.people);
  });

/**
 * Adds everybody who was expected in an earlier session of the same organisation, each with a new pass: not whom the coach removed
 * from it. A coach may copy from own sessions only.
 *
 * @throws DomainError RESOURCE_NOT_FOUND; otherwise as `addPerson`.
 */
export const copyPeople = (
  application: Application,
  caller: Caller,
  sessionId: string,
  fromSessionId: string,
): Promise<FilledRoster> =>
  asCaller(application, caller, 'people:write', async (transaction) => {
    const session = await openRoster(transaction, caller, sessionId);
    const from = requireOwnSession(caller, await transaction.sessions.find(fromSessionId), 'fromSessionId');
    const people = expectedOf(await transaction.people.listOf(from.id)).filter(
      ({ removedAt }) => removedAt === null,
    );
    const requests = people.map(({ name, aliases, role, email, timeZone, passcodeChannel }) => ({
      name,
      aliases,
      role,
      email,
      timeZone,
      passcodeChannel,
    }));
    return fill(application, transaction, caller, session, requests);
  });

async function fill(
  application: Application,
  transaction: Transaction,
  { actor }: Caller,
  session: Session,
  requests: readonly PersonRequest[],
): Promise<FilledRoster> {
  const before = await transaction.people.listOf(session.id);
  const there = new Set(expectedOf(before).map(identityOf));
  const fresh = requests.filter((request) => !there.has(identityOf(request)));
  requireRoom(before, fresh.length);
  const added: Person[] = [];
  for (const request of fresh) added.push(await insertPerson(application, transaction, session, request));
  await rosterChanged(application, transaction, session);
  await audit(application, transaction, {
    actor,
    action: 'people.added',
    resourceKind: 'session',
    resourceId: session.id,
    details: { added: added.length },
  });
  return { added, alreadyThere: requests.length - fresh.length };
}
