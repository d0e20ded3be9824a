import { createHash } from 'node:crypto';
import { mergeDeep, readPath, textAt, type JsonObject } from '../shared/paths.ts';
import { hostSettings } from './settings.ts';
import { getAccount, getUser, liveInstance, zoomTime, type Meeting, type World } from './world.ts';

/** Digits made from a text, the same every time. */
const digits = (text: string, length: number): string =>
  [...createHash('sha256').update(text).digest().subarray(0, length)].map((byte) => byte % 10).join('');

const isTrue = (tree: JsonObject, path: string): boolean => readPath(tree, path) === true;

/** The host's personal meeting id: one per user, the same for every meeting that uses it. */
export const personalMeetingId = (userId: string): string => `3${digits(userId, 9)}`;

/** The link that people join by. It carries the passcode, encrypted, where the host's settings embed it. */
export function joinUrl(world: World, meeting: Meeting): string {
  const account = getAccount(world, meeting.account);
  const { stored } = meeting.written;
  const isPersonal = isTrue(stored, 'settings.use_pmi');
  const base = `${account.joinOrigin}/j/${isPersonal ? personalMeetingId(meeting.hostId) : meeting.id}`;
  return stored.password !== '' && embedsPasscode(world, meeting)
    ? `${base}?pwd=${encryptedPasscode(meeting)}`
    : base;
}

/** The passcode as the join link carries it: another passcode is another text. */
export const encryptedPasscode = ({ passcodeSalt, written }: Meeting): string =>
  `${createHash('sha256')
    .update(`${passcodeSalt} ${textAt(written.stored, 'password')}`)
    .digest('base64url')}.1`;

/** Whether the join link alone gets past the passcode. */
export function embedsPasscode(world: World, meeting: Meeting): boolean {
  const host = getUser(world, meeting.account, meeting.hostId);
  const settings = hostSettings(getAccount(world, meeting.account), host);
  return isTrue(settings, 'meeting_security.embed_password_in_join_link');
}

/** The meeting as `POST /users/{userId}/meetings` and `GET /meetings/{meetingId}` answer it, to its owner's app. */
export function meetingAnswer(world: World, meeting: Meeting): JsonObject {
  const { stored } = meeting.written;
  const host = getUser(world, meeting.account, meeting.hostId);
  const fields = { ...stored };
  delete fields.password;
  const password = textAt(stored, 'password');
  const isPersonal = isTrue(stored, 'settings.use_pmi');
  const hasPhone = readPath(stored, 'settings.audio') !== 'voip';
  const numbers = hasPhone
    ? [{ city: 'Frankfurt', country: 'DE', country_name: 'Germany', number: '+49 69 5550100', type: 'toll' }]
    : [];
  const secrets: JsonObject =
    password === ''
      ? {}
      : {
          password,
          encrypted_password: encryptedPasscode(meeting),
          pstn_password: digits(`pstn ${password}`, 6),
          h323_password: digits(`h323 ${password}`, 6),
        };
  const answer = mergeDeep(
    {
      ...fields,
      uuid: meeting.uuid,
      id: meeting.id,
      host_id: meeting.hostId,
      host_email: host.email,
      status: liveInstance(meeting) === undefined ? 'waiting' : 'started',
      created_at: zoomTime(meeting.createdAt),
      join_url: joinUrl(world, meeting),
      start_url: `${getAccount(world, meeting.account).joinOrigin}/s/${meeting.id}?zak=${world.startKeys.make(meeting.id)}`,
      creation_source: 'open_api',
      dynamic_host_key: digits(`host key ${meeting.id}`, 6),
      ...secrets,
      ...(isPersonal && { pmi: personalMeetingId(meeting.hostId) }),
    },
    { settings: { global_dial_in_numbers: numbers } },
  );
  return withoutUnused(answer);
}

/** Zoom leaves these out where they are empty or off (answers of real accounts in public repositories, 2024-09). */
function withoutUnused(answer: JsonObject): JsonObject {
  const settings = { ...(answer.settings as JsonObject) };
  if (readPath(settings, 'language_interpretation.enable') === false) delete settings.language_interpretation;
  const { authentication_exception: exceptions } = settings;
  if (Array.isArray(exceptions) && exceptions.length === 0) delete settings.authentication_exception;
  return { ...answer, settings };
}

/** The meeting as a row of `GET /users/{userId}/meetings`. */
export function meetingRow(world: World, meeting: Meeting): JsonObject {
  const answer = meetingAnswer(world, meeting);
  const keys = 'uuid id host_id topic type start_time duration timezone agenda created_at join_url pmi'.split(
    ' ',
  );
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = answer[key];
      return value === undefined || value === '' ? [] : [[key, value]];
    }),
  );
}
