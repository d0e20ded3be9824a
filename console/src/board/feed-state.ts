import type { Board } from '../types.ts';

/** No word for this long, and the board on the screen may be behind; milliseconds. The service sends a beat every two seconds. */
export const QUIET_MS = 5_000;

/** What is known of the board, and how. */
export interface FeedState {
  board: Board | null;
  /** When the service was last heard, by this machine's clock; null before the first time. */
  heardAt: number | null;
  /** How far the service's clock is ahead of this machine's, milliseconds. */
  aheadMs: number;
  /** `poll`: the stream is cut or held up somewhere, and the board is asked for instead. */
  channel: 'stream' | 'poll';
  /** Asking is over: the coach is signed out, or there is no such session for this coach. */
  ended: 'signed-out' | 'not-there' | null;
}

export const nothingHeard: FeedState = {
  board: null,
  heardAt: null,
  aheadMs: 0,
  channel: 'stream',
  ended: null,
};

/** The newer of two boards. The same board may come twice, or late, over two ways at once: the last revision wins. */
const newer = (known: Board | null, come: Board): Board =>
  known !== null && known.sessionId === come.sessionId && come.revision < known.revision ? known : come;

export const withBoard = (state: FeedState, board: Board, at: number): FeedState => ({
  ...state,
  board: newer(state.board, board),
  heardAt: Math.max(at, state.heardAt ?? 0),
  aheadMs: Date.parse(board.now) - at,
});

export const withBeat = (state: FeedState, at: number): FeedState => ({ ...state, heardAt: at });

/**
 * `current`: as it is now, to within a few seconds. `behind`: it may have changed, and nothing is to be decided by it.
 * `none`: nothing is there yet.
 */
export type Knowledge = 'none' | 'current' | 'behind';

export function knowledgeOf({ board, heardAt, ended }: FeedState, now: number): Knowledge {
  if (board === null) return 'none';
  return ended === null && heardAt !== null && now - heardAt <= QUIET_MS ? 'current' : 'behind';
}
