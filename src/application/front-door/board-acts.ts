import type { BoardAct } from '../../domain/board.ts';
import { DomainError } from '../../domain/errors.ts';
import { asCaller, audit, found, requireOwnSession, type Application, type Caller } from '../context.ts';
import { openConnection } from '../open-connection.ts';
import type { Transaction } from '../ports.ts';
import { letIn, turnAway, vouch } from './act-on-arrivals.ts';
import { attest, check, confirmHost, end, lock, unlock } from './act-on-door.ts';
import { admit, excusePasscode, markLeft, remove, reopen } from './act-on-people.ts';
import type { Acting, Changed } from './acting.ts';
import { recordEntry } from './entry-log.ts';
import { readDoor } from './read-door.ts';
import { lockDoor } from './read-pass.ts';

type Acts = {
  [Act in BoardAct['act']]: (acting: Acting, act: Extract<BoardAct, { act: Act }>) => Promise<Changed>;
};

const acts: Acts = {
  'confirm-host': confirmHost,
  'let-in': letIn,
  greet: letIn,
  'turn-away': turnAway,
  admit,
  'mark-left': markLeft,
  vouch,
  'excuse-passcode': excusePasscode,
  lock,
  unlock,
  end,
  remove,
  reopen,
  attest,
  check,
};

/**
 * Does one act of the coach. Acts wait for one another, and doing what is done already changes nothing, so that two coaches on one
 * board see one truth. Every act that changes something is audited, and the records of the entry follow it.
 *
 * @throws DomainError CONFLICT, INVALID_TRANSITION, LINK_SEALED, RESOURCE_NOT_FOUND, saying what to do; after `end` the vendor's
 * code where the platform could not be told: the session is over here all the same.
 */
export async function actOnBoard(
  application: Application,
  caller: Caller,
  sessionId: string,
  act: BoardAct,
): Promise<void> {
  const changed = await asCaller(application, caller, 'board:write', (transaction) =>
    doAct(application, transaction, caller, sessionId, act),
  );
  if (act.act === 'end' && changed) await endAtPlatform(application, caller, sessionId);
}

async function doAct(
  application: Application,
  transaction: Transaction,
  caller: Caller,
  sessionId: string,
  act: BoardAct,
): Promise<boolean> {
  const session = requireOwnSession(caller, await transaction.sessions.findForUpdate(sessionId));
  const reading = await lockDoor(transaction, session);
  const acting: Acting = { application, transaction, caller, now: application.ambient.now(), reading };
  // The table has the act's own function under its name; the compiler cannot follow that.
  const run = acts[act.act] as (acting: Acting, act: BoardAct) => Promise<Changed>;
  const door = await run(acting, act);
  if (door === undefined) return false;
  await transaction.doors.update(door);
  const after = found(await transaction.sessions.find(sessionId), 'session');
  await recordEntry(application, transaction, await readDoor(transaction, after));
  await audit(application, transaction, {
    actor: caller.actor,
    action: `board.${act.act}`,
    resourceKind: 'session',
    resourceId: sessionId,
    details: detailsOf(act),
  });
  return true;
}

/** What of an act the audit trail holds: ids, and never what somebody wrote. */
const detailsOf = (act: BoardAct): Record<string, string | string[] | boolean> => ({
  ...('arrivalId' in act && act.arrivalId !== undefined ? { arrivalId: act.arrivalId } : {}),
  ...('personId' in act ? { personId: act.personId } : {}),
  ...('personIds' in act ? { personIds: act.personIds } : {}),
  ...('control' in act ? { control: act.control, holds: act.holds } : {}),
});

/** Ends the running session at the platform, where that can be done from here; elsewhere the coach does. */
async function endAtPlatform(application: Application, caller: Caller, sessionId: string): Promise<void> {
  const { session, meeting, connection } = await application.database.inOrganisation(
    caller.organisationId,
    async (transaction) => {
      const ended = found(await transaction.sessions.find(sessionId), 'session');
      return {
        session: ended,
        meeting: await transaction.meetings.findActive(sessionId),
        connection: found(await transaction.connections.find(ended.connectionId), 'connection'),
      };
    },
  );
  const provider = openConnection(application, connection);
  if (provider.endNow === undefined || meeting === undefined) return;
  try {
    await provider.endNow(meeting.ref, { organiser: session.secrets.organiser });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // Retired already: nothing is left there to end.
    if (error.code === 'NOT_FOUND') return;
    throw new DomainError(
      error.code,
      'The session is over here, and nobody is released any more. The platform could not be told: end it there for everyone.',
      { cause: error, retryAfterMs: error.retryAfterMs },
    );
  }
}
