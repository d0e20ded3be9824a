import { createHash } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import { found, type Application, type Caller } from './context.ts';
import type { IdempotencyRecord, Transaction } from './ports.ts';

/** Notes what a request made, in the transaction that makes it, so that neither exists without the other. */
export type Complete = (transaction: Transaction, resourceId: string) => Promise<void>;

/** A request to create something that the caller may send again under the same key. */
export interface CreateAttempt {
  /** What is asked for; a key means something within one operation of one organisation only. */
  operation: string;
  key: string;
  request: Json;
  /** The status that the answer has, the first time and again. */
  status: number;
}

export interface CreateSteps<T> {
  create: (complete: Complete) => Promise<T>;
  /** Reads what an earlier request made. */
  find: (transaction: Transaction, resourceId: string) => Promise<T | undefined>;
}

/** A request that long without an answer is taken to have died with its process; milliseconds. Longer than any real one. */
const ABANDONED_AFTER_MS = 10 * 60_000;
/** A note is kept this long, and then forgotten; milliseconds. */
const KEPT_MS = 7 * 24 * 3_600_000;
/** Forgotten notes that one request takes away: more than it adds, so that there are never many. */
const PURGED_AT_ONCE = 20;
const RETRY_AFTER_MS = 2_000;

/**
 * Creates once for each key, however often the request is sent. Only what was made is remembered, by its id: a repetition reads
 * it anew, and a failed request may be sent again under the same key. Secrets are never kept.
 *
 * @throws DomainError IDEMPOTENCY_MISMATCH where the key was used with another request; IDEMPOTENCY_IN_PROGRESS while the first
 * one is still being worked on.
 */
export async function createOnce<T>(
  application: Application,
  { organisationId }: Caller,
  attempt: CreateAttempt,
  { create, find }: CreateSteps<T>,
): Promise<{ resource: T; status: number; replayed: boolean }> {
  const { database } = application;
  const { record, earlier } = await database.inOrganisation(organisationId, async (transaction) => {
    const begun = newAttempt(application, transaction, attempt);
    return { record: begun, earlier: await begin(application, transaction, begun) };
  });
  if (earlier !== undefined) {
    const { status, resourceId } = earlier;
    const resource = await database.inOrganisation(organisationId, (transaction) =>
      find(transaction, resourceId),
    );
    return { resource: found(resource, 'resource any more'), status, replayed: true };
  }
  try {
    const resource = await create((transaction, resourceId) => complete(transaction, record, resourceId));
    return { resource, status: attempt.status, replayed: false };
  } catch (error) {
    await database.inOrganisation(organisationId, (transaction) => giveBack(transaction, record));
    throw error;
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

const newAttempt = (
  { ambient }: Application,
  { idempotency }: Transaction,
  { operation, key, request, status }: CreateAttempt,
): IdempotencyRecord & { answer: number } => ({
  id: ambient.newId(),
  operation,
  keyDigest: sha256(key),
  requestDigest: idempotency.digestOf(request),
  status: null,
  resourceId: null,
  createdAt: ambient.now(),
  answer: status,
});

/** Takes the key for this attempt, or gives what an earlier one made. */
async function begin(
  { ambient }: Application,
  { idempotency }: Transaction,
  record: IdempotencyRecord,
): Promise<{ status: number; resourceId: string } | undefined> {
  const now = ambient.now().getTime();
  await idempotency.purge(new Date(now - KEPT_MS), PURGED_AT_ONCE);
  const begun = await idempotency.begin(record);
  if (begun.fresh) return undefined;
  const earlier = begun.record;
  const ageMs = now - earlier.createdAt.getTime();
  if (ageMs >= KEPT_MS) return beginAgain(idempotency, record, earlier);
  if (!earlier.requestDigest.equals(record.requestDigest)) {
    throw new DomainError(
      'IDEMPOTENCY_MISMATCH',
      'This Idempotency-Key was used with another request. Use a new key for a new request.',
    );
  }
  const { status, resourceId } = earlier;
  if (status !== null && resourceId !== null) return { status, resourceId };
  if (ageMs < ABANDONED_AFTER_MS) throw inProgress();
  return beginAgain(idempotency, record, earlier);
}

/** Takes the key from an attempt that does not count any more. */
async function beginAgain(
  idempotency: Transaction['idempotency'],
  record: IdempotencyRecord,
  earlier: IdempotencyRecord,
): Promise<undefined> {
  await idempotency.remove(earlier.id);
  const again = await idempotency.begin(record);
  if (!again.fresh) throw inProgress();
}

/** Rolls back what was made where another attempt has taken the key meanwhile. */
async function complete(
  { idempotency }: Transaction,
  record: IdempotencyRecord & { answer: number },
  resourceId: string,
): Promise<void> {
  const held = await idempotency.begin(record);
  if (!held.fresh && held.record.id !== record.id) throw inProgress();
  await idempotency.complete(record.id, record.answer, resourceId);
}

/** Frees the key of a failed attempt. Where only the answer of a commit was lost, what was made stays known. */
async function giveBack({ idempotency }: Transaction, record: IdempotencyRecord): Promise<void> {
  const held = await idempotency.begin(record);
  if (held.fresh || (held.record.id === record.id && held.record.status === null)) {
    await idempotency.remove(record.id);
  }
}

const inProgress = (): DomainError =>
  new DomainError(
    'IDEMPOTENCY_IN_PROGRESS',
    'The first request with this Idempotency-Key is still being worked on. Send it again shortly.',
    { retryAfterMs: RETRY_AFTER_MS },
  );
