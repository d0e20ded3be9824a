import { invalidField } from './refusal.ts';

/**
 * The instant that a `start_time` means. With `Z` it is UTC and the time zone says nothing about it; without, it is
 * local in the time zone. One that is left out or past means now.
 * @throws Refusal 300 where either cannot be read.
 */
export function startInstant(startTime: string | undefined, timezone: string, now: Date): Date {
  assertTimezone(timezone);
  if (startTime === undefined) return now;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?Z?$/.test(startTime)) throw invalidField('start_time');
  const asUtc = new Date(startTime.endsWith('Z') ? startTime : `${startTime}Z`);
  if (Number.isNaN(asUtc.getTime())) throw invalidField('start_time');
  const instant = startTime.endsWith('Z') ? asUtc : fromLocal(asUtc, timezone);
  return instant < now ? now : instant;
}

function assertTimezone(timezone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw invalidField('timezone');
  }
}

/** The instant at which clocks in the time zone show what `wall` shows in UTC. */
function fromLocal(wall: Date, timezone: string): Date {
  const guess = new Date(wall.getTime() - offsetMs(wall, timezone));
  // A second look: the first guess may lie on the other side of a change of the clocks.
  return new Date(wall.getTime() - offsetMs(guess, timezone));
}

function offsetMs(at: Date, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - Math.floor(at.getTime() / 1_000) * 1_000;
}
