import { readPath, writePath, type JsonObject } from '../shared/paths.ts';

/**
 * Where a meeting setting that is left out takes its value from: [setting of the meeting, setting of the host].
 * The AI Companion, question, interpretation and mute settings do since 2026-03-15; passcode, waiting room, personal
 * meeting id and authentication since before.
 */
export const INHERITED: readonly (readonly [meeting: string, host: string])[] = [
  ['settings.host_video', 'schedule_meeting.host_video'],
  ['settings.participant_video', 'schedule_meeting.participants_video'],
  ['settings.join_before_host', 'schedule_meeting.join_before_host'],
  ['settings.audio', 'schedule_meeting.audio_type'],
  ['settings.use_pmi', 'schedule_meeting.use_pmi_for_scheduled_meetings'],
  ['settings.continuous_meeting_chat.enable', 'schedule_meeting.continuous_meeting_chat.enable'],
  ['settings.auto_recording', 'recording.auto_recording'],
  ['settings.waiting_room', 'meeting_security.waiting_room'],
  ['settings.encryption_type', 'meeting_security.encryption_type'],
  ['settings.meeting_authentication', 'meeting_authentication.meeting_authentication'],
  ['settings.question_and_answer.enable', 'in_meeting.meeting_question_answer'],
  ['settings.auto_start_meeting_summary', 'in_meeting.meeting_summary_with_ai_companion.auto_enable'],
  [
    'settings.who_will_receive_summary',
    'in_meeting.meeting_summary_with_ai_companion.who_will_receive_summary',
  ],
  ['settings.auto_start_ai_companion_questions', 'in_meeting.ai_companion_questions.auto_enable'],
  ['settings.who_can_ask_questions', 'in_meeting.ai_companion_questions.who_can_ask_questions'],
  [
    'settings.language_interpretation.enable',
    'in_meeting.language_interpretation.enable_language_interpretation_by_default',
  ],
  [
    'settings.sign_language_interpretation.enable',
    'in_meeting.sign_language_interpretation.enable_sign_language_interpretation_by_default',
  ],
  [
    'settings.request_permission_to_unmute_participants',
    'in_meeting.request_permission_to_unmute_participants',
  ],
];

/** What a meeting is like when nothing is sent: Zoom's own defaults, and the host's for what is inherited. */
export function meetingDefaults(host: JsonObject, timezone: string): JsonObject {
  const defaults: JsonObject = {
    topic: 'Zoom Meeting',
    agenda: '',
    type: 2,
    duration: 60,
    timezone,
    password: '',
    pre_schedule: false,
    settings: {
      allow_host_control_participant_mute_state: false,
      allow_multiple_devices: true,
      alternative_host_manage_cloud_recording: false,
      alternative_host_manage_meeting_summary: false,
      alternative_host_update_polls: false,
      alternative_hosts: '',
      alternative_hosts_email_notification: true,
      approval_type: 2,
      approved_or_denied_countries_or_regions: { enable: false },
      authentication_exception: [],
      auto_add_recording_to_video_management: { enable: false },
      breakout_room: { enable: false },
      close_registration: false,
      cn_meeting: false,
      device_testing: false,
      disable_participant_video: false,
      email_in_attendee_report: true,
      email_notification: true,
      enforce_login: false,
      enforce_login_domains: '',
      focus_mode: false,
      global_dial_in_countries: ['DE', 'US'],
      global_dial_in_numbers: [],
      host_save_video_order: false,
      in_meeting: false,
      internal_meeting: false,
      jbh_time: 0,
      meeting_invitees: [],
      mute_upon_entry: false,
      participant_focused_meeting: false,
      private_meeting: false,
      push_change_to_calendar: false,
      registrants_confirmation_email: true,
      registrants_email_notification: true,
      registration_type: 1,
      resources: [],
      show_join_info: false,
      show_share_button: false,
      waiting_room_options: { mode: 'follow_setting' },
      watermark: false,
    },
  };
  for (const [meeting, setting] of INHERITED) writePath(defaults, meeting, readPath(host, setting));
  return defaults;
}
