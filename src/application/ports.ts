import type { Choice } from '../domain/choice.ts';
import type { ControlId } from '../domain/controls/catalogue.ts';
import type { EvidenceRecord, Observation, Posture } from '../domain/evidence.ts';
import type { SealReason } from '../domain/judge.ts';
import type { Json } from '../domain/json.ts';
import type { Hosting, People } from '../domain/plan/declaration.ts';
import type { RuledOut } from '../domain/plan/compile.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { Overlay, Policy, Waiver } from '../domain/policy.ts';
import type { MeetingRef, Verification } from '../domain/provider.ts';
import type { SessionStatus } from '../domain/session.ts';

/*
 * What the application needs of the outside. Times are Date objects, ids are UUIDv7 strings made by the application.
 * `find` may give undefined, `list` pages, `insert` throws a typed CONFLICT-like DomainError where a constraint refuses
 * (HOST_OVERLAP, IDENTITY_OVERLAP, EXTERNAL_REF_TAKEN, MEETING_REUSED, CONFLICT). Every mutable record has a `version` that
 * starts at 1; `update` writes where the stored version equals the given one, raises it by one, and throws VERSION_MISMATCH
 * otherwise. It returns the record as stored.
 */

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

interface Mutable {
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

export interface Session extends Mutable, SessionStatus {
  externalRef: string | null;
  clientId: string;
  hostId: string;
  connectionId: string;
  platform: string;
  hosting: Hosting;
  backing: string | null;
  people: People;
  policyId: string;
  policyVersion: number;
  /** That version as the client had it when the session was made: tightened by the overlay, before waivers. */
  policy: Policy;
  startsAt: Date;
  endsAt: Date;
  /** End of the time reserved for the host and the identity: the end plus the host's buffer. Half-open. */
  reservedUntil: Date;
  timeZone: string;
  planVersion: number;
  choice: Choice;
  /** Why the link is sealed, where the session is blocked. */
  reasons: SealReason[];
  ruledOut: RuledOut;
  /** Digest of the request that made it as it is: an unchanged body changes nothing. */
  requestDigest: string;
  secrets: SessionSecrets;
}

/** A platform's meeting for a session. `ref` and `joinUrl` are encrypted at rest; a ref is unique in the organisation. */
export interface Meeting {
  id: string;
  sessionId: string;
  connectionId: string;
  platform: string;
  ref: MeetingRef;
  joinUrl: string;
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

/** One page, newest first; `after` is the id of the last one seen. */
export interface PageRequest {
  after: string | undefined;
  limit: number;
}

interface Records<T> {
  insert: (record: T) => Promise<T>;
  find: (id: string) => Promise<T | undefined>;
}

interface MutableRecords<T extends Mutable> extends Records<T> {
  update: (record: T) => Promise<T>;
  list: (page: PageRequest) => Promise<T[]>;
}

interface Referenced<T> {
  findByRef: (externalRef: string) => Promise<T | undefined>;
}

export interface SessionFilter {
  clientId?: string | undefined;
  hostId?: string | undefined;
  state?: SessionStatus['state'] | undefined;
  startsFrom?: Date | undefined;
  startsBefore?: Date | undefined;
}

/** Everything of one organisation, in one transaction. Nothing of another organisation can be seen or written. */
export interface Transaction {
  organisationId: string;
  organisations: Pick<Records<Organisation>, 'insert' | 'find'>;
  apiKeys: Records<ApiKey> & {
    findByPublicId: (publicId: string) => Promise<ApiKey | undefined>;
    list: () => Promise<ApiKey[]>;
    revoke: (id: string, at: Date) => Promise<void>;
  };
  connections: MutableRecords<Connection> & Referenced<Connection>;
  postures: {
    /** Posture read for one organiser on one connection; the latest only. */
    find: (connectionId: string, organiser: string) => Promise<Posture | undefined>;
    put: (connectionId: string, organiser: string, posture: Posture, readAt: Date) => Promise<void>;
  };
  hosts: MutableRecords<Host> & Referenced<Host>;
  clients: MutableRecords<Client> & Referenced<Client>;
  policies: MutableRecords<PolicyHead> & Referenced<PolicyHead>;
  policyVersions: {
    insert: (version: PolicyVersion) => Promise<PolicyVersion>;
    find: (policyId: string, number: number) => Promise<PolicyVersion | undefined>;
    list: (policyId: string, page: PageRequest) => Promise<PolicyVersion[]>;
  };
  sessions: Omit<MutableRecords<Session>, 'list'> &
    Referenced<Session> & {
      /** Locks the row until the transaction ends: what decides and writes a session's state uses this. */
      findForUpdate: (id: string) => Promise<Session | undefined>;
      list: (page: PageRequest, filter: SessionFilter) => Promise<Session[]>;
    };
  plans: {
    insert: (sessionId: string, version: number, plan: Plan) => Promise<void>;
    find: (sessionId: string, version: number) => Promise<Plan | undefined>;
  };
  meetings: {
    insert: (meeting: Meeting) => Promise<Meeting>;
    /** The session's meeting that is not retired. */
    findActive: (sessionId: string) => Promise<Meeting | undefined>;
    markRetired: (id: string, at: Date) => Promise<void>;
  };
  intents: Records<IntentRecord> & {
    /** The session's pending intents, oldest first. */
    listPending: (sessionId: string) => Promise<IntentRecord[]>;
    /** Whether the session's latest intent ended without it being known what a call of it had done at the vendor. */
    endedUnknown: (sessionId: string) => Promise<boolean>;
    /**
     * Takes the intent for one attempt: raises `attempt`, sets the lease, marks the outcome unknown, and gives the record as
     * it was marked together with `lookFirst`, true where an earlier attempt's outcome was unknown. Undefined where it is
     * not pending or another worker's lease still runs.
     */
    claim: (
      id: string,
      now: Date,
      leaseUntil: Date,
    ) => Promise<{ intent: IntentRecord; lookFirst: boolean } | undefined>;
    /**
     * Writes the end of an attempt, only where `attempt` still matches and it is pending; false otherwise, and then the
     * caller must write nothing. `pending` gives the lease back for a later attempt; the outcome then is as given.
     */
    conclude: (
      id: string,
      attempt: number,
      end: {
        state: IntentRecord['state'];
        outcomeUnknown: boolean;
        errorCode: string | null;
        possibleStrays: number;
      },
    ) => Promise<boolean>;
    /** Extends the lease of a running attempt, and writes down strays; false where it is not this attempt's any more. */
    extend: (id: string, attempt: number, leaseUntil: Date, possibleStrays?: number) => Promise<boolean>;
  };
  observations: {
    insert: (observation: ObservationRecord) => Promise<void>;
    /** The latest observation made for this plan version. */
    findLatest: (sessionId: string, planVersion: number) => Promise<ObservationRecord | undefined>;
  };
  records: {
    insert: (
      record: EvidenceRecord & { id: string; sessionId: string; control: ControlId | null; body: Json },
    ) => Promise<void>;
    list: (sessionId: string) => Promise<EvidenceRecord[]>;
  };
  audit: {
    insert: (event: AuditEvent) => Promise<void>;
    list: (page: PageRequest) => Promise<AuditEvent[]>;
  };
  idempotency: {
    /** Inserts the record, or gives the one that is there for this operation and key. */
    begin: (
      record: IdempotencyRecord,
    ) => Promise<{ fresh: true } | { fresh: false; record: IdempotencyRecord }>;
    complete: (id: string, status: number, resourceId: string) => Promise<void>;
    remove: (id: string) => Promise<void>;
  };
  /** Runs one statement in this transaction, for the queue: enqueued exactly if the transaction commits. */
  executeSql: (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>;
}

/** A rate budget: at most `limit` within each window of `windowMs` that starts at a whole multiple of it (UTC). */
export interface BudgetRequest {
  key: string;
  limit: number;
  windowMs: number;
}

export interface Database {
  /** One transaction for one organisation. Throws DATABASE_UNAVAILABLE where the server is away; nothing is half-done. */
  inOrganisation: <T>(organisationId: string, work: (transaction: Transaction) => Promise<T>) => Promise<T>;
  /** Which organisation a key's public id belongs to. */
  organisationOf: (publicId: string) => Promise<string | undefined>;
  takeBudget: (
    request: BudgetRequest,
    now: Date,
  ) => Promise<{ granted: true } | { granted: false; retryAt: Date }>;
  /** Answers whether the server can be reached. */
  ping: () => Promise<boolean>;
  close: () => Promise<void>;
}

/** Work for later, enqueued in the caller's transaction. Payloads hold ids only. */
export interface Job {
  name: 'settle-session' | 'retire-meeting';
  payload: { organisationId: string; sessionId: string; intentId: string };
  /** Jobs of one group run at most a few at a time; the connection's id. */
  group: string;
  startAfter?: Date;
}

export interface Queue {
  enqueue: (transaction: Transaction, job: Job) => Promise<void>;
}

/** Time, ids and chance, so that tests decide them. */
export interface Ambient {
  now: () => Date;
  newId: () => string;
  /** A uniform whole number from 0 to below `limit`, from the system's secure source. */
  randomInt: (limit: number) => number;
  randomBytes: (size: number) => Buffer;
}
