import type { Json } from '../../domain/json.ts';
import type { Slots } from '../../domain/plan/wire.ts';
import type { JsonObject } from './graph.ts';

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

/**
 * An online meeting as Graph answers it, brought to the wire's shape: times in our notation, and of attendees the role
 * alone, with the id only where it is the coach's, so that nobody's data is stored with the observation.
 */
export function meetingInWireShape(answer: JsonObject, slots: Slots): JsonObject {
  const participants = isObject(answer.participants) ? answer.participants : {};
  const attendees = Array.isArray(participants.attendees) ? participants.attendees : [];
  return {
    ...answer,
    ...instant('startDateTime', answer),
    ...instant('endDateTime', answer),
    participants: { attendees: attendees.map((attendee) => attendeeInWireShape(attendee, slots)) },
  };
}

function attendeeInWireShape(attendee: Json, slots: Slots): Json {
  const role = isObject(attendee) ? (attendee.role ?? null) : null;
  const id = userIdOf(attendee);
  return id !== undefined && id === slots.coach ? { identity: { user: { id } }, role } : { role };
}

/** The id of somebody whom a meeting names. */
export function userIdOf(person: Json): string | undefined {
  const identity = isObject(person) ? person.identity : undefined;
  const user = isObject(identity) ? identity.user : undefined;
  return isObject(user) ? textOf(user.id) : undefined;
}

/** Everybody whom a meeting names: its organiser and those whom we named. */
export function participantsOf(answer: JsonObject): Json[] {
  const { organizer = null, attendees } = isObject(answer.participants) ? answer.participants : {};
  return [organizer, ...(Array.isArray(attendees) ? attendees : [])];
}

/** The coach's role in the meeting, or `none`. */
export function coachRole(answer: JsonObject, slots: Slots): Json {
  const participants = isObject(answer.participants) ? answer.participants : {};
  const attendees = Array.isArray(participants.attendees) ? participants.attendees : [];
  const coach = attendees.find((attendee) => slots.coach !== undefined && userIdOf(attendee) === slots.coach);
  return isObject(coach) ? (coach.role ?? 'none') : 'none';
}

/** A calendar event brought to the wire's shape: whole seconds, and of attendees that they are there and nothing else. */
export function eventInWireShape(answer: JsonObject): JsonObject {
  return {
    ...answer,
    ...wallClock('start', answer),
    ...wallClock('end', answer),
    ...(Array.isArray(answer.attendees) ? { attendees: answer.attendees.map(() => 'attendee') } : {}),
  };
}

function instant(name: string, answer: JsonObject): JsonObject {
  const at = Date.parse(textOf(answer[name]) ?? '');
  return Number.isNaN(at) ? {} : { [name]: new Date(at).toISOString() };
}

/** The calendar answers with seven digits of a second; the wire has none. */
function wallClock(name: string, answer: JsonObject): JsonObject {
  const time = answer[name];
  if (!isObject(time)) return {};
  const dateTime = textOf(time.dateTime);
  return dateTime === undefined ? {} : { [name]: { ...time, dateTime: dateTime.replace(/\.0+$/, '') } };
}

/** The address under which the event's online meeting is joined. */
export const joinUrlOf = (event: JsonObject): string | undefined =>
  isObject(event.onlineMeeting) ? textOf(event.onlineMeeting.joinUrl) : undefined;
