import MailComposer from 'nodemailer/lib/mail-composer';
import type { WrittenLetter } from '../application/ports.ts';
import type { MailMessage } from '../domain/delivery.ts';
import { calendarEntry } from './calendar-entry.ts';
import { html } from './html.ts';
import { plainText } from './plain-text.ts';
import { letterFor } from './wording.ts';

/** A message as it goes over the wire. */
export interface RawMessage {
  from: string;
  to: string;
  /** RFC 5322 and MIME, ASCII, CRLF. */
  raw: Buffer;
}

/** Writes a message out for whoever sends it instead of us. */
export function writeLetter(message: MailMessage): WrittenLetter {
  const letter = letterFor(message);
  const calendar = 'uid' in message ? calendarEntry(message) : null;
  return { subject: letter.subject, text: plainText(letter), html: html(letter), calendar };
}

/**
 * Writes a message. The same facts give the same bytes: Message-ID and boundaries come from the delivery’s id, so that a message
 * that is sent again after a crash is recognised as the one before.
 */
export async function compose(message: MailMessage): Promise<RawMessage> {
  const letter = letterFor(message);
  const entry = 'uid' in message ? calendarEntry(message) : undefined;
  const { sender, recipient, deliveryId } = message;
  const composer = new MailComposer({
    from: sender,
    to: recipient,
    subject: letter.subject,
    date: new Date(message.composedAt),
    messageId: `<${deliveryId}@${sender.address.slice(sender.address.lastIndexOf('@') + 1)}>`,
    // Keeps out-of-office answers away (RFC 3834). Mail servers deliver and calendars take it all the same.
    headers: { 'Auto-Submitted': 'auto-generated' },
    text: plainText(letter),
    html: html(letter),
    encoding: 'quoted-printable',
    ...(entry === undefined
      ? {}
      : { icalEvent: { method: entry.method, content: entry.content, filename: 'invite.ics' } }),
    baseBoundary: deliveryId,
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { from: sender.address, to: recipient.address, raw: await composer.compile().build() };
}
