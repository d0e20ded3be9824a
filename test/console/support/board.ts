import type { Board, Card } from '../../../console/src/types.ts';
import type { Person } from '../../../console/src/board/names.ts';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const aPerson = (number: number, change: Partial<Person> = {}): Person => ({
  id: id(number),
  name: `Name ${number}`,
  aliases: [],
  role: 'participant',
  status: 'expected',
  certainty: null,
  identifiedBy: null,
  back: false,
  arrivalId: null,
  hasEmail: true,
  code: null,
  invitation: 'sent',
  passcode: 'sent',
  weaker: false,
  wrongTries: 0,
  since: null,
  ...change,
});

export const aCard = (number: number, change: Partial<Card> = {}): Card => ({
  id: id(900 + number),
  kind: 'second-device',
  personIds: [id(number)],
  at: '2026-11-03T09:00:00.000Z',
  says: `Name ${number} opened the pass on a second device.`,
  choices: [
    { act: 'let-in', label: 'Let in', key: 'l' },
    { act: 'turn-away', label: 'Turn away', key: 't' },
  ],
  ...change,
});

export const aVerdict = (change: Partial<Board['verdicts'][number]> = {}): Board['verdicts'][number] => ({
  control: 'entry.waiting-room.v1',
  meaning: 'Everybody waits until the coach admits them.',
  level: 'must',
  verdict: 'met',
  means: 'enforced',
  why: 'Set on this meeting and read back.',
  ...change,
});

export const aBoard = (change: Partial<Board> = {}): Board => ({
  sessionId: id(500),
  client: 'A client',
  revision: 1,
  state: 'open',
  link: 'unsealed',
  reasons: [],
  checking: false,
  linkTaken: false,
  platform: { id: 'zoom', name: 'Zoom' },
  startsAt: '2026-11-03T09:00:00.000Z',
  endsAt: '2026-11-03T10:00:00.000Z',
  timeZone: 'Australia/Sydney',
  now: '2026-11-03T08:55:00.000Z',
  entry: { mode: 'check-in', why: 'The default.', waits: 1 },
  door: {
    openedAt: null,
    hostInAt: null,
    hostInBy: null,
    lockedAt: null,
    lockedBy: null,
    endedAt: null,
    hostMissing: false,
  },
  people: [aPerson(1), aPerson(2)],
  cards: [],
  counts: { expected: 2, held: 0, released: 0, admitted: 0, missing: 2 },
  verdicts: [aVerdict()],
  duties: [],
  ...change,
});
