import type { Mark } from '../domain/attendance.ts';
import type { ControlId } from '../domain/controls/catalogue.ts';
import type { Delivery, DeliveryState } from '../domain/outbox.ts';
import type { EvidenceRecord, Posture } from '../domain/evidence.ts';
import type { Json } from '../domain/json.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { SessionStatus } from '../domain/session.ts';
import type {
  ApiKey,
  AuditEvent,
  Client,
  Connection,
  ConsoleSession,
  Host,
  IdempotencyRecord,
  Mutable,
  Organisation,
  PolicyHead,
  PolicyVersion,
  SignIn,
  StoredSettings,
} from './records.ts';
import type { IntentRecord, Meeting, ObservationRecord, Session, SessionSummary } from './records-session.ts';
import type { Arrival, Door, Pass, PassTries, Person, PortalEntry } from './records-front-door.ts';

/*
 * How records are read and written.
 * `find` may give undefined, `list` pages, `insert` throws a typed CONFLICT-like DomainError where a constraint refuses
 * (HOST_OVERLAP, IDENTITY_OVERLAP, EXTERNAL_REF_TAKEN, MEETING_REUSED, CONFLICT). Every mutable record has a `version` that
 * starts at 1; `update` writes where the stored version equals the given one, raises it by one, and throws VERSION_MISMATCH
 * otherwise. It returns the record as stored.
 */

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

/** Whom a delivery is for. */
export type Recipient = { personId: string } | { hostId: string };

export interface DeliveryFilter {
  sessionId?: string | undefined;
  /** Those of sessions of this host. */
  ofSessionsOf?: string | undefined;
  /** As it is at `now`. */
  state?: DeliveryState | undefined;
  now: Date;
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
    /** Keeps a reading that began at `readAt`, unless a newer one is there. */
    put: (connectionId: string, organiser: string, posture: Posture, readAt: Date) => Promise<void>;
  };
  hosts: MutableRecords<Host> &
    Referenced<Host> & {
      /** The id at the platform of a host who organises on this connection; the one that was added first. */
      findOrganiser: (connectionId: string) => Promise<string | undefined>;
    };
  signIns: Records<SignIn> & {
    findByPublicId: (publicId: string) => Promise<SignIn | undefined>;
    /** Uses it up; false where it was already. */
    spend: (id: string, at: Date) => Promise<boolean>;
    spendAllOf: (hostId: string, at: Date) => Promise<void>;
  };
  consoleSessions: Pick<Records<ConsoleSession>, 'insert'> & {
    findByPublicId: (publicId: string) => Promise<ConsoleSession | undefined>;
    markSeen: (id: string, at: Date) => Promise<void>;
    /** The first end stands. */
    end: (id: string, at: Date) => Promise<void>;
    endAllOf: (hostId: string, at: Date) => Promise<void>;
  };
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
      list: (page: PageRequest, filter: SessionFilter) => Promise<SessionSummary[]>;
    };
  plans: {
    insert: (sessionId: string, version: number, plan: Plan) => Promise<void>;
    find: (sessionId: string, version: number) => Promise<Plan | undefined>;
  };
  meetings: {
    insert: (meeting: Meeting) => Promise<Meeting>;
    /** The session's meeting that is not retired. */
    findActive: (sessionId: string) => Promise<Meeting | undefined>;
    replaceLinkWithPasscode: (id: string, link: string | null) => Promise<void>;
    markRetired: (id: string, at: Date) => Promise<void>;
  };
  intents: Records<IntentRecord> & {
    /** The session's latest intent to settle it. */
    findLatest: (sessionId: string) => Promise<IntentRecord | undefined>;
    /** All of the session's, oldest first. */
    list: (sessionId: string) => Promise<IntentRecord[]>;
    /** Notes that what was done for the intent is not known, whether it has ended or not. */
    markUnknown: (id: string) => Promise<void>;
    /** Takes a pending intent from whoever holds it: that attempt's results do not count, and the next claims it after `until`. */
    revoke: (id: string, until: Date) => Promise<void>;
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
  settings: {
    get: () => Promise<StoredSettings>;
    /** Writes where the stored version equals the given one; throws VERSION_MISMATCH otherwise. */
    put: (settings: StoredSettings & { updatedAt: Date }) => Promise<StoredSettings>;
  };
  people: Omit<MutableRecords<Person>, 'list'> & {
    /** Everybody who is or was on the session's roster, in the order they were added. */
    listOf: (sessionId: string) => Promise<Person[]>;
  };
  passes: {
    /** Issues a pass; its secret and code follow from its id. CONFLICT where the person has one that is not revoked. */
    insert: (pass: Omit<Pass, 'secretHash' | 'revokedAt'>) => Promise<Pass>;
    /** What opens the front door: the secret part of the token, and the short code that stands for it. */
    reveal: (id: string) => { secret: string; code: string };
    /** The first revocation stands. */
    revoke: (id: string, at: Date) => Promise<void>;
    /** The person's pass that is not revoked. */
    findActive: (personId: string) => Promise<Pass | undefined>;
    findByPublicId: (publicId: string) => Promise<Pass | undefined>;
    /** By `Database.publicIdOfCode`. */
    findByCode: (codeId: string) => Promise<Pass | undefined>;
    /** The passes of a session that are not revoked. */
    listActive: (sessionId: string) => Promise<Pass[]>;
  };
  portalEntries: {
    insert: (entry: PortalEntry) => Promise<PortalEntry>;
    findByPublicId: (publicId: string) => Promise<PortalEntry | undefined>;
    /** False where it was spent before: of two who try at once, one is first. */
    spend: (id: string, at: Date) => Promise<boolean>;
  };
  doors: {
    find: (sessionId: string) => Promise<Door | undefined>;
    /** Locks the session's door until the transaction ends, making it where there is none yet. */
    lock: (sessionId: string) => Promise<Door>;
    /** Writes a door that is locked, and raises its revision: whoever watches it is told when the transaction commits. */
    update: (door: Door) => Promise<Door>;
    /** Raises the revision after a change of something else that the board shows, such as the roster. */
    touch: (sessionId: string) => Promise<void>;
    /** Revisions by session; a session without a door has none. */
    revisions: (sessionIds: readonly string[]) => Promise<Map<string, number>>;
  };
  arrivals: {
    insert: (arrival: Arrival) => Promise<Arrival>;
    /** Writes an arrival of a session whose door is locked. */
    update: (arrival: Arrival) => Promise<Arrival>;
    /** Every arrival of a session, in order. */
    listOf: (sessionId: string) => Promise<Arrival[]>;
  };
  /** Who was in when: only ever added to. */
  attendance: {
    insert: (mark: Mark & { id: string; sessionId: string }) => Promise<void>;
    /** In the order they were made. */
    list: (sessionId: string) => Promise<Mark[]>;
  };
  passTries: {
    find: (passId: string) => Promise<PassTries | undefined>;
    put: (tries: PassTries) => Promise<void>;
    listOf: (sessionId: string) => Promise<PassTries[]>;
  };
  deliveries: Records<Delivery> & {
    findForUpdate: (id: string) => Promise<Delivery | undefined>;
    /** Writes a delivery that was found for update. */
    update: (delivery: Delivery) => Promise<Delivery>;
    /** All of a session, or of one recipient there, superseded ones included. */
    listOf: (sessionId: string, recipient?: Recipient) => Promise<Delivery[]>;
    list: (page: PageRequest, filter: DeliveryFilter) => Promise<Delivery[]>;
    /** A keyed digest, so that what it is made of cannot be guessed from it. */
    digestOf: (facts: Json) => Buffer;
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
    /** Takes away records from then or before, `limit` of them at most, the oldest first. */
    purge: (before: Date, limit: number) => Promise<void>;
    /** A keyed digest of a request, so that the names in it cannot be guessed from it. */
    digestOf: (request: Json) => Buffer;
  };
  /**
   * A secret of 43 base64url characters that only this service can make, and makes again for the same purpose and id: for links
   * that are sent more than once and never stored. Store its SHA-256 to check it.
   */
  deriveSecret: (purpose: string, id: string) => string;
  /** Runs one statement in this transaction, for the queue: enqueued exactly if the transaction commits. */
  executeSql: (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>;
}
