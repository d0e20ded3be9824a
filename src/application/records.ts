import type { Json } from '../domain/json.ts';
import type { OrganisationSettings } from '../domain/organisation-settings.ts';
import type { Hosting, People } from '../domain/plan/declaration.ts';
import type { Overlay, Policy, Waiver } from '../domain/policy.ts';
import type { Verification } from '../domain/provider.ts';

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
