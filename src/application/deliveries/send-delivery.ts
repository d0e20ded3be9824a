import type { MailMessage, SendOutcome } from '../../domain/delivery.ts';
import type { Delivery } from '../../domain/outbox.ts';
import { audit, found, type Application } from '../context.ts';
import { composeFirst, messageOf } from './delivery-message.ts';
import { isOn, lockOccasion, practiceOf, type Occasion } from './occasion.ts';
import { recordPasscodes } from './passcode-delivered.ts';
import { endSuperseded, sendAt } from './outbox.ts';
import { planAnew } from './plan-deliveries.ts';
import type { DeliveryPayload, Transaction } from '../ports.ts';

const MINUTE_MS = 60_000;
const FIRST_RETRY_MS = MINUTE_MS / 2;
const LONGEST_RETRY_MS = 30 * MINUTE_MS;
/** A message that no server takes for this long has failed; somebody may then have it tried again. */
const GIVE_UP_MS = 24 * 60 * MINUTE_MS;
/** Another message to the same person is under way: the later one waits, so that it does not arrive first. */
const BEHIND_MS = 5_000;

/**
 * Sends one delivery by mail. It is claimed for one attempt before the server is called, and what came of it is written only where
 * that attempt is still the current one. Whoever dies in between may have sent it: it is then sent again as the same message, with
 * the same Message-ID and bytes. SMTP has no way to ask a server what it took, so that this is the most there is.
 */
export async function sendDelivery(application: Application, payload: DeliveryPayload): Promise<void> {
  const { mail } = application;
  if (mail === null) return;
  const claimed = await claim(application, payload, mail.from);
  if (claimed === undefined) return;
  const outcome = await mail.mailer.send(claimed.message);
  await conclude(application, payload, claimed, outcome);
}

interface Claimed {
  message: MailMessage;
  attempt: number;
  /** As it was before this attempt. */
  mayHaveArrived: boolean;
}

const claim = (
  application: Application,
  { organisationId, deliveryId }: DeliveryPayload,
  address: string,
): Promise<Claimed | undefined> =>
  application.database.inOrganisation(organisationId, async (transaction) => {
    const now = application.ambient.now();
    const before = await transaction.deliveries.find(deliveryId);
    const occasion = await lockOccasionOf(transaction, before);
    if (before !== undefined && occasion !== null) await planAnew(application, transaction, occasion, before);
    const delivery = await transaction.deliveries.findForUpdate(deliveryId);
    if (delivery?.outcome !== 'open' || delivery.channel !== 'email' || delivery.dueAt > now)
      return undefined;
    if (!(await mayGoOut(transaction, delivery, occasion, now))) {
      await endSuperseded(application, transaction, delivery);
      return undefined;
    }
    const wait = await waitFor(transaction, delivery, now);
    if (wait !== undefined) {
      await sendAt(application, transaction, delivery, wait);
      return undefined;
    }
    const practice = occasion ?? (await practiceOf(transaction, found(delivery.hostId ?? undefined, 'host')));
    const composition =
      delivery.composition ?? (await composeFirst(transaction, delivery, practice, { address, at: now }));
    const message = await messageOf(application, transaction, { delivery, composition }, occasion);
    if (message === undefined) {
      await endSuperseded(application, transaction, delivery);
      return undefined;
    }
    const attempt = delivery.attempt + 1;
    await transaction.deliveries.update({
      ...delivery,
      attempt,
      composition,
      leaseUntil: new Date(now.getTime() + application.leaseMs),
      mayHaveArrived: true,
      updatedAt: now,
    });
    return { message, attempt, mayHaveArrived: delivery.mayHaveArrived };
  });

/** The session that it is about, held until the transaction ends; null for one that is about none. */
const lockOccasionOf = async (
  transaction: Transaction,
  delivery: Delivery | undefined,
): Promise<Occasion | null> =>
  delivery === undefined || delivery.sessionId === null
    ? null
    : lockOccasion(transaction, delivery.sessionId);

/** Whether it is still right to send it, besides what planning anew has found. */
async function mayGoOut(
  transaction: Transaction,
  { kind, sessionId, signInId }: Delivery,
  occasion: Occasion | null,
  now: Date,
): Promise<boolean> {
  if (signInId !== null) {
    const signIn = await transaction.signIns.find(signInId);
    return signIn !== undefined && signIn.spentAt === null && signIn.expiresAt > now;
  }
  if (occasion === null || sessionId === null) return false;
  if (kind === 'cancellation') return true;
  if (!isOn(occasion, now)) return false;
  if (kind !== 'host-missing') return true;
  const door = await transaction.doors.find(sessionId);
  return door?.hostInAt === undefined || door.hostInAt === null;
}

/** Until when it must wait: for another worker that has it, or for another message to the same person. */
async function waitFor(
  { deliveries }: Transaction,
  { id, sessionId, personId, leaseUntil }: Delivery,
  now: Date,
): Promise<Date | undefined> {
  if (leaseUntil !== null && leaseUntil > now) return leaseUntil;
  if (sessionId === null || personId === null) return undefined;
  const others = await deliveries.listOf(sessionId, { personId });
  const isBehind = others.some((other) => other.id !== id && (other.leaseUntil ?? now) > now);
  return isBehind ? new Date(now.getTime() + BEHIND_MS) : undefined;
}

const conclude = (
  application: Application,
  { organisationId, deliveryId }: DeliveryPayload,
  claimed: Claimed,
  outcome: SendOutcome,
): Promise<void> =>
  application.database.inOrganisation(organisationId, async (transaction) => {
    const before = await transaction.deliveries.find(deliveryId);
    const occasion = await lockOccasionOf(transaction, before);
    const delivery = await transaction.deliveries.findForUpdate(deliveryId);
    if (delivery === undefined || delivery.attempt !== claimed.attempt) return;
    const now = application.ambient.now();
    const isUncertain = outcome.result === 'retry' && outcome.uncertain;
    const known = {
      leaseUntil: null,
      responseCode: outcome.code,
      mayHaveArrived: outcome.result === 'accepted' || isUncertain || claimed.mayHaveArrived,
      updatedAt: now,
    };
    if (delivery.outcome !== 'open') {
      await transaction.deliveries.update({ ...delivery, ...known });
      return;
    }
    const ended = endOf(delivery, occasion, outcome, now);
    const concluded = await transaction.deliveries.update({
      ...delivery,
      ...known,
      outcome: ended,
      concludedAt: ended === 'open' ? null : now,
    });
    if (ended === 'open') {
      await sendAt(application, transaction, concluded, new Date(now.getTime() + backoffMs(delivery)));
    } else {
      await auditDelivery(application, transaction, concluded, 'job:send-delivery', `delivery.${ended}`);
    }
    await tellOf(application, transaction, concluded);
  });

function endOf(
  { kind, dueAt }: Delivery,
  occasion: Occasion | null,
  { result }: SendOutcome,
  now: Date,
): Delivery['outcome'] {
  if (result === 'accepted') return 'sent';
  if (result === 'bounced') return 'bounced';
  const isLate = now.getTime() >= dueAt.getTime() + GIVE_UP_MS;
  const isOver = occasion !== null && kind !== 'cancellation' && now >= occasion.session.endsAt;
  return isLate || isOver ? 'failed' : 'open';
}

const backoffMs = ({ attempt }: Delivery): number =>
  Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt - 1, 10));

/** After a change of a delivery: writes down what it means for the session's passcodes, and tells whoever watches the board. */
export async function tellOf(
  application: Application,
  transaction: Transaction,
  { kind, sessionId }: Delivery,
): Promise<void> {
  if (sessionId === null) return;
  if (kind === 'passcode') await recordPasscodes(application, transaction, sessionId);
  await transaction.doors.touch(sessionId);
}

export const auditDelivery = (
  application: Application,
  transaction: Transaction,
  { id, kind, channel }: Delivery,
  actor: string,
  action: string,
): Promise<void> =>
  audit(application, transaction, {
    actor,
    action,
    resourceKind: 'delivery',
    resourceId: id,
    details: { kind, channel },
  });
