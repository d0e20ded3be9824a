import type { Posture, Reading } from '../../domain/evidence.ts';

/** Parameters of the organiser's meeting policy that bear on a session, named as in `Get-CsTeamsMeetingPolicy`. */
const policyParameters = [
  'AllowAnonymousUsersToJoinMeeting',
  'AllowAnonymousUsersToStartMeeting',
  'AllowBreakoutRooms',
  'AllowCloudRecording',
  'AllowEngagementReport',
  'AllowTranscription',
  'Copilot',
  'ExternalBotAccessMode',
  'LiveCaptionsEnabledType',
  'LiveStreamingMode',
  'MeetingChatEnabledType',
  'ScreenSharingMode',
] as const;

const POLICY_UNREADABLE =
  'Microsoft Graph names the meeting policy that a user has and cannot read what it says; an administrator can, with Get-CsTeamsMeetingPolicy.';
const ACCOUNT_UNREADABLE =
  'This is not read from Microsoft Graph; an administrator of the tenant can see it.';

const unreadable: Readonly<Record<string, string>> = {
  ...Object.fromEntries(policyParameters.map((parameter) => [`policy.${parameter}`, POLICY_UNREADABLE])),
  'licence.AudioConferencing': ACCOUNT_UNREADABLE,
  'licence.TeamsPremium': ACCOUNT_UNREADABLE,
  'encryption.MeetingEndToEndEncryption': ACCOUNT_UNREADABLE,
};

/** The item that holds the name of the meeting policy assigned to the organiser. */
export const ASSIGNED_POLICY = 'assigned.TeamsMeetingPolicy';

/** Every item of a Teams posture. */
export const postureItems: readonly string[] = [...Object.keys(unreadable), ASSIGNED_POLICY];

/** A posture read at this time: nothing of a policy's contents, and the assigned policy's name where it could be read. */
export function postureOf(assigned: Reading, readAt: Date): Posture {
  const at = readAt.toISOString();
  const items = Object.entries(unreadable).map(([item, unknown]) => [item, { unknown, readAt: at }] as const);
  return { ...Object.fromEntries(items), [ASSIGNED_POLICY]: { ...assigned, readAt: at } };
}
