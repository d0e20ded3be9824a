import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { changesBetween, titleOf } from '../../console/src/board/changes.ts';
import { needsHand, toHandOver } from '../../console/src/board/deliveries.ts';
import { namingOf } from '../../console/src/board/names.ts';
import { protectionOf } from '../../console/src/board/protection.ts';
import { actsFor, groupsOf, remarksOn } from '../../console/src/board/roster.ts';
import { commandOf, listed, type KeyPress } from '../../console/src/board/shortcuts.ts';
import { stageOf } from '../../console/src/board/stage.ts';
import type { Delivery } from '../../console/src/types.ts';
import { aBoard, aCard, aPerson, aVerdict } from './support/board.ts';

describe('hidden names', () => {
  const people = [
    aPerson(1, { name: 'Ana', aliases: ['Anita'] }),
    aPerson(2, { name: 'Ana Lima' }),
    aPerson(3, { name: 'Ben' }),
  ];

  it('appear nowhere: not in the list, not in sentences of the service, not within longer names', () => {
    const naming = namingOf(people, true);
    expect(people.map(({ id }) => naming.of(id))).toEqual(['Person 1', 'Person 2', 'Person 3']);
    expect(naming.in('Ana Lima came with Anita, not with Ana or Ben.')).toBe(
      'Person 2 came with Person 1, not with Person 1 or Person 3.',
    );
  });

  it('keep their numbers when the list is sorted otherwise', () => {
    const naming = namingOf([...people].reverse(), true);
    expect(people.map(({ id }) => naming.of(id))).toEqual(['Person 1', 'Person 2', 'Person 3']);
  });

  it('are hidden in what a screen reader says, too', () => {
    const before = aBoard({ people });
    const after = aBoard({
      people: [aPerson(1, { name: 'Ana', status: 'held' }), ...people.slice(1)],
      cards: [aCard(3, { says: 'Ben opened the pass on a second device.' })],
    });
    const said = changesBetween(before, after, namingOf(people, true));
    expect(said).toEqual(['To decide: Person 3 opened the pass on a second device.', 'Person 1 is waiting.']);
  });
});

describe('what a screen reader says', () => {
  const naming = namingOf(aBoard().people, false);

  it('is nothing of a board that is there for the first time, or that did not change', () => {
    const board = aBoard({ cards: [aCard(1)] });
    expect(changesBetween(null, board, naming)).toEqual([]);
    expect(changesBetween(board, board, naming)).toEqual([]);
  });

  it('names who came back, that nobody hosts, that the link was sealed, and the lock', () => {
    const before = aBoard({ people: [aPerson(1, { status: 'left' })] });
    const after = aBoard({
      link: 'sealed',
      people: [aPerson(1, { status: 'released', back: true })],
      door: { ...before.door, hostMissing: true, lockedAt: '2026-11-03T09:05:00.000Z' },
    });
    expect(changesBetween(before, after, naming)).toEqual([
      'Back: Name 1.',
      'People are waiting, and no host is in.',
      'The link is sealed: nobody is released.',
      'Locked.',
    ]);
  });
});

describe('the tab’s title', () => {
  it('holds a count and nothing of the session', () => {
    expect(titleOf(null)).toBe('Subrosa');
    expect(titleOf(aBoard())).toBe('Subrosa');
    expect(titleOf(aBoard({ cards: [aCard(1), aCard(2)] }))).toBe('(2) Subrosa');
  });
});

describe('the roster', () => {
  it('has everybody once, those who wait first, and those who came back first among them', () => {
    const people = [
      aPerson(1, { status: 'expected' }),
      aPerson(2, { status: 'held' }),
      aPerson(3, { status: 'released' }),
      aPerson(4, { status: 'released', back: true }),
      aPerson(5, { status: 'withdrawn' }),
      aPerson(6, { status: 'removed' }),
      aPerson(7, { status: 'admitted' }),
      aPerson(8, { status: 'left' }),
      aPerson(9, { status: 'turned-away' }),
    ];
    const groups = groupsOf(aBoard({ people }));
    expect(groups.map(({ title }) => title)).toEqual([
      'Waiting here',
      'On the way in',
      'In the session',
      'Not here yet',
      'Left',
      'Not coming in',
    ]);
    expect(
      groups
        .flatMap(({ people: some }) => some)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(people.map(({ id }) => id));
    expect(groups[1]?.people[0]?.back).toBe(true);
    const over = groupsOf(aBoard({ people, state: 'ended' })).map(({ title }) => title);
    expect(over).toContain('Were in the session');
    expect(over).toHaveLength(groups.length);
  });

  it('offers what fits where somebody is, asks before it shuts anybody out, and nothing once it is over', () => {
    const labels = (status: Parameters<typeof aPerson>[1]) =>
      actsFor(aBoard(), aPerson(1, status)).map(({ label }) => label);
    expect(labels({ status: 'released' })).toEqual(['Admitted', 'Remove']);
    expect(labels({ status: 'released', back: true })).toEqual(['Back in', 'Remove']);
    expect(labels({ status: 'expected', wrongTries: 2 })).toEqual([
      'Admit by voice',
      'Excuse the passcode once',
      'Withdraw',
    ]);
    expect(labels({ status: 'removed' })).toEqual(['Reopen the pass', 'Withdraw']);
    for (const act of actsFor(aBoard(), aPerson(1, { status: 'admitted' }))) {
      expect(act.question === undefined, act.label).toBe(act.label !== 'Remove');
    }
    const over = aBoard({ door: { ...aBoard().door, endedAt: '2026-11-03T10:00:00.000Z' } });
    expect(actsFor(over, aPerson(1, { status: 'released' }))).toEqual([]);
  });

  it('remarks on what needs a look', () => {
    const person = aPerson(1, {
      wrongTries: 1,
      passcode: 'bounced',
      weaker: true,
      hasEmail: false,
      back: true,
    });
    expect(remarksOn(person)).toEqual([
      { text: 'back', weighty: false },
      { text: '1 wrong try', weighty: true },
      { text: 'passcode bounced', weighty: true },
      { text: 'invitation and passcode to one mailbox', weighty: false },
      { text: 'no e-mail', weighty: false },
    ]);
  });
});

describe('the protection', () => {
  it('puts a must that does not hold first, and never counts unknown as holding', () => {
    const protection = protectionOf({
      verdicts: [
        aVerdict({ level: 'should', verdict: 'unmet' }),
        aVerdict({ level: 'must', verdict: 'unknown' }),
        aVerdict({ level: 'must', verdict: 'unmet' }),
        aVerdict({ verdict: 'met' }),
        aVerdict({ verdict: 'pending' }),
      ],
    });
    expect(protection.problems.map(({ level, verdict }) => `${level} ${verdict}`)).toEqual([
      'must unmet',
      'must unknown',
      'should unmet',
    ]);
    expect(protection).toMatchObject({ tone: 'bad', summary: '2 promises do not hold for certain' });
    expect(protection.met).toHaveLength(1);
  });

  it('takes what people have not been told together: it has one cause', () => {
    const asked = aVerdict({ control: 'conduct.headphones.v1', means: 'notice', verdict: 'unmet' });
    const protection = protectionOf({ verdicts: [asked, aVerdict({ verdict: 'unknown' })] });
    expect(protection.untold).toEqual([asked]);
    expect(protection.problems).toHaveLength(1);
    expect(protection).toMatchObject({ tone: 'bad', summary: '2 promises do not hold for certain' });
  });

  it('is good only where nothing is open', () => {
    const open = aVerdict({ level: 'should', verdict: 'unknown' });
    expect(protectionOf({ verdicts: [aVerdict(), open] }).tone).toBe('careful');
    expect(protectionOf({ verdicts: [aVerdict(), aVerdict({ verdict: 'pending' })] })).toMatchObject({
      tone: 'good',
      summary: '1 hold, 1 due later',
    });
  });
});

describe('the stage of a session', () => {
  const at = (time: string) => Date.parse(`2026-11-03T${time}:00.000Z`);

  it('is taken from the door, and a seal holds everything up', () => {
    const { door } = aBoard();
    const hostInAt = '2026-11-03T08:55:00.000Z';
    expect(stageOf(aBoard({ state: 'scheduled' }), at('08:00'))).toBe('before');
    expect(stageOf(aBoard({ state: 'scheduled' }), at('08:30'))).toBe('start');
    expect(stageOf(aBoard({ link: 'sealed' }), at('08:55'))).toBe('sealed');
    expect(stageOf(aBoard({ door: { ...door, hostInAt } }), at('08:55'))).toBe('open');
    expect(stageOf(aBoard({ door: { ...door, hostInAt, lockedAt: hostInAt } }), at('09:05'))).toBe('locked');
    expect(stageOf(aBoard({ door: { ...door, endedAt: hostInAt } }), at('10:05'))).toBe('ended');
    expect(stageOf(aBoard({ state: 'cancelled', link: 'sealed' }), at('08:00'))).toBe('cancelled');
  });
});

describe('a key', () => {
  const [first, second] = [aCard(1), aCard(2)];
  const board = aBoard({
    people: [aPerson(1, { status: 'released' }), aPerson(2, { status: 'admitted' })],
    cards: [first, second],
  });
  const press = (key: string, change: Partial<KeyPress> = {}) =>
    commandOf(
      {
        key,
        modified: false,
        occupied: false,
        focusedCard: null,
        focusedPerson: null,
        firstIsSettled: true,
        ...change,
      },
      board,
    );

  it('decides the first exception, or the one in focus', () => {
    expect(press('l')).toMatchObject({ type: 'choose', card: { id: first.id }, choice: { act: 'let-in' } });
    expect(press('T', { focusedCard: second.id })).toMatchObject({
      card: { id: second.id },
      choice: { act: 'turn-away' },
    });
  });

  it('never decides an exception that slipped in a moment ago, unless it is in focus', () => {
    expect(press('t', { firstIsSettled: false })).toBeNull();
    expect(press('t', { firstIsSettled: false, focusedCard: first.id })).toMatchObject({ type: 'choose' });
  });

  it('is for the person in focus before anything else, and then never for an exception', () => {
    const focusedPerson = board.people[1]?.id ?? '';
    expect(press('l', { focusedPerson })).toMatchObject({ type: 'person', act: { label: 'Left' } });
    expect(press('t', { focusedPerson })).toBeNull();
    expect(press('h', { focusedPerson })).toEqual({ type: 'hide-names' });
  });

  it('does nothing while something is typed, in a dialog, or with Control', () => {
    expect(press('h', { occupied: true })).toBeNull();
    expect(press('l', { modified: true })).toBeNull();
    expect(press('q')).toBeNull();
  });
});

describe('docs/console.md', () => {
  it('lists the keys that the board lists', async () => {
    const page = await readFile(new URL('../../docs/console.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `(.+)` \| (.+) \|$/gm)].map(([, keys, does]) => ({ keys, does }));
    expect(rows).toEqual(listed);
  });
});

describe('what is to be handed over', () => {
  it('is what goes no other way, or what could not be delivered, and only that person’s', () => {
    const deliveries = [
      ['a', 'handed-over', 'due'],
      ['a', 'text', 'waiting'],
      ['a', 'email', 'due'],
      ['a', 'email', 'bounced'],
      ['a', 'email', 'sent'],
      ['a', 'handed-over', 'confirmed'],
      ['b', 'handed-over', 'due'],
    ].map(
      ([personId, channel, state], index) => ({ id: String(index), personId, channel, state }) as Delivery,
    );
    expect(toHandOver(deliveries, 'a').map(({ id }) => id)).toEqual(['0', '1', '3']);
    expect(needsHand('due', false)).toBe(true);
    expect(needsHand('due', true)).toBe(false);
    expect(needsHand('bounced', true)).toBe(true);
    expect(needsHand(null, false)).toBe(false);
  });
});
