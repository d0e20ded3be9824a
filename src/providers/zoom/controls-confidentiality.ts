import type { ControlId } from '../../domain/controls/catalogue.ts';
import { isKnown, type Expectation } from '../../domain/evidence.ts';
import type { Json } from '../../domain/json.ts';
import type { CompileContext, ControlDeclaration } from '../../domain/plan/declaration.ts';
import { slot } from '../../domain/plan/wire.ts';
import {
  absent,
  account,
  accountReads,
  disclosed,
  enforced,
  host,
  meetingReads,
  offer,
  offerFor,
} from '../shared/offers.ts';
import { lookedForAfterwards } from '../shared/own-controls.ts';
import { hostSetting, replacedTopics, replacesTopics, userReads } from './account-items.ts';
import { unlessLeftOut } from '../shared/left-out.ts';
import { API_2025_12, API_2026_06, MEASURED, SETTINGS } from './sources.ts';

const encrypted = enforced([meetingReads('meeting.settings.encryption_type', 'enhanced_encryption', 'e2ee')]);

/** Who is served by an assistant counts only once somebody starts one, which an account without them cannot do. */
const assistantsNotStarted = enforced([
  unlessLeftOut('meeting.settings.who_will_receive_summary', 1),
  unlessLeftOut('meeting.settings.who_can_ask_questions', 3),
]);

/** Nobody is added to a chat that ends with the meeting: who would be need not be answered. */
const chatEndsWithMeeting = enforced([
  unlessLeftOut('meeting.settings.continuous_meeting_chat.auto_add_meeting_participants', false),
]);

const attendanceListExists = disclosed(
  'Zoom keeps a list of who was in the session and when; the host’s account can read it for a year.',
);

/** What stays in the room. */
export const confidentialityControls = {
  'confidentiality.recording-auto.v1': {
    fields: () => ({
      'meeting.settings.auto_recording': 'none',
      'meeting.settings.auto_add_recording_to_video_management.enable': false,
    }),
    // Where recordings would be published belongs to an add-on that an account may lack; none is made by itself.
    offers: [
      offer(
        enforced([unlessLeftOut('meeting.settings.auto_add_recording_to_video_management.enable', false)]),
      ),
    ],
    sources: [API_2026_06, MEASURED],
  },
  'confidentiality.recording-manual.v1': {
    offers: [
      offer(
        hostSetting(
          [userReads('recording.local_recording', false), userReads('recording.cloud_recording', false)],
          'under Recording, switch off recording to the computer and to the cloud.',
        ),
      ),
      offer(host('Do not record and let nobody record; if a recording runs, stop it and say so.')),
    ],
    sources: [SETTINGS, MEASURED],
  },
  'confidentiality.recording-verified.v1': {
    offers: [
      offer(
        lookedForAfterwards(
          'After the session Zoom’s lists are to be searched for recordings, transcripts and summaries.',
        ),
      ),
      offer(disclosed('Whether a recording exists afterwards cannot be seen here.')),
    ],
    sources: [API_2026_06, MEASURED],
  },
  'confidentiality.transcription.v1': {
    offers: [
      offer(
        hostSetting(
          [
            userReads('in_meeting.manual_captioning.full_transcript', false),
            userReads('in_meeting.manual_captioning.save_captions', false),
            userReads('recording.recording_audio_transcript', false),
          ],
          'switch off the full transcript, saving captions, and the audio transcript of recordings.',
        ),
      ),
      offer(host('Do not start a transcript and let nobody save captions; if it runs, stop it and say so.')),
    ],
    sources: [SETTINGS],
  },
  'confidentiality.ai-assistants.v1': {
    fields: () => ({
      'meeting.settings.auto_start_meeting_summary': false,
      'meeting.settings.auto_start_ai_companion_questions': false,
      'meeting.settings.who_will_receive_summary': 1,
      'meeting.settings.who_can_ask_questions': 3,
    }),
    offers: [
      offer(
        assistantsNotStarted,
        hostSetting(
          [
            userReads('in_meeting.meeting_summary_with_ai_companion.enable', false),
            userReads('in_meeting.ai_companion_questions.enable', false),
          ],
          'under AI Companion, switch off meeting summaries and questions.',
        ),
      ),
      offer(
        assistantsNotStarted,
        host('Do not start AI Companion; if it runs, stop it and delete what it made.'),
      ),
    ],
    sources: [
      API_2026_06,
      SETTINGS,
      'Zoom changelog 2026-03-05: what is left out inherits the host’s default',
    ],
  },
  'confidentiality.attention-tracking.v1': {
    offers: [offer(absent('Zoom removed attention tracking in April 2020.'))],
    sources: [API_2026_06],
  },
  'confidentiality.platform-attendance-report.v1': {
    fields: () => ({ 'meeting.settings.email_in_attendee_report': false }),
    offers: [
      offer(enforced(undefined, 'Addresses stay out of Zoom’s attendance report.'), attendanceListExists),
      offer(attendanceListExists),
    ],
    sources: [API_2025_12],
  },
  'confidentiality.participant-data.v1': {
    fields: () => ({
      'meeting.settings.meeting_invitees': [],
      'meeting.settings.private_meeting': true,
      'meeting.settings.push_change_to_calendar': false,
      'meeting.settings.language_interpretation.enable': false,
      'meeting.settings.sign_language_interpretation.enable': false,
    }),
    // Real accounts (2024-09) answer nothing of language interpretation where it is off, and of sign language that it is off.
    offers: [offer(enforced([unlessLeftOut('meeting.settings.language_interpretation.enable', false)]))],
    sources: [API_2026_06],
  },
  'confidentiality.topic.v1': {
    fields: () => ({ 'meeting.topic': slot('topic'), 'meeting.agenda': slot('reference') }),
    offers: [offer(enforced(neutralTopic))],
    sources: [API_2025_12, SETTINGS],
  },
  'confidentiality.transport-encryption.v1': {
    offers: [
      offer(
        encrypted,
        hostSetting(
          [userReads('in_meeting.e2e_encryption', true)],
          'require encryption for third-party endpoints (H.323 and SIP).',
        ),
      ),
      offer(
        encrypted,
        disclosed(
          'Zoom’s own apps encrypt sound and picture; whether room systems of other makers must do so is not assured.',
        ),
      ),
    ],
    sources: [API_2025_12, SETTINGS],
  },
  'confidentiality.end-to-end-encryption.v1': {
    fields: (value) => ({
      'meeting.settings.encryption_type': value === 'required' ? 'e2ee' : 'enhanced_encryption',
    }),
    offers: [
      offerFor(['required'], enforced()),
      offer(
        disclosed(
          'The session is not encrypted end to end: Zoom as the operator could technically listen in.',
        ),
      ),
    ],
    sources: [API_2025_12],
  },
  'confidentiality.data-region.v1': {
    offers: [
      {
        parts: [
          account(regionsWithin, {
            remedy:
              'In Zoom’s web portal, under In meeting (Advanced): choose the data center regions that the client allows.',
            access:
              'Add the scope user:read:settings:admin to the Zoom app, so that the host’s settings can be read.',
          }),
        ],
        when: { says: 'asked for: a list of regions', holds: (value) => Array.isArray(value) },
      },
      offer(disclosed('Zoom may carry the session through any of its regions.')),
    ],
    sources: [SETTINGS],
  },
  'confidentiality.chat-retention.v1': {
    fields: () => ({
      'meeting.settings.continuous_meeting_chat.enable': false,
      'meeting.settings.continuous_meeting_chat.auto_add_invited_external_users': false,
      'meeting.settings.continuous_meeting_chat.auto_add_meeting_participants': false,
    }),
    offers: [
      offer(
        chatEndsWithMeeting,
        hostSetting(
          [
            userReads('in_meeting.auto_saving_chat', false),
            userReads('in_meeting.allow_users_save_chats', 1),
            userReads('recording.save_chat_text', false),
          ],
          'switch off saving the chat automatically, by participants, and with recordings.',
        ),
      ),
      offer(
        chatEndsWithMeeting,
        disclosed('The chat ends with the session, but people may be able to save it for themselves.'),
      ),
    ],
    sources: [API_2026_06, SETTINGS],
  },
  'confidentiality.live-streaming.v1': {
    offers: [
      offer(
        hostSetting(
          [userReads('in_meeting.allow_live_streaming', false)],
          'switch off live streaming of meetings.',
        ),
      ),
      offer(
        disclosed(
          'This account allows a host to stream a session; whether one is streamed cannot be ruled out beforehand.',
        ),
      ),
    ],
    sources: [SETTINGS],
  },
} satisfies Partial<Record<ControlId, ControlDeclaration>>;

/** Topic and agenda as sent; where the account is known to replace topics, Zoom's own topic is as neutral. */
function neutralTopic(_value: Json, { posture }: CompileContext): Expectation[] {
  const topics = replacesTopics(posture) === true ? replacedTopics : [];
  return [
    meetingReads('meeting.topic', slot('topic'), ...topics),
    meetingReads('meeting.agenda', slot('reference')),
  ];
}

/** Zoom's codes where they differ from a country's. */
const zoomRegion = (country: Json): Json => (country === 'JP' ? 'TY' : country);

/** The account's own choice of regions, if it stays within the asked ones: any part of them will do. */
function regionsWithin(value: Json, { posture }: CompileContext): Expectation[] {
  const asked = Array.isArray(value) ? value.map(zoomRegion) : [];
  const item = 'user.in_meeting.data_center_regions';
  const reading = posture[item];
  const chosen =
    reading !== undefined && isKnown(reading) && Array.isArray(reading.value) ? reading.value : [];
  const within = chosen.length > 0 && chosen.every((region) => asked.includes(region));
  return [
    userReads('in_meeting.custom_data_center_regions', true),
    accountReads(item, within ? chosen : asked),
  ];
}
