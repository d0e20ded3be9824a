import { createHash } from 'node:crypto';
import { z } from 'zod';
import { line } from '../domain/text.ts';
import { DomainError } from '../domain/errors.ts';
import type { Posture } from '../domain/evidence.ts';
import { Json } from '../domain/json.ts';
import type { RegisteredProvider } from '../domain/provider.ts';
import { asCaller, audit, found, newRecord, providerOf, requireVersion } from './context.ts';
import type { Application, Caller } from './context.ts';
import type { Complete } from './idempotency.ts';
import { openAnew } from './open-connection.ts';
import type { Connection, PageRequest } from './ports.ts';

export const ExternalRef = z
  .string()
  .regex(/^[A-Za-z0-9._:@-]{1,128}$/, 'Must be 1 to 128 letters, digits or characters of . _ : @ -')
  .describe('Your own id for it, unique in your organisation.');

export const ConnectionRequest = z
  .strictObject({
    externalRef: ExternalRef.nullable().default(null),
    platform: z.string().describe('A registered platform.'),
    name: line(1, 100).describe('What you call it; not a secret.'),
    clientId: z
      .uuid()
      .nullable()
      .default(null)
      .describe('The client that owns the account; null for your own.'),
    settings: z
      .record(z.string(), Json)
      .default({})
      .describe('Not secret; each platform has its own. See the platforms page.'),
    credentials: z.record(z.string(), Json).describe('Encrypted at rest and never given back.'),
  })
  .meta({ id: 'ConnectionRequest' });
export type ConnectionRequest = z.infer<typeof ConnectionRequest>;

/** Stores credentials for an account or tenant on a platform. Nothing is called; `verifyConnection` tries them. */
export async function createConnection(
  application: Application,
  caller: Caller,
  request: ConnectionRequest,
  complete?: Complete,
): Promise<Connection> {
  const provider = providerOf(application, request.platform);
  const configured = await configure(application, provider, request);
  return asCaller(application, caller, 'connections:write', async (transaction) => {
    if (request.clientId !== null)
      found(await transaction.clients.find(request.clientId), 'client', 'clientId');
    const connection = await transaction.connections.insert({
      ...newRecord(application),
      externalRef: request.externalRef,
      platform: request.platform,
      name: request.name,
      clientId: request.clientId,
      verification: null,
      verifiedAt: null,
      ...configured,
    });
    await audit(application, transaction, {
      actor: caller.actor,
      action: 'connection.created',
      resourceKind: 'connection',
      resourceId: connection.id,
    });
    await complete?.(transaction, connection.id);
    return connection;
  });
}

/** What is left out stays as it is: a default here would reset addresses that nobody meant to change. */
export const ConnectionChange = z
  .strictObject({
    name: ConnectionRequest.shape.name.optional(),
    settings: ConnectionRequest.shape.settings.unwrap().optional(),
    credentials: ConnectionRequest.shape.credentials.optional(),
  })
  .meta({ id: 'ConnectionChange' });
export type ConnectionChange = z.infer<typeof ConnectionChange>;

/** Changes a connection’s name, settings or credentials. Its platform and account stay; it must be verified again. */
export async function changeConnection(
  application: Application,
  caller: Caller,
  id: string,
  change: ConnectionChange,
  expectedVersion: number | undefined,
): Promise<Connection> {
  const before = await getConnection(application, caller, id);
  requireVersion(before, expectedVersion);
  const provider = providerOf(application, before.platform);
  const settings = change.settings ?? before.settings;
  const configured =
    change.credentials === undefined
      ? configureSettings(application, provider, settings, before)
      : await configure(application, provider, { settings, credentials: change.credentials });
  if (!configured.accountDigest.equals(before.accountDigest)) {
    throw new DomainError(
      'CONFLICT',
      'These credentials are for another account. Make a connection of its own for it.',
      {
        field: 'credentials',
      },
    );
  }
  return asCaller(application, caller, 'connections:write', async (transaction) => {
    const connection = await transaction.connections.update({
      ...before,
      ...configured,
      name: change.name ?? before.name,
      verification: null,
      verifiedAt: null,
      updatedAt: application.ambient.now(),
    });
    await audit(application, transaction, {
      actor: caller.actor,
      action: 'connection.changed',
      resourceKind: 'connection',
      resourceId: id,
    });
    return connection;
  });
}

type Configured = Pick<Connection, 'settings' | 'credentials' | 'certificate' | 'accountDigest'>;

async function configure(
  application: Application,
  provider: RegisteredProvider,
  { settings, credentials }: { settings: Json; credentials: Json },
): Promise<Configured> {
  checked(provider.given, credentials, 'credentials');
  checked(provider.settings, settings, 'settings');
  const prepared = await provider.prepare(credentials);
  const stored = { credentials: prepared.credentials as Json, certificate: prepared.certificate };
  return configureSettings(application, provider, settings, stored);
}

function configureSettings(
  { extraVendorOrigins }: Application,
  provider: RegisteredProvider,
  given: Json,
  { credentials, certificate }: Pick<Connection, 'credentials' | 'certificate'>,
): Configured {
  const settings = checked(provider.settings, given, 'settings') as Json;
  const allowed = [...provider.vendorOrigins, ...extraVendorOrigins];
  const strange = provider.originsOf(settings).filter((origin) => !allowed.includes(origin));
  if (strange.length > 0) {
    throw new DomainError(
      'INVALID_REQUEST',
      'This vendor address is not allowed here. The operator can allow it.',
      {
        field: 'settings',
      },
    );
  }
  const account = provider.accountOf({ settings, credentials });
  const accountDigest = createHash('sha256').update(`${provider.declaration.platform}:${account}`).digest();
  return { settings, credentials, certificate, accountDigest };
}

/** Parses with a platform's own schema; the problem names the field and never its value. */
function checked(schema: z.ZodType, value: unknown, field: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = [field, ...(issue?.path ?? [])].join('.');
  throw new DomainError('INVALID_REQUEST', `${path}: ${issue?.message ?? 'Not accepted by this platform.'}`, {
    field: path,
  });
}

export const getConnection = (application: Application, caller: Caller, id: string): Promise<Connection> =>
  asCaller(application, caller, 'connections:read', async ({ connections }) =>
    found(await connections.find(id), 'connection'),
  );

export const listConnections = (
  application: Application,
  caller: Caller,
  page: PageRequest,
): Promise<Connection[]> =>
  asCaller(application, caller, 'connections:read', ({ connections }) => connections.list(page));

/**
 * Tries the credentials and every permission, and stores what is missing and how to grant it. Without an organiser it is tried
 * with one of the connection's hosts; where there is none either, what stays untried is not in order.
 */
export async function verifyConnection(
  application: Application,
  caller: Caller,
  id: string,
  organiser: string | undefined,
): Promise<Connection> {
  const { connection, host } = await asCaller(
    application,
    caller,
    'connections:read',
    async ({ connections, hosts }) => ({
      connection: found(await connections.find(id), 'connection'),
      host: organiser ?? (await hosts.findOrganiser(id)),
    }),
  );
  const verification = await openAnew(application, connection).verify(host);
  return asCaller(application, caller, 'connections:write', async ({ connections }) => {
    const current = found(await connections.find(id), 'connection');
    requireVersion(current, connection.version);
    return connections.update({ ...current, verification, verifiedAt: application.ambient.now() });
  });
}

/** Reads what the organiser’s account allows, locks and defaults to, and keeps it. */
export async function readPosture(
  application: Application,
  caller: Caller,
  id: string,
  organiser: string,
): Promise<Posture> {
  const connection = await getConnection(application, caller, id);
  const startedAt = application.ambient.now();
  const posture = await openAnew(application, connection).readPosture(organiser);
  await asCaller(application, caller, 'connections:write', ({ postures }) =>
    postures.put(id, organiser, posture, startedAt),
  );
  return posture;
}
