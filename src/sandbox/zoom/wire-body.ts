import { z } from 'zod';

/*
 * The bodies of creating and updating a meeting (Zoom API Hub, June 2026). Objects are not strict: Zoom ignores what
 * it does not know, for instance a setting that was put beside `settings` instead of into it.
 */

const flag = z.boolean();
const text = z.string();
const texts = z.array(text);
const oneOf = <T extends number | string>(...values: T[]) => z.literal(values);

const enableOnly = { enable: flag.optional() };
const Interpretation = z.object({
  ...enableOnly,
  interpreters: z.array(z.record(text, text)).optional(),
});

const settings = {
  additional_data_center_regions: texts,
  allow_multiple_devices: flag,
  alternative_hosts: text,
  alternative_hosts_email_notification: flag,
  alternative_host_update_polls: flag,
  alternative_host_manage_meeting_summary: flag,
  alternative_host_manage_cloud_recording: flag,
  approval_type: oneOf(0, 1, 2),
  approved_or_denied_countries_or_regions: z.object({
    ...enableOnly,
    method: oneOf('approve', 'deny').optional(),
    approved_list: texts.optional(),
    denied_list: texts.optional(),
  }),
  audio: oneOf('both', 'telephony', 'voip', 'thirdParty'),
  audio_conference_info: text,
  authentication_domains: text,
  authentication_exception: z.array(z.object({ email: text.optional(), name: text.optional() })),
  authentication_option: text,
  // Any text: a value that Zoom does not know is taken as "none", without an error.
  auto_recording: text,
  auto_add_recording_to_video_management: z.object({
    enable: flag,
    channels: z.array(z.object({ channel_id: text, name: text.optional() })).optional(),
  }),
  breakout_room: z.object({
    ...enableOnly,
    rooms: z.array(z.object({ name: text.optional(), participants: texts.optional() })).optional(),
  }),
  calendar_type: oneOf(1, 2),
  close_registration: flag,
  cn_meeting: flag,
  contact_email: text,
  contact_name: text,
  email_notification: flag,
  encryption_type: oneOf('enhanced_encryption', 'e2ee'),
  focus_mode: flag,
  global_dial_in_countries: texts,
  host_video: flag,
  in_meeting: flag,
  jbh_time: oneOf(0, 5, 10, 15),
  join_before_host: flag,
  question_and_answer: z.object({
    ...enableOnly,
    allow_submit_questions: flag.optional(),
    allow_anonymous_questions: flag.optional(),
    question_visibility: oneOf('answered', 'all').optional(),
    attendees_can_comment: flag.optional(),
    attendees_can_upvote: flag.optional(),
  }),
  language_interpretation: Interpretation,
  sign_language_interpretation: Interpretation,
  meeting_authentication: flag,
  meeting_invitees: z.array(z.object({ email: text.optional() })),
  mute_upon_entry: flag,
  participant_video: flag,
  private_meeting: flag,
  registrants_confirmation_email: flag,
  registrants_email_notification: flag,
  registration_type: oneOf(1, 2, 3),
  show_share_button: flag,
  show_join_info: flag,
  use_pmi: flag,
  waiting_room: flag,
  waiting_room_options: z
    .object({
      mode: oneOf('follow_setting', 'custom'),
      who_goes_to_waiting_room: oneOf(
        'everyone',
        'users_not_in_account',
        'users_not_in_account_or_whitelisted_domains',
        'users_not_on_invite',
        'users_not_in_org',
      ).optional(),
    })
    .refine(({ mode, who_goes_to_waiting_room: who }) => mode !== 'custom' || who !== undefined, {
      path: ['who_goes_to_waiting_room'],
    }),
  watermark: flag,
  host_save_video_order: flag,
  internal_meeting: flag,
  continuous_meeting_chat: z.object({
    ...enableOnly,
    auto_add_invited_external_users: flag.optional(),
    auto_add_meeting_participants: flag.optional(),
  }),
  participant_focused_meeting: flag,
  push_change_to_calendar: flag,
  resources: z.array(
    z.object({
      resource_type: oneOf('whiteboard').optional(),
      resource_id: text.optional(),
      permission_level: oneOf('editor', 'commenter', 'viewer').optional(),
    }),
  ),
  auto_start_meeting_summary: flag,
  who_will_receive_summary: oneOf(1, 2, 3, 4),
  auto_start_ai_companion_questions: flag,
  who_can_ask_questions: oneOf(1, 2, 3, 4, 5),
  summary_template_id: text,
  device_testing: flag,
  request_permission_to_unmute_participants: flag,
  allow_host_control_participant_mute_state: flag,
  disable_participant_video: flag,
  email_in_attendee_report: flag,
  // Sending this one made an update fail where it was tried, unlike other settings that do not exist.
  auto_transcribing: z.never(),
};

const Settings = z
  .object(settings)
  .partial()
  .refine(
    (sent) =>
      !(sent.request_permission_to_unmute_participants && sent.allow_host_control_participant_mute_state),
    { path: ['allow_host_control_participant_mute_state'] },
  );

const body = {
  agenda: text.max(2_000),
  duration: z.int().min(0),
  // At most ten characters; an empty one asks for none.
  password: text.max(10),
  pre_schedule: flag,
  schedule_for: text,
  recurrence: z.record(text, z.json()),
  settings: Settings,
  start_time: text,
  template_id: text,
  timezone: text,
  topic: text.max(200),
  tracking_fields: z.array(z.object({ field: text, value: text.optional() })),
  type: oneOf(1, 2, 3, 8, 10),
};

/** The body of `POST /users/{userId}/meetings`. */
export const CreateBody = z.object({ ...body, default_password: flag }).partial();
export type CreateBody = z.infer<typeof CreateBody>;

/** The body of `PATCH /meetings/{meetingId}`, without what can only be set when creating. */
export const UpdateBody = z
  .object({
    ...body,
    settings: Settings.transform((sent) => {
      const changeable = { ...sent };
      delete changeable.additional_data_center_regions;
      delete changeable.show_join_info;
      return changeable;
    }),
  })
  .partial();
