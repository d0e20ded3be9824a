import type { ControlId } from '../controls/catalogue.ts';
import type { Expectation, Posture } from '../evidence.ts';
import type { Json } from '../json.ts';
import { weakest, type Means } from '../means.ts';
import type { EntryMode } from '../policy.ts';
import type { Wire } from './wire.ts';

/** Whose account organises a session: DESIGN §2, hosting. */
export const hostingModes = ['practice', 'coach-in-client', 'sponsor'] as const;
export type Hosting = (typeof hostingModes)[number];

/** Who stands where at the platform: what decides who can start, admit and end. */
export interface People {
  /** The coach at the platform: organises, has an account in the organiser's tenant, is a guest account there, or neither. */
  coach: 'organiser' | 'member' | 'guest' | 'outsider';
  /** Whether the organiser will be in the session; a sponsor may not be. */
  organiserPresent: boolean;
}

/** The session as compiling sees it: no name, no subject, no address. */
export interface SessionFacts {
  /** UTC, ISO 8601. */
  startsAt: string;
  endsAt: string;
  /** IANA time zone. */
  timeZone: string;
}

/** What a declaration's functions may look at. */
export interface CompileContext {
  session: SessionFacts;
  hosting: Hosting;
  people: People;
  /** How the platform holds the meeting, where it has several ways (Teams: `calendar` or `standalone`), else null. */
  backing: string | null;
  posture: Posture;
}

type Derived<T> = T | ((value: Json, context: CompileContext) => T);

/** One part of an offer: what must hold, by which means. */
export type Part =
  | {
      means: 'enforced';
      /** Items to read back besides every field of the control as sent; an item named here is expected as it says here. */
      expects?: Derived<Expectation[]>;
      /** What the platform itself does not check, where that matters. */
      sentence?: string;
    }
  | {
      means: 'account';
      expects: Derived<Expectation[]>;
      /** What an administrator would set, and where. */
      remedy: string;
      /** The access that would make it readable. */
      access: string;
    }
  | {
      means: 'service';
      due: 'at-entry' | 'after';
      /** The kind of our own record that shows it was done. */
      record: string;
      /** Whether it needs our page; a session without our page cannot have it. */
      page: boolean;
      sentence: string;
    }
  | { means: 'host'; duty: string }
  | { means: 'notice'; sentence: string }
  | { means: 'disclosed'; sentence: string }
  | {
      means: 'absent';
      sentence: string;
      /** Set where no source confirms it: the verdict is then unknown. */
      unverified?: true;
    };

/** One way to meet a control on this platform. All its parts are needed together. */
export interface Offer {
  parts: [Part, ...Part[]];
  /** A condition beyond posture, such as the kind of hosting, with its sentence for the capability table. */
  when?: { says: string; holds: (value: Json, context: CompileContext) => boolean };
}

/** The means an offer is reported by: the weakest that it needs. */
export const offeredMeans = (offer: Offer): Means => weakest(offer.parts.map((part) => part.means));

/** What a platform can do for one control. */
export interface ControlDeclaration {
  /** The fields to send for a value, by dotted path. They are always sent, whichever means the control is met by. */
  fields?: (value: Json, context: CompileContext) => Wire;
  /** Fields of this control that are sent and that the platform never gives back. */
  notReadBack?: readonly string[];
  /** The ways to meet it; the strongest that is acceptable and can be had is taken. */
  offers: readonly Offer[];
  /** Where the facts come from. */
  sources: readonly string[];
}

/** A guard that takes something away: asking for `value` of `control` removes `removes`. */
export interface Collision {
  control: ControlId;
  value: Json;
  removes: readonly ControlId[];
  why: string;
}

/** Who can start, admit and end, given how a session is hosted. */
export interface HostingFacts {
  organises: string;
  canStart: ('organiser' | 'coach')[];
  canAdmit: ('organiser' | 'coach')[];
  canEnd: ('organiser' | 'coach')[];
  /** What would change the answer, where nobody can. */
  closes: string;
}

/** What a passcode must look like on this account. */
export interface PasscodeRule {
  length: number;
  /** Groups of which at least one character each must be there. */
  groups: readonly ('upper' | 'lower' | 'digit' | 'special')[];
}

/** A platform as compiling knows it: a provider's first part. */
export interface Declaration {
  platform: string;
  name: string;
  /** The company that runs it, and the country that it is based in, as participants are told. */
  operator: { name: string; basedIn: string };
  /** Ways the platform can hold a meeting, and the default for each hosting; empty where there is one way only. */
  backings: Partial<Record<Hosting, readonly [string, ...string[]]>>;
  controls: Readonly<Record<ControlId, ControlDeclaration>>;
  /** Fields that belong to no control: the schedule, and what is sent because leaving it out would inherit. */
  base: (context: CompileContext) => Wire;
  /** The paths of `base` that say when the meeting is: read back with the meeting itself, so that it stands at its time. */
  schedule: (context: CompileContext) => readonly string[];
  collisions: readonly Collision[];
  /** What becomes of somebody who has to be let in here. */
  waiting: {
    /** Where one waits, to follow `in`, such as `the lobby`. */
    place: string;
    /** How one waits, in a sentence for that person. */
    how: string;
  };
  /** Entry modes that this platform cannot have, with the reason. */
  refusedEntryModes: Partial<Record<EntryMode, string>>;
  hosting: (context: Pick<CompileContext, 'hosting' | 'people' | 'posture'>) => HostingFacts;
  passcodeRule: (posture: Posture) => PasscodeRule;
}
