import type { MailMessage, MessageOf } from '../../../src/domain/delivery.ts';

const envelope = {
  deliveryId: '0197a3c0-0000-7000-8000-000000000001',
  composedAt: '2026-02-20T09:00:00Z',
  sender: { name: 'Example Practice', address: 'sessions@practice.example' },
  recipient: { name: 'Ana Example', address: 'ana@client.example' },
};

const occasion = {
  title: 'Confidential session',
  startsAt: '2026-03-03T09:00:00Z',
  endsAt: '2026-03-03T10:30:00Z',
  sessionZone: 'Europe/Berlin',
  recipientZone: 'Asia/Kathmandu',
  contact: 'Example Practice, +49 30 0000000',
};

const entry = {
  uid: '0197a3c0-0000-7000-8000-00000000000a.0197a3c0-0000-7000-8000-00000000000b',
  sequence: 0,
};

export const invitation: MessageOf<'invitation'> = {
  kind: 'invitation',
  ...envelope,
  ...occasion,
  ...entry,
  passLink: 'https://front-door.example/p/examplepassexamplepassexample',
  checkLink: 'https://front-door.example/check',
  passcodeChannel: 'by text message',
};

export const cancellation: MessageOf<'cancellation'> = {
  kind: 'cancellation',
  ...envelope,
  ...occasion,
  ...entry,
  sequence: 2,
};

export const passcode: MessageOf<'passcode'> = {
  kind: 'passcode',
  ...envelope,
  ...occasion,
  passcode: 'k7pm-2xqd',
};

export const hostMissing: MessageOf<'host-missing'> = {
  kind: 'host-missing',
  ...envelope,
  recipient: { name: '', address: 'office@practice.example' },
  ...occasion,
  recipientZone: 'Europe/Berlin',
  coachName: 'Kim Coach',
  waiting: 3,
  boardLink: 'https://front-door.example/board/example',
};

/** Each golden file, and what it is made from. */
export const goldenMessages: Record<string, MailMessage> = {
  invitation,
  'invitation-update': {
    ...invitation,
    kind: 'invitation-update',
    startsAt: '2026-03-04T09:00:00Z',
    endsAt: '2026-03-04T10:30:00Z',
    sequence: 1,
  },
  cancellation,
  passcode,
  'coach-invitation': {
    kind: 'coach-invitation',
    ...envelope,
    recipient: { name: 'Kim Coach', address: 'kim@practice.example' },
    ...occasion,
    recipientZone: 'Europe/Berlin',
    ...entry,
    boardLink: 'https://front-door.example/board/example',
  },
  'sign-in': {
    kind: 'sign-in',
    ...envelope,
    recipient: { name: 'Kim Coach', address: 'kim@practice.example' },
    signInLink: 'https://front-door.example/sign-in/example',
    expiresAt: '2026-02-20T09:15:00Z',
    recipientZone: 'Europe/Berlin',
  },
  'host-missing': hostMissing,
  'invitation-in-other-scripts': {
    ...invitation,
    sender: { name: 'Coaching „Größe“; Żółw & Söhne', address: 'sessions@practice.example' },
    recipient: { name: '安娜 "Ana" O’Example, Dr.', address: 'ana@client.example' },
    title: 'Vertrauliche Sitzung – 機密セッション, 非公開; für alle <Beteiligten> & "Gäste"',
    contact: 'Żaneta Przykładowa-Wiśniewska, +48 22 000 00 00 — 緊急連絡先はこちらまでお電話ください 🌹🌹🌹',
  },
  'invitation-as-clocks-go-back': {
    ...invitation,
    startsAt: '2026-10-25T00:30:00Z',
    endsAt: '2026-10-25T01:30:00Z',
    recipientZone: 'Europe/Berlin',
  },
};
