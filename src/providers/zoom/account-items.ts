import type { Json } from '../../domain/json.ts';
import type { Expectation } from '../../domain/evidence.ts';
import type { Part } from '../../domain/plan/declaration.ts';
import { account, accountReads } from '../shared/offers.ts';

/**
 * What is read of a host's settings, by Zoom's own paths; the posture item is `user.` and the path. A path that the answer
 * lacks is unknown, never off. Source: settings matrix of npm @zoom/rivet 0.4.0 (2026-05-06).
 */
export const userPaths = [
  'recording.local_recording',
  'recording.cloud_recording',
  'recording.recording_audio_transcript',
  'recording.save_chat_text',
  'in_meeting.chat',
  'in_meeting.allow_participants_chat_with',
  'in_meeting.allow_users_save_chats',
  'in_meeting.auto_saving_chat',
  'in_meeting.breakout_room',
  'in_meeting.screen_sharing',
  'in_meeting.who_can_share_screen',
  'in_meeting.virtual_background',
  'in_meeting.allow_live_streaming',
  'in_meeting.e2e_encryption',
  'in_meeting.custom_data_center_regions',
  'in_meeting.data_center_regions',
  'in_meeting.manual_captioning.auto_generated_captions',
  'in_meeting.manual_captioning.full_transcript',
  'in_meeting.manual_captioning.save_captions',
  'in_meeting.meeting_summary_with_ai_companion.enable',
  'in_meeting.ai_companion_questions.enable',
] as const;

/** The same for the answer to `option=meeting_security`. */
export const securityPaths = [
  'meeting_security.meeting_password_requirement',
  'meeting_security.end_to_end_encrypted_meetings',
  'meeting_security.waiting_room_settings.users_who_can_admit_participants_from_waiting_room',
] as const;

/** The same for the whole account; the posture item is `account.` and the path. */
export const accountPaths = [
  'schedule_meeting.always_display_zoom_meeting_as_topic.enable',
  'schedule_meeting.not_store_meeting_topic',
  'in_meeting.allow_participants_to_rename',
] as const;

type UserPath = (typeof userPaths)[number] | (typeof securityPaths)[number];

/** Expects a host's setting, as the account, its groups and the host have set it. */
export const userReads = (path: UserPath, ...oneOf: [Json, ...Json[]]): Expectation =>
  accountReads(`user.${path}`, ...oneOf);

/** A setting of the host's account; `remedy` says what to change in Zoom's web portal. */
export const hostSetting = (expects: Expectation[], remedy: string): Part =>
  account(expects, {
    remedy: `In Zoom’s web portal, for the host’s group or the account: ${remedy} Lock it so that hosts cannot change it back.`,
    access:
      'Add the scope user:read:settings:admin to the Zoom app, so that the host’s settings can be read.',
  });

/** Account settings that replace every meeting's topic by Zoom's own. */
const topicSwitches = accountPaths.slice(0, 2).map((path) => `account.${path}`);

/** Zoom's topic where the account replaces topics; the second is what an answer holds where no topic is kept. */
export const replacedTopics = ['Zoom Meeting', ''] as const;

/** Whether the account is known to replace topics, known not to, or neither. */
export function replacesTopics(posture: Readonly<Record<string, object>>): boolean | undefined {
  const values = topicSwitches.map((item) => {
    const reading = posture[item];
    return reading !== undefined && 'value' in reading ? reading.value : undefined;
  });
  if (values.includes(true)) return true;
  return values.every((value) => value === false) ? false : undefined;
}
