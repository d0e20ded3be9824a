import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mergeDeep, readPath, writePath, type JsonObject } from '../shared/paths.ts';
import { applyWrite, type Written } from '../shared/writes.ts';
import type { GraphUser } from './account.ts';
import { minutesAfter, timestamp } from './clock.ts';
import { meetingNotFound } from './errors.ts';
import { isLive, VENDOR_DEFAULTS } from './options.ts';
import { userOf, type Meeting, type Tenant, type World } from './world.ts';

/** A meeting resource is gone this long after its end, unless it is updated again. */
const EXPIRY_MINUTES = 60 * 24 * 60;

/** The options of a new meeting in this tenant before anybody writes one. */
export const tenantDefaults = ({ config }: Tenant): JsonObject =>
  mergeDeep(VENDOR_DEFAULTS, config.meetingDefaults);

export interface NewMeeting {
  tenant: Tenant;
  organizer: GraphUser;
  /** Already read by `readCreateBody`. */
  body: JsonObject;
  /** The operation whose misbehaviours act on the body; absent: the meeting is a by-product of another write. */
  operation?: string;
  externalId?: string;
  iCalUId?: string;
}

/** Makes a meeting: the tenant's defaults, then the body, then what a label or template locks. */
export function createMeeting(world: World, fresh: NewMeeting): Meeting {
  const { tenant, organizer } = fresh;
  const now = world.now();
  const defaults = tenantDefaults(tenant);
  const body = mergeDeep(
    { startDateTime: timestamp(now), endDateTime: timestamp(minutesAfter(now, 60)) },
    fresh.body,
  );
  const before = { stored: defaults, effective: defaults };
  const written =
    fresh.operation === undefined
      ? { stored: mergeDeep(defaults, body), effective: mergeDeep(defaults, body) }
      : applyWrite({
          before,
          body,
          defaults,
          misbehaviours: world.misbehaviours,
          account: tenant.id,
          operation: fresh.operation,
        });
  const meeting: Meeting = {
    ...identify(world, tenant, organizer),
    tenantId: tenant.id,
    organizer: organizer.oid,
    externalId: fresh.externalId,
    iCalUId: fresh.iCalUId,
    ...settle(tenant, written),
    afterCall: {},
    expiresAt: now,
    waiting: new Map(),
    denied: new Set(),
    call: undefined,
    recordings: [],
    transcripts: [],
    attendanceReports: [],
  };
  extendExpiry(world, meeting);
  world.meetings.set(meeting.id, meeting);
  return meeting;
}

/** Lays an update over the meeting; during a call, what is not live waits for the call's end. */
export function updateMeeting(
  world: World,
  tenant: Tenant,
  meeting: Meeting,
  body: JsonObject,
  operation: string,
): void {
  const written = applyWrite({
    before: meeting,
    body,
    defaults: tenantDefaults(tenant),
    misbehaviours: world.misbehaviours,
    account: tenant.id,
    operation,
  });
  const settled = settle(tenant, written);
  if (meeting.call !== undefined) {
    for (const name of Object.keys(body).filter((key) => !isLive(key))) {
      writePath(meeting.afterCall, name, settled.effective[name]);
      writePath(settled.effective, name, meeting.effective[name]);
    }
  }
  Object.assign(meeting, settled);
  extendExpiry(world, meeting);
}

/** Somebody changes the meeting without the API: in the Teams client, or by moving its calendar event. */
export function changeMeeting(world: World, meeting: Meeting, changes: JsonObject): void {
  const tenant = world.tenants.get(meeting.tenantId);
  if (tenant === undefined) return;
  const written = {
    stored: mergeDeep(meeting.stored, changes),
    effective: mergeDeep(meeting.effective, changes),
  };
  Object.assign(meeting, settle(tenant, written));
  extendExpiry(world, meeting);
}

/** The unexpired meeting with this id of this organiser; throws the vendor's 404. */
export function getMeeting(world: World, tenant: Tenant, oid: string, id: string): Meeting {
  const meeting = meetingsOf(world, tenant, oid).find((candidate) => candidate.id === id);
  if (meeting === undefined) throw meetingNotFound();
  return meeting;
}

export const meetingsOf = (world: World, tenant: Tenant, oid: string): Meeting[] =>
  [...world.meetings.values()].filter(
    (meeting) =>
      meeting.tenantId === tenant.id && meeting.organizer === oid && world.now() < meeting.expiresAt,
  );

/**
 * The meeting as an answer shows it. Without `Prefer: include-unknown-enum-members` the two lobby scopes that
 * came late to the enum are shown as `unknownFutureValue`.
 */
export function presentMeeting(tenant: Tenant, meeting: Meeting, prefer: string | undefined): JsonObject {
  const shown = mergeDeep(meeting.stored, meeting.fixed);
  if (readPath(shown, 'joinMeetingIdSettings.isPasscodeRequired') === false) {
    writePath(shown, 'joinMeetingIdSettings.passcode', null);
  }
  const scope = readPath(shown, 'lobbyBypassSettings.scope');
  const late = scope === 'invited' || scope === 'organizationExcludingGuests';
  if (late && prefer?.includes('include-unknown-enum-members') !== true) {
    writePath(shown, 'lobbyBypassSettings.scope', 'unknownFutureValue');
  }
  writePath(shown, 'expiryDateTime', timestamp(meeting.expiresAt));
  for (const path of tenant.config.unreadable) writePath(shown, path, undefined);
  return shown;
}

function settle(tenant: Tenant, written: Written): Written {
  const { locks, sensitivityLabelId, meetingTemplateId } = tenant.config;
  for (const side of [written.stored, written.effective]) {
    for (const name of ['startDateTime', 'endDateTime']) {
      const at = side[name];
      if (typeof at === 'string') side[name] = timestamp(new Date(at));
    }
    if (sensitivityLabelId !== undefined) side.sensitivityLabelAssignment = { sensitivityLabelId };
    if (meetingTemplateId !== undefined) side.meetingTemplateId = meetingTemplateId;
    for (const [path, value] of Object.entries(locks)) writePath(side, path, structuredClone(value));
  }
  return written;
}

function extendExpiry(world: World, meeting: Meeting): void {
  const { endDateTime } = meeting.stored;
  const end = typeof endDateTime === 'string' ? Date.parse(endDateTime) : 0;
  const from = Math.max(world.now().getTime(), end);
  meeting.expiresAt = minutesAfter(new Date(from), EXPIRY_MINUTES);
}

function identify(
  world: World,
  tenant: Tenant,
  organizer: GraphUser,
): Pick<Meeting, 'id' | 'joinWebUrl' | 'fixed'> {
  const threadId = `19:meeting_${randomBytes(36).toString('base64url')}@thread.v2`;
  const id = Buffer.from(`1*${organizer.oid}*0**${threadId}`).toString('base64url');
  const context = JSON.stringify({ Tid: tenant.id, Oid: organizer.oid });
  // The vendor's address carries its own percent-encoding, in small letters: it must be encoded again in a filter.
  const encoded = (part: string) =>
    encodeURIComponent(part).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const joinWebUrl = `${tenant.config.joinOrigin}/l/meetup-join/${encoded(threadId)}/0?context=${encoded(context)}`;
  const conferenceId = String(randomInt(100_000_000, 999_999_999));
  const fixed: JsonObject = {
    id,
    joinWebUrl,
    creationDateTime: timestamp(world.now()),
    meetingType: 'scheduled',
    chatInfo: { threadId, messageId: '0', replyChainMessageId: null },
    joinInformation: { contentType: 'html', content: `data:text/html,${encodeURIComponent(joinWebUrl)}` },
    joinMeetingIdSettings: {
      joinMeetingId: String(randomInt(200_000_000_000, 299_999_999_999)),
      passcode: createHash('sha256')
        .update(randomUUID())
        .digest('base64url')
        .replace(/[-_]/g, '')
        .slice(0, 8),
    },
    participants: {
      organizer: {
        identity: { user: { id: organizer.oid, displayName: null } },
        role: 'presenter',
        upn: organizer.upn,
      },
    },
    videoTeleconferenceId: null,
    audioConferencing: tenant.config.audioConferencing
      ? { conferenceId, tollNumber: '+12065550100', dialinUrl: 'https://dialin.teams.microsoft.com/' }
      : null,
  };
  return { id, joinWebUrl, fixed };
}

/** The content of the policy that binds this meeting's organiser. */
export const organizerUser = (world: World, meeting: Meeting): GraphUser | undefined =>
  userOf(world.tenants.get(meeting.tenantId), meeting.organizer);
