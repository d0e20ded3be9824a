import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '../domain/errors.ts';
import { audit, coachScopes, found, type Application, type Caller } from './context.ts';
import type { ConsoleSession, SignIn, Transaction } from './ports.ts';

export const SignInRequest = z
  .strictObject({ email: z.email().max(254).describe('The coach’s address, as the practice has it.') })
  .meta({ id: 'SignInRequest' });
export type SignInRequest = z.infer<typeof SignInRequest>;

/** A one-time link, for the coach whose address it was asked for. */
export interface SignInLink {
  organisationId: string;
  /** What the link's secret is derived from. */
  signInId: string;
  hostId: string;
  email: string;
  link: string;
  expiresAt: Date;
}

/** The coach who is signed in. */
export interface Coach {
  hostId: string;
  name: string;
  organisation: string;
  /** When the sign-in ends if it is not used until then. */
  endsAt: Date;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LINK_MS = 15 * MINUTE_MS;
/** Links for one coach within a quarter of an hour; what is asked for beyond is not sent. */
const MAX_LINKS = 5;
/** A sign-in ends when it was not used for this long, */
const IDLE_MS = 12 * HOUR_MS;
/** and in any case after this. */
export const LONGEST_SIGN_IN_MS = 7 * 24 * HOUR_MS;
/** How old the time of last use may get before it is written anew. */
const SEEN_MS = 5 * MINUTE_MS;

const TOKEN = /^([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{43})$/;

const hash = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Where a link leads. The token stands behind the #, which browsers send to nobody. */
export const signInLink = (
  { publicUrl }: Pick<Application, 'publicUrl'>,
  { deriveSecret }: Transaction,
  { id, publicId }: Pick<SignIn, 'id' | 'publicId'>,
): string => `${publicUrl}/console/sign-in#${publicId}.${deriveSecret('sign-in', id)}`;

/**
 * Has a one-time link sent to every coach with this address: one person may coach for several organisations. Whether there is
 * one, nobody learns from here: it gives nothing back, and its caller must have answered already.
 */
export async function requestSignIn(application: Application, { email }: SignInRequest): Promise<void> {
  const { database, ambient, onSignIn } = application;
  for (const { organisationId, hostId } of await database.findHostsByAddress(email)) {
    const budget = { key: `sign-in:${hostId}`, limit: MAX_LINKS, windowMs: LINK_MS };
    if (!(await database.takeBudget(budget, ambient.now())).granted) continue;
    const link = await database.inOrganisation(organisationId, (transaction) =>
      makeLink(application, transaction, hostId),
    );
    if (link !== undefined) await onSignIn(link);
  }
}

async function makeLink(
  application: Application,
  transaction: Transaction,
  hostId: string,
): Promise<SignInLink | undefined> {
  const { ambient } = application;
  const host = await transaction.hosts.find(hostId);
  if (host === undefined || host.email === null) return undefined;
  const made = await transaction.signIns.insert({
    id: ambient.newId(),
    hostId,
    publicId: ambient.randomBytes(12).toString('base64url'),
    expiresAt: new Date(ambient.now().getTime() + LINK_MS),
    spentAt: null,
  });
  const link = signInLink(application, transaction, made);
  const { organisationId } = transaction;
  return {
    organisationId,
    signInId: made.id,
    hostId,
    email: host.email,
    link,
    expiresAt: made.expiresAt,
  };
}

/**
 * Spends a one-time link. Gives the token that the browser then shows: the only time it is seen.
 *
 * @throws DomainError UNAUTHENTICATED, alike for a link that is wrong, unknown, too old or spent.
 */
export async function signIn(application: Application, token: string): Promise<string> {
  const { database, ambient } = application;
  const refused = () =>
    new DomainError('UNAUTHENTICATED', 'This link works no more. Ask for a new one: each works once.');
  const [, wanted, secret] = TOKEN.exec(token) ?? [];
  if (wanted === undefined || secret === undefined) throw refused();
  const organisationId = await database.organisationOf(wanted);
  if (organisationId === undefined) throw refused();
  return database.inOrganisation(organisationId, async (transaction) => {
    const now = ambient.now();
    const link = await transaction.signIns.findByPublicId(wanted);
    if (link === undefined || now >= link.expiresAt) throw refused();
    if (!timingSafeEqual(hash(transaction.deriveSecret('sign-in', link.id)), hash(secret))) throw refused();
    if (!(await transaction.signIns.spend(link.id, now))) throw refused();
    const publicId = ambient.randomBytes(12).toString('base64url');
    const shown = ambient.randomBytes(32).toString('base64url');
    await transaction.consoleSessions.insert({
      id: ambient.newId(),
      hostId: link.hostId,
      publicId,
      secretHash: hash(shown),
      createdAt: now,
      seenAt: now,
      endedAt: null,
    });
    await auditCoach(application, transaction, link.hostId, 'coach.signed-in');
    return `${publicId}.${shown}`;
  });
}

/**
 * Who a browser's token belongs to. Using it puts its end off.
 *
 * @throws DomainError UNAUTHENTICATED, alike for a token that is wrong, unknown, too old or signed out.
 */
export const authenticateCoach = (application: Application, token: string): Promise<Caller> =>
  withSession(application, token, async (transaction, { id, hostId, seenAt }) => {
    const now = application.ambient.now();
    if (now.getTime() - seenAt.getTime() >= SEEN_MS) await transaction.consoleSessions.markSeen(id, now);
    const { organisationId } = transaction;
    return { organisationId, actor: `coach:${hostId}`, scopes: coachScopes, hostId };
  });

/** @throws DomainError UNAUTHENTICATED */
export const readCoach = (application: Application, token: string): Promise<Coach> =>
  withSession(application, token, async (transaction, session) => {
    const { hostId } = session;
    const host = found(await transaction.hosts.find(hostId), 'host');
    const organisation = found(
      await transaction.organisations.find(transaction.organisationId),
      'organisation',
    );
    return {
      hostId,
      name: host.name,
      organisation: organisation.name,
      endsAt: new Date(endOf(session)),
    };
  });

/** @throws DomainError UNAUTHENTICATED */
export const signOut = (application: Application, token: string): Promise<void> =>
  withSession(application, token, async (transaction, { id, hostId }) => {
    await transaction.consoleSessions.end(id, application.ambient.now());
    await auditCoach(application, transaction, hostId, 'coach.signed-out');
  });

/** Ends everything that was given to a coach's former address. */
export async function endSignIns(
  { ambient }: Application,
  transaction: Transaction,
  hostId: string,
): Promise<void> {
  const now = ambient.now();
  await transaction.signIns.spendAllOf(hostId, now);
  await transaction.consoleSessions.endAllOf(hostId, now);
}

async function withSession<T>(
  { database, ambient }: Application,
  token: string,
  work: (transaction: Transaction, session: ConsoleSession) => Promise<T>,
): Promise<T> {
  const refused = () => new DomainError('UNAUTHENTICATED', 'You are signed out. Sign in again.');
  const [, publicId, secret] = TOKEN.exec(token) ?? [];
  if (publicId === undefined || secret === undefined) throw refused();
  const organisationId = await database.organisationOf(publicId);
  if (organisationId === undefined) throw refused();
  return database.inOrganisation(organisationId, async (transaction) => {
    const session = await transaction.consoleSessions.findByPublicId(publicId);
    if (session === undefined || !timingSafeEqual(session.secretHash, hash(secret))) throw refused();
    if (session.endedAt !== null || ambient.now().getTime() >= endOf(session)) throw refused();
    return work(transaction, session);
  });
}

const endOf = ({ seenAt, createdAt }: ConsoleSession): number =>
  Math.min(seenAt.getTime() + IDLE_MS, createdAt.getTime() + LONGEST_SIGN_IN_MS);

const auditCoach = (
  application: Application,
  transaction: Transaction,
  hostId: string,
  action: string,
): Promise<void> =>
  audit(application, transaction, {
    actor: `coach:${hostId}`,
    action,
    resourceKind: 'host',
    resourceId: hostId,
  });
