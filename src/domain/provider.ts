import type { z } from 'zod';
import type { Observation, Posture } from './evidence.ts';
import type { Declaration } from './plan/declaration.ts';
import type { Plan } from './plan/plan.ts';
import type { Slots } from './plan/wire.ts';

/** Where a meeting stands at its platform: the provider's own ids, stored encrypted and read by that provider alone. */
export type MeetingRef = Readonly<Record<string, string>>;

/** What provisioning is called with. Every effect has this recorded first. */
export interface Intent {
  /** Opaque and random; it stands for the session at the vendor, and an earlier attempt is found by it. */
  reference: string;
  slots: Slots;
  /** The organiser's id at the platform. */
  organiser: string;
  /** An earlier attempt may have reached the vendor and its outcome is not known: look before creating. */
  lookFirst: boolean;
}

/** A meeting that was made or found. */
export interface Provisioned {
  ref: MeetingRef;
  /** The link people join by, without a passcode in it. Kept encrypted, released only when unsealed. */
  joinUrl: string;
  /** The same with the platform's passcode in it, where the account puts it there; kept and released likewise. */
  joinUrlWithPasscode: string | null;
  /** An earlier attempt may have left a meeting that cannot be found; it was never released to anybody. */
  possibleStray: boolean;
}

/** What a connection can and cannot do, with what to grant where something is missing. */
export interface Verification {
  /** All that a session needs was tried and is there. */
  ok: boolean;
  checks: { name: string; ok: boolean; remedy: string | null }[];
}

/** An artifact of a session found at the vendor. */
export interface Artifact {
  kind: 'recording' | 'transcript' | 'summary' | 'attendance-report';
  createdAt: string | null;
}

/** What every provider can do. Vendor failures are thrown as DomainError with one of the seven provider codes. */
export interface ProviderClient {
  /**
   * Tries the credentials and each permission, with nothing remembered of earlier tries. Never throws for a missing one: it
   * names it and how to grant it. What cannot be tried, such as without an organiser, is a check that is not ok.
   */
  verify: (organiser: string | undefined) => Promise<Verification>;
  /** Reads what the organiser's account allows, locks and defaults to. An item that cannot be read is unknown, with why. */
  readPosture: (organiser: string) => Promise<Posture>;
  /** Makes the meeting with every field of the plan explicit; with `lookFirst` it adopts what an earlier attempt made. */
  provision: (plan: Plan, intent: Intent) => Promise<Provisioned>;
  /** Reads the meeting back. Throws NOT_FOUND where it is gone. */
  observe: (ref: MeetingRef, plan: Plan, intent: Intent) => Promise<Observation>;
  /** Brings the existing meeting to the plan, in place. Its link with the passcode changes where the passcode does. */
  revise: (ref: MeetingRef, plan: Plan, intent: Intent) => Promise<Pick<Provisioned, 'joinUrlWithPasscode'>>;
  /** Makes the meeting unusable for good. Succeeds where it is gone already. */
  retire: (ref: MeetingRef, intent: Pick<Intent, 'organiser'>) => Promise<void>;
  /** Meetings that carry the reference; undefined where the vendor cannot be asked, so that it is not known. */
  findStrays: (
    intent: Pick<Intent, 'reference' | 'organiser'>,
    window: { from: string; to: string },
  ) => Promise<MeetingRef[] | undefined>;
}

/** Who is to start a session, by ids at the platform. */
export interface Starter {
  organiser: string;
  /** The coach, where somebody else organises. */
  coach: string | null;
}

/** How whoever starts a session does so at the platform. */
export interface HostStart {
  /** Where to begin. It may make anybody who opens it the host: asked for at the click, shown to the host alone, never stored. */
  link: string;
  /** The account to use, as the platform names it to people; its id where the platform gives no better name. */
  account: string;
  /** What makes the host: the link itself, for whoever opens it, or the account that is signed in, which the platform checks. */
  madeHostBy: 'link' | 'account';
  /** What to do, and what comes of the wrong account, in words. */
  says: string;
}

/** Live acts that some platforms have. A declaration names those that its client has: the types hold the two together. */
export interface LiveActs {
  /** How the coach, or the organiser where that is the coach, starts the session. */
  hostLink: (ref: MeetingRef, starter: Starter) => Promise<HostStart>;
  /** Ends the running session for everyone. Succeeds where none is running. */
  endNow: (ref: MeetingRef, intent: Pick<Intent, 'organiser'>) => Promise<void>;
  /** Lists what the session left at the vendor. Throws CAPABILITY_UNSUPPORTED where that cannot be known. */
  listArtifacts: (ref: MeetingRef, intent: Pick<Intent, 'organiser'>) => Promise<Artifact[]>;
}
export type LiveAct = keyof LiveActs;

/** A client with exactly the live acts that its declaration names. */
export type ClientWith<Acts extends LiveAct> = ProviderClient &
  Pick<LiveActs, Acts> & { [Other in Exclude<LiveAct, Acts>]?: never };

/**
 * Asks for leave to call a vendor, from a budget that all replicas share. Throws RATE_LIMITED with `retryAfterMs` where none
 * is left. `scope` separates budgets of one account, such as one per host.
 */
export type TakeBudget = (budget: { scope: string; limit: number; windowMs: number }) => Promise<void>;

export interface ProviderContext {
  takeBudget: TakeBudget;
  now: () => Date;
  /** Ends a vendor call that takes longer; milliseconds. */
  timeoutMs: number;
}

/** A configured connection: settings as anybody of the organisation may see them, credentials as stored encrypted. */
export interface ConnectionConfig<Settings = unknown, Credentials = unknown> {
  settings: Settings;
  credentials: Credentials;
}

/** Credentials as they are stored, and what of them leaves us, such as a certificate to upload at the vendor. */
export interface Prepared<Credentials> {
  credentials: Credentials;
  certificate: string | null;
}

/** One platform: one folder and one line in the registry. */
export interface Provider<Acts extends LiveAct, Settings, Credentials, Given> {
  declaration: Declaration;
  /** The live acts that `connect` gives. */
  acts: readonly Acts[];
  /** Non-secret settings of a connection; its vendor addresses default to the real ones. */
  settings: z.ZodType<Settings>;
  /** What a person hands over. */
  given: z.ZodType<Given>;
  /** What is stored, encrypted. */
  credentials: z.ZodType<Credentials>;
  /** Turns what a person handed over into what is stored; makes key pairs itself. */
  prepare: (given: Given) => Promise<Prepared<Credentials>>;
  /** The vendor account that a connection reaches: budgets are shared by all connections to it. */
  accountOf: (connection: ConnectionConfig<Settings, Credentials>) => string;
  /** The vendor's own origins (https://…); a connection that names others needs the operator's leave. */
  vendorOrigins: readonly string[];
  /** The origins a connection would call, so that they can be checked before any call. */
  originsOf: (settings: Settings) => string[];
  /** How a host is named on this platform, and a sentence that says so. */
  identity: { schema: z.ZodType<string>; says: string };
  connect: (
    connection: ConnectionConfig<Settings, Credentials>,
    context: ProviderContext,
  ) => ClientWith<Acts>;
}

/** A provider whose settings and credentials are checked where they come in: what the registry holds. */
export interface RegisteredProvider {
  declaration: Declaration;
  acts: readonly LiveAct[];
  settings: z.ZodType;
  given: z.ZodType;
  identity: { schema: z.ZodType<string>; says: string };
  prepare: (given: unknown) => Promise<Prepared<unknown>>;
  accountOf: (connection: ConnectionConfig) => string;
  vendorOrigins: readonly string[];
  originsOf: (settings: unknown) => string[];
  connect: (connection: ConnectionConfig, context: ProviderContext) => ProviderClient & Partial<LiveActs>;
}

/** Makes a provider fit for the registry. A live act declared without its function, or the reverse, does not compile. */
export function defineProvider<Acts extends LiveAct, Settings, Credentials, Given>(
  provider: Provider<Acts, Settings, Credentials, Given>,
): RegisteredProvider {
  const checked = (connection: ConnectionConfig) => ({
    settings: provider.settings.parse(connection.settings),
    credentials: provider.credentials.parse(connection.credentials),
  });
  return {
    declaration: provider.declaration,
    acts: provider.acts,
    settings: provider.settings,
    given: provider.given,
    identity: provider.identity,
    vendorOrigins: provider.vendorOrigins,
    prepare: (given) => provider.prepare(provider.given.parse(given)),
    accountOf: (connection) => provider.accountOf(checked(connection)),
    originsOf: (settings) => provider.originsOf(provider.settings.parse(settings)),
    connect: (connection, context) => provider.connect(checked(connection), context),
  };
}
