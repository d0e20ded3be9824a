import type { MailAddress, MailMessage } from '../../domain/delivery.ts';
import type { Composition, Delivery } from '../../domain/outbox.ts';
import type { PasscodeChannel } from '../../domain/roster.ts';
import { found, type Application } from '../context.ts';
import type { Occasion, Practice } from './occasion.ts';
import { passLink } from '../passes.ts';
import type { Transaction } from '../ports.ts';
import { signInLink } from '../sign-in.ts';

/** Says nothing of whom or what the session is about: subject lines and calendars are read by others. */
const TITLE = 'Confidential session';

/** Completes “The passcode comes …”. */
const comes: Record<PasscodeChannel, string> = {
  email: 'in another e-mail',
  text: 'by text message',
  'handed-over': 'from somebody at the practice, who tells it to you',
};

const senderName = ({ organisation, settings }: Practice): string => settings.senderName ?? organisation.name;

/** What of a message is fixed from its first sending on. */
export async function composeFirst(
  { arrivals }: Transaction,
  { sessionId }: Pick<Delivery, 'sessionId'>,
  practice: Practice,
  { address, at }: { address: string; at: Date },
): Promise<Composition> {
  const name = senderName(practice);
  const came = sessionId === null ? [] : await arrivals.listOf(sessionId);
  return {
    composedAt: at.toISOString(),
    sender: { name, address },
    contact: practice.settings.contact ?? name,
    waiting: came.filter(({ admittedAt, turnedAwayAt }) => admittedAt === null && turnedAwayAt === null)
      .length,
  };
}

/** A delivery, with what its message is made from. */
export interface Composed {
  delivery: Delivery;
  composition: Composition;
}

/**
 * What a delivery says now. Composed of what is stored, for one sending: it holds a link or a passcode, and is neither stored nor
 * logged. Undefined where there is no address for it.
 */
export async function messageOf(
  application: Application,
  transaction: Transaction,
  composed: Composed,
  occasion: Occasion | null,
): Promise<MailMessage | undefined> {
  const { delivery } = composed;
  if (occasion === null) return signInMessage(application, transaction, composed);
  return delivery.personId === null
    ? messageToPractice(application, composed, occasion)
    : messageToPerson(application, transaction, composed, occasion, delivery.personId);
}

const envelopeOf = ({ delivery, composition: { composedAt, sender } }: Composed) => ({
  deliveryId: delivery.id,
  composedAt,
  sender,
});

const aboutSession = ({ composition: { contact } }: Composed, { session }: Occasion) => ({
  title: TITLE,
  startsAt: session.startsAt.toISOString(),
  endsAt: session.endsAt.toISOString(),
  sessionZone: session.timeZone,
  contact,
});

async function messageToPerson(
  application: Application,
  transaction: Transaction,
  composed: Composed,
  occasion: Occasion,
  personId: string,
): Promise<MailMessage | undefined> {
  const { session } = occasion;
  const { kind, sequence } = composed.delivery;
  const { name, email, timeZone, passcodeChannel } = found(await transaction.people.find(personId), 'person');
  if (email === null) return undefined;
  const message = {
    ...envelopeOf(composed),
    ...aboutSession(composed, occasion),
    recipient: { name, address: email },
    recipientZone: timeZone ?? session.timeZone,
  };
  const entry = { uid: `${session.id}.${personId}`, sequence };
  if (kind === 'passcode') return { kind, ...message, passcode: session.secrets.passcode };
  if (kind === 'cancellation') return { kind, ...message, ...entry };
  if (kind !== 'invitation' && kind !== 'invitation-update') return undefined;
  const link = passLink(
    application,
    transaction,
    found(await transaction.passes.findActive(personId), 'pass'),
  );
  const links = { passLink: link, checkLink: `${link}/check`, passcodeChannel: comes[passcodeChannel] };
  return { kind, ...message, ...entry, ...links };
}

function messageToPractice(
  { publicUrl }: Application,
  composed: Composed,
  occasion: Occasion,
): MailMessage | undefined {
  const { session, host, settings } = occasion;
  const { kind, sequence, hostId } = composed.delivery;
  const recipient = toAddress(
    hostId === null
      ? { name: senderName(occasion), email: settings.alertEmail }
      : { name: host.name, email: host.email },
  );
  if (recipient === undefined) return undefined;
  const message = {
    ...envelopeOf(composed),
    ...aboutSession(composed, occasion),
    recipient,
    recipientZone: session.timeZone,
  };
  const entry = { uid: `${session.id}.${host.id}`, sequence };
  const boardLink = `${publicUrl}/console/sessions/${session.id}`;
  if (kind === 'coach-invitation') return { kind, ...message, ...entry, boardLink };
  if (kind === 'cancellation') return { kind, ...message, ...entry };
  if (kind !== 'host-missing') return undefined;
  const { waiting } = composed.composition;
  return { kind, ...message, coachName: host.name, waiting, boardLink };
}

async function signInMessage(
  application: Application,
  transaction: Transaction,
  composed: Composed,
): Promise<MailMessage | undefined> {
  const { signInId, hostId } = composed.delivery;
  const signIn = signInId === null ? undefined : await transaction.signIns.find(signInId);
  const host = hostId === null ? undefined : await transaction.hosts.find(hostId);
  const recipient = host && toAddress(host);
  if (signIn === undefined || recipient === undefined) return undefined;
  return {
    kind: 'sign-in',
    ...envelopeOf(composed),
    recipient,
    signInLink: signInLink(application, transaction, signIn),
    expiresAt: signIn.expiresAt.toISOString(),
    recipientZone: 'UTC',
  };
}

const toAddress = ({ name, email }: { name: string; email: string | null }): MailAddress | undefined =>
  email === null ? undefined : { name, address: email };
