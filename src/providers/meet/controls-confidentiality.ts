import type { ControlId } from '../../domain/controls/catalogue.ts';
import type { ControlDeclaration } from '../../domain/plan/declaration.ts';
import { absent, enforced, host, meetingReads, offer, offerFor } from '../shared/offers.ts';
import { lookedForAfterwards } from '../shared/own-controls.ts';
import { adminSetting, disclosedOffer, fields, observed, sources } from './parts.ts';

/** What stays in the room. Guards send their strict value whatever is asked: it satisfies the loose one too. */
export const confidentialityControls = {
  'confidentiality.recording-auto.v1': {
    fields: () => ({ [fields.autoRecording]: 'OFF' }),
    offers: [offer(enforced())],
    sources: [sources.discovery, sources.baseline],
  },
  'confidentiality.recording-manual.v1': {
    offers: [
      offer(
        adminSetting(
          'video_recording',
          'enableRecording',
          [false],
          'Admin console > Apps > Google Workspace > Google Meet > Meet video settings > Recording: do not let people record.',
        ),
      ),
      offer(
        enforced(
          [meetingReads(fields.moderation, 'ON')],
          'With host management on, only the host and co-hosts can record.',
        ),
        host('Do not record, and stop a recording at once if one starts.'),
      ),
    ],
    sources: [sources.spaces, sources.baseline, sources.recording],
  },
  'confidentiality.recording-verified.v1': {
    offers: [
      offer(
        lookedForAfterwards(
          'After the session Google is to be asked for recordings, transcripts and notes of it. An administrator’s compliance recording would not show.',
        ),
      ),
      disclosedOffer('What the session left at Google cannot be looked up.'),
    ],
    sources: [sources.artifacts],
  },
  'confidentiality.transcription.v1': {
    fields: () => ({ [fields.autoTranscription]: 'OFF' }),
    offers: [
      offer(
        enforced(undefined, 'Meet does not start a transcript by itself.'),
        host('Do not start a transcript, and stop one at once if it starts. Live captions may be used.'),
      ),
    ],
    sources: [sources.discovery, sources.spaces],
  },
  'confidentiality.ai-assistants.v1': {
    fields: () => ({ [fields.autoSmartNotes]: 'OFF' }),
    offers: [
      offer(
        enforced(undefined, 'Meet does not start taking notes by itself.'),
        host('Do not turn on “Take notes for me”, and stop it at once if it starts.'),
      ),
    ],
    sources: [sources.discovery, sources.release],
  },
  'confidentiality.attention-tracking.v1': {
    offers: [
      offer({
        means: 'absent',
        sentence: 'Meet is not known to tell anybody whether you look at the session.',
        unverified: true,
      }),
      disclosedOffer('Whether Meet tells anybody that you look at the session could not be confirmed.'),
    ],
    sources: [sources.discovery],
  },
  'confidentiality.platform-attendance-report.v1': {
    fields: () => ({ [fields.attendanceReport]: 'DO_NOT_GENERATE' }),
    offers: [
      offer(
        enforced(
          undefined,
          'No attendance report is written. Google itself still holds for 30 days who was in, open to those who took part.',
        ),
      ),
      disclosedOffer('Meet may write a report of who attended into the organiser’s Drive.'),
    ],
    sources: [sources.discovery, sources.spaces, sources.attendance],
  },
  'confidentiality.participant-data.v1': {
    offers: [
      offer(
        enforced(
          [meetingReads(observed.otherMembers, 0)],
          'The space has no members besides hosts and there is no calendar event, so Google is given no participant’s name or address.',
        ),
      ),
    ],
    sources: [sources.members],
  },
  'confidentiality.topic.v1': {
    offers: [offer(absent('A space in Meet has no title.'))],
    sources: [sources.discovery],
  },
  'confidentiality.transport-encryption.v1': {
    offers: [
      disclosedOffer(
        'Google states that Meet encrypts sound and picture on their way; there is no setting for it that could be read back, and telephone lines are not covered.',
      ),
    ],
    sources: [sources.encryption],
  },
  'confidentiality.end-to-end-encryption.v1': {
    offers: [
      offerFor(
        ['required'],
        host(
          'Turn on client-side encryption in Google Calendar (Settings > Security > Add encryption). It needs Enterprise Plus or an Education edition set up for it, and people must then be invited by name.',
        ),
      ),
      disclosedOffer('Google can technically decrypt sound and picture of a standard Meet session.'),
    ],
    sources: [sources.encryption],
  },
  'confidentiality.data-region.v1': {
    offers: [
      disclosedOffer(
        'A space cannot be bound to a region: where Google keeps and handles data is decided in the organisation’s admin console.',
      ),
    ],
    sources: [sources.regions, sources.baseline],
  },
  'confidentiality.chat-retention.v1': {
    offers: [
      disclosedOffer(
        'Whether Google keeps the chat after the session cannot be set or read for one session.',
      ),
    ],
    sources: [sources.discovery, sources.regions],
  },
  'confidentiality.live-streaming.v1': {
    offers: [
      disclosedOffer(
        'Whether a session may be streamed is decided in the organisation’s admin console, which cannot be read here.',
      ),
    ],
    sources: [sources.discovery, sources.baseline],
  },
} satisfies Partial<Record<ControlId, ControlDeclaration>>;
