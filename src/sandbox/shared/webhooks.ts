import type { Misbehaviours } from './misbehaviour.ts';

/** One webhook, ready to be posted: the signature is over exactly this body. */
export interface Delivery {
  account: string;
  /** The event's own name, for the log. */
  event: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** A webhook that was posted: the receiver's status, or 0 where it could not be reached. */
export interface Delivered {
  account: string;
  event: string;
  url: string;
  body: string;
  status: number;
}

export interface WebhookOutbox {
  /** Queues a webhook; returns at once. One account's webhooks are posted one after the other. */
  post(delivery: Delivery): void;
  /** Resolves when everything queued so far was tried; one held back by `reorder-webhooks` does not count. */
  settled(): Promise<void>;
  /** What was posted so far, oldest first. */
  delivered(): Delivered[];
  clear(): void;
}

const TIMEOUT_MS = 3_000;

/**
 * Posts webhooks, each once and in order unless `duplicate-webhooks` or `reorder-webhooks` is in force. Nothing is
 * posted a second time when the receiver fails: the vendors retry after minutes, longer than a sandbox run lasts.
 */
export function createWebhookOutbox(misbehaviours: Misbehaviours): WebhookOutbox {
  let log: Delivered[] = [];
  const held = new Map<string, Delivery>();
  const tails = new Map<string, Promise<void>>();

  const send = async ({ headers, ...delivery }: Delivery) => {
    const status = await fetch(delivery.url, {
      method: 'POST',
      headers,
      body: delivery.body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).then(
      (response) => response.status,
      () => 0,
    );
    log.push({ ...delivery, status });
  };

  const queue = (delivery: Delivery) => {
    const tail = tails.get(delivery.account) ?? Promise.resolve();
    tails.set(
      delivery.account,
      tail.then(() => send(delivery)),
    );
  };

  return {
    post(delivery) {
      const { account } = delivery;
      const earlier = held.get(account);
      if (earlier !== undefined) {
        held.delete(account);
        queue(delivery);
        queue(earlier);
        return;
      }
      if (misbehaviours.take(['reorder-webhooks'], { account }).length > 0) {
        held.set(account, delivery);
        return;
      }
      queue(delivery);
      if (misbehaviours.take(['duplicate-webhooks'], { account }).length > 0) queue(delivery);
    },
    async settled() {
      await Promise.all(tails.values());
    },
    delivered: () => [...log],
    clear() {
      log = [];
      held.clear();
    },
  };
}
