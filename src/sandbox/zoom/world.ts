import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Written } from '../shared/writes.ts';
import type { ZoomAccount, ZoomUser } from './account.ts';
import { meetingMissing, userMissing } from './refusal.ts';
import { createStartKeys, type StartKeys } from './start-keys.ts';

/** A span that a person spent in the meeting or in its waiting room; `to` is absent while it lasts. */
export interface Visit {
  status: 'in_meeting' | 'in_waiting_room';
  from: Date;
  to?: Date;
}

export type PersonState = 'before-host' | 'waiting' | 'in' | 'left' | 'denied' | 'refused';

/** Somebody who came to one running of a meeting. */
export interface Person {
  participantUuid: string;
  /** Zoom's number of this person in this running of the meeting. */
  userId: string;
  name: string;
  email: string;
  /** The account's user that this person is signed in as; guests have none. */
  accountUserId: string | undefined;
  state: PersonState;
  visits: Visit[];
}

export interface Recording {
  mode: 'cloud' | 'local';
  from: Date;
  to?: Date;
}

/** One running of a meeting, from start to end, with a uuid of its own. */
export interface Instance {
  uuid: string;
  startedAt: Date;
  endedAt?: Date;
  people: Person[];
  /** Locked by a host in the meeting: nobody comes in, also nobody who was in. */
  locked: boolean;
  recordings: Recording[];
  /** Cloud files that were trashed or deleted are no longer listed. */
  cloudFilesDeleted: boolean;
  /** AI Companion's work in this running. */
  summary: 'none' | 'running' | 'made' | 'deleted';
  transcript: 'none' | 'made' | 'deleted';
}

export interface Meeting {
  id: number;
  uuid: string;
  account: string;
  hostId: string;
  createdAt: Date;
  written: Written;
  deleted: boolean;
  /** Everybody who waits before the host has started it. */
  early: Person[];
  instances: Instance[];
  /** What the passcode is encrypted with in the join link. */
  passcodeSalt: string;
}

interface Token {
  account: string;
  expiresAt: Date;
}

/** Everything a Zoom sandbox knows. */
export interface World {
  accounts: Map<string, ZoomAccount>;
  tokens: Map<string, Token>;
  meetings: Map<number, Meeting>;
  /** Creates and updates by `hostId day`. */
  writes: Map<string, number>;
  /** Next-page tokens: where the page starts, for which list, until when. */
  pages: Map<string, { list: string; offset: number; expiresAt: Date }>;
  startKeys: StartKeys;
  now: () => Date;
  nextUuid: () => string;
  nextMeetingId: () => number;
  clear: () => void;
}

export function createWorld(now: () => Date): World {
  let uuids = 0;
  const world: World = {
    accounts: new Map(),
    tokens: new Map(),
    meetings: new Map(),
    writes: new Map(),
    pages: new Map(),
    startKeys: createStartKeys(now),
    now,
    nextUuid: () => meetingUuid(uuids++),
    nextMeetingId: () => {
      const id = randomInt(80_000_000_000, 99_999_999_999);
      return world.meetings.has(id) ? world.nextMeetingId() : id;
    },
    clear: () => {
      for (const map of [world.accounts, world.tokens, world.meetings, world.writes, world.pages])
        map.clear();
    },
  };
  return world;
}

/**
 * Base64 of 16 bytes, as Zoom's are. Every fourth begins with `/` and the one after it holds `//`: those need double
 * encoding in a path, and a client that has never met one gets it wrong.
 */
function meetingUuid(count: number): string {
  const plain = randomBytes(16).toString('base64').replaceAll('/', 'a');
  if (count % 4 === 1) return `/${plain.slice(1)}`;
  if (count % 4 === 2) return `${plain.slice(0, 8)}//${plain.slice(10)}`;
  return plain;
}

/** The account of a request whose token was checked. */
export function getAccount(world: World, id: string | undefined): ZoomAccount {
  const account = id === undefined ? undefined : world.accounts.get(id);
  if (account === undefined) throw new Error(`no account ${id ?? ''} in the sandbox`);
  return account;
}

/** A user's id: as configured, else made from account and e-mail, so that it stays when the account is set up again. */
export const userIdOf = (accountId: string, user: ZoomUser): string =>
  user.id ?? createHash('sha256').update(`${accountId} ${user.email}`).digest('base64url').slice(0, 22);

/**
 * The account's user by id or e-mail. `me` is refused: a server-to-server app has no user of its own to mean.
 * @throws Refusal 1001 where there is none.
 */
export function getUser(world: World, accountId: string, key: string): ZoomUser & { id: string } {
  for (const user of getAccount(world, accountId).users) {
    const id = userIdOf(accountId, user);
    if (id === key || user.email.toLowerCase() === key.toLowerCase()) return { ...user, id };
  }
  throw userMissing(key);
}

/**
 * The account's meeting by its number. @throws Refusal 3001 where there is none, or it was deleted, or belongs to
 * another account.
 */
export function getMeeting(world: World, accountId: string, key: string): Meeting {
  const meeting = /^\d+$/.test(key) ? world.meetings.get(Number(key)) : undefined;
  if (meeting === undefined || meeting.deleted || meeting.account !== accountId) throw meetingMissing(key);
  return meeting;
}

/** The running that is going on, or undefined. */
export const liveInstance = (meeting: Meeting): Instance | undefined =>
  meeting.instances.find(({ endedAt }) => endedAt === undefined);

/** A time as Zoom writes it: UTC, no milliseconds. */
export const zoomTime = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
