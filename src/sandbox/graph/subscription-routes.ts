import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { JsonObject } from '../shared/paths.ts';
import { requireRole, tenantOf } from './access.ts';
import { minutesAfter, timestamp } from './clock.ts';
import { page } from './collection.ts';
import { badRequest, GraphError } from './errors.ts';
import { KINDS, readTopic } from './topic.ts';
import type { Subscription, Tenant, Topic, World } from './world.ts';

/** The vendor's page gives 4,320 minutes in one row and 4,230 in another: the lower one holds here. */
const MAX_MINUTES = 4_230;
/** A shorter life is raised to this. */
const MIN_MINUTES = 45;
const LIFECYCLE_NEEDED_AFTER_MINUTES = 60;
const HANDSHAKE_TIMEOUT_MS = 10_000;
const PAGE_SIZE = 100;

const NewSubscription = z.object({
  changeType: z.string(),
  // Plain http is taken too: receivers in tests and demos have no certificate. The vendor takes https only.
  notificationUrl: z.url({ protocol: /^https?$/ }),
  lifecycleNotificationUrl: z.url({ protocol: /^https?$/ }).nullish(),
  resource: z.string(),
  expirationDateTime: z.iso.datetime({ offset: true }),
  clientState: z.string().max(128).nullish(),
  includeResourceData: z.literal(false).nullish(),
});

const Renewal = z.object({
  expirationDateTime: z.iso.datetime({ offset: true }).optional(),
  notificationUrl: z.url({ protocol: /^https?$/ }).optional(),
});

interface Call {
  Params: { id: string };
}

/** Change-notification subscriptions, in v1.0 and, because call events need it, in beta. Basic notifications only. */
export function registerSubscriptions(vendor: FastifyInstance, world: World, version: 'v1.0' | 'beta'): void {
  const alive = (tenant: Tenant): Subscription[] =>
    [...world.subscriptions.values()].filter(
      (subscription) => subscription.tenantId === tenant.id && world.now() < subscription.expiresAt,
    );
  const find = (request: FastifyRequest): Subscription => {
    const { id } = request.params as Call['Params'];
    const found = alive(tenantOf(world, request)).find((subscription) => subscription.id === id);
    if (found === undefined) throw new GraphError(404, 'ResourceNotFound', 'The object was not found.');
    return found;
  };
  const path = `/${version}/subscriptions`;

  vendor.post(path, { config: { operation: 'subscription.create' } }, async (request, reply) => {
    const tenant = tenantOf(world, request);
    const parsed = NewSubscription.safeParse(request.body);
    if (!parsed.success)
      throw badRequest(`Invalid subscription: ${parsed.error.issues[0]?.path.join('.') ?? 'body'}.`);
    const body = parsed.data;
    const topic = readTopic(world, tenant, body.resource, version);
    requireRole(tenant, 'teams', KINDS[topic.kind].roles);
    if (body.changeType !== KINDS[topic.kind].changeType)
      throw badRequest('The changeType is not supported here.');
    if (alive(tenant).some((other) => sameTopic(other.topic, topic))) {
      throw new GraphError(
        403,
        'Forbidden',
        'The limit of subscriptions of this app for this resource is reached.',
      );
    }
    const expiresAt = expiryOf(world, body.expirationDateTime);
    const lifecycleNeeded = expiresAt > minutesAfter(world.now(), LIFECYCLE_NEEDED_AFTER_MINUTES);
    if (lifecycleNeeded && body.lifecycleNotificationUrl == null) {
      throw badRequest('lifecycleNotificationUrl is required for a subscription of more than one hour.');
    }
    await shakeHands(body.notificationUrl);
    if (body.lifecycleNotificationUrl != null) await shakeHands(body.lifecycleNotificationUrl);

    const subscription: Subscription = {
      id: randomUUID(),
      tenantId: tenant.id,
      topic,
      order: world.nextOrder(),
      expiresAt,
      resource: body.resource,
      notificationUrl: body.notificationUrl,
      lifecycleNotificationUrl: body.lifecycleNotificationUrl ?? undefined,
      clientState: body.clientState ?? undefined,
      changeType: body.changeType,
    };
    world.subscriptions.set(subscription.id, subscription);
    return reply.code(201).send(present(tenant, subscription));
  });

  vendor.get(path, { config: { operation: 'subscription.list' } }, async (request) => {
    const tenant = tenantOf(world, request);
    const shown = alive(tenant).map((subscription) => present(tenant, subscription));
    return page(request, shown, PAGE_SIZE);
  });

  vendor.get<Call>(`${path}/:id`, { config: { operation: 'subscription.get' } }, async (request) =>
    present(tenantOf(world, request), find(request)),
  );

  vendor.patch<Call>(`${path}/:id`, { config: { operation: 'subscription.update' } }, async (request) => {
    const subscription = find(request);
    const parsed = Renewal.safeParse(request.body);
    if (!parsed.success) throw badRequest('Invalid subscription update.');
    const { expirationDateTime, notificationUrl } = parsed.data;
    const expiresAt =
      expirationDateTime === undefined ? subscription.expiresAt : expiryOf(world, expirationDateTime);
    await shakeHands(notificationUrl ?? subscription.notificationUrl);
    Object.assign(subscription, { expiresAt, ...(notificationUrl === undefined ? {} : { notificationUrl }) });
    return present(tenantOf(world, request), subscription);
  });

  vendor.post<Call>(
    `${path}/:id/reauthorize`,
    { config: { operation: 'subscription.reauthorize' } },
    async (request, reply) => {
      find(request);
      return reply.code(204).send();
    },
  );

  vendor.delete<Call>(
    `${path}/:id`,
    { config: { operation: 'subscription.delete' } },
    async (request, reply) => {
      world.subscriptions.delete(find(request).id);
      return reply.code(204).send();
    },
  );
}

const sameTopic = (a: Topic, b: Topic): boolean =>
  a.kind === b.kind && a.meetingId === b.meetingId && a.organizer === b.organizer;

function expiryOf(world: World, expirationDateTime: string): Date {
  const now = world.now();
  const asked = new Date(expirationDateTime);
  if (asked <= now) throw badRequest('The expirationDateTime must be in the future.');
  if (asked > minutesAfter(now, MAX_MINUTES)) {
    throw badRequest(`Subscription expiration can only be ${String(MAX_MINUTES)} minutes in the future.`);
  }
  const least = minutesAfter(now, MIN_MINUTES);
  return asked < least ? least : asked;
}

/** The receiver must give the token back as text/plain with 200, or the subscription is refused. */
async function shakeHands(address: string): Promise<void> {
  const token = `Validation: ${randomUUID()} + ${randomUUID()}`;
  const url = new URL(address);
  url.searchParams.set('validationToken', token);
  const refuse = (message: string) => new GraphError(400, 'ValidationError', message);
  let answer: { status: number; type: string | null; text: string };
  try {
    const response = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(HANDSHAKE_TIMEOUT_MS) });
    const type = response.headers.get('content-type');
    answer = { status: response.status, type, text: await response.text() };
  } catch {
    throw refuse(
      'Subscription validation request failed. The notification endpoint could not be reached in time.',
    );
  }
  const plain = answer.type?.startsWith('text/plain') === true;
  if (answer.status !== 200 || !plain || answer.text !== token) {
    throw refuse(
      'Subscription validation request failed. Response must exactly match validationToken query parameter.',
    );
  }
}

/** `clientState` is a secret between app and vendor: an answer never repeats it. */
const present = (tenant: Tenant, subscription: Subscription): JsonObject => ({
  id: subscription.id,
  applicationId: tenant.config.app.clientId,
  creatorId: tenant.config.app.clientId,
  changeType: subscription.changeType,
  notificationUrl: subscription.notificationUrl,
  lifecycleNotificationUrl: subscription.lifecycleNotificationUrl ?? null,
  resource: subscription.resource,
  clientState: null,
  includeResourceData: null,
  expirationDateTime: timestamp(subscription.expiresAt),
});
