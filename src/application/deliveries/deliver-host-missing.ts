import type { Application } from '../context.ts';
import type { Transaction } from '../ports.ts';
import { channelOfMessage, lockOccasion } from './occasion.ts';
import { addDelivery } from './outbox.ts';

/** Writes into the outbox that a session has no host although its time has come: to the coach, and to the practice. */
export async function deliverHostMissing(
  application: Application,
  transaction: Transaction,
  sessionId: string,
): Promise<void> {
  const { host, settings } = await lockOccasion(transaction, sessionId);
  const kind = 'host-missing' as const;
  const before = await transaction.deliveries.listOf(sessionId);
  if (before.some((delivery) => delivery.kind === kind)) return;
  const alert = {
    sessionId,
    kind,
    channel: channelOfMessage(application, kind, settings),
    sequence: 0,
    dueAt: application.ambient.now(),
    facts: transaction.deliveries.digestOf({ kind }),
  };
  if (host.email !== null) await addDelivery(application, transaction, { ...alert, hostId: host.id });
  if (settings.alertEmail !== null) await addDelivery(application, transaction, alert);
}
