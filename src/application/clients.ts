import { z } from 'zod';
import { DomainError } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import { hostingModes } from '../domain/plan/declaration.ts';
import { Overlay, Waiver } from '../domain/policy.ts';
import { isConflict, policyFor } from '../domain/tighten.ts';
import { ExternalRef } from './connections.ts';
import { asCaller, audit, digestJson, found, newRecord, providerOf, requireVersion } from './context.ts';
import type { Application, Caller } from './context.ts';
import type { Complete } from './idempotency.ts';
import { policyConflict, withCurrentVersion } from './policies.ts';
import type { Client, PageRequest, Transaction } from './ports.ts';
import { putByRef, type Put } from './put-by-ref.ts';

export const ApprovedPlatformRequest = z
  .strictObject({
    platform: z.string(),
    connectionId: z.uuid().describe('The connection whose account organises the sessions on this platform.'),
    hosting: z.enum(hostingModes).default('practice').describe('Whose account organises.'),
    backing: z
      .string()
      .nullable()
      .default(null)
      .describe(
        'How the platform holds the meeting, where it has several ways; null takes the default for the hosting.',
      ),
    sponsor: z
      .strictObject({
        vendorUser: z
          .string()
          .min(1)
          .max(254)
          .describe('The organising employee’s id at the platform. Encrypted at rest.'),
        present: z.boolean().describe('Whether the employee will be in the sessions.'),
      })
      .nullable()
      .default(null)
      .describe('Under hosting `sponsor` only.'),
  })
  .meta({ id: 'ApprovedPlatform' });

export const ClientRequest = z
  .strictObject({
    externalRef: ExternalRef.nullable().default(null),
    name: z.string().trim().min(1).max(200).describe('Encrypted at rest; never sent to a platform.'),
    policyId: z.uuid(),
    approved: z
      .array(ApprovedPlatformRequest)
      .min(1)
      .max(10)
      .describe('In order of preference. A session never lands on another platform.'),
    overlay: Overlay.prefault({}).describe('What this client asks beyond the policy.'),
    waivers: z.array(Waiver).max(50).default([]).describe('Encrypted at rest.'),
  })
  .meta({ id: 'ClientRequest' });
export type ClientRequest = z.infer<typeof ClientRequest>;

/** Adds a client with its approved platforms, in order. */
export const createClient = (
  application: Application,
  caller: Caller,
  request: ClientRequest,
  complete?: Complete,
): Promise<Client> =>
  asCaller(application, caller, 'clients:write', async (transaction) => {
    await check(application, transaction, request);
    const client = await transaction.clients.insert({ ...newRecord(application), ...request });
    await audit(application, transaction, {
      actor: caller.actor,
      action: 'client.created',
      resourceKind: 'client',
      resourceId: client.id,
    });
    await complete?.(transaction, client.id);
    return client;
  });

/** Replaces a client. Sessions that exist keep their platform and plan. An unchanged body changes nothing. */
export const replaceClient = (
  application: Application,
  caller: Caller,
  id: string,
  request: ClientRequest,
  expectedVersion: number | undefined,
): Promise<Client> =>
  asCaller(application, caller, 'clients:write', async (transaction) => {
    const before = found(await transaction.clients.find(id), 'client');
    requireVersion(before, expectedVersion);
    const { externalRef, name, policyId, approved, overlay, waivers } = before;
    const same = { externalRef, name, policyId, approved, overlay, waivers } as unknown as Json;
    if (digestJson(same) === digestJson(request)) return before;
    await check(application, transaction, request);
    const client = await transaction.clients.update({
      ...before,
      ...request,
      updatedAt: application.ambient.now(),
    });
    await audit(application, transaction, {
      actor: caller.actor,
      action: 'client.changed',
      resourceKind: 'client',
      resourceId: id,
    });
    return client;
  });

/** Adds the client with this reference, or replaces the one that has it. */
export const putClient = (
  application: Application,
  caller: Caller,
  externalRef: string,
  request: Omit<ClientRequest, 'externalRef'>,
): Promise<Put<Client>> =>
  putByRef({
    find: () =>
      asCaller(application, caller, 'clients:write', ({ clients }) => clients.findByRef(externalRef)),
    create: () => createClient(application, caller, { ...request, externalRef }),
    change: ({ id, version }) => replaceClient(application, caller, id, { ...request, externalRef }, version),
  });

export const getClient = (application: Application, caller: Caller, id: string): Promise<Client> =>
  asCaller(application, caller, 'clients:read', async ({ clients }) =>
    found(await clients.find(id), 'client'),
  );

export const listClients = (application: Application, caller: Caller, page: PageRequest): Promise<Client[]> =>
  asCaller(application, caller, 'clients:read', ({ clients }) => clients.list(page));

async function check(
  application: Application,
  transaction: Transaction,
  request: ClientRequest,
): Promise<void> {
  found(await transaction.policies.find(request.policyId), 'policy', 'policyId');
  const { version } = await withCurrentVersion(transaction, request.policyId);
  const joined = policyFor(version.body, request.overlay);
  if (isConflict(joined)) throw policyConflict(joined.conflict);
  const seen = new Set<string>();
  for (const [index, approved] of request.approved.entries()) {
    const field = `approved.${index}`;
    const refuse = (part: string, message: string) =>
      new DomainError('INVALID_REQUEST', message, { field: `${field}.${part}` });
    const provider = providerOf(application, approved.platform, `${field}.platform`);
    const connection = found(
      await transaction.connections.find(approved.connectionId),
      'connection',
      `${field}.connectionId`,
    );
    if (seen.has(approved.platform)) throw refuse('platform', 'Approve each platform once.');
    seen.add(approved.platform);
    if (connection.platform !== approved.platform)
      throw refuse('connectionId', 'This connection is to another platform.');
    if ((approved.hosting === 'sponsor') !== (approved.sponsor !== null)) {
      throw refuse('sponsor', 'Name the sponsor under hosting sponsor, and only there.');
    }
    if (
      approved.sponsor !== null &&
      !provider.identity.schema.safeParse(approved.sponsor.vendorUser).success
    ) {
      throw refuse('sponsor.vendorUser', provider.identity.says);
    }
    const backings: readonly string[] = provider.declaration.backings[approved.hosting] ?? [];
    if (approved.backing !== null && !backings.includes(approved.backing)) {
      throw refuse('backing', `Choose one of: ${backings.join(', ') || 'null'}.`);
    }
  }
}
