import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalsOf, isIn, type Mark } from '../../src/domain/attendance.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 12, minute));
const mark = (kind: Mark['kind'], minute: number): Mark => ({
  personId: 'p',
  arrivalId: null,
  kind,
  at: at(minute),
  source: 'admission',
});

describe('attendance', () => {
  it('is one interval for each stay, also where somebody came back', () => {
    const marks = [mark('in', 0), mark('out', 10), mark('in', 15), mark('out', 50)];
    expect(intervalsOf(marks, at(60))).toEqual([
      { from: at(0), to: at(10) },
      { from: at(15), to: at(50) },
    ]);
  });

  it('counts being admitted twice, and leaving twice, once', () => {
    const marks = [mark('in', 0), mark('in', 5), mark('out', 10), mark('out', 12)];
    expect(intervalsOf(marks, null)).toEqual([{ from: at(0), to: at(10) }]);
  });

  it('is open while somebody is in, and ends with the session', () => {
    expect(intervalsOf([mark('in', 0)], null)).toEqual([{ from: at(0), to: null }]);
    expect(intervalsOf([mark('in', 0)], at(60))).toEqual([{ from: at(0), to: at(60) }]);
  });

  it('never overlaps, runs backwards or is open after the end, in any order of marks', () => {
    const marks = fc.array(
      fc.record({ kind: fc.constantFrom('in' as const, 'out' as const), minute: fc.nat(120) }),
    );
    fc.assert(
      fc.property(marks, fc.nat(120), (some, end) => {
        const inOrder = some.map(({ kind, minute }) => mark(kind, minute));
        const sorted = inOrder.toSorted((a, b) => a.at.getTime() - b.at.getTime());
        const intervals = intervalsOf(sorted, at(end));
        expect(intervals.every(({ from, to }) => to !== null && from <= to)).toBe(true);
        for (const [index, { to }] of intervals.slice(0, -1).entries())
          expect((to ?? at(999)) <= (intervals[index + 1]?.from ?? at(0))).toBe(true);
        expect(intervalsOf(inOrder, at(end)).every(({ from, to }) => to !== null && from <= to)).toBe(true);
        expect(isIn(sorted)).toBe(intervalsOf(sorted, null).at(-1)?.to === null);
      }),
    );
  });
});
