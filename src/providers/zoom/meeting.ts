import { z } from 'zod';
import type { Observation, Reading } from '../../domain/evidence.ts';
import { Json, sameJson } from '../../domain/json.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { bodyOf, readBack, slotOf, type Slots } from '../../domain/plan/wire.ts';
import type { MeetingRef } from '../../domain/provider.ts';
import { createOnlyFields } from './declaration.ts';

/** A meeting's number, as text: it may have more than ten digits. */
const MeetingId = z.union([z.number(), z.string()]).transform(String);

/** What making a meeting gives that is kept. */
export const Made = z.object({ id: MeetingId, join_url: z.url() });

/** Whether the meeting runs. */
export const Running = z.object({ status: z.string() });

/** The host's own link; read when it is asked for and never kept. */
export const HostLink = z.object({ start_url: z.url() });

/** The whole answer, for reading back; `normalise` keeps the plan's fields only. */
export const WholeMeeting = z.record(z.string(), Json);

/** A page of a host's meetings. */
export const MeetingPage = z.object({
  next_page_token: z.string().default(''),
  meetings: z.array(
    z.object({
      id: MeetingId,
      type: z.number().optional(),
      topic: z.string().default(''),
      agenda: z.string().default(''),
    }),
  ),
});

/** What Zoom is asked for a session: a meeting's number. */
export const refOf = (id: string): MeetingRef => ({ meetingId: id });

/** @throws TypeError where the stored reference is not one of Zoom's. */
export function idOf({ meetingId }: MeetingRef): string {
  if (meetingId === undefined || !/^\d+$/.test(meetingId))
    throw new TypeError('Not a reference to a Zoom meeting');
  return meetingId;
}

/** The join link without its query: where the account embeds the passcode, the link alone would get past it. */
export function bareLink(joinUrl: string): string {
  const url = new URL(joinUrl);
  url.search = '';
  url.hash = '';
  return url.toString();
}

export const createBody = ({ wire }: Plan, slots: Slots): Json => bodyOf(wire, 'meeting', slots);

/** The same without what Zoom takes only when a meeting is made. */
export const updateBody = ({ wire }: Plan, slots: Slots): Json =>
  bodyOf(
    Object.fromEntries(Object.entries(wire).filter(([path]) => !createOnlyFields.includes(path))),
    'meeting',
    slots,
  );

/** Fields whose value at Zoom, where it is not what was sent, may be a secret or somebody's name or address. */
const personal: ReadonlySet<string> = new Set([
  'meeting.password',
  'meeting.topic',
  'meeting.agenda',
  'meeting.settings.alternative_hosts',
  'meeting.settings.authentication_exception',
  'meeting.settings.meeting_invitees',
]);

/** What Zoom answers, as the plan's items. `shown` are topics of Zoom's own that may be kept as they are. */
export function normalise(
  { wire }: Plan,
  answer: Record<string, Json>,
  slots: Slots,
  shown: readonly string[],
): Observation['items'] {
  const read = readBack(wire, { meeting: answer }, slots);
  const items = Object.fromEntries(
    Object.entries(read).map(([path, reading]): [string, Reading] => [path, masked(path, reading)]),
  );
  const topic = answer['topic'] ?? '';
  if (shown.some((own) => sameJson(own, topic))) items['meeting.topic'] = { value: topic };
  // Present only where the personal meeting room is used.
  items['meeting.pmi'] = { value: (answer['pmi'] ?? '') === '' ? 'none' : 'used' };
  return items;

  function masked(path: string, reading: Reading): Reading {
    if (!personal.has(path) || !('value' in reading)) return reading;
    const sent = wire[path] ?? null;
    return sameJson(reading.value, sent) || slotOf(reading.value) !== undefined
      ? reading
      : { value: 'differs' };
  }
}
