import { createHash } from 'node:crypto';
import type { MailMessage } from '../domain/delivery.ts';
import { DomainError } from '../domain/errors.ts';
import { canonical, type Json } from '../domain/json.ts';
import type { NameFolding } from '../domain/roll-call/name-folding.ts';
import type { RegisteredProvider } from '../domain/provider.ts';
import type { Ambient, Database, Mailbox, Mailer, Queue, Transaction, WrittenLetter } from './ports.ts';
import type { SignInLink } from './sign-in.ts';

/** What use cases are given; `compose.ts` makes it. */
export interface Application {
  database: Database;
  queue: Queue;
  ambient: Ambient;
  /** Where people reach it, without a slash at the end: what links that are sent begin with. */
  publicUrl: string;
  /** Sends a coach the one-time link that was asked for. The link opens the coach's board: it is not to be logged. */
  onSignIn: (link: SignInLink) => Promise<void>;
  /**
   * How mail is sent, and the address it comes from. Null: nothing is sent from here, and what is due waits for the
   * organisation's own sender.
   */
  mail: { mailer: Mailer; from: string } | null;
  /** Writes a message out for organisations that send themselves. */
  writeLetter: (message: MailMessage) => WrittenLetter;
  /** Where mail arrives while trying out; null in service. */
  mailbox: Mailbox | null;
  /** What the roll-call knows of the world's letters. */
  nameFolding: NameFolding;
  /** Every registered provider, by platform. */
  providers: Readonly<Record<string, RegisteredProvider>>;
  /** How long a worker may hold an intent, milliseconds; longer than any vendor call. */
  leaseMs: number;
  /** How long one vendor call may take, milliseconds. */
  vendorTimeoutMs: number;
  /** Vendor addresses that a connection may name besides the real ones: sandboxes. Origins, such as http://127.0.0.1:4010. */
  extraVendorOrigins: readonly string[];
}

/** Who asks, and what they may do. */
export interface Caller {
  organisationId: string;
  /** For the audit trail: `key:<public id>` or `coach:<host id>`. */
  actor: string;
  scopes: readonly string[];
  /** Set where a coach asks: only sessions of this host are there. */
  hostId?: string | undefined;
}

/** A permission of an API key, or of a coach. */
export const scopes = [
  'connections:read',
  'connections:write',
  'hosts:read',
  'hosts:write',
  'clients:read',
  'clients:write',
  'policies:read',
  'policies:write',
  'sessions:read',
  'sessions:write',
  'links:reveal',
  'people:read',
  'people:write',
  'deliveries:read',
  'deliveries:write',
  'board:read',
  'board:write',
  'attendance:read',
  'organisation:write',
  'keys:write',
  'audit:read',
] as const;
export type Scope = (typeof scopes)[number];

/** What every coach may do, with the coach's own sessions only: run them, and nothing of the organisation's set-up. */
export const coachScopes = [
  'sessions:read',
  'people:read',
  'people:write',
  'deliveries:read',
  'deliveries:write',
  'board:read',
  'board:write',
  'attendance:read',
] as const satisfies readonly Scope[];

/**
 * One transaction for the caller's organisation, after checking the scope.
 *
 * @throws DomainError FORBIDDEN naming the scope that is missing.
 */
export async function asCaller<T>(
  { database }: Application,
  caller: Caller,
  scope: Scope,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  requireScope(caller, scope);
  return database.inOrganisation(caller.organisationId, work);
}

export function requireScope(caller: Caller, scope: Scope): void {
  if (caller.scopes.includes(scope)) return;
  const says =
    caller.hostId === undefined
      ? `This key lacks the scope ${scope}. Make a key that has it.`
      : 'A coach may not do this. Ask whoever sets up the practice.';
  throw new DomainError('FORBIDDEN', says, { facts: { scope } });
}

/** What `find` gave, or RESOURCE_NOT_FOUND naming the field where the caller gave the id in a body. */
export function found<T>(record: T | undefined, what: string, field?: string): T {
  if (record !== undefined) return record;
  throw new DomainError('RESOURCE_NOT_FOUND', `There is no such ${what} in this organisation.`, { field });
}

/**
 * The session that was found, where the caller may know of it. Every use case that is asked for a session by its id goes
 * through here: to a coach, another coach's session is not there.
 *
 * @throws DomainError RESOURCE_NOT_FOUND
 */
export const requireOwnSession = <T extends { hostId: string }>(
  { hostId }: Caller,
  session: T | undefined,
  field?: string,
): T => found(hostId === undefined || session?.hostId === hostId ? session : undefined, 'session', field);

/** The version that an If-Match names must be the one that is stored. */
export function requireVersion(record: { version: number }, expected: number | undefined): void {
  if (expected === undefined || expected === record.version) return;
  throw new DomainError(
    'VERSION_MISMATCH',
    'It has changed since you read it. Read it again and repeat the change.',
    {
      facts: { version: record.version },
    },
  );
}

export function providerOf(
  { providers }: Application,
  platform: string,
  field = 'platform',
): RegisteredProvider {
  const provider = Object.hasOwn(providers, platform) ? providers[platform] : undefined;
  if (provider !== undefined) return provider;
  throw new DomainError('INVALID_REQUEST', `Unknown platform. Known: ${Object.keys(providers).join(', ')}.`, {
    field,
  });
}

/** SHA-256 of a text, base64url. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

export const digestJson = (value: Json): string => digest(canonical(value));

/** Writes down who did what, in the transaction that does it. */
export const audit = (
  { ambient }: Application,
  transaction: Transaction,
  event: { actor: string; action: string; resourceKind: string; resourceId: string; details?: Json },
): Promise<void> =>
  transaction.audit.insert({ id: ambient.newId(), at: ambient.now(), details: {}, ...event });

/** The fields every new mutable record starts with. */
export function newRecord({ ambient }: Application): {
  id: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
} {
  const now = ambient.now();
  return { id: ambient.newId(), version: 1, createdAt: now, updatedAt: now };
}
