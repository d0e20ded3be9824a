/** Writable fields of an onlineMeeting or an event that are never sent, each with the reason. Dotted paths as in the wire. */
export const ignoredFields: Readonly<Record<string, string>> = {
  'meeting.joinMeetingIdSettings.isPasscodeRequired':
    'Set on creation only, and gates joining by meeting id, never the link. Our page asks for the passcode.',
  'meeting.allowParticipantsToChangeName': 'Set on creation only; we set options by changing the meeting.',
  'meeting.shareMeetingChatHistoryDefault': 'Set on creation only; nobody is added to the chat later.',
  'meeting.chatRestrictions.allowTextOnly': 'Set on creation only; what is pasted is not limited.',
  'meeting.meetingTemplateId':
    'A template brings settings that are not seen; one that is set is shown as unknown.',
  'meeting.sensitivityLabelAssignment.sensitivityLabelId':
    'A label can lock, record or encrypt; the tenant sets it. One that is set is shown as unknown.',
  'meeting.meetingSpokenLanguageTag': 'Nothing is transcribed.',
  'meeting.chatInfo.threadId': 'Would tie the meeting to a chat that exists.',
  'meeting.chatInfo.messageId': 'Would tie the meeting to a chat that exists.',
  'meeting.chatInfo.replyChainMessageId': 'Would tie the meeting to a chat that exists.',
  'meeting.expiryDateTime': 'Teams keeps it; the meeting is deleted after its session.',
  'meeting.meetingOptionsWebUrl': 'An address that Teams gives.',
  'meeting.isBroadcast': 'Belongs to the old live events.',
  'meeting.broadcastSettings.allowedAudience': 'Belongs to the old live events.',
  'meeting.broadcastSettings.captions.isCaptionEnabled': 'Belongs to the old live events.',
  'meeting.broadcastSettings.captions.spokenLanguage': 'Belongs to the old live events.',
  'meeting.broadcastSettings.captions.translationLanguages': 'Belongs to the old live events.',
  'meeting.broadcastSettings.isAttendeeReportEnabled': 'Belongs to the old live events.',
  'meeting.broadcastSettings.isQuestionAndAnswerEnabled': 'Belongs to the old live events.',
  'meeting.broadcastSettings.isRecordingEnabled': 'Belongs to the old live events.',
  'meeting.broadcastSettings.isVideoOnDemandEnabled': 'Belongs to the old live events.',
  'meeting.participants.organizer': 'The organiser is the user in whose name the meeting is made.',
};
