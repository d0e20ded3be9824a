import type { Board } from '../types.ts';
import { nothingHeard, QUIET_MS, withBeat, withBoard, type FeedState } from './feed-state.ts';

/** What the feed needs of the browser, so that tests can be it. */
export interface Surroundings {
  /** Opens the stream; gives how to close it. */
  openStream: (on: { board: (board: Board) => void; beat: () => void; error: () => void }) => () => void;
  /** Asks for the board once. */
  readBoard: () => Promise<Board>;
  /** What a failed request means: asking on may help, or never will. */
  endOf: (failure: unknown) => FeedState['ended'];
  now: () => number;
  /** Runs after that many milliseconds; gives how to call it off. */
  after: (delayMs: number, run: () => void) => () => void;
  /** From 0 to below 1. */
  random: () => number;
}

export interface Feed {
  /** A board that came as the answer to an act. */
  take: (board: Board) => void;
  /** The browser woke up, or is online again: look at once. */
  wake: () => void;
  stop: () => void;
}

const POLL_MS = 2_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * Keeps the board up to date. The stream is tried again and again, each time after a longer pause; whenever it says nothing for
 * five seconds, and until it speaks again, the board is asked for every two.
 */
export function startFeed(surroundings: Surroundings, onState: (state: FeedState) => void): Feed {
  const { now, after, random } = surroundings;
  let state = nothingHeard;
  let failures = 0;
  let asking = false;
  let stopped = false;
  let closeStream = () => {};
  let cancelWatch = () => {};
  let cancelRetry = () => {};
  let cancelPoll = () => {};

  const change = (next: FeedState) => {
    state = next;
    onState(state);
  };

  const stop = () => {
    stopped = true;
    for (const cancel of [closeStream, cancelWatch, cancelRetry, cancelPoll]) cancel();
    closeStream = cancelWatch = cancelRetry = cancelPoll = () => {};
  };

  const watch = () => {
    cancelWatch();
    cancelWatch = after(QUIET_MS, lose);
  };

  /** The stream spoke: it is the way again. */
  const heardStream = (next: FeedState) => {
    failures = 0;
    cancelPoll();
    watch();
    change({ ...next, channel: 'stream' });
  };

  const connect = () => {
    cancelRetry();
    closeStream();
    watch();
    closeStream = surroundings.openStream({
      board: (board) => heardStream(withBoard(state, board, now())),
      beat: () => heardStream(withBeat(state, now())),
      error: lose,
    });
  };

  /** The stream was cut, or has said nothing for too long: some proxies hold streams back without a word. */
  function lose(): void {
    closeStream();
    cancelWatch();
    cancelRetry();
    const longest = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS);
    failures += 1;
    // Spread out, so that not every console comes back in the same moment.
    cancelRetry = after(longest * (0.5 + random() / 2), connect);
    if (state.channel === 'poll') return;
    change({ ...state, channel: 'poll' });
    void poll();
  }

  async function poll(): Promise<void> {
    cancelPoll();
    if (asking) return;
    asking = true;
    try {
      const board = await surroundings.readBoard();
      if (!stopped) change(withBoard(state, board, now()));
    } catch (failure) {
      const ended = surroundings.endOf(failure);
      if (ended !== null && !stopped) {
        stop();
        return change({ ...state, ended });
      }
    } finally {
      asking = false;
    }
    if (!stopped && state.channel === 'poll') cancelPoll = after(POLL_MS, () => void poll());
  }

  connect();
  return {
    take: (board) => change(withBoard(state, board, now())),
    wake: () => {
      if (state.ended !== null) return;
      failures = 0;
      change({ ...state, channel: 'poll' });
      void poll();
      connect();
    },
    stop,
  };
}
