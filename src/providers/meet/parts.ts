import type { Expectation } from '../../domain/evidence.ts';
import type { Json } from '../../domain/json.ts';
import type { CompileContext, Offer, Part } from '../../domain/plan/declaration.ts';
import { account, accountReads, disclosed, meetingReads, offer } from '../shared/offers.ts';

/** Short names of the sources of the facts, with their dates. */
export const sources = {
  discovery: 'Google Meet REST v2 discovery document, 2026-04-21',
  members: 'npm googleapis 188.0.0 spaces.members, 2026-10-22',
  spaces: 'developers.google.com/workspace/meet/api/guides/meeting-spaces-configuration, 2026-04-23',
  memberGuide: 'developers.google.com/workspace/meet/api/guides/meeting-space-members',
  release: 'developers.google.com/workspace/meet/release-notes, 2026-04-23',
  hosts: 'support.google.com/meet/answer/9303164',
  waitingRooms: 'support.google.com/meet/answer/16523457; support.google.com/a/answer/16398156',
  recording: 'support.google.com/meet/answer/9308681',
  baseline: 'cisagov/ScubaGoggles Meet baseline and Policy API settings, 2026-08-21',
  encryption: 'support.google.com/meet/answer/11605714',
  regions: 'support.google.com/a/answer/9223653',
  telephony: 'support.google.com/a/answer/7304109',
  attendance: 'support.google.com/a/answer/10250057',
  artifacts: 'Google Meet REST v2 recordings, transcripts and smartNotes, 2026-04',
} as const;

/** The settings of a space, as the wire names them: `space` is the body of `spaces.create` and `spaces.patch`. */
export const fields = {
  accessType: 'space.config.accessType',
  entryPointAccess: 'space.config.entryPointAccess',
  moderation: 'space.config.moderation',
  chat: 'space.config.moderationRestrictions.chatRestriction',
  reactions: 'space.config.moderationRestrictions.reactionRestriction',
  presenting: 'space.config.moderationRestrictions.presentRestriction',
  joinAsViewer: 'space.config.moderationRestrictions.defaultJoinAsViewerType',
  attendanceReport: 'space.config.attendanceReportGenerationType',
  autoRecording: 'space.config.artifactConfig.recordingConfig.autoRecordingGeneration',
  autoTranscription: 'space.config.artifactConfig.transcriptionConfig.autoTranscriptionGeneration',
  autoSmartNotes: 'space.config.artifactConfig.smartNotesConfig.autoSmartNotesGeneration',
} as const;

/** What observing adds to the fields that were sent. */
export const observed = {
  /** `own` where the space read is the one that was made, with the code that its link was made of. */
  identity: 'space.identity',
  /** How many members the space has besides a co-host that the plan names: members do not have to ask to join. */
  otherMembers: 'members.others',
} as const;

/** The coach as a co-host: in the organiser's organisation without being the organiser. */
export const coachIsCoHost = ({ people }: Pick<CompileContext, 'people'>): boolean =>
  people.coach === 'member';

/** Everybody asks to join, only hosts and co-hosts admit, and nobody else may come in without asking. */
export const everybodyAsks = (): Expectation[] => [
  meetingReads(fields.accessType, 'RESTRICTED'),
  meetingReads(fields.moderation, 'ON'),
  meetingReads(observed.otherMembers, 0),
];

export const policyItem = (setting: string, field: string): string => `policy.meet.${setting}.${field}`;

/** A setting of Meet in the admin console that Google's Policy API shows to super administrators. */
export const adminSetting = (
  setting: string,
  field: string,
  oneOf: [Json, ...Json[]],
  remedy: string,
): Part =>
  account([accountReads(policyItem(setting, field), ...oneOf)], {
    remedy,
    access:
      'Let Subrosa read Meet’s admin settings: name a super administrator as policyReader in the connection’s credentials, and delegate the scope cloud-identity.policies.readonly.',
  });

/** An offer that stands unless the administrator is known to have switched the feature off. */
export const unlessSwitchedOff = (
  setting: string,
  values: readonly string[],
  ...parts: [Part, ...Part[]]
): Offer => ({
  parts,
  when: {
    says: `asked for: ${values.join(', ')}; and not switched off by the administrator`,
    holds: (value, { posture }) => {
      const reading = posture[policyItem(setting, 'enabled')];
      const off = reading !== undefined && 'value' in reading && reading.value === false;
      return values.some((wanted) => wanted === value) && !off;
    },
  },
});

export const disclosedOffer = (sentence: string): Offer => offer(disclosed(sentence));
