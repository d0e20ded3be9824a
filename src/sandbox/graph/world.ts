import type { Misbehaviours } from '../shared/misbehaviour.ts';
import type { JsonObject } from '../shared/paths.ts';
import { createWebhookOutbox, type WebhookOutbox } from '../shared/webhooks.ts';
import type { GraphAccount, GraphUser } from './account.ts';

export interface Tenant {
  id: string;
  config: GraphAccount;
}

export type PersonKind =
  'organizer' | 'coorganizer' | 'organization' | 'guest' | 'federated' | 'anonymous' | 'dial-in';

export interface Person {
  id: string;
  name: string;
  kind: PersonKind;
  upn?: string | undefined;
}

/** A running call of a meeting. */
export interface Call {
  id: string;
  startedAt: Date;
  /** Place in the sandbox's order of happenings: a subscription sees only calls that started after it. */
  order: number;
  inside: Map<string, Person>;
  /** Everyone who was ever inside. */
  attended: Set<string>;
  /** Locked by an organiser: nobody comes in, also nobody who was in. */
  locked: boolean;
  recordingSince: Date | undefined;
  transcribingSince: Date | undefined;
}

/** A recording or a transcript. */
export interface Artifact {
  id: string;
  callId: string;
  createdAt: Date;
  endedAt: Date;
}

export interface AttendanceReport {
  id: string;
  startedAt: Date;
  endedAt: Date;
  participants: number;
}

export interface Meeting {
  id: string;
  tenantId: string;
  organizer: string;
  /** Set by createOrGet only: part of the identity by which it finds the meeting again. */
  externalId: string | undefined;
  /** Present: the meeting belongs to a calendar event. */
  iCalUId: string | undefined;
  joinWebUrl: string;
  /** Properties that the vendor sets and nobody writes, the join address among them. */
  fixed: JsonObject;
  /** What reads give back. */
  stored: JsonObject;
  /** How the meeting behaves, before the tenant's policies are laid over it. */
  effective: JsonObject;
  /** Changed during a call, and in force only after it. */
  afterCall: JsonObject;
  expiresAt: Date;
  waiting: Map<string, Person>;
  /** Ids of people who were not let in when they last came. */
  denied: Set<string>;
  call: Call | undefined;
  recordings: Artifact[];
  transcripts: Artifact[];
  attendanceReports: AttendanceReport[];
}

export interface CalendarEvent {
  id: string;
  tenantId: string;
  organizer: string;
  iCalUId: string;
  meetingId: string | undefined;
  stored: JsonObject;
  start: Date;
  end: Date;
  createdAt: Date;
  changedAt: Date;
  /** Counts changes; part of `changeKey`. */
  version: number;
}

/** What a subscription watches. */
export interface Topic {
  kind: 'callEvent' | 'callRecording' | 'callTranscript';
  meetingId?: string;
  organizer?: string;
}

export interface Subscription {
  id: string;
  tenantId: string;
  topic: Topic;
  order: number;
  expiresAt: Date;
  resource: string;
  notificationUrl: string;
  lifecycleNotificationUrl: string | undefined;
  clientState: string | undefined;
  changeType: string;
}

/** Everything that one Graph sandbox knows. */
export interface World {
  now: () => Date;
  misbehaviours: Misbehaviours;
  webhooks: WebhookOutbox;
  /** The next place in the order of happenings. */
  nextOrder: () => number;
  tenants: Map<string, Tenant>;
  tokens: Map<string, { tenantId: string; expiresAt: Date }>;
  meetings: Map<string, Meeting>;
  events: Map<string, CalendarEvent>;
  subscriptions: Map<string, Subscription>;
}

export function createWorld(now: () => Date, misbehaviours: Misbehaviours): World {
  let order = 0;
  return {
    now,
    misbehaviours,
    webhooks: createWebhookOutbox(misbehaviours),
    nextOrder: () => (order += 1),
    tenants: new Map(),
    tokens: new Map(),
    meetings: new Map(),
    events: new Map(),
    subscriptions: new Map(),
  };
}

export function emptyWorld(world: World): void {
  for (const part of [world.tenants, world.tokens, world.meetings, world.events, world.subscriptions])
    part.clear();
  world.webhooks.clear();
}

export function userOf(tenant: Tenant | undefined, oid: string): GraphUser | undefined {
  return tenant?.config.users.find((user) => user.oid === oid);
}
