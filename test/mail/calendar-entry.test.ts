import { describe, expect, it } from 'vitest';
import { calendarEntry } from '../../src/mail/calendar-entry.ts';
import { readCalendar } from './support/icalendar.ts';
import { invitation } from './support/messages.ts';

const entryIn = (sessionZone: string, startsAt: string, endsAt = startsAt) =>
  readCalendar(calendarEntry({ ...invitation, sessionZone, startsAt, endsAt }).content);

describe('a calendar entry', () => {
  it('is in the session’s zone, with that zone’s definition', () => {
    expect(entryIn('Asia/Kathmandu', '2026-03-03T09:00:00Z')).toMatchObject({
      zone: 'Asia/Kathmandu',
      startZone: 'Asia/Kathmandu',
      startsAt: '2026-03-03T09:00:00.000Z',
    });
  });

  it('names an older zone as its definition does', () => {
    expect(entryIn('Asia/Calcutta', '2026-03-03T09:00:00Z')).toMatchObject({
      zone: 'Asia/Kolkata',
      startZone: 'Asia/Kolkata',
    });
  });

  it.each([
    ['the first of two like hours', '2026-10-25T00:30:00Z'],
    ['the second of them', '2026-10-25T01:30:00Z'],
  ])('is in UTC where calendars differ: %s', (_, at) => {
    const entry = entryIn('Europe/Berlin', at);
    expect(entry).toMatchObject({ startZone: null, zone: null, startsAt: new Date(at).toISOString() });
  });

  it('keeps its zone on the day of a change, at a usual hour', () => {
    expect(entryIn('Europe/Berlin', '2026-10-25T09:00:00Z')).toMatchObject({
      startZone: 'Europe/Berlin',
      startsAt: '2026-10-25T09:00:00.000Z',
    });
  });

  it('means the same instant in every zone there is, by the zone’s own definition', () => {
    const times = [
      '2026-10-25T10:15:00.000Z',
      '2026-12-31T23:45:00.000Z',
      '2027-03-28T01:30:00.000Z',
      '2027-07-01T06:00:00.000Z',
    ];
    const wrong = Intl.supportedValuesOf('timeZone').flatMap((zone) =>
      times.filter((at) => entryIn(zone, at).startsAt !== at).map((at) => `${zone} ${at}`),
    );
    expect(wrong).toEqual([]);
  });
});
