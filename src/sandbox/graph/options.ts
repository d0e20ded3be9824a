import { z } from 'zod';
import type { JsonObject } from '../shared/paths.ts';
import { badRequest } from './errors.ts';

/**
 * When a property may be changed, after the Update onlineMeeting page (2025-08-20): `live`, also during a call;
 * `before`, in force from the next call; `ignored`, not on that page, so a change is accepted and does nothing;
 * `fixed`, documented as unchangeable.
 */
type Change = 'live' | 'before' | 'ignored' | 'fixed';

interface Option {
  value: z.ZodType;
  change: Change;
}

const option = (value: z.ZodType, change: Change): Option => ({ value, change });
const flag = (change: Change) => option(z.boolean(), change);
const Instant = z.iso.datetime({ offset: true });
const Role = z.enum(['attendee', 'presenter', 'producer', 'coorganizer']);
const Participant = z.object({
  identity: z.record(z.string(), z.json()).nullish(),
  role: Role.nullish(),
  upn: z.string().nullish(),
});

/** The properties of an onlineMeeting that can be written, in the vendor's names. */
const OPTIONS: Record<string, Option> = {
  subject: option(z.string(), 'before'),
  startDateTime: option(Instant, 'before'),
  endDateTime: option(Instant, 'before'),
  participants: option(z.object({ attendees: z.array(Participant).nullish() }), 'before'),
  externalId: option(z.string(), 'ignored'),
  isBroadcast: flag('ignored'),
  meetingTemplateId: option(z.string(), 'fixed'),
  joinMeetingIdSettings: option(z.object({ isPasscodeRequired: z.boolean().nullish() }), 'fixed'),
  lobbyBypassSettings: option(
    z.object({
      scope: z
        .enum([
          'organizer',
          'organization',
          'organizationAndFederated',
          'everyone',
          'invited',
          'organizationExcludingGuests',
        ])
        .nullish(),
      isDialInBypassEnabled: z.boolean().nullish(),
    }),
    'live',
  ),
  allowedLobbyAdmitters: option(
    z.enum(['organizerAndCoOrganizersAndPresenters', 'organizerAndCoOrganizers']),
    'live',
  ),
  allowedPresenters: option(z.enum(['everyone', 'organization', 'roleIsPresenter', 'organizer']), 'live'),
  allowAttendeeToEnableCamera: flag('live'),
  allowAttendeeToEnableMic: flag('live'),
  allowBreakoutRooms: flag('before'),
  allowCopyingAndSharingMeetingContent: flag('live'),
  allowLiveShare: option(z.enum(['enabled', 'disabled']), 'before'),
  allowMeetingChat: option(z.enum(['enabled', 'disabled', 'limited']), 'live'),
  allowParticipantsToChangeName: flag('ignored'),
  allowPowerPointSharing: flag('before'),
  allowRecording: flag('live'),
  allowTeamworkReactions: flag('live'),
  allowTranscription: flag('live'),
  allowWhiteboard: flag('before'),
  chatRestrictions: option(z.object({ allowTextOnly: z.boolean().nullish() }), 'ignored'),
  isEndToEndEncryptionEnabled: flag('before'),
  isEntryExitAnnounced: flag('live'),
  meetingSpokenLanguageTag: option(z.string(), 'before'),
  recordAutomatically: flag('before'),
  sensitivityLabelAssignment: option(z.object({ sensitivityLabelId: z.string().nullish() }), 'before'),
  shareMeetingChatHistoryDefault: option(z.enum(['none', 'all']), 'ignored'),
  watermarkProtection: option(
    z.object({
      isEnabledForContentSharing: z.boolean().nullish(),
      isEnabledForVideo: z.boolean().nullish(),
    }),
    'before',
  ),
};

/** What a new meeting has where nobody says otherwise; a tenant's `meetingDefaults` are laid over it. */
export const VENDOR_DEFAULTS: JsonObject = {
  subject: null,
  externalId: null,
  isBroadcast: false,
  meetingTemplateId: null,
  participants: { attendees: [] },
  joinMeetingIdSettings: { isPasscodeRequired: true },
  lobbyBypassSettings: { scope: 'organization', isDialInBypassEnabled: false },
  allowedLobbyAdmitters: 'organizerAndCoOrganizersAndPresenters',
  allowedPresenters: 'everyone',
  allowAttendeeToEnableCamera: true,
  allowAttendeeToEnableMic: true,
  allowBreakoutRooms: true,
  allowCopyingAndSharingMeetingContent: true,
  allowLiveShare: 'enabled',
  allowMeetingChat: 'enabled',
  allowParticipantsToChangeName: false,
  allowPowerPointSharing: true,
  allowRecording: true,
  allowTeamworkReactions: true,
  allowTranscription: true,
  allowWhiteboard: true,
  chatRestrictions: null,
  isEndToEndEncryptionEnabled: false,
  isEntryExitAnnounced: true,
  meetingSpokenLanguageTag: 'en-us',
  recordAutomatically: false,
  sensitivityLabelAssignment: null,
  shareMeetingChatHistoryDefault: 'none',
  watermarkProtection: { isEnabledForContentSharing: false, isEnabledForVideo: false },
};

/** Whether a change of the property reaches a call that is running. */
export const isLive = (name: string): boolean => OPTIONS[name]?.change === 'live';

/**
 * The part of a create body that counts. onlineMeeting is an open type, so unknown and read-only properties
 * are accepted and do nothing; null counts as left out. Throws 400 for a value outside the vendor's type.
 */
export const readCreateBody = (body: unknown): JsonObject =>
  readBody(body, ['live', 'before', 'ignored', 'fixed']);

/** The part of an update body that counts; throws 400 for what is documented as unchangeable. */
export function readUpdateBody(body: unknown): JsonObject {
  const fixed = Object.keys(asObject(body)).find((name) => OPTIONS[name]?.change === 'fixed');
  if (fixed !== undefined)
    throw badRequest(`The property ${fixed} cannot be changed after the meeting is created.`);
  return readBody(body, ['live', 'before']);
}

function readBody(body: unknown, changes: Change[]): JsonObject {
  const read: JsonObject = {};
  for (const [name, value] of Object.entries(asObject(body))) {
    const known = OPTIONS[name];
    if (known === undefined || !changes.includes(known.change) || value === null) continue;
    const parsed = known.value.safeParse(value);
    if (!parsed.success) throw badRequest(`Invalid value for property ${name}.`);
    read[name] = withoutNulls(parsed.data);
  }
  return read;
}

const withoutNulls = (value: unknown) =>
  JSON.parse(JSON.stringify(value), (_key, member: unknown) =>
    member === null ? undefined : member,
  ) as JsonObject;

export function asObject(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
  return body as Record<string, unknown>;
}
