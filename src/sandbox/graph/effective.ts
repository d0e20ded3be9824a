import { readPath, writePath, type JsonObject } from '../shared/paths.ts';
import { policyOf, type MeetingPolicyContent } from './account.ts';
import { organizerUser } from './meeting.ts';
import type { Meeting, Person, World } from './world.ts';

/** The policy parameter that takes a meeting option away from all of an organiser's meetings. */
const POLICY_OF_OPTION = {
  allowRecording: 'AllowCloudRecording',
  recordAutomatically: 'AllowCloudRecording',
  allowTranscription: 'AllowTranscription',
  allowBreakoutRooms: 'AllowBreakoutRooms',
  allowTeamworkReactions: 'AllowMeetingReactions',
  allowPowerPointSharing: 'AllowPowerPointSharing',
  allowWhiteboard: 'AllowWhiteboard',
} as const satisfies Record<string, keyof MeetingPolicyContent>;

export function meetingPolicy(world: World, meeting: Meeting): MeetingPolicyContent | undefined {
  const tenant = world.tenants.get(meeting.tenantId);
  return tenant === undefined ? undefined : policyOf(tenant.config, organizerUser(world, meeting));
}

/**
 * How the meeting really behaves: its own settings with the tenant's policies and licences laid over them.
 * A read of the meeting shows none of this.
 */
export function effectiveSettings(world: World, meeting: Meeting): JsonObject {
  const effective = structuredClone(meeting.effective);
  const tenant = world.tenants.get(meeting.tenantId);
  const policy = meetingPolicy(world, meeting);
  if (tenant === undefined || policy === undefined) return effective;

  const locked = (option: string) => option in tenant.config.locks;
  for (const [option, parameter] of Object.entries(POLICY_OF_OPTION)) {
    // A sensitivity label can force recording although the policy is off.
    if (!policy[parameter] && !locked(option)) effective[option] = false;
  }
  if (policy.MeetingChatEnabledType === 'Disabled') effective.allowMeetingChat = 'disabled';

  const { teamsPremium, endToEndEncryption } = tenant.config;
  if (!teamsPremium || endToEndEncryption === 'Disabled') effective.isEndToEndEncryptionEnabled = false;
  if (!teamsPremium)
    effective.watermarkProtection = { isEnabledForContentSharing: false, isEnabledForVideo: false };

  const watermark = readPath(effective, 'watermarkProtection.isEnabledForVideo') === true;
  const shareWatermark = readPath(effective, 'watermarkProtection.isEnabledForContentSharing') === true;
  if (effective.isEndToEndEncryptionEnabled === true) {
    for (const lost of ['allowTranscription', 'allowBreakoutRooms']) writePath(effective, lost, false);
  }
  if (effective.isEndToEndEncryptionEnabled === true || watermark || shareWatermark) {
    effective.allowRecording = false;
    effective.recordAutomatically = false;
  }
  return effective;
}

/** What the meeting does with somebody at its door. */
export function doorFor(world: World, meeting: Meeting, person: Person): 'in' | 'lobby' | 'refused' {
  if (person.kind === 'organizer' || person.kind === 'coorganizer') return 'in';
  if (meeting.call?.locked === true) return 'refused';
  const policy = meetingPolicy(world, meeting);
  const outsider = person.kind === 'anonymous' || person.kind === 'dial-in';
  if (person.kind === 'anonymous' && policy?.AllowAnonymousUsersToJoinMeeting === false) return 'refused';
  // Even with a lobby open to everyone, people without an account wait until somebody else has started the meeting.
  if (outsider && meeting.call === undefined && policy?.AllowAnonymousUsersToStartMeeting !== true)
    return 'lobby';
  return bypasses(effectiveSettings(world, meeting), person) ? 'in' : 'lobby';
}

function bypasses(effective: JsonObject, person: Person): boolean {
  if (person.kind === 'dial-in')
    return readPath(effective, 'lobbyBypassSettings.isDialInBypassEnabled') === true;
  switch (readPath(effective, 'lobbyBypassSettings.scope')) {
    case 'everyone':
      return true;
    case 'organizationAndFederated':
      return person.kind !== 'anonymous';
    case 'organization':
      return person.kind === 'organization' || person.kind === 'guest';
    case 'organizationExcludingGuests':
      return person.kind === 'organization';
    case 'invited':
      return person.upn !== undefined && invitees(effective).includes(person.upn);
    default:
      return false;
  }
}

const invitees = (effective: JsonObject): unknown[] => {
  const attendees = readPath(effective, 'participants.attendees');
  return Array.isArray(attendees) ? attendees.map((attendee) => (attendee as JsonObject | null)?.upn) : [];
};

/** Whether a person who is inside may admit from the lobby. */
export function mayAdmit(world: World, meeting: Meeting, person: Person): boolean {
  if (person.kind === 'organizer' || person.kind === 'coorganizer') return true;
  const effective = effectiveSettings(world, meeting);
  return (
    effective.allowedLobbyAdmitters === 'organizerAndCoOrganizersAndPresenters' &&
    isPresenter(effective, person)
  );
}

function isPresenter(effective: JsonObject, person: Person): boolean {
  if (effective.allowedPresenters === 'everyone') return true;
  return effective.allowedPresenters === 'organization' && ['organization', 'guest'].includes(person.kind);
}
