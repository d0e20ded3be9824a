import { useCallback, useEffect, useRef, useState } from 'react';
import { call, sentenceOf } from '../api.ts';
import type { Board, BoardAct } from '../types.ts';
import { startFeed, type Feed } from './feed.ts';
import { knowledgeOf, nothingHeard, type FeedState, type Knowledge } from './feed-state.ts';
import { boardPath, browserFor } from './surroundings.ts';

/** A board that keeps itself up to date, and how to act on it. */
export interface LiveBoard {
  feed: FeedState;
  knowledge: Knowledge;
  /** The service's time, to within a second. */
  now: number;
  /** Does it and gives whether it was done. The same act is not sent twice at a time. */
  act: (act: BoardAct) => Promise<boolean>;
  /** Acts that are under way. */
  underWay: ReadonlySet<string>;
  /** Why the last act was not done, for the coach. */
  failure: string | null;
  dismiss: () => void;
}

/** The same for the same act. */
export const nameOf = (act: BoardAct): string => JSON.stringify(act);

/** The time, told anew every second. */
export function useClock(): number {
  const [time, setTime] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setTime(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return time;
}

export function useBoard(sessionId: string): LiveBoard {
  const [state, setState] = useState(nothingHeard);
  const [underWay, setUnderWay] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<string | null>(null);
  const feed = useRef<Feed | null>(null);
  const sent = useRef(new Set<string>());
  const time = useClock();

  useEffect(() => {
    const running = startFeed(browserFor(sessionId), setState);
    feed.current = running;
    const wake = () => void (document.visibilityState === 'visible' && running.wake());
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('online', wake);
    return () => {
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', wake);
      running.stop();
    };
  }, [sessionId]);

  const act = useCallback(
    async (wanted: BoardAct): Promise<boolean> => {
      const name = nameOf(wanted);
      if (sent.current.has(name)) return false;
      sent.current.add(name);
      setUnderWay(new Set(sent.current));
      setFailure(null);
      try {
        feed.current?.take(await call<Board>('POST', `${boardPath(sessionId)}/acts`, wanted));
        return true;
      } catch (problem) {
        setFailure(sentenceOf(problem));
        feed.current?.wake();
        return false;
      } finally {
        sent.current.delete(name);
        setUnderWay(new Set(sent.current));
      }
    },
    [sessionId],
  );

  return {
    feed: state,
    knowledge: knowledgeOf(state, Math.max(time, state.heardAt ?? 0)),
    now: Math.max(time, state.heardAt ?? 0) + state.aheadMs,
    act,
    underWay,
    failure,
    dismiss: useCallback(() => setFailure(null), []),
  };
}
