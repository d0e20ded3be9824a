import { z } from 'zod';
import { DomainError, isRetryable } from '../../domain/errors.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { bodyOf, type Slots } from '../../domain/plan/wire.ts';
import type { Intent, MeetingRef, Provisioned } from '../../domain/provider.ts';
import { answerLost, providerError } from '../shared/vendor-failure.ts';
import { joinUrlOf, textOf } from './answers.ts';
import type { Graph, JsonObject } from './graph.ts';

export const MEETINGS = 'OnlineMeetings.ReadWrite.All';
export const CALENDARS = 'Calendars.ReadWrite';

/** How far from where a session stands now an event of it is looked for: it may have been moved since. */
const MOVED_MS = 60 * 24 * 3_600_000;

/** Where a meeting stands: its id, and its event's where it is in a calendar. */
const Ref = z.object({ meetingId: z.string().optional(), eventId: z.string().optional() });
export const readRef = (ref: MeetingRef): z.infer<typeof Ref> => Ref.parse(ref);

export const slotsOf = ({ slots, reference }: Intent): Slots => ({ ...slots, reference });

export const userPath = (organiser: string): string => `/users/${encodeURIComponent(organiser)}`;
export const meetingPath = (organiser: string, id: string): string =>
  `${userPath(organiser)}/onlineMeetings/${encodeURIComponent(id)}`;
export const eventPath = (organiser: string, id: string): string =>
  `${userPath(organiser)}/events/${encodeURIComponent(id)}`;

/**
 * A meeting outside any calendar. `createOrGet` finds by the external id what an earlier attempt made, so a second call
 * makes no second meeting; it takes no options, which are set at once after, while the link is sealed.
 */
export async function provisionStandalone(graph: Graph, plan: Plan, intent: Intent): Promise<Provisioned> {
  const { externalId, subject, startDateTime, endDateTime, ...options } = bodyOf(
    plan.wire,
    'meeting',
    slotsOf(intent),
  );
  const body = present({ externalId, subject, startDateTime, endDateTime });
  const { meeting } = await createOrGet(graph, intent.organiser, body);
  const meetingId = textOf(meeting.id);
  const joinUrl = textOf(meeting.joinWebUrl);
  if (meetingId === undefined || joinUrl === undefined) throw lost();
  const settings = present({ subject, startDateTime, endDateTime, ...options });
  await finish(() => changeMeeting(graph, intent.organiser, meetingId, settings));
  return { ref: { meetingId }, ...byLink(joinUrl), possibleStray: false };
}

/**
 * Sets the options of a meeting that was just made. It exists from here on and must not be lost, so a failure is left to
 * observing, which sees what is missing, and to revising, which then says why.
 */
async function finish(setOptions: () => Promise<void>): Promise<void> {
  try {
    await setOptions();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}

/** Nobody who follows a Teams link is asked for a passcode: it gates joining by meeting id alone (learn joinmeetingidsettings). */
const byLink = (joinUrl: string) => ({ joinUrl, joinUrlWithPasscode: null });

/**
 * The meeting outside any calendar that has this external id, made where there was none. Graph answers 201 for one that it
 * made and 200 for one that it had (learn onlinemeeting-createorget, 2024-04-04).
 */
export async function createOrGet(
  graph: Graph,
  organiser: string,
  body: JsonObject,
): Promise<{ meeting: JsonObject; isNew: boolean }> {
  await graph.takeMeeting(organiser);
  const { status, body: meeting } = await graph.exchange({
    method: 'POST',
    path: `${userPath(organiser)}/onlineMeetings/createOrGet`,
    body,
    bodyName: 'meeting',
    permission: MEETINGS,
    // Safe to repeat, but where its answer is lost a meeting may stand there that somebody has to look for.
    makes: true,
  });
  return { meeting, isNew: status === 201 };
}

/**
 * A meeting that belongs to an event in the organiser's calendar. The event takes no options and does not tell the
 * meeting's id: it is found by its join address, and its options are set while the link is sealed. `transactionId` keeps
 * the calendar from making a second event for the same reference.
 */
export async function provisionInCalendar(graph: Graph, plan: Plan, intent: Intent): Promise<Provisioned> {
  const { organiser } = intent;
  const body = bodyOf(plan.wire, 'event', slotsOf(intent));
  const earlier = intent.lookFirst ? await findEarlier(graph, intent, body) : undefined;
  const event = earlier ?? (await createEvent(graph, organiser, body));
  const eventId = textOf(event.id);
  if (eventId === undefined) throw lost();
  // Where an earlier attempt may have made it, the calendar may give back that event, at the time it then had.
  if (intent.lookFirst) await changeEvent(graph, organiser, eventId, body);

  const joinUrl = joinUrlOf(event);
  if (joinUrl === undefined) {
    await removeEvent(graph, organiser, eventId);
    throw providerError(
      'REJECTED',
      'The calendar made an event without a Teams meeting. Check that the organiser has a Teams licence.',
      { field: 'event.isOnlineMeeting' },
    );
  }
  const meetingId = await findMeeting(graph, organiser, joinUrl).catch((error: unknown) =>
    giveBack(graph, organiser, eventId, error),
  );
  if (meetingId === undefined) throw unlisted();
  const settings = bodyOf(plan.wire, 'meeting', slotsOf(intent));
  await finish(() => changeMeeting(graph, organiser, meetingId, settings));
  return { ref: { meetingId, eventId }, ...byLink(joinUrl), possibleStray: false };
}

/**
 * The meeting of an event that was made cannot be looked for. Where that may pass, the event is looked for again; where it is
 * for a person to mend, such as a missing application access policy, no event is left that nobody knows of.
 */
async function giveBack(graph: Graph, organiser: string, eventId: string, error: unknown): Promise<never> {
  if (!(error instanceof DomainError)) throw error;
  if (isRetryable(error)) throw unlisted(error.retryAfterMs);
  await removeEvent(graph, organiser, eventId).catch(() => {
    throw unlisted();
  });
  throw error;
}

const unlisted = (retryAfterMs?: number): DomainError =>
  providerError(
    'OUTCOME_UNKNOWN',
    'The event was made, and Teams does not list its meeting yet. Look again.',
    { retryAfterMs },
  );

async function createEvent(graph: Graph, organiser: string, body: JsonObject): Promise<JsonObject> {
  await graph.takeMeeting(organiser);
  const path = `${userPath(organiser)}/events`;
  return graph.call({ method: 'POST', path, body, bodyName: 'event', permission: CALENDARS, makes: true });
}

/** What an earlier attempt for the same reference left in the calendar. */
const findEarlier = async (graph: Graph, intent: Intent, { start, end }: JsonObject) =>
  (await findEvents(graph, intent, { from: instantIn(start), to: instantIn(end) }))[0];

const instantIn = (time: unknown): string => `${z.object({ dateTime: z.string() }).parse(time).dateTime}Z`;

/**
 * Events that carry the reference, around a window and sixty days to both sides: an attempt that went unanswered may have
 * stood where the session was before it was moved. The calendar can be asked for times, not for a `transactionId`.
 */
export async function findEvents(
  graph: Graph,
  { organiser, reference }: Pick<Intent, 'organiser' | 'reference'>,
  { from, to }: { from: string; to: string },
): Promise<JsonObject[]> {
  const query = new URLSearchParams({
    startDateTime: new Date(Date.parse(from) - MOVED_MS).toISOString(),
    endDateTime: new Date(Date.parse(to) + MOVED_MS).toISOString(),
  });
  const path = `${userPath(organiser)}/calendarView?${query.toString()}&$select=id,transactionId,onlineMeeting&$top=100`;
  const events = await graph.list({ path, permission: CALENDARS });
  return events.filter(({ transactionId }) => transactionId === reference);
}

/**
 * The meeting that is joined at this address. The address holds percent signs of its own and is encoded exactly once;
 * encoded otherwise it matches nothing, and the answer looks like there were none.
 */
export async function findMeeting(
  graph: Graph,
  organiser: string,
  joinUrl: string,
): Promise<string | undefined> {
  const filter = encodeURIComponent(`JoinWebUrl eq '${joinUrl.replaceAll("'", "''")}'`);
  const path = `${userPath(organiser)}/onlineMeetings?$filter=${filter}`;
  const [found] = await graph.list({ path, permission: MEETINGS });
  return textOf(found?.id);
}

export async function changeMeeting(
  graph: Graph,
  organiser: string,
  id: string,
  body: JsonObject,
): Promise<void> {
  const options = { ...body };
  // It is taken on creation only.
  delete options.externalId;
  const path = meetingPath(organiser, id);
  await graph.call({ method: 'PATCH', path, body: options, bodyName: 'meeting', permission: MEETINGS });
}

/** What an event is made with and never changed by: the meeting itself, and what keeps it from being made twice. */
const madeWith: readonly string[] = ['transactionId', 'isOnlineMeeting', 'onlineMeetingProvider'];

/**
 * Brings an event to the plan: every controlled field, on every write. Never its body: a new body drops the join address,
 * and with it the meeting.
 */
export async function changeEvent(
  graph: Graph,
  organiser: string,
  id: string,
  body: JsonObject,
): Promise<void> {
  const path = eventPath(organiser, id);
  await graph.call({
    method: 'PATCH',
    path,
    body: Object.fromEntries(Object.entries(body).filter(([name]) => !madeWith.includes(name))),
    bodyName: 'event',
    permission: CALENDARS,
  });
}

/** Removes an event, if it is still there. Nobody is invited, so no cancellation is mailed. */
export const removeEvent = (graph: Graph, organiser: string, id: string): Promise<void> =>
  unlessGone(graph.call({ method: 'DELETE', path: eventPath(organiser, id), permission: CALENDARS }));

/** Removes a meeting, if it is still there: whether it goes with its event is not documented. */
export const removeMeeting = (graph: Graph, organiser: string, id: string): Promise<void> =>
  unlessGone(graph.call({ method: 'DELETE', path: meetingPath(organiser, id), permission: MEETINGS }));

async function unlessGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'NOT_FOUND')) throw error;
  }
}

const present = (body: Record<string, JsonObject[string] | undefined>): JsonObject =>
  Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, JsonObject[string]] => entry[1] !== undefined),
  );

const lost = () => answerLost({ vendor: 'Microsoft Graph', repeatable: false });
