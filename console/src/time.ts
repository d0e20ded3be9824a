/* Times as the coach reads them: in the browser's own zone and language, and beside it the session's where that differs. */

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

const clock = (timeZone: string) =>
  new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
const localClock = clock(here);
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

export const timeOf = (instant: string | number | Date): string => localClock.format(new Date(instant));

export const dayOf = (instant: string | number | Date): string => day.format(new Date(instant));

export const isSameDay = (a: string | number | Date, b: string | number | Date): boolean =>
  new Date(a).toDateString() === new Date(b).toDateString();

/** Such as `09:00–10:00`. */
export const spanOf = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }): string =>
  `${timeOf(startsAt)}–${timeOf(endsAt)}`;

/** The start where the session is at home, such as `20:00 in Sydney`; null where the clock reads the same. */
export function elsewhere({ startsAt, timeZone }: { startsAt: string; timeZone: string }): string | null {
  const there = clock(timeZone).format(new Date(startsAt));
  return there === timeOf(startsAt)
    ? null
    : `${there} in ${timeZone.replace(/.*\//, '').replaceAll('_', ' ')}`;
}

/** Such as `in 5 min` or `since 12 min`, whole minutes. */
export function minutesFrom(instant: string, now: number): string {
  const minutes = Math.round((Date.parse(instant) - now) / 60_000);
  const size = Math.abs(minutes);
  const words = size >= 120 ? `${Math.round(size / 60)} h` : `${size} min`;
  if (minutes === 0) return 'now';
  return minutes > 0 ? `in ${words}` : `${words} ago`;
}
