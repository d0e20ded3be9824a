import { createHash, timingSafeEqual } from 'node:crypto';
import { readCode, readToken, writeCode, writeToken } from '../domain/pass.ts';
import type { Application } from './context.ts';
import type { Pass, Person, PortalEntry, Session, Transaction } from './ports.ts';

/** A pass that works, with whose it is and what it is for. */
export interface FoundPass {
  organisationId: string;
  session: Session;
  person: Person;
  pass: Pass;
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** 96 random bits: what finds a pass or an entry before its secret is compared. */
export const newPublicId = ({ ambient }: Application): string =>
  ambient.randomBytes(12).toString('base64url');

/** Gives the person a pass; one that the person had stops working at once. */
export async function issuePass(
  application: Application,
  { passes }: Transaction,
  { id, sessionId }: Pick<Person, 'id' | 'sessionId'>,
): Promise<Pass> {
  const issuedAt = application.ambient.now();
  const before = await passes.findActive(id);
  if (before !== undefined) await passes.revoke(before.id, issuedAt);
  return passes.insert({
    id: application.ambient.newId(),
    sessionId,
    personId: id,
    publicId: newPublicId(application),
    issuedAt,
  });
}

/** The address that opens the front door for this person. Whoever has it is taken for the person: never log or queue it. */
export const passLink = (
  { publicUrl }: Pick<Application, 'publicUrl'>,
  { passes }: Transaction,
  { id, publicId }: Pass,
): string => `${publicUrl}/p/${writeToken(publicId, passes.reveal(id).secret)}`;

/** The short code that stands for the pass, as it is read out. */
export const passCode = ({ passes }: Transaction, { id }: Pass): string => writeCode(passes.reveal(id).code);

/**
 * The pass that a token belongs to. Wrong, unknown, revoked and withdrawn ones are all undefined. Somebody who was removed is
 * found: the door says what to do.
 */
export async function findPass(application: Application, token: string): Promise<FoundPass | undefined> {
  const parts = readToken(token);
  if (parts === undefined) return undefined;
  return findWorking(application, parts.publicId, async ({ passes }) => {
    const pass = await passes.findByPublicId(parts.publicId);
    return pass !== undefined && timingSafeEqual(pass.secretHash, sha256(parts.secret)) ? pass : undefined;
  });
}

/** As `findPass`, by the short code as somebody typed it. */
export async function findPassByCode(
  application: Application,
  typed: string,
): Promise<FoundPass | undefined> {
  const code = readCode(typed);
  if (code === undefined) return undefined;
  const codeId = application.database.publicIdOfCode(code);
  return findWorking(application, codeId, ({ passes }) => passes.findByCode(codeId));
}

async function findWorking(
  { database }: Application,
  publicId: string,
  find: (transaction: Transaction) => Promise<Pass | undefined>,
): Promise<FoundPass | undefined> {
  const organisationId = await database.organisationOf(publicId);
  if (organisationId === undefined) return undefined;
  return database.inOrganisation(organisationId, async (transaction) => {
    const pass = await find(transaction);
    if (pass === undefined || pass.revokedAt !== null) return undefined;
    const whose = await expectedPerson(transaction, pass);
    return whose === undefined ? undefined : { organisationId, ...whose, pass };
  });
}

async function expectedPerson(
  { people, sessions }: Transaction,
  { personId, sessionId }: { personId: string; sessionId: string },
): Promise<{ person: Person; session: Session } | undefined> {
  const [person, session] = await Promise.all([people.find(personId), sessions.find(sessionId)]);
  return person === undefined || person.withdrawnAt !== null || session === undefined
    ? undefined
    : { person, session };
}

/** An entry that is being spent, with whose it is and the pass that brings the person back later. */
export interface SpentEntry extends FoundPass {
  entry: PortalEntry;
}

/**
 * Spends a portal entry on what `work` does in the same transaction: it is spent exactly if that is done. Undefined where it is
 * wrong, unknown, spent or too old, or the person has been withdrawn; then `work` is not called.
 */
export async function spendPortalEntry<T>(
  { database, ambient }: Application,
  token: string,
  work: (transaction: Transaction, spent: SpentEntry) => Promise<T>,
): Promise<T | undefined> {
  const parts = readToken(token);
  const organisationId = parts && (await database.organisationOf(parts.publicId));
  if (parts === undefined || organisationId === undefined) return undefined;
  return database.inOrganisation(organisationId, async (transaction) => {
    const entry = await transaction.portalEntries.findByPublicId(parts.publicId);
    if (entry === undefined || !timingSafeEqual(entry.secretHash, sha256(parts.secret))) return undefined;
    const now = ambient.now();
    if (entry.expiresAt <= now) return undefined;
    const whose = await expectedPerson(transaction, entry);
    const pass = whose && (await transaction.passes.findActive(entry.personId));
    if (whose === undefined || pass === undefined) return undefined;
    if (!(await transaction.portalEntries.spend(entry.id, now))) return undefined;
    return work(transaction, { organisationId, ...whose, pass, entry });
  });
}
