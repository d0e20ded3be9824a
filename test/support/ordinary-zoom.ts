import type { Posture } from '../../src/domain/evidence.ts';
import type { Json } from '../../src/domain/json.ts';

/**
 * An ordinary Pro account whose user settings can be read, as Zoom delivers it, with the few things that the guide wants
 * otherwise and that any host can set: everyone shares the screen, and the chat is not saved. Recording, AI Companion and
 * transcripts are as delivered: switched on.
 */
export const ordinaryZoomSettings = {
  in_meeting: { who_can_share_screen: 'all', allow_users_save_chats: 1 },
  recording: { save_chat_text: false },
};

const items: Record<string, Json> = {
  'user.recording.local_recording': true,
  'user.recording.cloud_recording': true,
  'user.recording.recording_audio_transcript': false,
  'user.recording.save_chat_text': false,
  'user.in_meeting.chat': true,
  'user.in_meeting.allow_participants_chat_with': 4,
  'user.in_meeting.allow_users_save_chats': 1,
  'user.in_meeting.auto_saving_chat': false,
  'user.in_meeting.breakout_room': true,
  'user.in_meeting.screen_sharing': true,
  'user.in_meeting.who_can_share_screen': 'all',
  'user.in_meeting.virtual_background': true,
  'user.in_meeting.allow_live_streaming': false,
  'user.in_meeting.e2e_encryption': false,
  'user.in_meeting.custom_data_center_regions': false,
  'user.in_meeting.manual_captioning.auto_generated_captions': true,
  'user.in_meeting.manual_captioning.full_transcript': true,
  'user.in_meeting.manual_captioning.save_captions': false,
  'user.in_meeting.meeting_summary_with_ai_companion.enable': true,
  'user.in_meeting.ai_companion_questions.enable': true,
  'user.meeting_security.waiting_room_settings.users_who_can_admit_participants_from_waiting_room': 0,
  'user.meeting_security.end_to_end_encrypted_meetings': false,
  'account.schedule_meeting.always_display_zoom_meeting_as_topic.enable': false,
  'account.schedule_meeting.not_store_meeting_topic': false,
};

/** What the ordinary account's posture reads at that time, with what a test changes; `undefined` takes an item away. */
export const ordinaryZoomPosture = (at: Date, changes: Record<string, Json | undefined> = {}): Posture =>
  Object.fromEntries(
    Object.entries({ ...items, ...changes }).flatMap(([item, value]) =>
      value === undefined ? [] : [[item, { value, readAt: at.toISOString() }]],
    ),
  );
