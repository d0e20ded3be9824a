import { z } from 'zod';

const Json = z.record(z.string(), z.json());

/** The app roles (application permissions) of the operations in this sandbox; what an account grants unless told otherwise. */
export const APP_ROLES = [
  'Calendars.ReadWrite',
  'OnlineMeetingArtifact.Read.All',
  'OnlineMeetingRecording.Read.All',
  'OnlineMeetingTranscript.Read.All',
  'OnlineMeetings.ReadWrite.All',
  'TeamsUserConfiguration.Read.All',
  'User.Read.All',
] as const;

/**
 * The parts of a Teams meeting policy that change what happens in a meeting here, named as in
 * `Get-CsTeamsMeetingPolicy`. Graph never shows them: it only names the policy that a user has.
 */
export const MeetingPolicyContent = z.strictObject({
  AllowCloudRecording: z.boolean().default(true),
  AllowTranscription: z.boolean().default(true),
  AllowEngagementReport: z.enum(['Enabled', 'Disabled', 'ForceEnabled']).default('Enabled'),
  MeetingChatEnabledType: z.enum(['Enabled', 'Disabled', 'EnabledExceptAnonymous']).default('Enabled'),
  AllowBreakoutRooms: z.boolean().default(true),
  AllowMeetingReactions: z.boolean().default(true),
  AllowPowerPointSharing: z.boolean().default(true),
  AllowWhiteboard: z.boolean().default(true),
  AllowAnonymousUsersToJoinMeeting: z.boolean().default(true),
  AllowAnonymousUsersToStartMeeting: z.boolean().default(false),
});
export type MeetingPolicyContent = z.infer<typeof MeetingPolicyContent>;

export const GraphUser = z.strictObject({
  oid: z.guid(),
  upn: z.string().default('coach@practice.example'),
  displayName: z.string().default('Coach'),
  accountEnabled: z.boolean().default(true),
  userType: z.enum(['Member', 'Guest']).default('Member'),
  /** Whether the user has a Teams licence. */
  licensed: z.boolean().default(true),
  /** `denied`: Exchange's own application access policy keeps the app out; `none`: the user has no mailbox. */
  mailbox: z.enum(['open', 'denied', 'none']).default('open'),
  /** Whether a Teams application access policy (CsApplicationAccessPolicy) lets the app act for this user. */
  applicationAccessPolicy: z.boolean().default(true),
  /** Id of the meeting policy assigned to the user; absent: the tenant's global one holds. */
  meetingPolicyId: z.string().optional(),
});
export type GraphUser = z.infer<typeof GraphUser>;

const App = z
  .strictObject({
    clientId: z.guid(),
    secret: z.string().min(1).optional(),
    /** PEM of the certificate whose key signs client assertions; its thumbprint is what an assertion names. */
    certificate: z.string().startsWith('-----BEGIN CERTIFICATE-----').optional(),
  })
  .refine(
    (app) => app.secret !== undefined || app.certificate !== undefined,
    'a secret or a certificate is needed',
  );

/**
 * One Microsoft 365 tenant with one registered app. Its id in the sandbox is the tenant's id.
 * Paths are dotted names of onlineMeeting properties (`lobbyBypassSettings.scope`).
 */
export const GraphAccount = z.strictObject({
  app: App,
  /** Application permissions with admin consent. Read at each call; a real token keeps those of its own issue. */
  roles: z.array(z.string()).default([...APP_ROLES]),
  users: z.array(GraphUser).min(1),
  /** Laid over the vendor's defaults for new meetings, in the shape of an onlineMeeting. */
  meetingDefaults: Json.default({}),
  /** Path to value: what a sensitivity label or template puts in place of whatever is written, visible in reads. */
  locks: Json.default({}),
  sensitivityLabelId: z.string().optional(),
  meetingTemplateId: z.string().optional(),
  /** Paths that answers leave out. */
  unreadable: z.array(z.string()).default([]),
  meetingPolicies: z
    .array(z.strictObject({ id: z.string(), name: z.string(), content: MeetingPolicyContent.prefault({}) }))
    .default([]),
  globalMeetingPolicy: MeetingPolicyContent.prefault({}),
  teamsPremium: z.boolean().default(false),
  /** The tenant's end-to-end encryption policy; with `Disabled` the meeting option is stored and does nothing. */
  endToEndEncryption: z.enum(['Disabled', 'DisabledUserOverride']).default('Disabled'),
  /** Whether meetings get dial-in numbers. */
  audioConferencing: z.boolean().default(false),
  /** CsTeamsMeetingConfiguration EnableGraphTranscriptAccess. */
  transcriptAccess: z.boolean().default(true),
  /** How long after its end a recording or transcript appears in lists. Where not 0, no notification is sent. */
  artifactLagMinutes: z.int().min(0).default(0),
  /** Origin of join addresses; the sandbox's own, and a browser can open them. */
  joinOrigin: z
    .url()
    .default('https://teams.microsoft.com')
    .transform((url) => new URL(url).origin),
  tokenLifetimeSeconds: z.int().min(1).default(3599),
});
export type GraphAccount = z.infer<typeof GraphAccount>;

/** The policy content in force for the meetings that this user organises. */
export function policyOf(account: GraphAccount, user: GraphUser | undefined): MeetingPolicyContent {
  const assigned = account.meetingPolicies.find((policy) => policy.id === user?.meetingPolicyId);
  return assigned?.content ?? account.globalMeetingPolicy;
}
