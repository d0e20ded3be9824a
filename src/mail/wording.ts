import type { MailMessage, MessageOf } from '../domain/delivery.ts';
import type { Block, Letter } from './letter.ts';
import { rangeInWords, shortTime, timeInWords } from './zoned-time.ts';

type Kind = MailMessage['kind'];
type Occasion = Exclude<MailMessage, { kind: 'sign-in' }>;

const paragraph = (text: string): Block => ({ type: 'paragraph', text });

const greeting = ({ recipient }: MailMessage): Block =>
  paragraph(recipient.name === '' ? 'Hello,' : `Hello ${recipient.name},`);

const facts = (message: Occasion, ...more: (readonly [string, string])[]): Block => ({
  type: 'facts',
  rows: [
    ['What', message.title],
    ['When', rangeInWords(message.startsAt, message.endsAt, message.recipientZone)],
    ...more,
    ['Help', message.contact],
  ],
});

const titled = (message: Occasion, before = '') =>
  `${before}${message.title}, ${shortTime(message.startsAt, message.recipientZone)}`;

function invitation(
  message: MessageOf<'invitation' | 'invitation-update'>,
  said: { subject: string; heading: string; opening: string },
): Letter {
  return {
    subject: said.subject,
    heading: said.heading,
    from: message.sender.name,
    blocks: [
      greeting(message),
      paragraph(said.opening),
      facts(message),
      { type: 'link', label: 'Open your session page', address: message.passLink, prominent: true },
      paragraph(
        'This link is yours alone; please do not pass it on. The page says how the session is protected and what is asked of you, and leads you in when it is time. Looking at it earlier changes nothing.',
      ),
      paragraph(`The page asks for a passcode. It comes ${message.passcodeChannel}, never in this message.`),
      { type: 'link', label: 'Check your device beforehand', address: message.checkLink, prominent: false },
    ],
  };
}

const letters: { [K in Kind]: (message: MessageOf<K>) => Letter } = {
  invitation: (message) =>
    invitation(message, {
      subject: titled(message),
      heading: 'You are invited',
      opening: `${message.sender.name} invites you to a session.`,
    }),

  'invitation-update': (message) =>
    invitation(message, {
      subject: titled(message, 'Changed: '),
      heading: 'Your session has changed',
      opening: 'This replaces what you were sent before.',
    }),

  cancellation: (message) => ({
    subject: titled(message, 'Cancelled: '),
    heading: 'Your session is cancelled',
    from: message.sender.name,
    blocks: [
      greeting(message),
      paragraph('This session will not take place. There is nothing that you need to do.'),
      facts(message),
    ],
  }),

  passcode: (message) => ({
    subject: `Passcode: ${titled(message)}`,
    heading: 'The passcode for your session',
    from: message.sender.name,
    blocks: [
      greeting(message),
      paragraph('The page that your own link opens asks for this passcode. Please do not pass it on.'),
      { type: 'code', label: 'Passcode', value: message.passcode },
      facts(message),
    ],
  }),

  'coach-invitation': (message) => ({
    subject: titled(message, message.sequence === 0 ? '' : 'Changed: '),
    heading: message.sequence === 0 ? 'You lead a session' : 'A session that you lead has changed',
    from: message.sender.name,
    blocks: [
      greeting(message),
      paragraph(
        message.sequence === 0
          ? 'The board shows who is expected and who is there, and starts the session.'
          : 'This replaces what you were sent before.',
      ),
      facts(message),
      { type: 'link', label: 'Open the board', address: message.boardLink, prominent: true },
    ],
  }),

  'sign-in': (message) => ({
    subject: 'Your sign-in link',
    heading: 'Sign in',
    from: message.sender.name,
    blocks: [
      greeting(message),
      paragraph(
        `This link signs you in once. It works until ${timeInWords(message.expiresAt, message.recipientZone)}.`,
      ),
      { type: 'link', label: 'Sign in', address: message.signInLink, prominent: true },
      paragraph('If you did not ask for it, there is nothing that you need to do. Please do not pass it on.'),
    ],
  }),

  'host-missing': (message) => ({
    subject: titled(message, 'Nobody has started: '),
    heading: 'Nobody has started this session',
    from: message.sender.name,
    blocks: [
      greeting(message),
      paragraph(`Its time has come, and no host is there. ${waitingInWords(message.waiting)}`),
      facts(message, ['Coach', message.coachName]),
      { type: 'link', label: 'Open the board', address: message.boardLink, prominent: true },
    ],
  }),
};

function waitingInWords(count: number): string {
  if (count === 0) return 'Nobody waits yet.';
  return count === 1
    ? 'One person waits, and is told whom to call.'
    : `${count} people wait, and are told whom to call.`;
}

/** What a message says. */
export const letterFor = <K extends Kind>(message: MessageOf<K> & { kind: K }): Letter =>
  letters[message.kind](message);
