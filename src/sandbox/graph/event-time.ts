import { GraphError } from './errors.ts';

/** Outlook's pair of a wall-clock time and a zone. */
export interface ZonedTime {
  dateTime: string;
  timeZone: string;
}

/** The instant in UTC, with the seven digits that Outlook answers with. */
export const zonedUtc = (at: Date): ZonedTime => ({
  dateTime: `${at.toISOString().slice(0, 19)}.0000000`,
  timeZone: 'UTC',
});

/**
 * The instant meant by a zoned time. UTC and IANA names are understood; Outlook's Windows names
 * (`W. Europe Standard Time`) are not in this sandbox and are refused as an unknown name is.
 */
export function instantOf({ dateTime, timeZone }: ZonedTime): Date {
  const local = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(dateTime) ? dateTime : `${dateTime}Z`);
  if (Number.isNaN(local)) {
    throw new GraphError(400, 'ErrorPropertyValidationFailure', 'At least one property failed validation.');
  }
  // The offset depends on the instant that is sought, so the second look uses the first one's guess.
  const guess = local - offsetMs(timeZone, local);
  return new Date(local - offsetMs(timeZone, guess));
}

function offsetMs(timeZone: string, at: number): number {
  if (timeZone === 'UTC') return 0;
  try {
    const wallClock = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(at);
    return Date.parse(`${wallClock.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
  } catch {
    throw new GraphError(400, 'TimeZoneNotSupportedException', 'A valid TimeZone value must be specified.');
  }
}
