import { z } from 'zod';
import { line } from '../domain/text.ts';
import { DomainError } from '../domain/errors.ts';
import { digestJson, asCaller, audit, found, newRecord, providerOf, requireVersion } from './context.ts';
import type { Application, Caller } from './context.ts';
import { ExternalRef } from './connections.ts';
import { endSignIns } from './sign-in.ts';
import type { Complete } from './idempotency.ts';
import type { Host, PageRequest, Transaction } from './ports.ts';
import { planDeliveriesOfHost } from './deliveries/plan-deliveries.ts';
import { putByRef, type Put } from './put-by-ref.ts';
import type { Json } from '../domain/json.ts';

export const HostRequest = z
  .strictObject({
    externalRef: ExternalRef.nullable().default(null),
    name: line(1, 200).describe('Encrypted at rest.'),
    email: z.email().max(254).nullable().default(null).describe('Encrypted at rest.'),
    identities: z
      .array(
        z.strictObject({
          connectionId: z.uuid(),
          kind: z
            .enum(['organiser', 'member', 'guest'])
            .describe(
              '`organiser`: a licensed account that can hold meetings; `member` or `guest` of the client’s tenant.',
            ),
          vendorUser: z
            .string()
            .min(1)
            .max(254)
            .describe('The id of the account at the platform. Encrypted at rest.'),
        }),
      )
      .max(50)
      .default([]),
  })
  .meta({ id: 'HostRequest' });
export type HostRequest = z.infer<typeof HostRequest>;

/** Adds a coach with the coach’s identities on connections. */
export async function createHost(
  application: Application,
  caller: Caller,
  request: HostRequest,
  complete?: Complete,
): Promise<Host> {
  return asCaller(application, caller, 'hosts:write', async (transaction) => {
    const identities = await checkedIdentities(application, transaction, request);
    const host = await transaction.hosts.insert({ ...newRecord(application), ...request, identities });
    await audit(application, transaction, {
      actor: caller.actor,
      action: 'host.created',
      resourceKind: 'host',
      resourceId: host.id,
    });
    await complete?.(transaction, host.id);
    return host;
  });
}

/** Replaces a host. An unchanged body changes nothing and makes no new version. */
export async function replaceHost(
  application: Application,
  caller: Caller,
  id: string,
  request: HostRequest,
  expectedVersion: number | undefined,
): Promise<Host> {
  return asCaller(application, caller, 'hosts:write', async (transaction) => {
    const before = found(await transaction.hosts.find(id), 'host');
    requireVersion(before, expectedVersion);
    const { externalRef, name, email, identities } = before;
    const wanted = { ...request, identities: await checkedIdentities(application, transaction, request) };
    if (digestJson({ externalRef, name, email, identities } as unknown as Json) === digestJson(wanted))
      return before;
    const host = await transaction.hosts.update({
      ...before,
      ...wanted,
      updatedAt: application.ambient.now(),
    });
    if (before.email !== host.email) {
      // Whoever reads the former address is signed in no more.
      await endSignIns(application, transaction, id);
      await planDeliveriesOfHost(application, transaction, id);
    }
    await audit(application, transaction, {
      actor: caller.actor,
      action: 'host.changed',
      resourceKind: 'host',
      resourceId: id,
    });
    return host;
  });
}

/** Adds the host with this reference, or replaces the one that has it. */
export const putHost = (
  application: Application,
  caller: Caller,
  externalRef: string,
  request: Omit<HostRequest, 'externalRef'>,
): Promise<Put<Host>> =>
  putByRef({
    find: () => asCaller(application, caller, 'hosts:write', ({ hosts }) => hosts.findByRef(externalRef)),
    create: () => createHost(application, caller, { ...request, externalRef }),
    change: ({ id, version }) => replaceHost(application, caller, id, { ...request, externalRef }, version),
  });

/** The identities as each platform writes them, so that one account is known by one name. */
async function checkedIdentities(
  application: Application,
  { connections }: Transaction,
  { identities }: HostRequest,
): Promise<HostRequest['identities']> {
  const checked: HostRequest['identities'] = [];
  for (const [index, identity] of identities.entries()) {
    const { connectionId } = identity;
    const refuse = (part: string, message: string) =>
      new DomainError('INVALID_REQUEST', message, { field: `identities.${index}.${part}` });
    if (checked.some((other) => other.connectionId === connectionId)) {
      throw refuse('connectionId', 'Give a host one identity on each connection.');
    }
    const connection = found(
      await connections.find(connectionId),
      'connection',
      `identities.${index}.connectionId`,
    );
    const { schema, says } = providerOf(application, connection.platform).identity;
    const parsed = schema.safeParse(identity.vendorUser);
    if (!parsed.success) throw refuse('vendorUser', says);
    checked.push({ ...identity, vendorUser: parsed.data });
  }
  return checked;
}

export const getHost = (application: Application, caller: Caller, id: string): Promise<Host> =>
  asCaller(application, caller, 'hosts:read', async ({ hosts }) => found(await hosts.find(id), 'host'));

/** @throws DomainError RESOURCE_NOT_FOUND where no host has this reference. */
export const getHostByRef = (application: Application, caller: Caller, ref: string): Promise<Host> =>
  asCaller(application, caller, 'hosts:read', async ({ hosts }) => found(await hosts.findByRef(ref), 'host'));

export const listHosts = (application: Application, caller: Caller, page: PageRequest): Promise<Host[]> =>
  asCaller(application, caller, 'hosts:read', ({ hosts }) => hosts.list(page));
