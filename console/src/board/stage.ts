import type { Board } from '../types.ts';

/** Where a session is on its way, as far as the coach has to do something about it. */
export type Stage =
  | 'cancelled'
  | 'ended'
  /** Nobody can be released: the link is sealed. */
  | 'sealed'
  /** Longer before the start than the door opens. */
  | 'before'
  /** The coach has to start, and to say that the lobby's controls are there. */
  | 'start'
  /** People come in. */
  | 'open'
  | 'locked';

/** Nothing can be done about it any more. */
export const isOver = ({ state, door }: Board): boolean =>
  door.endedAt !== null || ['ended', 'attested', 'cancelled'].includes(state);

/** How long before its start a session can be started. */
export const OPENS_BEFORE_MS = 30 * 60_000;

export function stageOf(board: Board, now: number): Stage {
  const { state, link, door, startsAt } = board;
  if (state === 'cancelled') return 'cancelled';
  if (isOver(board)) return 'ended';
  if (door.lockedAt !== null) return 'locked';
  if (link === 'sealed') return 'sealed';
  if (door.hostInAt !== null) return 'open';
  return now < Date.parse(startsAt) - OPENS_BEFORE_MS ? 'before' : 'start';
}
