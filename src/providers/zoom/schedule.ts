import { z } from 'zod';
import type { Json } from '../../domain/json.ts';
import type { Wire } from '../../domain/plan/wire.ts';

/** Where the schedule stands in the wire settings. */
export const schedulePaths = {
  start: 'meeting.start_time',
  duration: 'meeting.duration',
  timeZone: 'meeting.timezone',
} as const;

/** Zoom's form of a time: UTC with `Z` and no fraction; the time zone is then only shown, never used to read it. */
export const zoomTime = (iso: string) => new Date(iso).toISOString().replace(/\.\d+Z$/, 'Z');

/** Zoom takes a start that is past as now, and a start so near may be past when it arrives. */
const NEAR_MS = 60_000;

/** Whether a start can no longer be sent: the meeting would move to now. */
export const isPast = (start: Json | undefined, now: Date): boolean =>
  typeof start === 'string' && Date.parse(start) - NEAR_MS <= now.getTime();

/** An instant: with `Z` or an offset. A time without either would be local and is not taken for one. */
const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const Answer = z.object({
  start_time: Instant.optional().catch(undefined),
  created_at: Instant.optional().catch(undefined),
  timezone: z.string().optional().catch(undefined),
});

/**
 * The answer with its schedule in the form that was sent, where it says the same: other forms of the same instant, the
 * begin of a meeting that was made after its time (Zoom then starts it when it is made), and other names of a time zone whose
 * clocks show the same at the start (Zoom answers with old names, such as Asia/Saigon). Anything else stays as it is.
 */
export function asScheduled(answer: Record<string, Json>, wire: Wire): Record<string, Json> {
  const { start: startPath, timeZone: zonePath } = schedulePaths;
  const [sentStart, sentZone] = [wire[startPath], wire[zonePath]];
  if (typeof sentStart !== 'string' || typeof sentZone !== 'string') return answer;
  const { start_time: start, created_at: made, timezone: zone } = Answer.parse(answer);
  const planned = Date.parse(sentStart);
  const isMadeLate =
    made !== undefined && made >= planned && start !== undefined && Math.abs(start - made) < NEAR_MS;
  const same = { ...answer };
  if (start === planned || isMadeLate) same['start_time'] = sentStart;
  if (zone !== undefined && zone !== sentZone && clockIn(zone, planned) === clockIn(sentZone, planned))
    same['timezone'] = sentZone;
  return same;
}

/** What clocks of a time zone show at an instant; the zone's own name where it is not known. */
function clockIn(timeZone: string, at: number): string {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  } catch {
    return timeZone;
  }
}
