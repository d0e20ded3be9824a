import type { Board, Card } from '../types.ts';
import type { Person } from './names.ts';
import { actsFor, type PersonAct } from './roster.ts';

/** What one key does. */
export type Command =
  | { type: 'choose'; card: Card; choice: Card['choices'][number] }
  | { type: 'person'; person: Person; act: PersonAct }
  | { type: 'hide-names' | 'help' | 'match' | 'start' | 'lock' | 'vouch' | 'first-card' };

/** A key as the browser tells it, and what had the focus. */
export interface KeyPress {
  key: string;
  /** With Control, Alt or Meta a key is the browser's or the system's. */
  modified: boolean;
  /** The focus is where text is typed, or in a dialog: keys are for there. */
  occupied: boolean;
  focusedCard: string | null;
  /** The first exception has stood there long enough to have been read: a key is never for one that slipped in under it. */
  firstIsSettled: boolean;
  focusedPerson: string | null;
}

const anywhere: Readonly<Record<string, Exclude<Command['type'], 'choose' | 'person'>>> = {
  h: 'hide-names',
  '?': 'help',
  '/': 'match',
  s: 'start',
  k: 'lock',
  w: 'vouch',
  c: 'first-card',
};

/** Keys of the board, for the list of them. */
export const listed: readonly { keys: string; does: string }[] = [
  { keys: '?', does: 'Show this list' },
  { keys: 'h', does: 'Hide or show all names' },
  { keys: 'c', does: 'Go to the first exception' },
  { keys: 's', does: 'Start as host' },
  { keys: 'w', does: 'Admit by voice' },
  { keys: 'k', does: 'Lock or unlock' },
  { keys: '/', does: 'Look up a name' },
  { keys: '↑ ↓', does: 'Go through the roster' },
  {
    keys: 'a l v p x o d',
    does: 'With a person in focus: admitted, left, by voice, excuse, remove, reopen, withdraw',
  },
];

/**
 * What a key does. A person in focus comes first, then an exception in focus; without either, an exception's key counts for
 * the first one, so that one key decides it.
 */
export function commandOf(press: KeyPress, board: Board): Command | null {
  if (press.modified || press.occupied) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const person = board.people.find(({ id }) => id === press.focusedPerson);
  if (person !== undefined) {
    const act = actsFor(board, person).find((one) => one.key === key);
    if (act !== undefined) return { type: 'person', person, act };
  }
  const first = press.firstIsSettled ? board.cards[0] : undefined;
  const card = board.cards.find(({ id }) => id === press.focusedCard) ?? first;
  const choice =
    person === undefined ? card?.choices.find((one) => one.key.toLowerCase() === key) : undefined;
  if (card !== undefined && choice !== undefined) return { type: 'choose', card, choice };
  const type = anywhere[key];
  return type === undefined ? null : { type };
}
