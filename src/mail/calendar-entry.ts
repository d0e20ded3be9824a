import { TZDate } from '@date-fns/tz';
import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventClass,
  ICalEventStatus,
} from 'ical-generator';
import { tzlib_get_ical_block, tzlib_get_offset } from 'timezones-ical-library';
import type { MailMessage, MessageOf } from '../domain/delivery.ts';

/** A message that brings or takes away a calendar entry. */
export type EntryMessage = Extract<MailMessage, { uid: string }>;

/** The same method stands in the MIME header and in the entry; clients distrust entries where they differ. */
export interface CalendarEntry {
  method: 'REQUEST' | 'CANCEL';
  content: string;
}

/**
 * The calendar entry of one person, who is its only attendee. It holds no passcode and no platform's link: calendars are read by
 * others, and by bots. Answers are not asked for, because the roster is ours.
 */
export function calendarEntry(message: EntryMessage): CalendarEntry {
  const cancelled = message.kind === 'cancellation';
  const method = cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST;
  const zone = zoneOfEntry(message);
  const calendar = ical({ prodId: { company: 'Subrosa', product: 'Subrosa', language: 'EN' }, method });
  // Without a name the calendar itself has no zone: only the event has, and DTSTAMP stays in UTC as it must.
  calendar.timezone({ name: null, generator: (name) => definitionOf(name)?.block ?? null });
  calendar.createEvent({
    id: message.uid,
    sequence: message.sequence,
    stamp: new Date(message.composedAt),
    start: new TZDate(message.startsAt, zone ?? 'UTC'),
    end: new TZDate(message.endsAt, zone ?? 'UTC'),
    timezone: zone,
    summary: message.title,
    description: descriptionOf(message),
    class: ICalEventClass.PRIVATE,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: named(message.sender), email: message.sender.address },
    attendees: [
      {
        name: named(message.recipient),
        email: message.recipient.address,
        role: ICalAttendeeRole.REQ,
        status: ICalAttendeeStatus.NEEDSACTION,
        rsvp: false,
      },
    ],
  });
  return { method, content: `${calendar.toString()}\r\n` };
}

const named = ({ name, address }: { name: string; address: string }) => (name === '' ? address : name);

function descriptionOf(message: EntryMessage): string {
  switch (message.kind) {
    case 'cancellation':
      return `Cancelled. Help: ${message.contact}`;
    case 'coach-invitation':
      return `The board:\n${message.boardLink}\n\nHelp: ${message.contact}`;
    default:
      return describeInvitation(message);
  }
}

const describeInvitation = ({
  passLink,
  passcodeChannel,
  contact,
}: MessageOf<'invitation' | 'invitation-update'>) =>
  `Your session page, for you alone:\n${passLink}\n\nThe passcode comes ${passcodeChannel}.\n\nHelp: ${contact}`;

/** A zone's VTIMEZONE, and the name it goes by there: older names are written as the current one. */
function definitionOf(zone: string): { block: string; name: string } | undefined {
  const [block, identifier] = tzlib_get_ical_block(zone);
  return block?.startsWith('BEGIN:VTIMEZONE') && identifier?.startsWith('TZID=')
    ? { block, name: identifier.slice('TZID='.length) }
    : undefined;
}

/** Clocks are never put back by more. */
const LARGEST_CHANGE_MS = 3 * 3_600_000;

/**
 * The zone that the entry is written in; null for UTC. A local time stands for one instant only where this machine and the
 * definition that goes with it know the same rules, and not near a change of the clocks: of two like hours when they go back,
 * calendars take different ones. There UTC is right.
 */
function zoneOfEntry({ sessionZone, startsAt, endsAt }: EntryMessage): string | null {
  const definition = definitionOf(sessionZone);
  const isCertain = (at: string) => {
    const time = new TZDate(at, sessionZone);
    const [day = '', clock = ''] = time.toISOString().split('T');
    const offsetNear = (ms: number) => new TZDate(time.getTime() + ms, sessionZone).getTimezoneOffset();
    return (
      tzlib_get_offset(sessionZone, day, clock.slice(0, 5)) === clock.slice(-6).replace(':', '') &&
      offsetNear(-LARGEST_CHANGE_MS) === offsetNear(LARGEST_CHANGE_MS)
    );
  };
  return definition !== undefined && isCertain(startsAt) && isCertain(endsAt) ? definition.name : null;
}
