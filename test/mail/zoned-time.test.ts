import { describe, expect, it } from 'vitest';
import { rangeInWords } from '../../src/mail/zoned-time.ts';

describe('a time in words', () => {
  it.each([
    [
      'an ordinary one',
      ['2026-03-03T09:00:00Z', '2026-03-03T10:30:00Z', 'Europe/Berlin'],
      'Tuesday 3 March 2026, 10:00 to 11:30, Europe/Berlin time (UTC+1)',
    ],
    [
      'an odd offset',
      ['2026-03-03T09:00:00Z', '2026-03-03T10:30:00Z', 'Asia/Kathmandu'],
      'Tuesday 3 March 2026, 14:45 to 16:15, Asia/Kathmandu time (UTC+5:45)',
    ],
    [
      'west of Greenwich, on the day before, and half an hour off',
      ['2026-03-03T01:00:00Z', '2026-03-03T02:00:00Z', 'America/St_Johns'],
      'Monday 2 March 2026, 21:30 to 22:30, America/St Johns time (UTC-3:30)',
    ],
    [
      'over midnight',
      ['2026-03-03T22:30:00Z', '2026-03-04T00:00:00Z', 'Europe/Berlin'],
      'Tuesday 3 March 2026, 23:30 to Wednesday 4 March 2026, 01:00, Europe/Berlin time (UTC+1)',
    ],
    [
      'while clocks go back',
      ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', 'Europe/Berlin'],
      'Sunday 25 October 2026, 02:30 (UTC+2) to 02:30 (UTC+1), Europe/Berlin time',
    ],
    [
      'at Greenwich in winter',
      ['2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z', 'Europe/London'],
      'Tuesday 1 December 2026, 09:00 to 10:00, Europe/London time (UTC)',
    ],
  ] as const)('%s', (_, [startsAt, endsAt, zone], words) => {
    expect(rangeInWords(startsAt, endsAt, zone)).toBe(words);
  });
});
