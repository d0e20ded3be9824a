import { z } from 'zod';
import type { MailAddress, MailMessage } from './delivery.ts';

/*
 * What is to be delivered to whom. What somebody should have now is compared with what is on its way or has been delivered; where
 * they differ, what is open is superseded and the next one follows. So nothing goes twice, and nothing stale goes at all.
 */

export const DeliveryKind = z.enum([
  'invitation',
  'invitation-update',
  'cancellation',
  'passcode',
  'coach-invitation',
  'sign-in',
  'host-missing',
] satisfies MailMessage['kind'][]);
export type DeliveryKind = z.infer<typeof DeliveryKind>;

/**
 * Who delivers: we by e-mail, the organisation's own text messages, somebody who hands it over, or the organisation's own sender of
 * mail.
 */
export const DeliveryChannel = z.enum(['email', 'text', 'handed-over', 'organisation']);
export type DeliveryChannel = z.infer<typeof DeliveryChannel>;

/** What came of a delivery. `open`: nothing yet. `superseded`: it is not wanted any more, and was not delivered as far as we know. */
export type DeliveryOutcome = 'open' | 'sent' | 'confirmed' | 'bounced' | 'failed' | 'superseded';

/** A delivery as it is shown. */
export const DeliveryState = z.enum([
  'waiting',
  'due',
  'sending',
  'sent',
  'confirmed',
  'bounced',
  'failed',
  'superseded',
]);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** What of a message is fixed when it is first sent, so that it is the same message when it is sent again. */
export interface Composition {
  composedAt: string;
  sender: MailAddress;
  contact: string;
  /** How many people waited then. */
  waiting: number;
}

/** One thing that is to be delivered, once. */
export interface Delivery {
  id: string;
  /** Null for a sign-in. */
  sessionId: string | null;
  /** Whom it is for: one of the two, or neither where it is for the practice. */
  personId: string | null;
  hostId: string | null;
  signInId: string | null;
  kind: DeliveryKind;
  channel: DeliveryChannel;
  /** Of a calendar entry its SEQUENCE; otherwise it counts the deliveries of one kind to one person. */
  sequence: number;
  outcome: DeliveryOutcome;
  dueAt: Date;
  /** A keyed digest of what it says. */
  facts: Buffer;
  attempt: number;
  leaseUntil: Date | null;
  /** Delivered, or it is not known that it was not. */
  mayHaveArrived: boolean;
  /** The mail server's last reply. */
  responseCode: number | null;
  composition: Composition | null;
  /** Who confirmed it, in words. */
  handledBy: string | null;
  concludedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

type Progress = Pick<Delivery, 'outcome' | 'dueAt' | 'leaseUntil'>;

export function stateOf({ outcome, dueAt, leaseUntil }: Progress, now: Date): DeliveryState {
  if (outcome !== 'open') return outcome;
  if (leaseUntil !== null && leaseUntil > now) return 'sending';
  return dueAt > now ? 'waiting' : 'due';
}

export const isDelivered = ({ outcome }: Pick<Delivery, 'outcome'>): boolean =>
  outcome === 'sent' || outcome === 'confirmed';

/** Deliveries of which each replaces the one before. */
export type Thread = 'invitation' | 'passcode';

const invitations: ReadonlySet<DeliveryKind> = new Set([
  'invitation',
  'invitation-update',
  'cancellation',
  'coach-invitation',
]);

/** One person's invitations, or passcodes, in order. */
export const threadOf = (deliveries: readonly Delivery[], thread: Thread): Delivery[] =>
  deliveries
    .filter(({ kind }) => (thread === 'passcode' ? kind === 'passcode' : invitations.has(kind)))
    .toSorted((a, b) => a.sequence - b.sequence);

/** The one that counts: the last that was not superseded. */
export const latestOf = (thread: readonly Delivery[]): Delivery | undefined =>
  thread.findLast(({ outcome }) => outcome !== 'superseded');

/**
 * What somebody should have: `standing` the thing itself, by this channel and with these facts; `gone` to be told that it is not
 * any more; `later` it is not decided now; `over` nothing.
 */
export type Wanted =
  | { state: 'standing'; channel: DeliveryChannel; /** Null: at once. */ dueAt: Date | null; facts: Buffer }
  | { state: 'gone'; channel: DeliveryChannel; facts: Buffer }
  | { state: 'later' }
  | { state: 'over' };

/** What follows for a thread. */
export interface Reconciled {
  supersede: Delivery[];
  insert: Pick<Delivery, 'kind' | 'channel' | 'sequence' | 'dueAt' | 'facts'> | null;
}

const nothing: Reconciled = { supersede: [], insert: null };

/** The kinds of a thread: the first, those that follow once one may have arrived, and the one that takes it back, if any. */
export interface ThreadKinds {
  first: DeliveryKind;
  next: DeliveryKind;
  end: DeliveryKind | null;
}

/**
 * Compares what somebody should have with a thread.
 *
 * @param thread all of it in order, superseded ones included.
 */
export function reconcile(
  thread: readonly Delivery[],
  kinds: ThreadKinds,
  wanted: Wanted,
  now: Date,
): Reconciled {
  if (wanted.state === 'later') return nothing;
  const latest = latestOf(thread);
  const open = thread.filter(({ outcome }) => outcome === 'open');
  const arrived = thread.some(({ mayHaveArrived }) => mayHaveArrived);
  const sequence = (thread.at(-1)?.sequence ?? -1) + 1;
  const ended = latest !== undefined && latest.kind === kinds.end;
  // Taken back is taken back: whoever is to come again after all is added anew.
  if (ended) return nothing;
  if (wanted.state === 'standing') {
    if (latest !== undefined && isAsWanted(latest, wanted, now)) return nothing;
    const { channel, facts, dueAt } = wanted;
    const kind = arrived ? kinds.next : kinds.first;
    return { supersede: open, insert: { kind, channel, sequence, facts, dueAt: dueAt ?? now } };
  }
  if (wanted.state === 'over' || kinds.end === null || !arrived) return { supersede: open, insert: null };
  const { channel, facts } = wanted;
  return { supersede: open, insert: { kind: kinds.end, channel, sequence, facts, dueAt: now } };
}

/** Once it may be on its way, only what it says counts, and not by whom or when it was to be sent. */
function isAsWanted(
  latest: Delivery,
  { facts, channel, dueAt }: Extract<Wanted, { state: 'standing' }>,
  now: Date,
): boolean {
  if (!latest.facts.equals(facts)) return false;
  if (latest.outcome !== 'open' || latest.mayHaveArrived) return true;
  if (latest.channel !== channel) return false;
  // Times that have passed are alike: it is due.
  const due = (at: Date) => Math.max(at.getTime(), now.getTime());
  return dueAt === null || due(dueAt) === due(latest.dueAt);
}
