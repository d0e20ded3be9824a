import { createHash } from 'node:crypto';
import { writeToken } from '../domain/pass.ts';
import { asCaller, audit, found, requireOwnSession, type Application, type Caller } from './context.ts';
import { issuePass, newPublicId, passCode, passLink } from './passes.ts';
import { openRoster, requireExpected, rosterChanged } from './people.ts';
import type { Pass, Transaction } from './ports.ts';

/** What opens the front door for one person. */
export interface ShownPass {
  link: string;
  code: string;
  issuedAt: Date;
}

/** How long a portal entry can be spent. */
const ENTRY_MS = 60_000;

/** Shows a person's pass to whoever sends it or reads it out. Whoever has it is taken for the person, so that it is audited. */
export const showPass = (
  application: Application,
  caller: Caller,
  sessionId: string,
  personId: string,
): Promise<ShownPass> =>
  asCaller(application, caller, 'people:write', async (transaction) => {
    const session = requireOwnSession(caller, await transaction.sessions.find(sessionId));
    const person = await requireExpected(transaction, session, personId);
    const pass = found(await transaction.passes.findActive(person.id), 'pass');
    return shown(application, transaction, caller, 'pass.shown', pass);
  });

/** Gives a person another pass; the one before stops working at once. */
export const reissuePass = (
  application: Application,
  caller: Caller,
  sessionId: string,
  personId: string,
): Promise<ShownPass> =>
  asCaller(application, caller, 'people:write', async (transaction) => {
    const session = await openRoster(transaction, caller, sessionId);
    const person = await requireExpected(transaction, session, personId);
    const pass = await issuePass(application, transaction, person);
    await rosterChanged(application, transaction, session);
    return shown(application, transaction, caller, 'pass.reissued', pass);
  });

async function shown(
  application: Application,
  transaction: Transaction,
  caller: Caller,
  action: string,
  pass: Pass,
): Promise<ShownPass> {
  await auditEntry(application, transaction, caller, action, pass);
  return {
    link: passLink(application, transaction, pass),
    code: passCode(transaction, pass),
    issuedAt: pass.issuedAt,
  };
}

/**
 * A one-use address for somebody whom the organisation's own portal has signed in. It says who comes; whether it stands for the
 * passcode is the policy's.
 */
export const makePortalEntry = (
  application: Application,
  caller: Caller,
  sessionId: string,
  personId: string,
): Promise<{ link: string; expiresAt: Date }> =>
  asCaller(application, caller, 'people:write', async (transaction) => {
    const session = requireOwnSession(caller, await transaction.sessions.find(sessionId));
    const person = await requireExpected(transaction, session, personId);
    const { ambient, publicUrl } = application;
    const secret = ambient.randomBytes(32).toString('base64url');
    const { publicId, expiresAt } = await transaction.portalEntries.insert({
      id: ambient.newId(),
      sessionId: session.id,
      personId: person.id,
      publicId: newPublicId(application),
      secretHash: createHash('sha256').update(secret).digest(),
      expiresAt: new Date(ambient.now().getTime() + ENTRY_MS),
      spentAt: null,
    });
    await auditEntry(application, transaction, caller, 'entry.made', {
      personId: person.id,
      sessionId: session.id,
    });
    return { link: `${publicUrl}/e/${writeToken(publicId, secret)}`, expiresAt };
  });

const auditEntry = (
  application: Application,
  transaction: Transaction,
  { actor }: Caller,
  action: string,
  { personId, sessionId }: { personId: string; sessionId: string },
): Promise<void> =>
  audit(application, transaction, {
    actor,
    action,
    resourceKind: 'person',
    resourceId: personId,
    details: { sessionId },
  });
