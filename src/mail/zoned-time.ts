import { TZDate } from '@date-fns/tz';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const twoDigits = (value: number) => String(value).padStart(2, '0');

const dayOf = (time: TZDate) =>
  `${weekdays[time.getDay()]} ${time.getDate()} ${months[time.getMonth()]} ${time.getFullYear()}`;

const clockOf = (time: TZDate) => `${twoDigits(time.getHours())}:${twoDigits(time.getMinutes())}`;

/** How far a zone's clocks are from UTC at a time: UTC, UTC+5:45. */
function offsetOf(time: TZDate): string {
  const minutes = -time.getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? '' : `:${twoDigits(size % 60)}`;
  return `UTC${minutes < 0 ? '-' : '+'}${Math.trunc(size / 60)}${rest}`;
}

const placeOf = (zone: string) => zone.replaceAll('_', ' ');

/** The day and the time of day in a zone, for a subject line: Tuesday 3 March 2026, 14:45. */
export function shortTime(at: string, zone: string): string {
  const time = new TZDate(at, zone);
  return `${dayOf(time)}, ${clockOf(time)}`;
}

/** A time in a zone that nobody can misread: Tuesday 3 March 2026, 14:45, Asia/Kathmandu time (UTC+5:45). */
export function timeInWords(at: string, zone: string): string {
  return `${shortTime(at, zone)}, ${placeOf(zone)} time (${offsetOf(new TZDate(at, zone))})`;
}

/**
 * From when to when, in a zone. The day is said twice where midnight lies between, and the offset twice where the clocks change
 * in between.
 */
export function rangeInWords(startsAt: string, endsAt: string, zone: string): string {
  const start = new TZDate(startsAt, zone);
  const end = new TZDate(endsAt, zone);
  const clocksChange = offsetOf(start) !== offsetOf(end);
  const said = (time: TZDate) => (clocksChange ? `${clockOf(time)} (${offsetOf(time)})` : clockOf(time));
  const until = dayOf(start) === dayOf(end) ? said(end) : `${dayOf(end)}, ${said(end)}`;
  const where = clocksChange ? `${placeOf(zone)} time` : `${placeOf(zone)} time (${offsetOf(start)})`;
  return `${dayOf(start)}, ${said(start)} to ${until}, ${where}`;
}
