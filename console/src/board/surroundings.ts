import { ApiProblem, call } from '../api.ts';
import type { Board } from '../types.ts';
import type { Surroundings } from './feed.ts';

export const boardPath = (sessionId: string): string => `/v1/sessions/${sessionId}/board`;

/** The browser, as the board's feed needs it. */
export const browserFor = (sessionId: string): Surroundings => ({
  openStream(on) {
    const source = new EventSource(`${boardPath(sessionId)}/events`);
    source.addEventListener('board', ({ data }: MessageEvent<string>) => on.board(JSON.parse(data) as Board));
    source.addEventListener('beat', () => on.beat());
    source.addEventListener('error', () => on.error());
    return () => source.close();
  },
  readBoard: () => call<Board>('GET', boardPath(sessionId)),
  endOf: (failure) => {
    if (!(failure instanceof ApiProblem)) return null;
    return failure.status === 401 ? 'signed-out' : failure.status === 404 ? 'not-there' : null;
  },
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
});
