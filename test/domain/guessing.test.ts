import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterWrong,
  LONGEST_PAUSE_MS,
  pauseBefore,
  TRIES_COUNT_MS,
  type Tries,
} from '../../src/domain/guessing.ts';

const at = (ms: number) => new Date(Date.UTC(2026, 2, 2) + ms);
const none: Tries = { wrong: 0, wrongAt: null };

describe('wrong tries', () => {
  it('make the next one wait twice as long each, and never more than five seconds', () => {
    const pauses: number[] = [];
    let tries = none;
    for (let turn = 0; turn < 7; turn += 1) {
      pauses.push(pauseBefore(tries, at(turn)));
      tries = afterWrong(tries, at(turn));
    }
    expect(pauses).toEqual([0, 500, 1000, 2000, 4000, 5000, 5000]);
  });

  it('are forgotten after a quarter of an hour', () => {
    const tries = afterWrong(afterWrong(none, at(0)), at(0));
    expect(pauseBefore(tries, at(TRIES_COUNT_MS))).toBeGreaterThan(0);
    expect(pauseBefore(tries, at(TRIES_COUNT_MS + 1))).toBe(0);
    expect(afterWrong(tries, at(TRIES_COUNT_MS + 1)).wrong).toBe(1);
  });

  it('never lock anybody out, however many there are', () => {
    fc.assert(
      fc.property(fc.nat(100_000), (wrong) => {
        expect(pauseBefore({ wrong, wrongAt: at(0) }, at(1))).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
      }),
    );
  });
});
