import { leafPaths, mergeDeep, readPath, writePath, type JsonObject } from '../shared/paths.ts';
import type { ZoomAccount, ZoomUser } from './account.ts';
import { ACCOUNT_SETTINGS, LOCKS, MIRRORS, USER_SETTINGS } from './settings-defaults.ts';

/** Locks whose key is not the path of the setting that they lock. */
const LOCKED_SETTING: Readonly<Record<string, string>> = {
  'in_meeting.auto_generated_captions': 'in_meeting.manual_captioning.auto_generated_captions',
  'in_meeting.full_transcript': 'in_meeting.manual_captioning.full_transcript',
  'in_meeting.save_captions': 'in_meeting.manual_captioning.save_captions',
  'in_meeting.manual_captions': 'in_meeting.manual_captioning.manual_captions',
  'schedule_meeting.participant_video': 'schedule_meeting.participants_video',
  'schedule_meeting.meeting_authentication': 'meeting_authentication.meeting_authentication',
  'schedule_meeting.require_password_for_scheduling_new_meetings': 'meeting_security.meeting_password',
  'schedule_meeting.embed_password_in_join_link': 'meeting_security.embed_password_in_join_link',
};

/** The account's own settings, as its settings answer holds them. */
export function accountSettings(account: ZoomAccount): JsonObject {
  return mirrored(mergeDeep(ACCOUNT_SETTINGS, knownTo(ACCOUNT_SETTINGS, account.settings)));
}

/** A host's settings: the account's, under the host's own, except where the account locks them. */
export function hostSettings(account: ZoomAccount, user: ZoomUser): JsonObject {
  const inherited = mergeDeep(USER_SETTINGS, knownTo(USER_SETTINGS, account.settings));
  const settings = mergeDeep(inherited, user.settings);
  for (const path of lockedSettings(account)) writePath(settings, path, readPath(inherited, path));
  return mirrored(settings);
}

/** The account's locks, complete. */
export const lockSettings = (account: ZoomAccount): JsonObject => mergeDeep(LOCKS, account.locks);

/** The paths of the settings that the account has locked. */
export function lockedSettings(account: ZoomAccount): string[] {
  const locks = lockSettings(account);
  return leafPaths(locks)
    .filter((path) => readPath(locks, path) === true)
    .map((path) => LOCKED_SETTING[path] ?? path);
}

/** A copy without the paths that the account is configured not to show. */
export function readable(settings: JsonObject, unreadable: readonly string[]): JsonObject {
  const shown = structuredClone(settings);
  for (const path of unreadable) writePath(shown, path, undefined);
  return shown;
}

function knownTo(tree: JsonObject, part: JsonObject): JsonObject {
  const known: JsonObject = {};
  for (const path of leafPaths(part)) {
    if (readPath(tree, path) !== undefined) writePath(known, path, readPath(part, path));
  }
  return known;
}

function mirrored(settings: JsonObject): JsonObject {
  for (const [follows, leads] of MIRRORS) {
    const value = readPath(settings, leads);
    if (readPath(settings, follows) !== undefined && value !== undefined) writePath(settings, follows, value);
  }
  return settings;
}
