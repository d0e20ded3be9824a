import type { Observation, Reading } from '../../domain/evidence.ts';
import type { Json } from '../../domain/json.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { readBack, type Slots } from '../../domain/plan/wire.ts';
import { coachRole, eventInWireShape, isObject, joinUrlOf, meetingInWireShape, textOf } from './answers.ts';
import type { JsonObject } from './graph.ts';

/** What Graph answered: the meeting, and its event where it is in a calendar. */
export interface Answers {
  meeting: JsonObject;
  event: JsonObject | undefined;
}

/** What was read, by the plan's own paths, with what offers expect besides. Nothing else of the answers is kept. */
export function observationOf({ meeting, event }: Answers, plan: Plan, slots: Slots, at: Date): Observation {
  const answers: Record<string, Json> = { meeting: meetingInWireShape(meeting, slots) };
  if (event !== undefined) answers.event = eventInWireShape(event);
  return {
    observedAt: at.toISOString(),
    items: {
      ...readBack(plan.wire, answers, slots),
      ...meetingFacts(meeting, slots),
      ...(event === undefined ? {} : eventFacts(event, meeting)),
    },
  };
}

const meetingFacts = (meeting: JsonObject, slots: Slots): Record<string, Reading> => ({
  'meeting.meetingType': present(meeting.meetingType),
  'meeting.sensitivityLabelAssignment': overriding(labelOf(meeting), 'sensitivity label'),
  'meeting.meetingTemplateId': overriding(meeting.meetingTemplateId, 'meeting template'),
  ...(slots.coach === undefined ? {} : { 'meeting.coach.role': { value: coachRole(meeting, slots) } }),
});

/** The coach may join from the calendar: if its entry led to another meeting, that one would have none of our settings. */
const eventFacts = (event: JsonObject, meeting: JsonObject): Record<string, Reading> => ({
  'event.type': present(event.type),
  'event.leadsToMeeting': {
    value: joinUrlOf(event) !== undefined && joinUrlOf(event) === textOf(meeting.joinWebUrl),
  },
});

const present = (value: Json | undefined): Reading =>
  value === undefined ? { unknown: 'The platform’s answer does not hold this field.' } : { value };

function labelOf({ sensitivityLabelAssignment: assignment }: JsonObject): Json | undefined {
  return isObject(assignment) ? assignment.sensitivityLabelId : assignment;
}

/**
 * Graph writes what is not set as null (OData JSON 4.01, 7.1), so a field that is left out says nothing. The effect of one
 * that is set on other options is nowhere to be read.
 */
const overriding = (id: Json | undefined, what: string): Reading =>
  id === undefined || id === null
    ? present(id)
    : {
        unknown: `A ${what} is on this meeting. It can override options, and Graph does not show whether it does.`,
      };
