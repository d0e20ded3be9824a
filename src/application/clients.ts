import { z } from 'zod';
import { line } from '../domain/text.ts';
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
    name: line(1, 200).describe('Encrypted at rest; never sent to a platform.'),
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
    const approved = await checkedApproved(application, transaction, request);
    const client = await transaction.clients.insert({ ...newRecord(application), ...request, approved });
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
    const wanted = { ...request, approved: await checkedApproved(application, transaction, request, id) };
    if (digestJson(same) === digestJson(wanted)) return before;
    const client = await transaction.clients.update({
      ...before,
      ...wanted,
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

/** @throws DomainError RESOURCE_NOT_FOUND where no client has this reference. */
export const getClientByRef = (application: Application, caller: Caller, ref: string): Promise<Client> =>
  asCaller(application, caller, 'clients:read', async ({ clients }) =>
    found(await clients.findByRef(ref), 'client'),
  );

export const listClients = (application: Application, caller: Caller, page: PageRequest): Promise<Client[]> =>
  asCaller(application, caller, 'clients:read', ({ clients }) => clients.list(page));

/** The approved platforms, checked, with sponsors named as each platform writes them. A new client has no id to own accounts by. */
async function checkedApproved(
  application: Application,
  transaction: Transaction,
  request: ClientRequest,
  clientId?: string,
): Promise<ClientRequest['approved']> {
  const { version } = await withCurrentVersion(transaction, request.policyId, 'policyId');
  const joined = policyFor(version.body, request.overlay);
  if (isConflict(joined)) throw policyConflict(joined.conflict);
  const checked: ClientRequest['approved'] = [];
  for (const [index, approved] of request.approved.entries()) {
    const field = `approved.${index}`;
    if (checked.some(({ platform }) => platform === approved.platform)) {
      throw new DomainError('INVALID_REQUEST', 'Approve each platform once.', { field: `${field}.platform` });
    }
    checked.push(await checkedPlatform(application, transaction, approved, { field, clientId }));
  }
  return checked;
}

async function checkedPlatform(
  application: Application,
  { connections }: Transaction,
  approved: ClientRequest['approved'][number],
  { field, clientId }: { field: string; clientId: string | undefined },
): Promise<ClientRequest['approved'][number]> {
  const refuse = (part: string, message: string) =>
    new DomainError('INVALID_REQUEST', message, { field: `${field}.${part}` });
  const { platform, connectionId, hosting, backing, sponsor } = approved;
  const { declaration, identity } = providerOf(application, platform, `${field}.platform`);
  const connection = found(await connections.find(connectionId), 'connection', `${field}.connectionId`);
  if (connection.platform !== platform)
    throw refuse('connectionId', 'This connection is to another platform.');
  if (connection.clientId !== null && connection.clientId !== clientId)
    throw refuse(
      'connectionId',
      'This connection belongs to another client. Name one of this client’s or your own.',
    );
  if ((hosting === 'sponsor') !== (sponsor !== null)) {
    throw refuse('sponsor', 'Name the sponsor under hosting sponsor, and only there.');
  }
  const backings: readonly string[] = declaration.backings[hosting] ?? [];
  if (backing !== null && !backings.includes(backing)) {
    throw refuse('backing', `Choose one of: ${backings.join(', ') || 'null'}.`);
  }
  if (sponsor === null) return approved;
  const vendorUser = identity.schema.safeParse(sponsor.vendorUser);
  if (!vendorUser.success) throw refuse('sponsor.vendorUser', identity.says);
  return { ...approved, sponsor: { ...sponsor, vendorUser: vendorUser.data } };
}
