import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { latestOf, stateOf, threadOf, type Delivery, type DeliveryState } from '../../domain/outbox.ts';
import { line } from '../../domain/text.ts';
import { asCaller, found, requireOwnSession, type Application, type Caller } from '../context.ts';
import { lockOccasion, type Occasion } from './occasion.ts';
import { sendAt } from './outbox.ts';
import type { PageRequest, Transaction } from '../ports.ts';
import { auditDelivery, tellOf } from './send-delivery.ts';

export const DeliveryConfirmation = z
  .strictObject({
    outcome: z.enum(['delivered', 'failed']),
    by: line(1, 200).describe(
      'Who delivered it or tried to: a person, or the system that did. Encrypted at rest.',
    ),
  })
  .meta({ id: 'DeliveryConfirmation' });
export type DeliveryConfirmation = z.infer<typeof DeliveryConfirmation>;

/** A delivery with its state at the time it was read. */
export interface ShownDelivery extends Delivery {
  state: DeliveryState;
}

export const shownAt = (delivery: Delivery, now: Date): ShownDelivery => ({
  ...delivery,
  state: stateOf(delivery, now),
});

/** The outbox, newest first; a coach is shown what belongs to own sessions. */
export const listDeliveries = (
  application: Application,
  caller: Caller,
  page: PageRequest,
  filter: { sessionId?: string | undefined; state?: DeliveryState | undefined },
): Promise<ShownDelivery[]> =>
  asCaller(application, caller, 'deliveries:read', async ({ deliveries }) => {
    const now = application.ambient.now();
    const listed = await deliveries.list(page, { ...filter, ofSessionsOf: caller.hostId, now });
    return listed.map((delivery) => shownAt(delivery, now));
  });

export const getDelivery = (application: Application, caller: Caller, id: string): Promise<ShownDelivery> =>
  asCaller(application, caller, 'deliveries:read', async (transaction) => {
    const delivery = found(await transaction.deliveries.find(id), 'delivery');
    if (caller.hostId !== undefined) await requireTheirs(transaction, caller, delivery);
    return shownAt(delivery, application.ambient.now());
  });

async function requireTheirs(
  { sessions }: Transaction,
  caller: Caller,
  { sessionId }: Delivery,
): Promise<void> {
  requireOwnSession(caller, sessionId === null ? undefined : await sessions.find(sessionId));
}

/**
 * Writes down that the organisation, or a named person, has delivered it or could not. What we send ourselves is confirmed only
 * after it could not be sent: then somebody has told the person otherwise. Confirming again changes nothing.
 *
 * @throws DomainError INVALID_TRANSITION
 */
export const confirmDelivery = (
  application: Application,
  caller: Caller,
  id: string,
  { outcome, by }: DeliveryConfirmation,
): Promise<ShownDelivery> =>
  changeDelivery(application, caller, id, async (transaction, delivery) => {
    const wanted = outcome === 'delivered' ? 'confirmed' : 'failed';
    if (delivery.outcome === wanted && delivery.handledBy !== null) return delivery;
    const isOurs = delivery.channel === 'email';
    const hasFailed = delivery.outcome === 'bounced' || delivery.outcome === 'failed';
    const isOpen = delivery.outcome === 'open' && !isOurs;
    if (!isOpen && !(hasFailed && outcome === 'delivered')) {
      throw refusal(delivery, application.ambient.now(), 'be confirmed');
    }
    const now = application.ambient.now();
    const confirmed = await transaction.deliveries.update({
      ...delivery,
      channel: isOurs ? 'handed-over' : delivery.channel,
      outcome: wanted,
      mayHaveArrived: outcome === 'delivered',
      handledBy: by,
      concludedAt: now,
      updatedAt: now,
    });
    await auditDelivery(application, transaction, confirmed, caller.actor, `delivery.${wanted}`);
    await tellOf(application, transaction, confirmed);
    return confirmed;
  });

/**
 * Makes one that bounced or failed due again: after the mailbox was mended, say. A wrong address is corrected on the roster
 * instead, and then followed by another delivery.
 *
 * @throws DomainError INVALID_TRANSITION
 */
export const retryDelivery = (application: Application, caller: Caller, id: string): Promise<ShownDelivery> =>
  changeDelivery(application, caller, id, async (transaction, delivery, occasion) => {
    const now = application.ambient.now();
    const hasFailed = delivery.outcome === 'bounced' || delivery.outcome === 'failed';
    if (!hasFailed || occasion === null) throw refusal(delivery, now, 'be retried');
    if (!(await isLatest(transaction, delivery))) {
      throw new DomainError('INVALID_TRANSITION', 'A later delivery has taken its place. Look at that one.');
    }
    const retried = await transaction.deliveries.update({
      ...delivery,
      outcome: 'open',
      dueAt: now,
      responseCode: null,
      handledBy: null,
      concludedAt: null,
      updatedAt: now,
    });
    await sendAt(application, transaction, retried, now);
    await auditDelivery(application, transaction, retried, caller.actor, 'delivery.retried');
    await tellOf(application, transaction, retried);
    return retried;
  });

async function isLatest(
  { deliveries }: Transaction,
  { id, kind, sessionId, personId, hostId }: Delivery,
): Promise<boolean> {
  if (sessionId === null || (personId === null && hostId === null) || kind === 'host-missing') return true;
  const theirs = await deliveries.listOf(
    sessionId,
    personId === null ? { hostId: hostId ?? '' } : { personId },
  );
  return latestOf(threadOf(theirs, kind === 'passcode' ? 'passcode' : 'invitation'))?.id === id;
}

async function changeDelivery(
  application: Application,
  caller: Caller,
  id: string,
  change: (transaction: Transaction, delivery: Delivery, occasion: Occasion | null) => Promise<Delivery>,
): Promise<ShownDelivery> {
  return asCaller(application, caller, 'deliveries:write', async (transaction) => {
    const { delivery, occasion } = await lockDelivery(transaction, caller, id);
    return shownAt(await change(transaction, delivery, occasion), application.ambient.now());
  });
}

/** The delivery with its session, both held until the transaction ends. */
export async function lockDelivery(
  transaction: Transaction,
  caller: Caller,
  id: string,
): Promise<{ delivery: Delivery; occasion: Occasion | null }> {
  const { sessionId } = found(await transaction.deliveries.find(id), 'delivery');
  const occasion = sessionId === null ? null : await lockOccasion(transaction, sessionId);
  if (caller.hostId !== undefined) requireOwnSession(caller, occasion?.session);
  return { delivery: found(await transaction.deliveries.findForUpdate(id), 'delivery'), occasion };
}

export function refusal(delivery: Delivery, now: Date, what: string): DomainError {
  const state = stateOf(delivery, now);
  const by = delivery.channel === 'email' && delivery.outcome === 'open' ? ' Subrosa sends it.' : '';
  return new DomainError('INVALID_TRANSITION', `A delivery that is ${state} cannot ${what}.${by}`, {
    facts: { state, channel: delivery.channel },
  });
}
