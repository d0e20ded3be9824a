import type { ArrivalFacts, DoorFacts } from '../domain/front-door.ts';
import type { PasscodeChannel, Role } from '../domain/roster.ts';
import type { Mutable } from './records.ts';

/* What is stored of the people expected and of the front door, as use cases see it. */

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
