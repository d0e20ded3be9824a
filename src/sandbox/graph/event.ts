import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readPath, type JsonObject } from '../shared/paths.ts';
import { applyWrite } from '../shared/writes.ts';
import type { GraphUser } from './account.ts';
import { timestamp } from './clock.ts';
import { GraphError } from './errors.ts';
import { instantOf, zonedUtc } from './event-time.ts';
import { changeMeeting, createMeeting } from './meeting.ts';
import { asObject } from './options.ts';
import type { CalendarEvent, Tenant, World } from './world.ts';

const Zoned = z.object({ dateTime: z.string(), timeZone: z.string() });

/** Checks what the sandbox understands of an event body; every other writable property is kept as it comes. */
const EventBody = z.looseObject({
  subject: z.string().nullish(),
  start: Zoned.optional(),
  end: Zoned.optional(),
  body: z
    .object({ contentType: z.enum(['text', 'html']).optional(), content: z.string().nullish() })
    .nullish(),
  attendees: z.array(z.record(z.string(), z.json())).nullish(),
  isOnlineMeeting: z.boolean().nullish(),
  onlineMeetingProvider: z
    .enum(['unknown', 'skypeForBusiness', 'skypeForConsumer', 'teamsForBusiness'])
    .nullish(),
  transactionId: z.string().nullish(),
  sensitivity: z.enum(['normal', 'personal', 'private', 'confidential']).optional(),
  hideAttendees: z.boolean().nullish(),
  responseRequested: z.boolean().nullish(),
  allowNewTimeProposals: z.boolean().nullish(),
});
type EventBody = z.infer<typeof EventBody>;

const READ_ONLY = [
  'id',
  'changeKey',
  'iCalUId',
  'type',
  'onlineMeeting',
  'onlineMeetingUrl',
  'createdDateTime',
  'lastModifiedDateTime',
];

const DEFAULTS: JsonObject = {
  subject: '',
  body: { contentType: 'html', content: '' },
  attendees: [],
  allowNewTimeProposals: true,
  hideAttendees: false,
  importance: 'normal',
  isOnlineMeeting: false,
  onlineMeetingProvider: 'unknown',
  responseRequested: true,
  sensitivity: 'normal',
  showAs: 'busy',
};

/** Reads an event body; throws the calendar's 400 for a value outside the vendor's type. */
export function readEventBody(body: unknown): EventBody {
  const parsed = EventBody.safeParse(asObject(body));
  if (parsed.success) return parsed.data;
  throw new GraphError(400, 'ErrorPropertyValidationFailure', 'At least one property failed validation.');
}

/**
 * Creates an event, with a Teams meeting of tenant-default options where one is asked for. A second create with
 * the same `transactionId` answers with the first event (seen as 201 in 2020) and creates nothing.
 */
export function createEvent(
  world: World,
  tenant: Tenant,
  organizer: GraphUser,
  body: EventBody,
): CalendarEvent {
  const mine = eventsOf(world, tenant, organizer.oid);
  const earlier = mine.find(
    (event) => typeof body.transactionId === 'string' && event.stored.transactionId === body.transactionId,
  );
  if (earlier !== undefined) return earlier;
  if (body.start === undefined || body.end === undefined) {
    throw new GraphError(400, 'ErrorPropertyValidationFailure', 'At least one property failed validation.');
  }
  const stored = write(world, tenant, DEFAULTS, body, 'event.create');
  const now = world.now();
  const event: CalendarEvent = {
    id: `AAMk${randomBytes(108).toString('base64url')}`,
    tenantId: tenant.id,
    organizer: organizer.oid,
    iCalUId: `040000008200E00074C5B7101A82E008${randomUUID().replaceAll('-', '').toUpperCase()}`,
    meetingId: undefined,
    stored,
    ...timesOf(stored),
    createdAt: now,
    changedAt: now,
    version: 1,
  };
  if (stored.isOnlineMeeting === true) attachMeeting(world, tenant, organizer, event);
  world.events.set(event.id, event);
  return event;
}

/** Updates an event; its meeting follows in subject and times. A new body without the join address drops the link. */
export function updateEvent(
  world: World,
  tenant: Tenant,
  organizer: GraphUser,
  event: CalendarEvent,
  body: EventBody,
): void {
  const wasOnline = event.stored.isOnlineMeeting === true;
  const changes = { ...body };
  delete changes.transactionId;
  // Once an event has a meeting, Outlook ignores what is said about having one.
  if (wasOnline) delete changes.isOnlineMeeting;
  const stored = write(world, tenant, event.stored, changes, 'event.update');
  const times = timesOf(stored);
  const meeting = event.meetingId === undefined ? undefined : world.meetings.get(event.meetingId);
  const joinUrl = meeting?.joinWebUrl;
  Object.assign(event, { stored, ...times, changedAt: world.now(), version: event.version + 1 });

  if (meeting !== undefined) changeMeeting(world, meeting, meetingFields(event));
  const content = readPath(stored, 'body.content');
  if (
    body.body != null &&
    joinUrl !== undefined &&
    !(typeof content === 'string' && content.includes(joinUrl))
  ) {
    event.meetingId = undefined;
    Object.assign(event.stored, { isOnlineMeeting: false, onlineMeetingProvider: 'unknown' });
  } else if (!wasOnline && stored.isOnlineMeeting === true) {
    attachMeeting(world, tenant, organizer, event);
  }
}

/** The event as an answer shows it, in UTC. */
export function presentEvent(world: World, organizer: GraphUser, event: CalendarEvent): JsonObject {
  const meeting = event.meetingId === undefined ? undefined : world.meetings.get(event.meetingId);
  return {
    ...structuredClone(event.stored),
    id: event.id,
    iCalUId: event.iCalUId,
    changeKey: createHash('sha256')
      .update(`${event.id}/${String(event.version)}`)
      .digest('base64')
      .slice(0, 24),
    createdDateTime: timestamp(event.createdAt),
    lastModifiedDateTime: timestamp(event.changedAt),
    start: { ...zonedUtc(event.start) },
    end: { ...zonedUtc(event.end) },
    type: event.stored.recurrence == null ? 'singleInstance' : 'seriesMaster',
    isCancelled: false,
    isOrganizer: true,
    organizer: { emailAddress: { name: organizer.displayName, address: organizer.upn } },
    webLink: `https://outlook.office365.com/owa/?itemid=${event.id}`,
    onlineMeetingUrl: null,
    onlineMeeting: meeting === undefined ? null : { joinUrl: meeting.joinWebUrl },
  };
}

export const eventsOf = (world: World, tenant: Tenant, oid: string): CalendarEvent[] =>
  [...world.events.values()].filter((event) => event.tenantId === tenant.id && event.organizer === oid);

function write(
  world: World,
  tenant: Tenant,
  before: JsonObject,
  body: EventBody,
  operation: string,
): JsonObject {
  const writable = Object.entries(body).filter(
    ([name, value]) => !READ_ONLY.includes(name) && value !== undefined,
  );
  return applyWrite({
    before: { stored: before, effective: before },
    body: structuredClone(Object.fromEntries(writable)) as JsonObject,
    defaults: DEFAULTS,
    misbehaviours: world.misbehaviours,
    account: tenant.id,
    operation,
  }).stored;
}

function timesOf(stored: JsonObject): { start: Date; end: Date } {
  const start = instantOf(Zoned.parse(stored.start));
  const end = instantOf(Zoned.parse(stored.end));
  if (end < start) {
    throw new GraphError(400, 'ErrorCalendarEndDateIsEarlierThanStartDate', 'The end is before the start.');
  }
  return { start, end };
}

const meetingFields = (event: CalendarEvent): JsonObject => ({
  subject: event.stored.subject ?? null,
  startDateTime: timestamp(event.start),
  endDateTime: timestamp(event.end),
});

function attachMeeting(world: World, tenant: Tenant, organizer: GraphUser, event: CalendarEvent): void {
  if (!organizer.licensed) {
    Object.assign(event.stored, { isOnlineMeeting: false, onlineMeetingProvider: 'unknown' });
    return;
  }
  const meeting = createMeeting(world, {
    tenant,
    organizer,
    body: meetingFields(event),
    iCalUId: event.iCalUId,
  });
  if (event.stored.recurrence != null) meeting.fixed.meetingType = 'recurring';
  event.meetingId = meeting.id;
  const joinUrl = meeting.joinWebUrl;
  const text = readPath(event.stored, 'body.content');
  Object.assign(event.stored, {
    onlineMeetingProvider: 'teamsForBusiness',
    body: {
      contentType: 'html',
      content: `${typeof text === 'string' ? text : ''}<div><a href="${joinUrl}">Join the meeting now</a></div>`,
    },
  });
}
