const LIVE_EVENTS = 'Belongs to the old live events.';
const OWN_CALENDAR =
  'How the entry looks in the organiser’s own calendar; nothing of the session depends on it.';
const VENDOR_SETS = 'The schema does not mark it read-only, but the calendar sets it.';

/**
 * Writable fields of an onlineMeeting or an event that are never sent, each with the reason. Dotted paths as in the wire;
 * a path stands for everything under it.
 */
export const ignoredFields: Readonly<Record<string, string>> = {
  'meeting.joinMeetingIdSettings.isPasscodeRequired':
    'Set on creation only, and gates joining by meeting id, never the link. Our page asks for the passcode.',
  'meeting.allowParticipantsToChangeName': 'Set on creation only; we set options by changing the meeting.',
  'meeting.shareMeetingChatHistoryDefault': 'Set on creation only; nobody is added to the chat later.',
  'meeting.chatRestrictions': 'Set on creation only; what may be pasted is not limited.',
  'meeting.meetingTemplateId':
    'A template brings settings that are not seen. With one on the meeting, no guard that it could loosen is certain.',
  'meeting.sensitivityLabelAssignment':
    'A label can lock, record or encrypt. With one on the meeting, no guard that it could loosen is certain.',
  'meeting.meetingSpokenLanguageTag': 'Nothing is transcribed.',
  'meeting.chatInfo': 'Would tie the meeting to a chat that exists.',
  'meeting.expiryDateTime': 'Teams sets it itself, and the meeting is needed no longer than its session.',
  'meeting.meetingOptionsWebUrl': 'An address that Teams gives.',
  'meeting.isBroadcast': LIVE_EVENTS,
  'meeting.broadcastSettings': LIVE_EVENTS,
  'meeting.participants.organizer': 'The organiser is the user in whose name the meeting is made.',

  'event.body': 'Teams writes the join address into it; a new body would drop that, and with it the meeting.',
  'event.bodyPreview': VENDOR_SETS,
  'event.recurrence': 'A meeting is made for one session.',
  'event.seriesMasterId': 'A meeting is made for one session.',
  'event.cancelledOccurrences': 'A meeting is made for one session.',
  'event.originalStart': VENDOR_SETS,
  'event.originalStartTimeZone': VENDOR_SETS,
  'event.originalEndTimeZone': VENDOR_SETS,
  'event.hasAttachments': VENDOR_SETS,
  'event.isCancelled': VENDOR_SETS,
  'event.isDraft': VENDOR_SETS,
  'event.isOrganizer': VENDOR_SETS,
  'event.organizer': 'The organiser is the user in whose calendar the event is made.',
  'event.responseStatus': VENDOR_SETS,
  'event.webLink': VENDOR_SETS,
  'event.createdDateTime': VENDOR_SETS,
  'event.lastModifiedDateTime': VENDOR_SETS,
  'event.location': 'Says nothing that the join address does not.',
  'event.locations': 'Says nothing that the join address does not.',
  'event.categories': OWN_CALENDAR,
  'event.importance': OWN_CALENDAR,
  'event.isAllDay': OWN_CALENDAR,
  'event.isReminderOn': OWN_CALENDAR,
  'event.reminderMinutesBeforeStart': OWN_CALENDAR,
  'event.showAs': OWN_CALENDAR,
};
