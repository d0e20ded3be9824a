import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startFeed, type Surroundings } from '../../console/src/board/feed.ts';
import {
  knowledgeOf,
  nothingHeard,
  QUIET_MS,
  withBoard,
  type FeedState,
} from '../../console/src/board/feed-state.ts';
import type { Board } from '../../console/src/types.ts';
import { aBoard } from './support/board.ts';

/** A browser whose time, stream and answers the test decides. */
class FakeBrowser {
  time = 0;
  timers: { at: number; run: () => void }[] = [];
  /** What the open stream tells; null while none is open. */
  stream: Parameters<Surroundings['openStream']>[0] | null = null;
  opened: number[] = [];
  asked = 0;
  answer: () => Promise<Board> = async () => aBoard();
  state: FeedState = nothingHeard;
  #surroundings: Surroundings = {
    openStream: (on) => {
      this.opened.push(this.time);
      this.stream = on;
      return () => {
        if (this.stream === on) this.stream = null;
      };
    },
    readBoard: () => {
      this.asked += 1;
      return this.answer();
    },
    endOf: (failure) =>
      (['signed-out', 'not-there'] as const).find(
        (end) => failure instanceof Error && failure.message === end,
      ) ?? null,
    now: () => this.time,
    after: (delayMs, run) => {
      const timer = { at: this.time + delayMs, run };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((other) => other !== timer);
      };
    },
    random: () => 1,
  };
  feed = startFeed(this.#surroundings, (state) => {
    this.state = state;
  });

  /** Lets time pass, with whatever is due in it. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.timers = this.timers.filter((timer) => timer !== due);
      this.time = due.at;
      due.run();
      await settled();
    }
    this.time = end;
    await settled();
  }

  get knowledge() {
    return knowledgeOf(this.state, this.time);
  }
}

/** Every promise that is waiting for nothing but its turn has had it. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the board’s stream', () => {
  it('is all that is asked while it speaks', async () => {
    const browser = new FakeBrowser();
    browser.stream?.board(aBoard({ revision: 3 }));
    for (let beat = 0; beat < 30; beat += 1) {
      await browser.pass(2_000);
      browser.stream?.beat();
    }
    expect(browser).toMatchObject({ asked: 0, opened: [0], knowledge: 'current' });
    expect(browser.state).toMatchObject({ channel: 'stream', board: { revision: 3 } });
  });

  it('that says nothing for five seconds is left: the board is asked for every two, and the stream tried again', async () => {
    const browser = new FakeBrowser();
    browser.stream?.board(aBoard({ revision: 3 }));
    browser.answer = async () => aBoard({ revision: 4 });
    await browser.pass(QUIET_MS - 1);
    expect(browser.asked).toBe(0);
    await browser.pass(1);
    expect(browser).toMatchObject({ asked: 1, knowledge: 'current' });
    expect(browser.state).toMatchObject({ channel: 'poll', board: { revision: 4 } });
    await browser.pass(10_000);
    expect(browser.asked).toBe(6);
    expect(browser.opened.length).toBeGreaterThan(1);
  });

  it('that never said anything, as behind a proxy that holds it back, is replaced by asking', async () => {
    const browser = new FakeBrowser();
    expect(browser.knowledge).toBe('none');
    await browser.pass(QUIET_MS);
    expect(browser.knowledge).toBe('current');
    await browser.pass(60_000);
    expect(browser.knowledge).toBe('current');
  });

  it('that breaks is tried again after ever longer pauses, and ends the asking when it speaks', async () => {
    const browser = new FakeBrowser();
    const pauses: number[] = [];
    for (let failure = 0; failure < 8; failure += 1) {
      const broke = browser.time;
      browser.stream?.error();
      await settled();
      const tries = browser.opened.length;
      while (browser.opened.length === tries) await browser.pass(500);
      pauses.push((browser.opened.at(-1) ?? 0) - broke);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    browser.stream?.beat();
    const { asked } = browser;
    for (let beat = 0; beat < 5; beat += 1) {
      await browser.pass(2_000);
      browser.stream?.beat();
    }
    expect(browser.asked).toBe(asked);
    expect(browser.state.channel).toBe('stream');
  });
});

describe('what is on the screen', () => {
  it('is behind once nobody has been heard for five seconds, and nothing is thrown away', async () => {
    const browser = new FakeBrowser();
    browser.stream?.board(aBoard({ revision: 3 }));
    browser.answer = () => Promise.reject(new Error('offline'));
    await browser.pass(QUIET_MS + 1);
    expect(browser).toMatchObject({ knowledge: 'behind', state: { board: { revision: 3 } } });
    browser.answer = async () => aBoard({ revision: 3 });
    await browser.pass(2_000);
    expect(browser.knowledge).toBe('current');
  });

  it('is looked at anew at once when the browser wakes up', async () => {
    const browser = new FakeBrowser();
    browser.stream?.board(aBoard());
    browser.time += 600_000;
    expect(browser.knowledge).toBe('behind');
    browser.feed.wake();
    await settled();
    expect(browser).toMatchObject({ asked: 1, knowledge: 'current' });
    expect(browser.stream).not.toBeNull();
  });

  it.each(['signed-out', 'not-there'] as const)(
    'is asked for no more once the coach is %s',
    async (ended) => {
      const browser = new FakeBrowser();
      browser.answer = () => Promise.reject(new Error(ended));
      browser.stream?.error();
      await settled();
      expect(browser.state.ended).toBe(ended);
      expect(browser.timers).toEqual([]);
      browser.feed.wake();
      await browser.pass(60_000);
      expect(browser.asked).toBe(1);
    },
  );

  it('does not change after the page was left, even by an answer that is still to come', async () => {
    const browser = new FakeBrowser();
    let arrive: (board: Board) => void = () => {};
    browser.answer = () => new Promise((resolve) => (arrive = resolve));
    browser.stream?.error();
    const before = browser.state;
    browser.feed.stop();
    arrive(aBoard());
    await settled();
    expect(browser.state).toBe(before);
    expect(browser.timers).toEqual([]);
  });

  it('is the latest revision, in whichever order and however often boards come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1 }), (revisions) => {
        const end = revisions.reduce(
          (state, revision, at) => withBoard(state, aBoard({ revision }), at),
          nothingHeard,
        );
        expect(end.board?.revision).toBe(Math.max(...revisions));
      }),
    );
  });
});
