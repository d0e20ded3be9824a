import type { Board, BoardAct } from '../types.ts';
import type { Person } from './names.ts';
import { isOver } from './stage.ts';

/** One part of the roster, in the order in which a coach needs them. */
export interface Group {
  title: string;
  people: Person[];
  /** Folded away until asked for. */
  aside: boolean;
}

const groups: readonly {
  title: string;
  was?: string;
  statuses: readonly Person['status'][];
  aside?: true;
}[] = [
  { title: 'Waiting here', was: 'Waited here', statuses: ['held'] },
  { title: 'On the way in', was: 'Were on the way in', statuses: ['released'] },
  { title: 'In the session', was: 'Were in the session', statuses: ['admitted'] },
  { title: 'Not here yet', was: 'Did not come', statuses: ['expected'] },
  { title: 'Left', statuses: ['left'] },
  { title: 'Not coming in', statuses: ['removed', 'turned-away', 'withdrawn'], aside: true },
];

/** The roster by where people are, or were when it ended. Groups without anybody are left out. */
export const groupsOf = (board: Board): Group[] =>
  groups
    .map(({ title, was, statuses, aside = false }) => ({
      title: isOver(board) ? (was ?? title) : title,
      aside,
      people: board.people
        .filter(({ status }) => statuses.includes(status))
        .sort((a, b) => Number(b.back) - Number(a.back) || a.name.localeCompare(b.name)),
    }))
    .filter((group) => group.people.length > 0);

/** Something that can be done with one person: at once, or in a dialog of its own. */
export interface PersonAct {
  label: string;
  /** One key, while the person is in focus. */
  key: string;
  does: BoardAct | 'vouch' | 'excuse' | 'withdraw';
  /** Asked before it is done, because it shuts somebody out. */
  question?: string;
}

/** What can be done with a person now, the likeliest first. */
export function actsFor(board: Board, { id, status, wrongTries, back }: Person): PersonAct[] {
  if (isOver(board)) return [];
  const admit: PersonAct = {
    label: back ? 'Back in' : 'Admitted',
    key: 'a',
    does: { act: 'admit', personId: id },
  };
  const left: PersonAct = { label: 'Left', key: 'l', does: { act: 'mark-left', personId: id } };
  const vouch: PersonAct = { label: 'Admit by voice', key: 'v', does: 'vouch' };
  const excuse: PersonAct = { label: 'Excuse the passcode once', key: 'p', does: 'excuse' };
  const reopen: PersonAct = { label: 'Reopen the pass', key: 'o', does: { act: 'reopen', personId: id } };
  const remove: PersonAct = {
    label: 'Remove',
    key: 'x',
    does: { act: 'remove', personId: id },
    question: 'Their pass stops working until you reopen it. Remove them at the platform too: we cannot.',
  };
  const withdraw: PersonAct = { label: 'Withdraw', key: 'd', does: 'withdraw' };
  switch (status) {
    case 'expected':
      return [vouch, ...(wrongTries > 0 ? [excuse] : []), withdraw];
    case 'held':
      return [vouch, remove];
    case 'released':
      return [admit, remove];
    case 'admitted':
      return [left, remove];
    case 'left':
      return [admit, remove];
    case 'removed':
      return [reopen, withdraw];
    case 'turned-away':
      return [vouch, remove];
    case 'withdrawn':
      return [];
  }
}

/** What is to be known of a person besides where they are, in a few words each; `weighty` where it needs a look. */
export function remarksOn(person: Person): { text: string; weighty: boolean }[] {
  const remarks: { text: string; weighty: boolean }[] = [];
  const add = (holds: boolean, text: string, weighty: boolean) =>
    void (holds && remarks.push({ text, weighty }));
  const undelivered = ['bounced', 'failed'];
  add(person.back, 'back', false);
  add(person.wrongTries > 0, `${person.wrongTries} wrong ${person.wrongTries === 1 ? 'try' : 'tries'}`, true);
  add(undelivered.includes(person.invitation ?? ''), `invitation ${person.invitation}`, true);
  add(undelivered.includes(person.passcode ?? ''), `passcode ${person.passcode}`, true);
  add(person.weaker, 'invitation and passcode to one mailbox', false);
  add(!person.hasEmail, 'no e-mail', false);
  return remarks;
}

/** How sure it is who somebody is, in words. */
export function certaintyOf({ certainty, identifiedBy }: Person): string {
  if (certainty === null) return 'not identified';
  switch (identifiedBy) {
    case 'portal':
      return 'confirmed by your portal';
    case 'voice':
      return 'confirmed by voice';
    default:
      return 'confirmed by pass and passcode';
  }
}
