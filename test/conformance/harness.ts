import type { Json } from '../../src/domain/json.ts';
import type { Hosting, People } from '../../src/domain/plan/declaration.ts';
import type { ConnectionConfig, MeetingRef } from '../../src/domain/provider.ts';

/**
 * What a platform brings to the conformance suite, in `test/conformance/<platform>.harness.ts` as `export const harness`.
 * The suite itself sets misbehaviours by the sandbox's admin endpoints (`/_sandbox/misbehaviours`).
 */
export interface Harness {
  /** Starts the sandbox on a free port of 127.0.0.1, with an account on which confidential-session has no must gap. */
  start: () => Promise<Bench>;
}

export interface Bench {
  /** Where the sandbox listens, such as `http://127.0.0.1:40123`. */
  origin: string;
  /** A connection whose every vendor address is on that origin, with the account's credentials or with wrong ones. */
  connection: (origin: string, credentials: 'right' | 'wrong') => ConnectionConfig;
  /** The organiser's id at the platform. */
  organiser: string;
  hosting: Hosting;
  people: People;
  backing: string | null;
  /** Part of the path of the token endpoint: faults in the middle leave it alone, so that they hit the API's own calls. */
  tokenPath: string;
  /** The sandbox's name of the operation that makes the meeting, for a lost answer. */
  createOperation: string;
  /** What the sandbox holds for a meeting, by the wire's body names: `{ meeting: { settings: {…} } }`. */
  stored: (ref: MeetingRef) => Promise<Record<string, Json>>;
  /** How many meetings the sandbox holds. */
  countMeetings: () => Promise<number>;
  /** Whether the vendor gives tokens for the account's credentials from now on; those that were given stay as they are. */
  acceptCredentials: (accepted: boolean) => Promise<void>;
  /** Secrets of the account that no error may hold, besides the session's own passcode, topic and reference. */
  canaries: readonly string[];
  close: () => Promise<void>;
}
