import { z } from 'zod';
import { mergeDeep, readPath, writePath, type JsonObject } from '../shared/paths.ts';
import { invalidArgument } from './refusal.ts';

const OnOff = z.enum(['ON', 'OFF']);
const Restriction = z.enum(['HOSTS_ONLY', 'NO_RESTRICTION']);

/**
 * `SpaceConfig` of Meet v2 as a caller may send it. The `*_UNSPECIFIED` values are in the vendor's document but
 * cannot be set, so they are not here.
 */
export const SpaceConfig = z.strictObject({
  accessType: z.enum(['OPEN', 'TRUSTED', 'RESTRICTED']).optional(),
  entryPointAccess: z.enum(['ALL', 'CREATOR_APP_ONLY']).optional(),
  moderation: OnOff.optional(),
  moderationRestrictions: z
    .strictObject({
      chatRestriction: Restriction.optional(),
      reactionRestriction: Restriction.optional(),
      presentRestriction: Restriction.optional(),
      defaultJoinAsViewerType: OnOff.optional(),
    })
    .optional(),
  attendanceReportGenerationType: z.enum(['GENERATE_REPORT', 'DO_NOT_GENERATE']).optional(),
  artifactConfig: z
    .strictObject({
      recordingConfig: z.strictObject({ autoRecordingGeneration: OnOff.optional() }).optional(),
      transcriptionConfig: z.strictObject({ autoTranscriptionGeneration: OnOff.optional() }).optional(),
      smartNotesConfig: z.strictObject({ autoSmartNotesGeneration: OnOff.optional() }).optional(),
    })
    .optional(),
});
export type SpaceConfig = z.infer<typeof SpaceConfig>;

/** A `Space` in a request body. What only the vendor sets is taken and ignored. */
export const SpaceBody = z.strictObject({
  config: SpaceConfig.optional(),
  name: z.string().optional(),
  meetingUri: z.string().optional(),
  meetingCode: z.string().optional(),
  activeConference: z.unknown().optional(),
  phoneAccess: z.unknown().optional(),
  gatewaySipAccess: z.unknown().optional(),
});

/** Every settable leaf: the update mask's vocabulary. */
const LEAVES = [
  'config.accessType',
  'config.entryPointAccess',
  'config.moderation',
  'config.moderationRestrictions.chatRestriction',
  'config.moderationRestrictions.reactionRestriction',
  'config.moderationRestrictions.presentRestriction',
  'config.moderationRestrictions.defaultJoinAsViewerType',
  'config.attendanceReportGenerationType',
  'config.artifactConfig.recordingConfig.autoRecordingGeneration',
  'config.artifactConfig.transcriptionConfig.autoTranscriptionGeneration',
  'config.artifactConfig.smartNotesConfig.autoSmartNotesGeneration',
];

/** What a space is like where neither the admin nor the user has chosen anything. */
export const VENDOR_DEFAULTS: JsonObject = {
  accessType: 'TRUSTED',
  entryPointAccess: 'ALL',
  moderation: 'OFF',
  moderationRestrictions: {
    chatRestriction: 'NO_RESTRICTION',
    reactionRestriction: 'NO_RESTRICTION',
    presentRestriction: 'NO_RESTRICTION',
    defaultJoinAsViewerType: 'OFF',
  },
  attendanceReportGenerationType: 'DO_NOT_GENERATE',
  artifactConfig: {
    recordingConfig: { autoRecordingGeneration: 'OFF' },
    transcriptionConfig: { autoTranscriptionGeneration: 'OFF' },
    smartNotesConfig: { autoSmartNotesGeneration: 'OFF' },
  },
};

/** Paths of a field mask: separated by commas; proto names (`access_type`) mean the same as JSON names. */
export function maskPaths(mask: string): string[] {
  return mask
    .split(',')
    .map((path) => path.trim().replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()))
    .filter((path) => path !== '');
}

/**
 * The change that a PATCH with this mask asks for, as a body that names each changed leaf. A leaf under the mask that
 * the body does not set goes back to its default; an empty mask means what the body has; `*` means everything.
 */
export function maskedChange(body: JsonObject, mask: string | undefined, defaults: JsonObject): JsonObject {
  const paths = maskPaths(mask ?? '');
  const change: JsonObject = {};
  if (paths.length === 0) {
    if (body.config !== undefined) change.config = structuredClone(body.config);
    return change;
  }
  for (const path of paths) {
    const leaves = LEAVES.filter((leaf) => path === '*' || leaf === path || leaf.startsWith(`${path}.`));
    if (leaves.length === 0) {
      throw invalidArgument(`Invalid field mask: ${path} is not a field that can be updated.`, 'update_mask');
    }
    for (const leaf of leaves) writePath(change, leaf, readPath(body, leaf) ?? readPath(defaults, leaf));
  }
  return change;
}

/** Moderation that is off takes its restrictions back to their defaults, whatever else was sent. */
export function settleModeration(space: JsonObject): JsonObject {
  if (readPath(space, 'config.moderation') !== 'OFF') return space;
  return mergeDeep(space, {
    config: { moderationRestrictions: VENDOR_DEFAULTS.moderationRestrictions ?? {} },
  });
}
