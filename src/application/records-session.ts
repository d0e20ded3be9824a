import type { Choice } from '../domain/choice.ts';
import type { Observation } from '../domain/evidence.ts';
import type { SealReason } from '../domain/judge.ts';
import type { RuledOut } from '../domain/plan/compile.ts';
import type { Hosting, People } from '../domain/plan/declaration.ts';
import type { Policy } from '../domain/policy.ts';
import type { MeetingRef } from '../domain/provider.ts';
import type { SessionStatus } from '../domain/session.ts';
import type { Mutable } from './records.ts';

/* What is stored of one session, as use cases see it. */

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
