import { z } from 'zod';
import { Json } from '../../domain/json.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { bodyOf, type Slots } from '../../domain/plan/wire.ts';
import type { MeetingRef, Provisioned } from '../../domain/provider.ts';
import { createOnlyFields } from './declaration.ts';
import { isPast, schedulePaths } from './schedule.ts';

/** A meeting's number, as text: it may have more than ten digits. */
const MeetingId = z.union([z.number(), z.string()]).transform(String);

/** What making a meeting gives that is kept. */
export const Made = z.object({ id: MeetingId, join_url: z.url() });

/** Whether the meeting runs. */
export const Running = z.object({ status: z.string() });

/** The whole answer, for reading back; only the plan's fields are kept. */
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

/** The join link without its query, and as it is where the account embeds the passcode (`embed_password_in_join_link`). */
export function joinLinks(answered: string): Pick<Provisioned, 'joinUrl' | 'joinUrlWithPasscode'> {
  const url = new URL(answered);
  const carriesPasscode = (url.searchParams.get('pwd') ?? '') !== '';
  url.search = '';
  url.hash = '';
  return { joinUrl: url.toString(), joinUrlWithPasscode: carriesPasscode ? answered : null };
}

export const createBody = ({ wire }: Plan, slots: Slots): Json => bodyOf(wire, 'meeting', slots);

/** The same without what Zoom takes only when a meeting is made, and without a start that would move the meeting to now. */
export function updateBody({ wire }: Plan, slots: Slots, now: Date): Json {
  const left = [
    ...createOnlyFields,
    ...(isPast(wire[schedulePaths.start], now) ? [schedulePaths.start] : []),
  ];
  return bodyOf(
    Object.fromEntries(Object.entries(wire).filter(([path]) => !left.includes(path))),
    'meeting',
    slots,
  );
}
