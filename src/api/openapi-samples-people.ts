import { ids, record } from './openapi-samples.ts';

/* The people of that session, its front door, and what is delivered to them. */

export const coach = {
  hostId: ids.host,
  name: 'Coach A',
  organisation: 'Example practice',
  endsAt: '2026-11-02T21:00:00.000Z',
};

export const mailbox = {
  items: [
    {
      id: '1',
      sentAt: '2026-11-02T09:00:00.000Z',
      from: 'Example practice <sessions@practice.example>',
      to: ['coach@practice.example'],
      subject: 'Your sign-in link',
      text: 'It works once, for 15 minutes.',
      calendar: null,
    },
  ],
};

export const agendaEntry = {
  id: ids.session,
  client: 'Example client',
  platform: { id: 'zoom', name: 'Zoom' },
  state: 'scheduled',
  link: 'unsealed',
  startsAt: '2026-11-09T22:00:00.000Z',
  endsAt: '2026-11-09T23:00:00.000Z',
  timeZone: 'Australia/Sydney',
};

export const personRequest = {
  name: 'Ana Lindqvist',
  aliases: ['A. Lindqvist'],
  role: 'participant',
  email: 'ana@client.example',
  timeZone: 'Europe/Zurich',
  passcodeChannel: 'text',
};
export const person = {
  ...record(ids.person),
  sessionId: ids.session,
  ...personRequest,
  weaker: false,
  withdrawnAt: null,
  removedAt: null,
};

export const boardPerson = {
  id: ids.person,
  name: 'Ana Lindqvist',
  aliases: ['A. Lindqvist'],
  role: 'participant',
  status: 'held',
  certainty: 'confirmed',
  identifiedBy: 'passcode',
  back: false,
  arrivalId: ids.arrival,
  hasEmail: true,
  code: null,
  invitation: 'sent',
  passcode: 'sent',
  weaker: false,
  wrongTries: 0,
  since: '2026-11-09T08:52:00.000Z',
};
export const card = {
  id: ids.arrival,
  kind: 'second-device',
  personIds: [ids.person],
  at: '2026-11-09T08:52:00.000Z',
  says: 'The pass of Ana Lindqvist is used on a second device.',
  choices: [
    { act: 'let-in', label: 'Let in', key: 'l' },
    { act: 'turn-away', label: 'Turn away', key: 't' },
  ],
};
export const nameMatch = {
  decision: 'likely',
  personIds: [boardPerson.id],
  why: 'The whole name, and nobody else can be meant.',
  warnings: [],
};

export const board = {
  client: 'Example client',
  sessionId: ids.session,
  revision: 7,
  state: 'open',
  link: 'unsealed',
  reasons: [],
  checking: false,
  linkTaken: false,
  platform: { id: 'zoom', name: 'Zoom' },
  startsAt: '2026-11-09T09:00:00.000Z',
  endsAt: '2026-11-09T10:00:00.000Z',
  timeZone: 'Australia/Sydney',
  now: '2026-11-09T08:53:00.000Z',
  entry: { mode: 'check-in', why: 'Our page checks people in.', waits: 1 },
  door: {
    openedAt: '2026-11-09T08:52:00.000Z',
    hostInAt: null,
    hostInBy: null,
    lockedAt: null,
    lockedBy: null,
    endedAt: null,
    hostMissing: false,
  },
  people: [boardPerson],
  cards: [card],
  counts: { expected: 1, held: 1, released: 0, admitted: 0, missing: 0 },
  verdicts: [
    {
      control: 'entry.waiting-room.v1',
      meaning: 'Everyone waits until the coach lets them in.',
      level: 'must',
      verdict: 'met',
      means: 'enforced',
      why: 'Read back as asked.',
    },
  ],
  duties: [{ control: 'entry.roll-call.v1', duty: 'Call the roll.', done: null }],
};
export const attended = {
  personId: ids.person,
  name: 'Ana Lindqvist',
  role: 'participant',
  identifiedBy: 'passcode',
  intervals: [{ from: '2026-11-09T09:01:00.000Z', to: '2026-11-09T10:00:00.000Z' }],
  minutes: 59,
};
export const notice = {
  recording: 'We do not record this session, and nobody who takes part may.',
  protections: [
    {
      control: 'entry.waiting-room.v1',
      sentence: 'Everyone waits until the coach lets them in.',
      keeper: 'platform',
    },
  ],
  open: [],
  notGiven: [],
  operator: 'Zoom is run by Zoom Communications, Inc., which is based in the United States.',
  present: [],
  log: 'We keep an attendance log of our own: who was there, from when to when.',
  asked: [{ control: 'conduct.headphones.v1', sentence: 'Please use headphones.' }],
};

export const settings = {
  contact: 'Reception, +61 2 5550 0100',
  senderName: null,
  deliveriesBy: 'subrosa',
  passcodeMinutesBefore: 1_440,
  alertEmail: null,
  frameAncestors: ['https://portal.example'],
};

export const delivery = {
  id: '01930e2a-3b1c-7000-8000-00000000000b',
  sessionId: ids.session,
  personId: ids.person,
  hostId: null,
  kind: 'passcode',
  channel: 'text',
  state: 'due',
  dueAt: '2026-11-18T22:00:00.000Z',
  sequence: 0,
  attempts: 0,
  responseCode: null,
  handledBy: null,
  concludedAt: null,
  createdAt: '2026-11-02T09:05:00.000Z',
  updatedAt: '2026-11-02T09:05:00.000Z',
};
