import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import type { Misbehaviours } from '../shared/misbehaviour.ts';
import type { JsonObject } from '../shared/paths.ts';
import { createWebhookOutbox, type Delivered } from '../shared/webhooks.ts';
import { userId, type GoogleAccount } from './account.ts';
import { newDigits, type GoogleState, type Space, type Subscription } from './state.ts';

const KEY_ID = 'sandbox-push';
const TOKEN_LIFETIME_SECONDS = 3600;
/** All that someone who does not own the space is told (providers/meet.md §10). */
const TOLD_TO_OTHERS = new Set([
  'google.workspace.meet.conference.v2.started',
  'google.workspace.meet.transcript.v2.fileGenerated',
]);

type PushTarget = NonNullable<GoogleAccount['push']>;

/** Delivers Workspace Events as Pub/Sub pushes them, in order, without holding up the call that caused them. */
export interface Push {
  /** To every subscription that wants this event of this space; `event` as in `participant.v2.joined`. */
  publish(space: Space, event: string, data: JsonObject): void;
  /** A subscription's own lifecycle event: `expired`, `suspended` or `expirationReminder`. */
  publishLifecycle(subscription: Subscription, event: string): void;
  /** Resolves when everything published so far was tried. */
  settled(): Promise<void>;
  /** What was pushed so far, oldest first. */
  delivered(): Delivered[];
  /** Forgets what was pushed and what is held back. */
  clear(): void;
  /** The public keys that the push tokens verify with. */
  keys(): Promise<{ keys: JWK[] }>;
}

export function createPush(state: GoogleState, misbehaviours: Misbehaviours, now: () => Date): Push {
  const outbox = createWebhookOutbox(misbehaviours);
  let keyPair: Promise<{ privateKey: CryptoKey; publicKey: CryptoKey }> | undefined;
  const pair = () => (keyPair ??= generateKeyPair('RS256', { extractable: true }));
  // Signing takes a turn; the chain keeps the order in which events were published.
  let signed = Promise.resolve();

  const pushToken = async (push: PushTarget): Promise<string> => {
    const nowSeconds = Math.floor(now().getTime() / 1000);
    return new SignJWT({ email: push.serviceAccountEmail, email_verified: true })
      .setProtectedHeader({ alg: 'RS256', kid: KEY_ID, typ: 'JWT' })
      .setIssuer('https://accounts.google.com')
      .setAudience(push.audience ?? push.url)
      .setSubject(userId(push.serviceAccountEmail))
      .setIssuedAt(nowSeconds)
      .setExpirationTime(nowSeconds + TOKEN_LIFETIME_SECONDS)
      .sign((await pair()).privateKey);
  };

  const publishTo = (subscription: Subscription, type: string, data: JsonObject) => {
    const push = state.accounts.get(subscription.account)?.push;
    if (push === undefined) return;
    const at = now().toISOString();
    const messageId = newDigits(16);
    const attributes = {
      'ce-id': randomUUID(),
      'ce-source': `//workspaceevents.googleapis.com/subscriptions/${subscription.id}`,
      'ce-type': type,
      'ce-subject': subscription.targetResource,
      'ce-time': at,
      'ce-specversion': '1.0',
      'ce-datacontenttype': 'application/json',
    };
    const message = {
      data: Buffer.from(JSON.stringify(data)).toString('base64'),
      attributes,
      messageId,
      message_id: messageId,
      publishTime: at,
      publish_time: at,
    };
    const body = JSON.stringify({ message, subscription: push.subscription });
    signed = signed.then(async () => {
      const headers = {
        authorization: `Bearer ${await pushToken(push)}`,
        'content-type': 'application/json',
      };
      outbox.post({ account: subscription.account, event: type, url: push.url, headers, body });
    });
  };

  const wants = (subscription: Subscription, space: Space, type: string): boolean => {
    const { state: status, eventTypes } = subscription.written.effective;
    if (status !== 'ACTIVE' || !Array.isArray(eventTypes) || !eventTypes.includes(type)) return false;
    const owns = subscription.account === space.account && subscription.email === space.owner;
    const { targetResource } = subscription;
    if (targetResource === `//cloudidentity.googleapis.com/users/${userId(subscription.email)}`) return owns;
    return (
      targetResource === `//meet.googleapis.com/spaces/${space.id}` && (owns || TOLD_TO_OTHERS.has(type))
    );
  };

  return {
    publish(space, event, data) {
      const type = `google.workspace.meet.${event}`;
      for (const subscription of state.subscriptions.values()) {
        if (wants(subscription, space, type)) publishTo(subscription, type, data);
      }
    },
    publishLifecycle(subscription, event) {
      const type = `google.workspace.events.subscription.v1.${event}`;
      publishTo(subscription, type, { subscription: subscription.written.stored });
    },
    async settled() {
      await signed;
      await outbox.settled();
    },
    delivered: () => outbox.delivered(),
    clear: () => outbox.clear(),
    keys: async () => ({
      keys: [{ ...(await exportJWK((await pair()).publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' }],
    }),
  };
}
