import { createHmac, randomUUID } from 'node:crypto';
import { difference, isObject, type JsonObject } from '../shared/paths.ts';
import type { WebhookOutbox } from '../shared/webhooks.ts';
import { joinUrl } from './meeting-view.ts';
import {
  getAccount,
  getUser,
  userIdOf,
  zoomTime,
  type Instance,
  type Meeting,
  type Person,
  type World,
} from './world.ts';

/** Sends an account's webhooks: signed, and only the events that it subscribed to. */
export interface Webhooks {
  send: (accountId: string, event: string, payload: JsonObject, beside?: JsonObject) => void;
}

/** `v0=` and the hexadecimal HMAC-SHA256 over `v0:{timestamp}:{raw body}`; the timestamp is in seconds. */
export const signature = (secret: string, timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

export function createWebhooks(world: World, outbox: WebhookOutbox): Webhooks {
  return {
    send(accountId, event, payload, beside = {}) {
      const { webhook, clientId } = getAccount(world, accountId);
      if (webhook === undefined || webhook.events?.includes(event) === false) return;
      const at = world.now().getTime();
      const body = JSON.stringify({
        event,
        event_ts: at,
        ...beside,
        payload: { account_id: accountId, ...payload },
      });
      const timestamp = String(Math.floor(at / 1_000));
      outbox.post({
        account: accountId,
        event,
        url: webhook.url,
        body,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'x-zm-signature': signature(webhook.secretToken, timestamp, body),
          'x-zm-request-timestamp': timestamp,
          'x-zm-request-id': randomUUID(),
          'x-zm-trackingid': `v=2.0;clid=${accountId};rid=${randomUUID()}`,
          clientid: clientId,
        },
      });
    },
  };
}

/** Who did something by API: server-to-server apps act as the account's owner, here its first user. */
function operator(world: World, accountId: string): JsonObject {
  const [owner] = getAccount(world, accountId).users;
  return owner === undefined ? {} : { operator: owner.email, operator_id: userIdOf(accountId, owner) };
}

/** The settings that `meeting.updated` tells of: only some, and never who waits or how it is encrypted. */
const UPDATED_SETTINGS = new Set(
  (
    'host_video participant_video join_before_host jbh_time mute_upon_entry audio auto_recording use_pmi ' +
    'waiting_room watermark approval_type registration_type alternative_hosts meeting_authentication ' +
    'authentication_option authentication_domains meeting_invitees language_interpretation ' +
    'sign_language_interpretation continuous_meeting_chat auto_start_meeting_summary who_will_receive_summary ' +
    'auto_start_ai_companion_questions who_can_ask_questions summary_template_id ' +
    'allow_host_control_participant_mute_state email_in_attendee_report'
  ).split(' '),
);
const UPDATED_FIELDS = ['topic', 'type', 'start_time', 'duration', 'timezone', 'password', 'agenda'];

function told(meeting: Meeting, state: JsonObject): JsonObject {
  const object: JsonObject = { id: meeting.id };
  for (const key of UPDATED_FIELDS) if (state[key] !== undefined) object[key] = state[key];
  const settings = Object.entries(isObject(state.settings) ? state.settings : {});
  const shown = settings.filter(([key]) => UPDATED_SETTINGS.has(key));
  if (shown.length > 0) object.settings = Object.fromEntries(shown);
  return object;
}

/** Tells that a meeting was made, changed or deleted; `before` is the stored state of an update. */
export function sendLifecycle(
  world: World,
  webhooks: Webhooks,
  meeting: Meeting,
  what: { event: 'created' | 'deleted' | 'recovered' } | { event: 'updated'; before: JsonObject },
): void {
  const { stored } = meeting.written;
  const who = operator(world, meeting.account);
  const event = `meeting.${what.event}`;
  if (what.event === 'updated') {
    const change = difference(what.before, stored);
    const undone = difference(stored, what.before);
    if (change === undefined) return;
    webhooks.send(meeting.account, event, {
      ...who,
      scope: 'all',
      time_stamp: world.now().getTime(),
      object: told(meeting, change),
      old_object: told(meeting, undone ?? {}),
    });
    return;
  }
  const object: JsonObject = { uuid: meeting.uuid, id: meeting.id, host_id: meeting.hostId };
  for (const key of ['topic', 'type', 'start_time', 'duration', 'timezone']) object[key] = stored[key] ?? '';
  if (what.event === 'created') {
    const settings = isObject(stored.settings) ? stored.settings : {};
    object.join_url = joinUrl(world, meeting);
    object.password = stored.password ?? '';
    object.settings = {
      use_pmi: settings.use_pmi ?? false,
      alternative_hosts: settings.alternative_hosts ?? '',
      join_before_host: settings.join_before_host ?? false,
      jbh_time: settings.jbh_time ?? 0,
    };
  }
  webhooks.send(meeting.account, event, { ...who, operation: 'all', object });
}

/** What every event of a running meeting says of it. `id` is text in presence events and a number in recording events. */
export function runningObject(meeting: Meeting, instance: Instance, id: string | number): JsonObject {
  const { topic, type, duration, timezone } = meeting.written.stored;
  return {
    id,
    uuid: instance.uuid,
    host_id: meeting.hostId,
    topic: topic ?? '',
    type: type ?? 2,
    start_time: zoomTime(instance.startedAt),
    timezone: timezone ?? 'UTC',
    duration: duration ?? 0,
  };
}

/** Tells that somebody joined, left, waits or was admitted; each event names the time in its own field. */
export function sendPresence(
  webhooks: Webhooks,
  meeting: Meeting,
  instance: Instance,
  person: Person,
  event: string,
  time: JsonObject,
): void {
  webhooks.send(meeting.account, `meeting.${event}`, {
    object: {
      ...runningObject(meeting, instance, String(meeting.id)),
      participant: {
        user_id: person.userId,
        user_name: person.name,
        id: person.accountUserId ?? '',
        participant_uuid: person.participantUuid,
        participant_user_id: person.accountUserId ?? '',
        email: person.email,
        ...time,
      },
    },
  });
}

/** The host's e-mail, which recording and summary events carry. */
export const hostEmail = (world: World, meeting: Meeting): string =>
  getUser(world, meeting.account, meeting.hostId).email;
