import { createHash, createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { mergeDeep, type Json, type JsonObject } from '../shared/paths.ts';
import { SpaceConfig, VENDOR_DEFAULTS } from './space-config.ts';

const isPublicKey = (pem: string) => {
  try {
    return createPublicKey(pem).type === 'public';
  } catch {
    return false;
  }
};

/** A service account (an app of one Google Cloud project) that may act in the account. */
const ServiceAccount = z.strictObject({
  email: z.email(),
  projectId: z.string().default('sandbox-project'),
  publicKey: z.string().refine(isPublicKey, 'a public key or certificate in PEM'),
  delegatedScopes: z
    .array(z.string())
    .default([])
    .describe('Scopes of its domain-wide delegation. Empty: it cannot act for users.'),
});

const User = z.strictObject({
  email: z.email(),
  name: z.string().default('Sandbox User'),
  licensed: z.boolean().default(true),
  suspended: z.boolean().default(false),
  superAdmin: z.boolean().default(false),
  orgUnit: z.string().default('root'),
  groups: z.array(z.string()).default([]),
  defaults: SpaceConfig.default({}).describe('What this user’s spaces inherit for fields left out.'),
});
export type User = z.infer<typeof User>;

/** One admin setting, as the Policy API gives it; without a group it holds for an organisational unit. */
const Policy = z.strictObject({
  type: z.string().startsWith('settings/'),
  value: z.record(z.string(), z.json()),
  orgUnit: z.string().default('root'),
  group: z.string().optional(),
  sortOrder: z.number().positive().default(1),
});

const Push = z.strictObject({
  url: z.url(),
  audience: z.string().optional().describe('`aud` of the push token; absent: the address itself.'),
  serviceAccountEmail: z.email().default('push@sandbox-project.iam.gserviceaccount.com'),
  subscription: z
    .string()
    .regex(/^projects\/[^/]+\/subscriptions\/[^/]+$/)
    .default('projects/sandbox-project/subscriptions/meet-events'),
});

const Edition = z.enum([
  'BUSINESS_STARTER',
  'BUSINESS_STANDARD',
  'BUSINESS_PLUS',
  'ENTERPRISE_STANDARD',
  'ENTERPRISE_PLUS',
]);

/** A Google Workspace account: one service account with its public key and one user are enough. */
export const GoogleAccount = z.strictObject({
  customer: z
    .string()
    .regex(/^C\w+$/)
    .default('C0sandbox'),
  edition: Edition.default('BUSINESS_STANDARD'),
  serviceAccounts: z.array(ServiceAccount).min(1),
  users: z.array(User).min(1),
  defaults: SpaceConfig.default({}).describe('What every user’s spaces inherit for fields left out.'),
  policies: z.array(Policy).default([]),
  unlistedPolicies: z
    .array(z.string())
    .default([])
    .describe('Setting types in force that the Policy API leaves out.'),
  dialIn: z.boolean().default(true),
  joinOrigin: z
    .url()
    .default('https://meet.google.com')
    .transform((url) => new URL(url).origin)
    .describe('Origin of meeting links; the sandbox’s own, and a browser can open them.'),
  knockSeconds: z
    .int()
    .min(1)
    .default(600)
    .describe(
      'How long a request to join stands that nobody answers. Google does not say; it is what we chose.',
    ),
  artifactLagSeconds: z
    .int()
    .min(0)
    .default(0)
    .describe('How long after its start an artifact is listed, and after its end its file exists.'),
  push: Push.optional().describe('Where Pub/Sub pushes events of subscriptions made in this account.'),
});
export type GoogleAccount = z.infer<typeof GoogleAccount>;

/** Editions that can record, transcribe and take notes (providers/meet.md §5). */
export const hasArtifacts = (account: GoogleAccount) => account.edition !== 'BUSINESS_STARTER';
/** Editions that write attendance reports (providers/meet.md §6). */
export const hasAttendanceReport = (account: GoogleAccount) =>
  account.edition !== 'BUSINESS_STARTER' && account.edition !== 'BUSINESS_STANDARD';

/** A person's id at Google, the same each time: 21 digits. */
export function userId(email: string): string {
  const digest = createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 24);
  return `1${BigInt(`0x${digest}`).toString().padStart(20, '0').slice(-20)}`;
}

export function findUser(account: GoogleAccount, email: string): User | undefined {
  return account.users.find((user) => user.email.toLowerCase() === email.toLowerCase());
}

/** A setting with where it applies, as it is in force. */
export interface PolicyInForce {
  type: string;
  value: Record<string, Json>;
  orgUnit: string;
  group: string | undefined;
  sortOrder: number;
  kind: 'SYSTEM' | 'ADMIN';
}

/** Google's own settings of a new account, then what its admin has chosen. */
export function policiesInForce(account: GoogleAccount): PolicyInForce[] {
  const system: [string, Record<string, Json>][] = [
    ['service_status', { serviceState: 'ENABLED' }],
    ['safety_domain', { usersAllowedToJoin: 'ALL' }],
    ['safety_access', { meetingsAllowedToJoin: 'ALL' }],
    ['meet_joining', { allowedAudience: 'TRUSTED' }],
    ['safety_host_management', { enableHostManagement: false }],
    ['safety_external_participants', { enableExternalLabel: true }],
    ['meet_messaging', { enabled: true }],
    ['meet_presenting', { enabled: true }],
    ['meet_polls', { enabled: true }],
    ['meet_questions', { enabled: true }],
  ];
  if (hasArtifacts(account)) {
    system.push(['video_recording', { enableRecording: true }]);
    system.push(['automatic_recording', { enabled: false }], ['automatic_transcription', { enabled: false }]);
  }
  return [
    ...system.map(([name, value]) => ({
      type: `settings/meet.${name}`,
      value,
      orgUnit: 'root',
      group: undefined,
      sortOrder: 0,
      kind: 'SYSTEM' as const,
    })),
    ...account.policies.map((policy) => ({ ...policy, group: policy.group, kind: 'ADMIN' as const })),
  ];
}

/** One field of a setting as it holds for a user: among those that apply, the highest sort order wins. */
export function policyValue(
  account: GoogleAccount,
  user: User,
  type: string,
  field: string,
): Json | undefined {
  const winner = policiesInForce(account)
    .filter((policy) => policy.type === `settings/meet.${type}` && policy.value[field] !== undefined)
    .filter((policy) =>
      policy.group === undefined
        ? policy.orgUnit === 'root' || policy.orgUnit === user.orgUnit
        : user.groups.includes(policy.group),
    )
    .reduce<PolicyInForce | undefined>(
      (best, policy) => (best === undefined || policy.sortOrder >= best.sortOrder ? policy : best),
      undefined,
    );
  return winner?.value[field];
}

/** What a new space of this user is like before anything is asked for: `{ config }`. */
export function spaceDefaults(account: GoogleAccount, user: User): JsonObject {
  const onOff = (value: Json | undefined) => (value === true ? 'ON' : 'OFF');
  const read = (type: string, field: string) => policyValue(account, user, type, field);
  const fromPolicies: JsonObject = {
    accessType: read('meet_joining', 'allowedAudience') ?? 'TRUSTED',
    moderation: onOff(read('safety_host_management', 'enableHostManagement')),
    artifactConfig: {
      recordingConfig: { autoRecordingGeneration: onOff(read('automatic_recording', 'enabled')) },
      transcriptionConfig: { autoTranscriptionGeneration: onOff(read('automatic_transcription', 'enabled')) },
    },
  };
  const layers = [fromPolicies, account.defaults as JsonObject, user.defaults as JsonObject];
  return { config: layers.reduce(mergeDeep, VENDOR_DEFAULTS) };
}
