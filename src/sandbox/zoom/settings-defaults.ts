import { mergeDeep, type JsonObject } from '../shared/paths.ts';

/*
 * What an ordinary Pro account answers when its settings are read. Key names and value types are those of Zoom's
 * settings schemas of May 2026; the values are plausible defaults of a new account, chosen for the sandbox.
 */

const passcodeRequirement: JsonObject = {
  length: 6,
  have_letter: false,
  have_number: false,
  have_special_character: false,
  have_upper_and_lower_characters: false,
  only_allow_numeric: false,
  consecutive_characters_length: 0,
  weak_enhance_detection: false,
};

const inMeeting: JsonObject = {
  chat: true,
  private_chat: true,
  allow_participants_chat_with: 4,
  allow_users_save_chats: 3,
  auto_saving_chat: false,
  file_transfer: true,
  meeting_question_answer: false,
  screen_sharing: true,
  who_can_share_screen: 'host',
  who_can_share_screen_when_someone_is_sharing: 'host',
  disable_screen_sharing_for_host_meetings: false,
  disable_screen_sharing_for_in_meeting_guests: false,
  annotation: true,
  remote_control: true,
  remote_support: false,
  far_end_camera_control: false,
  whiteboard: true,
  breakout_room: true,
  breakout_room_schedule: true,
  co_host: true,
  attendee_on_hold: true,
  attention_mode_focus_mode: true,
  polling: true,
  meeting_reactions: true,
  non_verbal_feedback: false,
  closed_caption: true,
  closed_captioning: {
    auto_transcribing: true,
    enable: true,
    save_caption: false,
    third_party_captioning_service: true,
    view_full_transcript: true,
  },
  manual_captioning: {
    allow_to_type: true,
    auto_generated_captions: true,
    full_transcript: true,
    manual_captions: true,
    save_captions: false,
    third_party_captioning_service: true,
  },
  allow_live_streaming: false,
  live_streaming_facebook: false,
  live_streaming_youtube: false,
  custom_live_streaming_service: false,
  workplace_by_facebook: false,
  e2e_encryption: false,
  virtual_background: true,
  virtual_background_settings: { enable: true, allow_upload_custom: true, allow_videos: true, files: [] },
  custom_data_center_regions: false,
  data_center_regions: ['DE', 'IE', 'NL', 'US'],
  entry_exit_chime: 'none',
  feedback: false,
  join_from_desktop: true,
  join_from_mobile: true,
  language_interpretation: { enable: false, enable_language_interpretation_by_default: false },
  sign_language_interpretation: { enable: false, enable_sign_language_interpretation_by_default: false },
  request_permission_to_unmute_participants: false,
  show_a_join_from_your_browser_link: true,
  meeting_summary_with_ai_companion: { enable: true, auto_enable: false, who_will_receive_summary: 1 },
  ai_companion_questions: { enable: true, auto_enable: false, who_can_ask_questions: 3 },
};

/** Settings that users and accounts share. */
const COMMON: JsonObject = {
  in_meeting: inMeeting,
  recording: {
    local_recording: true,
    cloud_recording: true,
    auto_recording: 'none',
    recording_audio_transcript: false,
    recording_disclaimer: true,
    record_audio_file: true,
    record_gallery_view: false,
    record_speaker_view: true,
    auto_delete_cmr: false,
    auto_delete_cmr_days: 30,
    save_chat_text: true,
    show_timestamp: false,
    smart_recording: {
      create_recording_highlights: false,
      create_smart_chapters: false,
      create_next_steps: false,
    },
  },
  schedule_meeting: {
    audio_type: 'both',
    host_video: true,
    join_before_host: false,
    personal_meeting: true,
    force_pmi_jbh_password: false,
    meeting_password_requirement: passcodeRequirement,
    require_password_for_instant_meetings: true,
    require_password_for_pmi_meetings: 'all',
    require_password_for_scheduled_meetings: true,
    require_password_for_scheduling_new_meetings: true,
    use_pmi_for_instant_meetings: false,
    use_pmi_for_scheduled_meetings: false,
    continuous_meeting_chat: {
      enable: false,
      can_add_external_users: true,
      auto_add_invited_external_users: true,
    },
  },
  email_notification: {
    alternative_host_reminder: true,
    cancel_meeting_reminder: true,
    cloud_recording_available_reminder: true,
    jbh_reminder: true,
    schedule_for_reminder: true,
  },
  telephony: { third_party_audio: false },
  meeting_security: {
    auto_security: true,
    block_user_domain: false,
    embed_password_in_join_link: true,
    encryption_type: 'enhanced_encryption',
    end_to_end_encrypted_meetings: false,
    meeting_password: true,
    meeting_password_requirement: passcodeRequirement,
    only_authenticated_can_join_from_webclient: false,
    phone_password: true,
    pmi_password: true,
    waiting_room: true,
    waiting_room_settings: {
      participants_to_place_in_waiting_room: 0,
      users_who_can_admit_participants_from_waiting_room: 0,
      whitelisted_domains_for_waiting_room: '',
    },
  },
  meeting_authentication: {
    meeting_authentication: false,
    allow_authentication_exception: false,
    authentication_options: [
      {
        id: 'signIn_all',
        name: 'Sign in to Zoom',
        type: 'enforce_login',
        default_option: true,
        visible: true,
      },
    ],
  },
};

const USER_ONLY: JsonObject = {
  in_meeting: { waiting_room: true },
  schedule_meeting: {
    participants_video: true,
    embed_password_in_join_link: true,
    pstn_password_protected: true,
  },
  feature: { meeting_capacity: 100, large_meeting: false, webinar: false },
};

const ACCOUNT_ONLY: JsonObject = {
  in_meeting: { allow_participants_to_rename: true, watermark: false, alert_guest_join: true },
  schedule_meeting: {
    participant_video: true,
    jbh_time: 0,
    not_store_meeting_topic: false,
    always_display_zoom_meeting_as_topic: { enable: false, display_topic_for_scheduled_meetings: false },
    hide_meeting_description: { enable: false, hide_description_for_scheduled_meetings: false },
  },
  recording: { cloud_recording_download: true, host_delete_cloud_recording: true },
  meeting_security: {
    waiting_room_options: { enable: true, locked: false, admit_type: 1, who_can_admit_participants: 0 },
  },
};

/** Everything that a user's settings answer can hold, with its default. */
export const USER_SETTINGS: JsonObject = mergeDeep(COMMON, USER_ONLY);

/** Everything that an account's settings answer can hold, with its default. */
export const ACCOUNT_SETTINGS: JsonObject = mergeDeep(COMMON, ACCOUNT_ONLY);

/**
 * Settings that Zoom answers in two places, as [place that follows, place that leads]. Only the leading place can be
 * configured, so that an account cannot contradict itself.
 */
export const MIRRORS: readonly (readonly [follows: string, leads: string])[] = [
  ['schedule_meeting.embed_password_in_join_link', 'meeting_security.embed_password_in_join_link'],
  ['schedule_meeting.meeting_password_requirement', 'meeting_security.meeting_password_requirement'],
  ['schedule_meeting.require_password_for_scheduling_new_meetings', 'meeting_security.meeting_password'],
  ['schedule_meeting.require_password_for_scheduled_meetings', 'meeting_security.meeting_password'],
  ['schedule_meeting.participant_video', 'schedule_meeting.participants_video'],
  ['in_meeting.waiting_room', 'meeting_security.waiting_room'],
];

/** Every lock that can be set: true means that users cannot change the setting, not that it is on. */
export const LOCKS: JsonObject = {
  in_meeting: allUnlocked(
    'chat private_chat auto_saving_chat file_transfer screen_sharing annotation remote_control remote_support',
    'whiteboard breakout_room co_host closed_caption auto_generated_captions full_transcript save_captions',
    'manual_captions allow_live_streaming e2e_encryption virtual_background custom_data_center_regions',
    'attendee_on_hold far_end_camera_control meeting_question_answer request_permission_to_unmute_participants',
    'disable_screen_sharing_for_in_meeting_guests language_interpretation sign_language_interpretation',
  ),
  recording: allUnlocked('local_recording cloud_recording auto_recording auto_delete_cmr'),
  schedule_meeting: allUnlocked(
    'audio_type embed_password_in_join_link host_video join_before_host meeting_authentication participant_video',
    'require_password_for_scheduling_new_meetings require_password_for_instant_meetings',
    'require_password_for_pmi_meetings use_pmi_for_instant_meetings use_pmi_for_scheduled_meetings',
    'continuous_meeting_chat not_store_meeting_topic',
  ),
  telephony: allUnlocked('third_party_audio'),
  meeting_security: allUnlocked(
    'approved_or_denied_countries_or_regions auto_security block_user_domain embed_password_in_join_link',
    'encryption_type end_to_end_encrypted_meetings meeting_password only_authenticated_can_join_from_webclient',
    'phone_password pmi_password waiting_room',
  ),
};

function allUnlocked(...names: string[]): JsonObject {
  return Object.fromEntries(
    names
      .join(' ')
      .split(' ')
      .map((name) => [name, false]),
  );
}
