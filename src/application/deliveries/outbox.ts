import type { Delivery } from '../../domain/outbox.ts';
import type { Application } from '../context.ts';
import type { Transaction } from '../ports.ts';

export const endSuperseded = (
  { ambient }: Application,
  { deliveries }: Transaction,
  delivery: Delivery,
): Promise<Delivery> =>
  deliveries.update({
    ...delivery,
    outcome: 'superseded',
    concludedAt: ambient.now(),
    updatedAt: ambient.now(),
  });

type NewDelivery = Pick<Delivery, 'sessionId' | 'kind' | 'channel' | 'sequence' | 'dueAt' | 'facts'> &
  Partial<Pick<Delivery, 'personId' | 'hostId' | 'signInId'>>;

/** Writes a delivery into the outbox, with the job that sends it where we do. */
export async function addDelivery(
  application: Application,
  transaction: Transaction,
  wanted: NewDelivery,
): Promise<void> {
  const now = application.ambient.now();
  const delivery = await transaction.deliveries.insert({
    personId: null,
    hostId: null,
    signInId: null,
    ...wanted,
    id: application.ambient.newId(),
    outcome: 'open',
    attempt: 0,
    leaseUntil: null,
    mayHaveArrived: false,
    responseCode: null,
    composition: null,
    handledBy: null,
    concludedAt: null,
    createdAt: now,
    updatedAt: now,
  });
  await sendAt(application, transaction, delivery, delivery.dueAt);
}

/** Has a delivery sent then, where we send it. */
export async function sendAt(
  { queue, ambient }: Application,
  transaction: Transaction,
  { id, channel }: Pick<Delivery, 'id' | 'channel'>,
  at: Date,
): Promise<void> {
  if (channel !== 'email') return;
  const { organisationId } = transaction;
  await queue.enqueue(transaction, {
    name: 'send-delivery',
    payload: { organisationId, deliveryId: id },
    group: organisationId,
    ...(at > ambient.now() ? { startAfter: at } : {}),
  });
}
