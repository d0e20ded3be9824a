import type { MailMessage, SendOutcome } from '../domain/delivery.ts';
import type { SessionSummary } from './records-session.ts';
import type { Transaction } from './transaction.ts';

export type * from './records.ts';
export type * from './records-front-door.ts';
export type * from './records-session.ts';
export type * from './transaction.ts';

/* What the application needs of the outside. */

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
