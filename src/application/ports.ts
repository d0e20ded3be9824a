import type { Mark } from '../domain/attendance.ts';
import type { ControlId } from '../domain/controls/catalogue.ts';
import type { MailMessage, SendOutcome } from '../domain/delivery.ts';
import type { Delivery, DeliveryState } from '../domain/outbox.ts';
import type { EvidenceRecord, Posture } from '../domain/evidence.ts';
import type { Json } from '../domain/json.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { SessionStatus } from '../domain/session.ts';
import type {
  ApiKey,
  Arrival,
  AuditEvent,
  Client,
  Connection,
  ConsoleSession,
  Door,
  Host,
  IdempotencyRecord,
  IntentRecord,
  Meeting,
  Mutable,
  ObservationRecord,
  Organisation,
  Pass,
  PassTries,
  Person,
  PolicyHead,
  PolicyVersion,
  PortalEntry,
  Session,
  SessionSummary,
  SignIn,
  StoredSettings,
} from './records.ts';

export type * from './records.ts';

/*
 * What the application needs of the outside.
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
    insert: (mark: Mark & { id: string; sessionId: string; arrivalId: string | null }) => Promise<void>;
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
  };
  /**
   * A secret of 43 base64url characters that only this service can make, and makes again for the same purpose and id: for links
   * that are sent more than once and never stored. Store its SHA-256 to check it.
   */
  deriveSecret: (purpose: string, id: string) => string;
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
  /** The organisation's session with this id; by itself, and quicker than in a transaction. */
  findSession: (organisationId: string, id: string) => Promise<SessionSummary | undefined>;
  /** The coaches with this e-mail address, in every organisation: one may work for several. */
  findHostsByAddress: (address: string) => Promise<{ organisationId: string; hostId: string }[]>;
  /** Which organisation a public id belongs to: a key's, a pass's, a portal entry's, or one that stands for a short code. */
  organisationOf: (publicId: string) => Promise<string | undefined>;
  /** The public id that stands for a short code; it tells nothing of the code. */
  publicIdOfCode: (code: string) => string;
  /**
   * Tells of every change of a session's door, of whichever process, by its revision, until what it returns is called. The first
   * one may have been made before: whoever watches reads first, and again whenever told.
   */
  onDoorChange: (
    organisationId: string,
    sessionId: string,
    onChange: (revision: number) => void,
  ) => () => void;
  takeBudget: (
    request: BudgetRequest,
    now: Date,
  ) => Promise<{ granted: true } | { granted: false; retryAt: Date }>;
  /** Answers whether the server can be reached. */
  ping: () => Promise<boolean>;
  close: () => Promise<void>;
}

/** Work for later, enqueued in the caller's transaction. Payloads hold ids only. */
export type Job = {
  [Name in JobName]: {
    name: Name;
    payload: JobPayloads[Name];
    /** Jobs of one group run at most a few at a time; the id of the connection, or of the session where no vendor is called. */
    group: string;
    startAfter?: Date;
  };
}[JobName];
export type JobName = keyof JobPayloads;

/** What each job works on. */
export interface JobPayloads {
  'settle-session': IntentPayload;
  'retire-meeting': IntentPayload;
  'cancel-never-unsealed': SessionPayload;
  'observe-session': SessionPayload;
  'alert-host-missing': SessionPayload;
  'plan-deliveries': SessionPayload;
  'send-delivery': DeliveryPayload;
}
export interface SessionPayload {
  organisationId: string;
  sessionId: string;
}
export interface DeliveryPayload {
  organisationId: string;
  deliveryId: string;
}
export interface IntentPayload extends SessionPayload {
  intentId: string;
}

export interface Queue {
  enqueue: (transaction: Transaction, job: Job) => Promise<void>;
}

/** Sends one message to one person. Never throws for what a mail server does; nothing of the message is logged. */
export interface Mailer {
  send: (message: MailMessage) => Promise<SendOutcome>;
}

/** A message as somebody else sends it: what it says, without headers of ours. */
export interface WrittenLetter {
  subject: string;
  text: string;
  html: string;
  /** An iCalendar object with the method that its part must name. */
  calendar: { method: 'REQUEST' | 'CANCEL'; content: string } | null;
}

/** A message that the mailbox for trying out has received. Its HTML is somebody else's: show it without script only. */
export interface ReceivedMail {
  id: string;
  messageId: string | null;
  /** The message's own Date. */
  sentAt: string | null;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  /** The iCalendar entry, where it has one. */
  calendar: string | null;
}

/** Where mail arrives while trying out: nothing leaves this machine. Gone when the process stops. */
export interface Mailbox {
  /** The latest messages, newest first. */
  list: () => readonly ReceivedMail[];
  find: (id: string) => ReceivedMail | undefined;
  clear: () => void;
}

/** Time, ids and chance, so that tests decide them. */
export interface Ambient {
  now: () => Date;
  newId: () => string;
  /** A uniform whole number from 0 to below `limit`, from the system's secure source. */
  randomInt: (limit: number) => number;
  randomBytes: (size: number) => Buffer;
}
