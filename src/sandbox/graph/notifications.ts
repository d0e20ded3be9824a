import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../shared/paths.ts';
import { timestamp } from './clock.ts';
import { KINDS } from './topic.ts';
import type { Call, Meeting, Subscription, Topic, World } from './world.ts';

/** Tells the subscriptions that watch this meeting's calls that the call changed. */
export function notifyCall(world: World, meeting: Meeting, call: Call): void {
  for (const subscription of watchersOf(world, meeting, 'callEvent')) {
    if (subscription.topic.meetingId !== meeting.id || subscription.order > call.order) continue;
    const id = randomUUID();
    const resource = `${subscription.resource.replace(/^\//, '')}/${id}`;
    postChange(world, subscription, resource, id);
  }
}

/** Tells the subscriptions that watch this meeting's recordings or transcripts that there is a new one. */
export function notifyArtifact(
  world: World,
  meeting: Meeting,
  kind: 'callRecording' | 'callTranscript',
  id: string,
): void {
  const collection = kind === 'callRecording' ? 'recordings' : 'transcripts';
  for (const subscription of watchersOf(world, meeting, kind)) {
    const { meetingId, organizer } = subscription.topic;
    if (meetingId !== undefined && meetingId !== meeting.id) continue;
    if (organizer !== undefined && organizer !== meeting.organizer) continue;
    postChange(
      world,
      subscription,
      `communications/onlineMeetings('${meeting.id}')/${collection}('${id}')`,
      id,
    );
  }
}

/** Sends a lifecycle event (`reauthorizationRequired`, `subscriptionRemoved`, `missed`) to the lifecycle address. */
export function notifyLifecycle(world: World, subscription: Subscription, event: string): void {
  const { lifecycleNotificationUrl } = subscription;
  if (lifecycleNotificationUrl === undefined) return;
  post(world, subscription, lifecycleNotificationUrl, { lifecycleEvent: event }, event);
}

const watchersOf = (world: World, meeting: Meeting, kind: Topic['kind']): Subscription[] =>
  [...world.subscriptions.values()].filter(
    ({ tenantId, topic, expiresAt }) =>
      tenantId === meeting.tenantId && topic.kind === kind && world.now() < expiresAt,
  );

function postChange(world: World, subscription: Subscription, resource: string, id: string): void {
  const { kind } = subscription.topic;
  const change = {
    changeType: KINDS[kind].changeType,
    resource,
    resourceData: { '@odata.type': `#microsoft.graph.${kind}`, '@odata.id': resource, id },
  };
  post(world, subscription, subscription.notificationUrl, change, kind);
}

function post(
  world: World,
  subscription: Subscription,
  url: string,
  content: JsonObject,
  event: string,
): void {
  const item = {
    id: randomUUID(),
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: timestamp(subscription.expiresAt),
    tenantId: subscription.tenantId,
    clientState: subscription.clientState ?? null,
    ...content,
  };
  world.webhooks.post({
    account: subscription.tenantId,
    event,
    url,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ value: [item] }),
  });
}
