import { createHash, timingSafeEqual } from 'node:crypto';
import { readToken } from '../../domain/pass.ts';
import type { Application } from '../context.ts';
import { findPassByCode, passLink } from '../passes.ts';
import { readPractice, type Practice } from './read-door.ts';

/** The address of the pass that a short code stands for. Undefined where it opens nothing. */
export async function linkOfCode(application: Application, code: string): Promise<string | undefined> {
  const found = await findPassByCode(application, code);
  if (found === undefined) return undefined;
  return application.database.inOrganisation(found.organisationId, async (transaction) =>
    passLink(application, transaction, found.pass),
  );
}

/** Whose portal sent somebody. Undefined where the entry opens nothing any more. Changes nothing: it is spent by `enterByPortal`. */
export async function readEntry(
  { database, ambient }: Application,
  token: string,
): Promise<Practice | undefined> {
  const parts = readToken(token);
  const organisationId = parts && (await database.organisationOf(parts.publicId));
  if (parts === undefined || organisationId === undefined) return undefined;
  return database.inOrganisation(organisationId, async (transaction) => {
    const entry = await transaction.portalEntries.findByPublicId(parts.publicId);
    const hash = createHash('sha256').update(parts.secret).digest();
    const opens =
      entry !== undefined &&
      timingSafeEqual(entry.secretHash, hash) &&
      entry.spentAt === null &&
      entry.expiresAt > ambient.now();
    return opens ? readPractice(transaction) : undefined;
  });
}
