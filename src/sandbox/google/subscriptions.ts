import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Json, JsonObject } from '../shared/paths.ts';
import { applyWrite } from '../shared/writes.ts';
import { userId } from './account.ts';
import { bodyOf, call, callerOf, queryOf, type Caller } from './call.ts';
import { remindersDue } from './due.ts';
import { page } from './paging.ts';
import { GoogleRefusal, invalidArgument, notFound } from './refusal.ts';
import { SCOPES } from './scopes.ts';
import { maskPaths } from './space-config.ts';
import { newDigits, present, type SandboxContext, type Subscription } from './state.ts';

const LIST = '/v1/subscriptions';
const ITEM = `${LIST}/:subscription`;
interface Route {
  Params: { subscription: string };
}
const TYPE = 'type.googleapis.com/google.apps.events.subscriptions.v1.Subscription';

/** Meet's events never carry the resource itself, so a subscription may live for seven days. */
const MAX_TTL_SECONDS = 7 * 24 * 60 * 60;
const TARGET = /^\/\/(meet\.googleapis\.com\/spaces|cloudidentity\.googleapis\.com\/users)\/[^/]+$/;
const TOPIC = /^projects\/([^/]+)\/topics\/[^/]+$/;

const EventType = z.enum([
  'google.workspace.meet.conference.v2.started',
  'google.workspace.meet.conference.v2.ended',
  'google.workspace.meet.participant.v2.joined',
  'google.workspace.meet.participant.v2.left',
  ...(['recording', 'transcript', 'smartNote'] as const).flatMap((kind) =>
    (['started', 'ended', 'fileGenerated'] as const).map(
      (what) => `google.workspace.meet.${kind}.v2.${what}` as const,
    ),
  ),
]);

const SubscriptionBody = z.strictObject({
  name: z.string().optional(),
  targetResource: z.string().regex(TARGET).optional(),
  eventTypes: z.array(EventType).min(1).optional(),
  notificationEndpoint: z.strictObject({ pubsubTopic: z.string().regex(TOPIC) }).optional(),
  ttl: z
    .string()
    .regex(/^\d+(\.\d+)?s$/)
    .optional(),
  expireTime: z.iso.datetime().optional(),
  etag: z.string().optional(),
});
type SubscriptionBody = z.infer<typeof SubscriptionBody>;

/** A finished long-running operation: the sandbox never leaves one open. */
const operation = (response: JsonObject): JsonObject => ({
  name: `operations/${newDigits(20)}`,
  done: true,
  response,
});

/** `event_types:"…"` terms joined by OR, and at most one `AND target_resource="…"`. */
function parseListFilter(filter = ''): (subscription: JsonObject) => boolean {
  const types = [...filter.matchAll(/event_types:"([^"]*)"/g)].map((match) => match[1]);
  const target = /target_resource\s*=\s*"([^"]*)"/.exec(filter)?.[1];
  const rest = filter.replace(/event_types:"[^"]*"|target_resource\s*=\s*"[^"]*"|\b(AND|OR)\b|[()\s]/g, '');
  if (types.length === 0 || rest !== '') throw invalidArgument('Invalid filter', 'filter');
  return ({ eventTypes, targetResource }) =>
    Array.isArray(eventTypes) &&
    types.some((type) => type !== undefined && eventTypes.includes(type)) &&
    (target === undefined || targetResource === target);
}

/** Google Workspace Events subscriptions of Meet spaces and of a user's own spaces. */
export function addSubscriptionRoutes({ app, state, misbehaviours, now }: SandboxContext): void {
  const find = (caller: Caller, id: string): Subscription | undefined => {
    const subscription = state.subscriptions.get(id);
    const own = subscription?.account === caller.account && subscription.email === caller.email;
    return own && subscription.projectId === caller.projectId ? subscription : undefined;
  };
  const get = (caller: Caller, id: string): Subscription => {
    const subscription = find(caller, id);
    if (subscription === undefined) throw notFound();
    return subscription;
  };

  const expiry = ({ ttl, expireTime }: SubscriptionBody): string => {
    if (ttl !== undefined && expireTime !== undefined)
      throw invalidArgument('Only one of ttl and expireTime', 'ttl');
    const nowMs = now().getTime();
    const latestMs = nowMs + MAX_TTL_SECONDS * 1000;
    const seconds = Number.parseFloat(ttl ?? '0');
    const ttlMs = seconds === 0 ? latestMs : nowMs + seconds * 1000;
    const atMs = expireTime === undefined ? ttlMs : Date.parse(expireTime);
    if (atMs <= nowMs || atMs > latestMs)
      throw invalidArgument('The expiration is out of range.', 'expire_time');
    return new Date(atMs).toISOString();
  };

  const checkTarget = (caller: Caller, target: string): void => {
    const id = target.split('/').at(-1) ?? '';
    if (target.startsWith('//cloudidentity.')) {
      if (id === userId(caller.email)) return;
    } else {
      const space = state.spaces.get(id);
      const invited = [...(space?.members.values() ?? [])].some((one) => one.email === caller.email);
      if (space !== undefined && (invited || space.owner === caller.email)) return;
    }
    throw new GoogleRefusal('PERMISSION_DENIED', 'The caller may not subscribe to the target resource.');
  };

  const write = (subscription: Subscription, body: JsonObject, name: string): JsonObject => {
    subscription.written = applyWrite({
      before: subscription.written,
      body: { ...body, updateTime: now().toISOString(), etag: randomUUID() },
      defaults: {},
      misbehaviours,
      account: subscription.account,
      operation: name,
    });
    const { expireTime } = subscription.written.effective;
    if (typeof expireTime === 'string') subscription.expiresAtMs = Date.parse(expireTime);
    subscription.remindersSent = remindersDue(subscription.expiresAtMs - now().getTime());
    return operation({ '@type': TYPE, ...subscription.written.stored });
  };

  app.post(
    LIST,
    call('subscription.create', 'workspaceevents.subscriptions.create', SCOPES.meetRead, ['validateOnly']),
    async (request) => {
      const caller = callerOf(request);
      const body = bodyOf(request, SubscriptionBody);
      const { targetResource, eventTypes, notificationEndpoint } = body;
      if (targetResource === undefined) throw invalidArgument('Required', 'subscription.target_resource');
      if (eventTypes === undefined) throw invalidArgument('Required', 'subscription.event_types');
      if (notificationEndpoint === undefined)
        throw invalidArgument('Required', 'subscription.notification_endpoint');
      const project = TOPIC.exec(notificationEndpoint.pubsubTopic)?.[1];
      if (project !== caller.projectId) {
        throw invalidArgument(
          'The topic must be in the project of the app.',
          'notification_endpoint.pubsub_topic',
        );
      }
      checkTarget(caller, targetResource);
      const taken = [...state.subscriptions.values()].some(
        (one) =>
          one.account === caller.account &&
          one.email === caller.email &&
          one.projectId === caller.projectId &&
          one.targetResource === targetResource,
      );
      if (taken)
        throw new GoogleRefusal('ALREADY_EXISTS', 'The subscription exists already for this target.');

      const id = `meet-${randomUUID()}`;
      const user = `users/${userId(caller.email)}`;
      const fixed: JsonObject = {
        name: `subscriptions/${id}`,
        uid: randomUUID(),
        targetResource,
        notificationEndpoint,
        state: 'ACTIVE',
        authority: user,
        userAuthority: user,
        createTime: now().toISOString(),
      };
      const expireTime = expiry(body);
      const subscription: Subscription = {
        id,
        targetResource,
        expiresAtMs: Date.parse(expireTime),
        account: caller.account,
        projectId: caller.projectId,
        email: caller.email,
        remindersSent: 0,
        written: { stored: fixed, effective: fixed },
      };
      if (queryOf(request).validateOnly === 'true') {
        return operation({ '@type': TYPE, ...fixed, eventTypes, expireTime });
      }
      state.subscriptions.set(id, subscription);
      return write(subscription, { eventTypes, expireTime }, 'subscription.create');
    },
  );

  app.get(
    LIST,
    call('subscription.list', 'workspaceevents.subscriptions.list', SCOPES.meetRead, [
      'filter',
      'pageSize',
      'pageToken',
    ]),
    async (request) => {
      const caller = callerOf(request);
      const matches = parseListFilter(queryOf(request).filter);
      const found = [...state.subscriptions]
        .filter(([id, one]) => find(caller, id) === one && matches(one.written.stored))
        .map(([, one]) => one.written.stored);
      const { items, nextPageToken } = page(request, found, { size: 50, max: 100 });
      return present({ subscriptions: items.length > 0 ? items : undefined, nextPageToken });
    },
  );

  app.get<Route>(
    ITEM,
    call('subscription.get', 'workspaceevents.subscriptions.get', SCOPES.meetRead),
    async (request) => get(callerOf(request), request.params.subscription).written.stored,
  );

  app.patch<Route>(
    ITEM,
    call('subscription.update', 'workspaceevents.subscriptions.patch', SCOPES.meetRead, ['updateMask']),
    async (request) => {
      const body = bodyOf(request, SubscriptionBody);
      const subscription = get(callerOf(request), request.params.subscription);
      const named = maskPaths(queryOf(request).updateMask ?? '');
      const paths =
        named.length > 0 ? named : Object.keys(body).filter((key) => key !== 'name' && key !== 'etag');
      const change: Record<string, Json | undefined> = {};
      for (const path of paths) {
        if (path === 'eventTypes') change.eventTypes = body.eventTypes;
        else if (path === 'ttl' || path === 'expireTime') change.expireTime = expiry(body);
        else throw invalidArgument(`Invalid field mask: ${path} cannot be updated.`, 'update_mask');
      }
      if (paths.includes('eventTypes') && body.eventTypes === undefined) {
        throw invalidArgument('Required', 'subscription.event_types');
      }
      return write(subscription, present(change), 'subscription.update');
    },
  );

  app.delete<Route>(
    ITEM,
    call('subscription.delete', 'workspaceevents.subscriptions.delete', SCOPES.meetRead, [
      'allowMissing',
      'etag',
    ]),
    async (request) => {
      const id = request.params.subscription;
      const { allowMissing, etag } = queryOf(request);
      const subscription = find(callerOf(request), id);
      if (subscription === undefined && allowMissing !== 'true') throw notFound();
      if (subscription !== undefined && etag !== undefined && etag !== subscription.written.stored.etag) {
        throw new GoogleRefusal('ABORTED', 'The etag does not match.');
      }
      if (subscription !== undefined) state.subscriptions.delete(id);
      return operation({ '@type': 'type.googleapis.com/google.protobuf.Empty' });
    },
  );

  app.post<Route>(
    `${LIST}/:subscription(^[^:/]+)::reactivate`,
    call('subscription.reactivate', 'workspaceevents.subscriptions.reactivate', SCOPES.meetRead),
    async (request) => {
      bodyOf(request, z.strictObject({}));
      const subscription = get(callerOf(request), request.params.subscription);
      for (const side of [subscription.written.stored, subscription.written.effective])
        delete side.suspensionReason;
      return write(subscription, { state: 'ACTIVE' }, 'subscription.reactivate');
    },
  );
}
