import { randomBytes, randomInt } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Misbehaviours } from '../shared/misbehaviour.ts';
import type { Json, JsonObject } from '../shared/paths.ts';
import type { Written } from '../shared/writes.ts';
import { findUser, type GoogleAccount, type User } from './account.ts';
import type { Push } from './push.ts';

/** Who acts: signed in at Google (`email`), calling (`phone`), or a browser without an account. */
export interface Person {
  name: string;
  email?: string | undefined;
  phone?: string | undefined;
  /** Which browser, where two guests may give one name. */
  browser?: string | undefined;
}

/** Somebody who has asked to join. */
export interface Knock {
  person: Person;
  since: Date;
}

/** Somebody whose request to join came to nothing, at their last attempt. */
export interface Unheard {
  person: Person;
  because: 'denied' | 'lapsed';
}

export interface Session {
  id: string;
  startTime: string;
  endTime?: string;
}

export interface Participant {
  id: string;
  person: Person;
  sessions: Session[];
}

export type ArtifactKind = 'recording' | 'transcript' | 'smartNote';

export interface Artifact {
  id: string;
  kind: ArtifactKind;
  startTime: string;
  endTime?: string;
  /** Set once the file is in the organiser's Drive. */
  fileId?: string;
}

/** One conference in a space: what Meet calls a conference record. */
export interface Conference {
  id: string;
  spaceId: string;
  startTime: string;
  endTime?: string;
  participants: Participant[];
  artifacts: Artifact[];
}

/** Somebody who need not knock. */
export interface Member {
  email: string;
  written: Written;
}

export interface Space {
  id: string;
  account: string;
  /** The owner's e-mail. */
  owner: string;
  /** The Google Cloud project whose app created it; undefined when made in Google's own screens. */
  createdBy: string | undefined;
  meetingCode: string;
  pin: string;
  written: Written;
  members: Map<string, Member>;
  knocks: Knock[];
  unheard: Unheard[];
}

export interface DriveFile {
  account: string;
  owner: string;
  written: Written;
}

export interface Subscription {
  id: string;
  targetResource: string;
  account: string;
  projectId: string;
  /** The user who authorised it. */
  email: string;
  expiresAtMs: number;
  remindersSent: number;
  written: Written;
}

export interface AccessToken {
  account: string;
  /** Undefined: the service account itself, for no user. */
  email: string | undefined;
  serviceAccount: string;
  projectId: string;
  scopes: string[];
  expiresAtMs: number;
}

/** Everything one sandbox holds. */
export interface GoogleState {
  accounts: Map<string, GoogleAccount>;
  tokens: Map<string, AccessToken>;
  spaces: Map<string, Space>;
  conferences: Map<string, Conference>;
  files: Map<string, DriveFile>;
  subscriptions: Map<string, Subscription>;
}

export const createState = (): GoogleState => ({
  accounts: new Map(),
  tokens: new Map(),
  spaces: new Map(),
  conferences: new Map(),
  files: new Map(),
  subscriptions: new Map(),
});

export function clearState(state: GoogleState): void {
  state.accounts.clear();
  state.tokens.clear();
  state.spaces.clear();
  state.conferences.clear();
  state.files.clear();
  state.subscriptions.clear();
}

/** What every route file is handed. */
export interface SandboxContext {
  app: FastifyInstance;
  state: GoogleState;
  misbehaviours: Misbehaviours;
  push: Push;
  now: () => Date;
}

/** A vendor id: letters and digits only. */
export function newId(length: number): string {
  let id = '';
  while (id.length < length)
    id += randomBytes(length)
      .toString('base64')
      .replace(/[^A-Za-z0-9]/g, '');
  return id.slice(0, length);
}

/** Only digits, as PINs and operation numbers are. */
export const newDigits = (length: number) => Array.from({ length }, () => String(randomInt(10))).join('');

/** `abc-mnop-xyz`. */
export function newMeetingCode(): string {
  const letters = (count: number) =>
    Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join('');
  return `${letters(3)}-${letters(4)}-${letters(3)}`;
}

/** Leaves out what is undefined, as protocol buffers' JSON does. */
export function present(fields: Record<string, Json | undefined>): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) kept[key] = value;
  return kept;
}

export function activeConference(state: GoogleState, spaceId: string): Conference | undefined {
  return [...state.conferences.values()].find((one) => one.spaceId === spaceId && one.endTime === undefined);
}

/** Those who are in the conference now. */
export const presentPeople = (conference: Conference) =>
  conference.participants.filter((one) => one.sessions.some((session) => session.endTime === undefined));

/** The account of a space; accounts are never removed while their spaces exist. */
export function accountOf(state: GoogleState, space: Space): GoogleAccount {
  const account = state.accounts.get(space.account);
  if (account === undefined) throw new Error(`The sandbox has no account ${space.account}.`);
  return account;
}

/** The address under which the space is joined. */
export const meetingUri = (state: GoogleState, space: Space): string =>
  `${accountOf(state, space).joinOrigin}/${space.meetingCode}`;

/** A space's owner, as the account has them now. */
export function ownerOf(state: GoogleState, space: Space): User {
  const owner = findUser(accountOf(state, space), space.owner);
  if (owner === undefined)
    throw new Error(`The sandbox's account ${space.account} has no user ${space.owner}.`);
  return owner;
}
