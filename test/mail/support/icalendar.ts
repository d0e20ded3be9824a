import ICAL from 'ical.js';

/** A calendar entry as Thunderbird’s parser reads it, and by its own zone definition only. */
export function readCalendar(content: string) {
  const calendar = new ICAL.Component(ICAL.parse(content) as unknown[]);
  const [event, ...others] = calendar.getAllSubcomponents('vevent');
  if (event === undefined || others.length > 0) throw new Error('There must be one event.');
  const definition = calendar.getFirstSubcomponent('vtimezone');
  const zone = definition === null ? null : new ICAL.Timezone(definition);

  const instant = (name: string): string => {
    const property = event.getFirstProperty(name);
    const time = property?.getFirstValue() as InstanceType<typeof ICAL.Time>;
    const named = property?.getFirstParameter('tzid');
    if (named !== undefined && named !== zone?.tzid)
      throw new Error(`${name} names a zone without definition.`);
    const clock = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
    return new Date(
      clock - (named === undefined || zone === null ? 0 : zone.utcOffset(time) * 1000),
    ).toISOString();
  };

  return {
    method: calendar.getFirstPropertyValue('method'),
    zone: zone?.tzid ?? null,
    /** The zone that DTSTART names; null where it is in UTC. */
    startZone: event.getFirstProperty('dtstart')?.getFirstParameter('tzid') ?? null,
    startsAt: instant('dtstart'),
    endsAt: instant('dtend'),
    stamp: String(event.getFirstPropertyValue('dtstamp')),
    uid: event.getFirstPropertyValue('uid'),
    sequence: event.getFirstPropertyValue('sequence'),
    status: event.getFirstPropertyValue('status'),
    summary: event.getFirstPropertyValue('summary'),
    description: String(event.getFirstPropertyValue('description')),
    organizer: event.getFirstPropertyValue('organizer'),
    organizerName: event.getFirstProperty('organizer')?.getFirstParameter('cn'),
    attendees: event.getAllProperties('attendee').map((attendee) => ({
      address: String(attendee.getFirstValue()),
      name: attendee.getFirstParameter('cn'),
      rsvp: attendee.getFirstParameter('rsvp'),
    })),
    properties: event.getAllProperties().map(({ name }) => name),
  };
}
