import type { ArrivalFacts, DoorFacts } from '../domain/front-door.ts';
import type { Choice } from '../domain/choice.ts';
import type { Observation } from '../domain/evidence.ts';
import type { SealReason } from '../domain/judge.ts';
import type { Json } from '../domain/json.ts';
import type { Hosting, People } from '../domain/plan/declaration.ts';
import type { RuledOut } from '../domain/plan/compile.ts';
import type { Overlay, Policy, Waiver } from '../domain/policy.ts';
import type { MeetingRef, Verification } from '../domain/provider.ts';
import type { OrganisationSettings } from '../domain/organisation-settings.ts';
import type { PasscodeChannel, Role } from '../domain/roster.ts';
import type { SessionStatus } from '../domain/session.ts';

/* What is stored, as use cases see it: decrypted, with times as Date objects and ids as UUIDv7 strings. */

export interface Organisation {
  id: string;
  name: string;
}

export interface ApiKey {
  id: string;
  /** Part of the key that may be seen; maps to the organisation before anything else is known. */
  publicId: string;
  /** SHA-256 of the secret part (the secret is 256 random bits, so no slow hash is needed). */
  secretHash: Buffer;
  name: string;
  scopes: string[];
  expiresAt: Date | null;
  revokedAt: Date | null;
  createdAt: Date;
}

/** The fields of every record that changes. */
export interface Mutable {
  id: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface Connection extends Mutable {
  externalRef: string | null;
  platform: string;
  name: string;
  /** The client that owns the account, or null where it is the practice's. */
  clientId: string | null;
  settings: Json;
  /** Encrypted at rest. */
  credentials: Json;
  /** What of the credentials leaves us: to be uploaded at the vendor. */
  certificate: string | null;
  /** Digest of the vendor account: keys of shared rate budgets. */
  accountDigest: Buffer;
  verification: Verification | null;
  verifiedAt: Date | null;
}

/** A host's identity on one connection; `vendorUser` is encrypted at rest. */
export interface HostIdentity {
  connectionId: string;
  kind: Exclude<People['coach'], 'organiser' | 'outsider'> | 'organiser';
  vendorUser: string;
}

/** A coach. Name and e-mail are encrypted at rest. */
export interface Host extends Mutable {
  externalRef: string | null;
  name: string;
  email: string | null;
  identities: HostIdentity[];
}

/** A coach's one-time link. Its secret is derived from the id and not stored. */
export interface SignIn {
  id: string;
  hostId: string;
  publicId: string;
  expiresAt: Date;
  spentAt: Date | null;
}

/** A coach signed in to the console, in one browser. */
export interface ConsoleSession {
  id: string;
  hostId: string;
  publicId: string;
  secretHash: Buffer;
  createdAt: Date;
  /** When it was last used, to within a few minutes. */
  seenAt: Date;
  endedAt: Date | null;
}

/** One platform that a client has approved, and whose account organises there. */
export interface ApprovedPlatform {
  platform: string;
  connectionId: string;
  hosting: Hosting;
  /** How the platform holds the meeting; null takes the platform's default for the hosting. */
  backing: string | null;
  /** Under `sponsor`: the client's employee who organises, and whether they will be in the sessions. */
  sponsor: { vendorUser: string; present: boolean } | null;
}

/** The company whose people attend. `name`, `approved` and `waivers` are encrypted at rest. */
export interface Client extends Mutable {
  externalRef: string | null;
  name: string;
  policyId: string;
  approved: ApprovedPlatform[];
  overlay: Overlay;
  waivers: Waiver[];
}

export interface PolicyHead extends Mutable {
  externalRef: string | null;
  name: string;
  currentVersion: number;
}

/** One version of a policy; never changed. */
export interface PolicyVersion {
  id: string;
  policyId: string;
  number: number;
  body: Policy;
  createdAt: Date;
}

/** What a session's vendor calls need and plans must not hold; encrypted at rest. */
export interface SessionSecrets {
  passcode: string;
  reference: string;
  /** The organiser's id at the platform. */
  organiser: string;
  /** The coach's id at the platform, where the coach is not the organiser and has one. */
  coach: string | null;
}

/** A session as it is shown: nothing of it is encrypted, and its policy is left where it is. */
export interface SessionSummary extends Mutable, SessionStatus {
  externalRef: string | null;
  clientId: string;
  hostId: string;
  platform: string;
  hosting: Hosting;
  backing: string | null;
  policyId: string;
  policyVersion: number;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  planVersion: number;
  choice: Choice;
  /** Why the link is sealed, where the session is blocked. */
  reasons: SealReason[];
}

export interface Session extends SessionSummary {
  connectionId: string;
  people: People;
  /** The policy's version as the client had it when the session was made: tightened by the overlay, before waivers. */
  policy: Policy;
  /** End of the time reserved for the host and the identity: the end plus the host's buffer. Half-open. */
  reservedUntil: Date;
  ruledOut: RuledOut;
  /** Digest of the request that made it as it is: an unchanged body changes nothing. */
  requestDigest: string;
  secrets: SessionSecrets;
}

/** A platform's meeting for a session. `ref` and both links are encrypted at rest; a ref is unique in the organisation. */
export interface Meeting {
  id: string;
  sessionId: string;
  connectionId: string;
  platform: string;
  ref: MeetingRef;
  joinUrl: string;
  /** The same with the platform's passcode in it, where the account puts it there. */
  joinUrlWithPasscode: string | null;
  retiredAt: Date | null;
  createdAt: Date;
}

export type IntentKind = 'settle' | 'retire';

/** A recorded wish for an effect at a vendor: made before the call, claimed for it, and finished where the attempt matches. */
export interface IntentRecord {
  id: string;
  sessionId: string;
  kind: IntentKind;
  attempt: number;
  leaseUntil: Date | null;
  state: 'pending' | 'done' | 'failed';
  /** A call of an earlier attempt may have reached the vendor and was not answered. */
  outcomeUnknown: boolean;
  possibleStrays: number;
  errorCode: string | null;
  createdAt: Date;
}

export interface ObservationRecord extends Observation {
  id: string;
  sessionId: string;
  planVersion: number;
}

export interface AuditEvent {
  id: string;
  at: Date;
  /** Who: `key:<public id>` or `job:<name>`. */
  actor: string;
  action: string;
  resourceKind: string;
  resourceId: string;
  details: Json;
}

export interface IdempotencyRecord {
  id: string;
  operation: string;
  keyDigest: Buffer;
  requestDigest: Buffer;
  /** Null while the first request is still being worked on. */
  status: number | null;
  resourceId: string | null;
  createdAt: Date;
}

/** Settings as they are stored. Version 0: none were ever set, and these are the defaults. */
export interface StoredSettings extends OrganisationSettings {
  version: number;
  updatedAt: Date | null;
}

/** Somebody on a session's roster. Names, address and zone are encrypted at rest. */
export interface Person extends Mutable {
  sessionId: string;
  role: Role;
  name: string;
  aliases: string[];
  /** Null for somebody who is read a short code. */
  email: string | null;
  /** The person's own zone; null where it is the session's. */
  timeZone: string | null;
  passcodeChannel: PasscodeChannel;
  /** Taken off the roster: the pass has stopped working for good. */
  withdrawnAt: Date | null;
  /** Sent out of the session by the coach, until the coach reopens the pass. */
  removedAt: Date | null;
}

/** One person's own link to the front door. Its secret and its short code are derived when they are needed. */
export interface Pass {
  id: string;
  sessionId: string;
  personId: string;
  publicId: string;
  /** SHA-256 of the secret, which is 256 bits, so that no slow hash is needed. */
  secretHash: Buffer;
  issuedAt: Date;
  revokedAt: Date | null;
}

/** A one-use way in for somebody whom the organisation's own portal has signed in. */
export interface PortalEntry {
  id: string;
  sessionId: string;
  personId: string;
  publicId: string;
  secretHash: Buffer;
  expiresAt: Date;
  spentAt: Date | null;
}

/** A session's front door. Each fact has its time. */
export interface Door extends DoorFacts {
  sessionId: string;
  /** Rises with every change of what the board shows. */
  revision: number;
  /** When somebody first came, or the coach started. */
  openedAt: Date | null;
  /** Who said to be in as the host: `coach:<host id>` or `key:<public id>`. */
  hostInBy: string | null;
  lockedBy: string | null;
  hostMissingAlertedAt: Date | null;
}

/** Somebody who came to the door. `reason` is encrypted at rest; a device is known by a digest only. */
export interface Arrival extends ArrivalFacts {
  sessionId: string;
  deviceHash: Buffer | null;
  /** People on this one device, besides whose pass it is. */
  carries: string[];
  /** The notice that was acknowledged. */
  noticeVersion: string | null;
  acknowledgedAt: Date | null;
  decidedBy: string | null;
  reason: string | null;
}

/**
 * Wrong passcodes tried with a pass, and leave to come in without one: from the coach, or for a device that the organisation's
 * own portal has signed in. `reason` is encrypted at rest.
 */
export interface PassTries {
  passId: string;
  sessionId: string;
  wrong: number;
  wrongAt: Date | null;
  excusedUntil: Date | null;
  /** `portal`, or the coach who knows the person. */
  excusedBy: string | null;
  /** The device that it is for; null: whichever comes first. */
  excusedDevice: Buffer | null;
  reason: string | null;
}
