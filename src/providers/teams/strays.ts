import { DomainError } from '../../domain/errors.ts';
import type { Intent, MeetingRef } from '../../domain/provider.ts';
import { answerLost } from '../shared/vendor-failure.ts';
import { joinUrlOf, textOf } from './answers.ts';
import type { Graph, JsonObject } from './graph.ts';
import { CALENDARS, createOrGet, findEvents, findMeeting, removeMeeting } from './meeting.ts';

type Wanted = Pick<Intent, 'reference' | 'organiser'>;
interface Window {
  from: string;
  to: string;
}

/**
 * What attempts for this reference left behind. A calendar can be searched. A meeting outside one can be neither listed nor
 * filtered by its external id, and the reference is all that is left of an attempt that went unanswered; only `createOrGet`
 * finds it. Where there is none, that call makes one, which is deleted at once and given to nobody; where deleting fails, the
 * next look finds it. To leave a meeting standing with the tenant's defaults would be worse than two calls in vain.
 */
export async function findStrays(graph: Graph, wanted: Wanted, window: Window): Promise<MeetingRef[]> {
  const inCalendar = await findInCalendar(graph, wanted, window);
  // A session is held in one way, from the first attempt to the last.
  return inCalendar.length > 0 ? inCalendar : findOutside(graph, wanted, window);
}

async function findInCalendar(graph: Graph, wanted: Wanted, window: Window): Promise<MeetingRef[]> {
  const refs: MeetingRef[] = [];
  for (const event of await eventsAround(graph, wanted, window)) {
    const eventId = textOf(event.id);
    const joinUrl = joinUrlOf(event);
    if (eventId === undefined) continue;
    const meetingId = joinUrl === undefined ? undefined : await findMeeting(graph, wanted.organiser, joinUrl);
    refs.push({ eventId, ...(meetingId === undefined ? {} : { meetingId }) });
  }
  return refs;
}

/** A connection that may not see this calendar made nothing in it. */
async function eventsAround(graph: Graph, wanted: Wanted, window: Window): Promise<JsonObject[]> {
  try {
    return await findEvents(graph, wanted, window);
  } catch (error) {
    if (error instanceof DomainError && (isGone(error) || error.facts?.permission === CALENDARS)) return [];
    throw error;
  }
}

async function findOutside(
  graph: Graph,
  { organiser, reference }: Wanted,
  { from, to }: Window,
): Promise<MeetingRef[]> {
  const body = { externalId: reference, subject: reference, startDateTime: from, endDateTime: to };
  try {
    const { meeting, isNew } = await createOrGet(graph, organiser, body);
    const meetingId = textOf(meeting.id);
    if (meetingId === undefined) throw answerLost({ vendor: 'Microsoft Graph', repeatable: true });
    if (!isNew) return [{ meetingId }];
    await removeMeeting(graph, organiser, meetingId);
    return [];
  } catch (error) {
    // With the organiser everything that was made in the organiser's name is gone.
    if (error instanceof DomainError && isGone(error)) return [];
    throw error;
  }
}

const isGone = ({ code }: DomainError): boolean => code === 'NOT_FOUND';
