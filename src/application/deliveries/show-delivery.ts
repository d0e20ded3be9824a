import type { MailMessage } from '../../domain/delivery.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Composition, Delivery } from '../../domain/outbox.ts';
import { asCaller, found, type Application, type Caller } from '../context.ts';
import { lockDelivery, refusal } from './deliveries.ts';
import { composeFirst, messageOf } from './delivery-message.ts';
import { isOn, practiceOf, type Occasion } from './occasion.ts';
import { passCode, passLink } from '../passes.ts';
import { planAnew } from './plan-deliveries.ts';
import type { Transaction, WrittenLetter } from '../ports.ts';
import { auditDelivery } from './send-delivery.ts';

/** What is to be delivered, for whoever delivers it instead of us. It opens the door: it is for that one person's eyes. */
export interface DeliveryContent {
  delivery: Delivery;
  to: { name: string; address: string | null };
  /** Only where that is what is delivered. */
  passcode: string | null;
  /** The person's own link, the coach's board, or the one-time link of a sign-in. */
  link: string | null;
  /** The short code that stands for the pass. */
  code: string | null;
  /** The message for an address; null where there is none, or it goes another way than by mail. */
  letter: WrittenLetter | null;
}

/**
 * Shows what a delivery says to an organisation that sends itself, or to whoever hands it over. From then on it counts as possibly
 * delivered. Only while it is still right, and audited.
 *
 * @param from the address that the organisation sends from: the organiser of a calendar entry must be its sender.
 * @throws DomainError INVALID_TRANSITION; INVALID_REQUEST where `from` is missing.
 */
export const showDelivery = (
  application: Application,
  caller: Caller,
  id: string,
  from: string | undefined,
): Promise<DeliveryContent> =>
  asCaller(application, caller, 'deliveries:write', async (transaction) => {
    const locked = await lockDelivery(transaction, caller, id);
    const { occasion } = locked;
    if (occasion !== null) await planAnew(application, transaction, occasion, locked.delivery);
    const delivery = found(await transaction.deliveries.findForUpdate(id), 'delivery');
    await requireShowable(application, transaction, delivery, occasion);
    const content = await contentOf(application, transaction, delivery, occasion, from);
    if (delivery.outcome === 'open') {
      const updatedAt = application.ambient.now();
      await transaction.deliveries.update({ ...delivery, mayHaveArrived: true, updatedAt });
    }
    await auditDelivery(application, transaction, delivery, caller.actor, 'delivery.shown');
    return content;
  });

async function requireShowable(
  application: Application,
  { signIns }: Transaction,
  delivery: Delivery,
  occasion: Occasion | null,
): Promise<void> {
  const now = application.ambient.now();
  const { outcome, channel, kind, signInId } = delivery;
  const isTheirs = outcome === 'open' ? channel !== 'email' : outcome === 'bounced' || outcome === 'failed';
  if (!isTheirs) throw refusal(delivery, now, 'be shown');
  if (occasion === null) {
    const signIn = signInId === null ? undefined : await signIns.find(signInId);
    if (signIn === undefined || signIn.spentAt !== null || signIn.expiresAt <= now)
      throw new DomainError('INVALID_TRANSITION', 'This sign-in link works no more.');
  } else if (kind !== 'cancellation' && !isOn(occasion, now)) {
    throw new DomainError(
      'INVALID_TRANSITION',
      'The session is not settled now. What is to be delivered is decided when it is.',
      { facts: { state: occasion.session.state } },
    );
  }
}

async function contentOf(
  application: Application,
  transaction: Transaction,
  delivery: Delivery,
  occasion: Occasion | null,
  from: string | undefined,
): Promise<DeliveryContent> {
  const { kind, channel, personId } = delivery;
  const person = personId === null ? undefined : await transaction.people.find(personId);
  const passcode = kind === 'passcode' ? (occasion?.session.secrets.passcode ?? null) : null;
  const hasPass = person !== undefined && (kind === 'invitation' || kind === 'invitation-update');
  const pass = hasPass ? await transaction.passes.findActive(person.id) : undefined;
  const reveals = {
    delivery,
    passcode,
    link: pass === undefined ? null : passLink(application, transaction, pass),
    code: pass === undefined ? null : passCode(transaction, pass),
  };
  const isByHand = channel === 'text' || channel === 'handed-over';
  if (person !== undefined && (isByHand || person.email === null)) {
    return { ...reveals, to: { name: person.name, address: person.email }, letter: null };
  }
  const composition = await compositionOf(application, transaction, delivery, occasion, from);
  const message = found(
    await messageOf(application, transaction, { delivery, composition }, occasion),
    'address',
  );
  return {
    ...reveals,
    link: reveals.link ?? linkIn(message),
    to: message.recipient,
    letter: application.writeLetter(message),
  };
}

/** The same whenever it is asked for, so that what is sent twice is one message. */
async function compositionOf(
  { mail }: Application,
  transaction: Transaction,
  delivery: Delivery,
  occasion: Occasion | null,
  from: string | undefined,
): Promise<Composition> {
  if (delivery.composition !== null) return delivery.composition;
  const address = from ?? mail?.from;
  if (address === undefined) {
    const says = 'Name the address that you send from: the organiser of a calendar entry must be its sender.';
    throw new DomainError('INVALID_REQUEST', says, { field: 'from' });
  }
  const practice = occasion ?? (await practiceOf(transaction, found(delivery.hostId ?? undefined, 'host')));
  return composeFirst(transaction, delivery, practice, { address, at: delivery.createdAt });
}

function linkIn(message: MailMessage): string | null {
  if ('boardLink' in message) return message.boardLink;
  return 'signInLink' in message ? message.signInLink : null;
}
