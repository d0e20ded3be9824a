import { z } from 'zod';
import { line } from './text.ts';

/*
 * What a message to one person is made from. The shapes are strict: an invitation has no field for a passcode, and no message
 * has one for a platform's link, because note-taking bots scan mailboxes and calendars.
 */

/** An e-mail address with the name shown beside it. ASCII addresses only: not every server takes others. */
export const MailAddress = z.strictObject({ name: line(0, 200), address: z.email().max(254) });
export type MailAddress = z.infer<typeof MailAddress>;

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** An IANA time zone; a bare offset says nothing about daylight saving. */
export const TimeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z]/, 'Name an IANA time zone, such as Australia/Sydney.')
  .refine(isTimeZone, 'Name an IANA time zone, such as Australia/Sydney.');

const Link = z.url({ protocol: /^https?$/ }).max(2000);

const envelope = {
  deliveryId: z.uuid().describe('The Message-ID comes from it: the same delivery sent twice is one message.'),
  composedAt: z.iso
    .datetime()
    .describe('The Date of the message; kept with the delivery, so that it is the same when sent again.'),
  sender: MailAddress.describe('The practice’s name and address; also the organiser of the calendar entry.'),
  recipient: MailAddress,
};

const occasion = {
  title: line(1, 200).describe('Neutral: it says nothing of whom or what the session is about.'),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  sessionZone: TimeZone.describe('The calendar entry is in this zone.'),
  recipientZone: TimeZone.describe('The text gives the time in this zone.'),
  contact: line(1, 300).describe('Whom to call when something does not work.'),
};

const calendar = {
  uid: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,200}$/)
    .describe('Of the calendar entry: one per session and person, for good.'),
  sequence: z
    .number()
    .int()
    .min(0)
    .describe('Rises with every change of the entry, also with its cancellation.'),
};

const invitation = {
  ...envelope,
  ...occasion,
  ...calendar,
  passLink: Link.describe('The person’s own link to the front door.'),
  checkLink: Link.describe('Our page that checks the device beforehand.'),
  passcodeChannel: line(1, 200).describe(
    'How the passcode will come, in words that follow “comes”: by text message.',
  ),
};

/** What a message is made from, by kind. */
export const MailMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('invitation'), ...invitation }),
  z.strictObject({ kind: z.literal('invitation-update'), ...invitation }),
  z.strictObject({ kind: z.literal('cancellation'), ...envelope, ...occasion, ...calendar }),
  z.strictObject({ kind: z.literal('passcode'), ...envelope, ...occasion, passcode: line(1, 64) }),
  z.strictObject({
    kind: z.literal('coach-invitation'),
    ...envelope,
    ...occasion,
    ...calendar,
    boardLink: Link,
  }),
  z.strictObject({
    kind: z.literal('sign-in'),
    ...envelope,
    signInLink: Link.describe('Works once.'),
    expiresAt: z.iso.datetime(),
    recipientZone: TimeZone,
  }),
  z.strictObject({
    kind: z.literal('host-missing'),
    ...envelope,
    ...occasion,
    coachName: line(1, 200).describe('The coach who is expected.'),
    waiting: z.number().int().min(0).describe('How many people wait.'),
    boardLink: Link,
  }),
]);
export type MailMessage = z.infer<typeof MailMessage>;

/** A message of one kind. */
export type MessageOf<Kind extends MailMessage['kind']> = Extract<MailMessage, { kind: Kind }>;

/**
 * What came of sending. `code` is the server's reply code, null where it gave none.
 * `accepted`: the server has taken it. `bounced`: it never will, for this person or this message. `retry`: not now, or it is our
 * own sender that is refused; `uncertain` where the answer to the whole message was lost, so that it may have arrived. Sending
 * that one again is right: its Message-ID lets it be recognised.
 */
export type SendOutcome =
  | { result: 'accepted'; code: number | null }
  | { result: 'bounced'; code: number }
  | { result: 'retry'; code: number | null; uncertain: boolean };
