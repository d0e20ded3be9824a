import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { line } from '../domain/text.ts';
import { DomainError } from '../domain/errors.ts';
import { asCaller, audit, scopes, type Application, type Caller } from './context.ts';
import type { Complete } from './idempotency.ts';
import type { ApiKey, Organisation, Transaction } from './ports.ts';

export const ApiKeyRequest = z
  .strictObject({
    name: line(1, 100).describe('What the key is for.'),
    scopes: z.array(z.enum(scopes)).min(1).describe('What it may do.'),
    expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
  })
  .meta({ id: 'ApiKeyRequest' });
export type ApiKeyRequest = z.infer<typeof ApiKeyRequest>;

/** A key as it is made: the only time its secret is seen. */
export interface MadeKey {
  key: ApiKey;
  token: string;
}

const TOKEN = /^sr_([A-Za-z0-9_-]{16})_([A-Za-z0-9_-]{43})$/;

const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Makes an organisation and its first key, which may do everything. Run by the operator, not by the API. */
export async function createOrganisation(
  application: Application,
  name: string,
): Promise<{ organisation: Organisation; made: MadeKey }> {
  const organisation = { id: application.ambient.newId(), name };
  return application.database.inOrganisation(organisation.id, async (transaction) => {
    await transaction.organisations.insert(organisation);
    const made = await insertKey(application, transaction, {
      name: 'first key',
      scopes: [...scopes],
      expiresAt: null,
    });
    await audit(application, transaction, {
      actor: 'operator',
      action: 'organisation.created',
      resourceKind: 'organisation',
      resourceId: organisation.id,
    });
    return { organisation, made };
  });
}

/** Makes another key for the caller's organisation; it may not do more than the caller. */
export async function createApiKey(
  application: Application,
  caller: Caller,
  request: ApiKeyRequest,
  complete?: Complete,
): Promise<MadeKey> {
  const beyond = request.scopes.filter((scope) => !caller.scopes.includes(scope));
  if (beyond.length > 0) {
    throw new DomainError('FORBIDDEN', `A key cannot give what it lacks: ${beyond.join(', ')}.`, {
      field: 'scopes',
    });
  }
  return asCaller(application, caller, 'keys:write', async (transaction) => {
    const made = await insertKey(application, transaction, request);
    await audit(application, transaction, {
      actor: caller.actor,
      action: 'key.created',
      resourceKind: 'key',
      resourceId: made.key.id,
    });
    await complete?.(transaction, made.key.id);
    return made;
  });
}

export const listApiKeys = (application: Application, caller: Caller): Promise<ApiKey[]> =>
  asCaller(application, caller, 'keys:write', (transaction) => transaction.apiKeys.list());

/** Ends a key at once. Ending one twice changes nothing. */
export const revokeApiKey = (application: Application, caller: Caller, id: string): Promise<void> =>
  asCaller(application, caller, 'keys:write', async (transaction) => {
    if ((await transaction.apiKeys.find(id)) === undefined) {
      throw new DomainError('RESOURCE_NOT_FOUND', 'There is no such key in this organisation.');
    }
    await transaction.apiKeys.revoke(id, application.ambient.now());
    await audit(application, transaction, {
      actor: caller.actor,
      action: 'key.revoked',
      resourceKind: 'key',
      resourceId: id,
    });
  });

async function insertKey(
  { ambient }: Application,
  transaction: Transaction,
  request: ApiKeyRequest,
): Promise<MadeKey> {
  const publicId = ambient.randomBytes(12).toString('base64url');
  const secret = ambient.randomBytes(32).toString('base64url');
  const key = await transaction.apiKeys.insert({
    id: ambient.newId(),
    publicId,
    secretHash: hashSecret(secret),
    name: request.name,
    scopes: request.scopes,
    expiresAt: request.expiresAt === null ? null : new Date(request.expiresAt),
    revokedAt: null,
    createdAt: ambient.now(),
  });
  return { key, token: `sr_${publicId}_${secret}` };
}

/**
 * Who a token belongs to. Wrong, unknown, expired and revoked ones get the same answer.
 *
 * @throws DomainError UNAUTHENTICATED
 */
export async function authenticate({ database, ambient }: Application, token: string): Promise<Caller> {
  const refused = () =>
    new DomainError('UNAUTHENTICATED', 'Send a valid API key as "Authorization: Bearer …".');
  const [, publicId, secret] = TOKEN.exec(token) ?? [];
  if (publicId === undefined || secret === undefined) throw refused();
  const organisationId = await database.organisationOf(publicId);
  if (organisationId === undefined) throw refused();
  const key = await database.inOrganisation(organisationId, (transaction) =>
    transaction.apiKeys.findByPublicId(publicId),
  );
  if (key === undefined || !timingSafeEqual(key.secretHash, hashSecret(secret))) throw refused();
  if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= ambient.now())) throw refused();
  return { organisationId, actor: `key:${publicId}`, scopes: key.scopes };
}
