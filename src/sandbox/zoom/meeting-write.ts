import type { z } from 'zod';
import { difference, mergeDeep, readPath, writePath, type JsonObject } from '../shared/paths.ts';
import type { Misbehaviours } from '../shared/misbehaviour.ts';
import { applyWrite, type Written } from '../shared/writes.ts';
import type { ZoomAccount, ZoomUser } from './account.ts';
import { INHERITED, meetingDefaults } from './meeting-defaults.ts';
import { generatePasscode, passcodeRule, satisfies } from './passcode.ts';
import { invalidField, Refusal } from './refusal.ts';
import { accountSettings, hostSettings, lockedSettings } from './settings.ts';
import { startInstant } from './start-time.ts';
import { zoomTime } from './world.ts';

export interface WriteContext {
  accountId: string;
  account: ZoomAccount;
  host: ZoomUser;
  misbehaviours: Misbehaviours;
  operation: string;
  now: Date;
}

/**
 * Parses a body as Zoom does: what it does not know is ignored, what has the wrong type is refused.
 * @throws Refusal 300 with the fields at fault.
 */
export function parseBody(schema: z.ZodType, body: unknown): JsonObject {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data as JsonObject;
  const errors = parsed.error.issues.map(({ path }) => ({
    field: path.join('.'),
    message: 'Invalid field.',
  }));
  throw new Refusal(400, 300, 'Validation Failed.', errors);
}

/** The state of a new meeting: defaults of the host, then the body, then Zoom's rules and the account's locks. */
export function createWritten(context: WriteContext, body: JsonObject): Written {
  const host = hostSettings(context.account, context.host);
  const defaults = meetingDefaults(host, context.host.timezone);
  const { default_password: mayGenerate, ...sent } = body;
  const demanded = readPath(host, 'meeting_security.meeting_password') === true;
  const locked = lockedSettings(context.account).includes('meeting_security.meeting_password');
  if ((sent.password ?? '') === '' && demanded && (mayGenerate !== false || locked)) {
    sent.password = generatePasscode(passcodeRule(host));
  }
  sent.start_time = startOf(context, sent, defaults);
  return write(context, { stored: defaults, effective: defaults }, sent);
}

/** The state after an update; settings that were not sent stay. */
export function updateWritten(context: WriteContext, before: Written, body: JsonObject): Written {
  const sent = { ...body };
  const locked = lockedSettings(context.account).includes('meeting_security.meeting_password');
  if (sent.password === '' && locked) delete sent.password;
  if (sent.start_time !== undefined) sent.start_time = startOf(context, sent, before.stored);
  return write(context, before, sent);
}

function startOf({ now }: WriteContext, sent: JsonObject, before: JsonObject): string {
  const timezone = (sent.timezone ?? before.timezone) as string;
  return zoomTime(startInstant(sent.start_time as string | undefined, timezone, now));
}

function write(context: WriteContext, before: Written, sent: JsonObject): Written {
  const host = hostSettings(context.account, context.host);
  assertPasscode(sent.password, host);
  assertAlternativeHosts(context, readPath(sent, 'settings.alternative_hosts'));
  const asSent = mergeDeep(before.stored, sent);
  // Zoom's own changes travel with the body, so that a misbehaviour acts on the outcome and not before the rules.
  const changes = difference(asSent, ruled(context, asSent, host)) ?? {};
  return applyWrite({
    before,
    body: mergeDeep(sent, changes),
    defaults: meetingDefaults(host, context.host.timezone),
    misbehaviours: context.misbehaviours,
    account: context.accountId,
    operation: context.operation,
  });
}

/** What Zoom makes of a meeting: some values exclude others, locks win, and nobody may be left without protection. */
function ruled({ account }: WriteContext, meeting: JsonObject, host: JsonObject): JsonObject {
  const after = structuredClone(meeting);
  const locked = lockedSettings(account);
  const set = (path: string, value: boolean | string) => writePath(after, path, value);
  const is = (path: string, value: boolean | string) => readPath(after, path) === value;

  // Zoom documents what a lock does to a meeting only for the passcode. The sandbox takes the worse case for the
  // others: the account's value wins, and the answer to the write does not say so.
  for (const [path, setting] of INHERITED) {
    const isLocked = locked.some((each) => setting === each || setting.startsWith(`${each}.`));
    if (isLocked) writePath(after, path, readPath(host, setting));
  }
  const accountWide = accountSettings(account);
  if (readPath(accountWide, 'schedule_meeting.always_display_zoom_meeting_as_topic.enable') === true) {
    after.topic = 'Zoom Meeting';
  }
  if (readPath(accountWide, 'schedule_meeting.hide_meeting_description.enable') === true) after.agenda = '';

  if (!['none', 'local', 'cloud'].includes(readPath(after, 'settings.auto_recording') as string)) {
    set('settings.auto_recording', 'none');
  }
  // Unverified what Zoom answers when the host may not use end-to-end encryption; here it quietly does not come.
  if (
    is('settings.encryption_type', 'e2ee') &&
    readPath(host, 'meeting_security.end_to_end_encrypted_meetings') !== true
  ) {
    set('settings.encryption_type', 'enhanced_encryption');
  }
  if (is('settings.encryption_type', 'e2ee')) {
    set('settings.join_before_host', false);
    if (is('settings.auto_recording', 'cloud')) set('settings.auto_recording', 'none');
  }
  const unprotected =
    after.password === '' &&
    is('settings.waiting_room', false) &&
    is('settings.meeting_authentication', false);
  if (unprotected && readPath(host, 'meeting_security.auto_security') === true)
    set('settings.waiting_room', true);
  if (is('settings.waiting_room', true)) set('settings.join_before_host', false);
  return after;
}

function assertPasscode(password: unknown, host: JsonObject): void {
  if (typeof password !== 'string' || password === '') return;
  // Which code Zoom answers here is not documented; users report a bare 400.
  if (!satisfies(password, passcodeRule(host))) {
    throw invalidField('password', 'The passcode does not meet the requirements of the account.');
  }
}

/** Alternative hosts are licensed users of the same account. Which code Zoom refuses with is not documented. */
function assertAlternativeHosts({ account }: WriteContext, hosts: unknown): void {
  if (typeof hosts !== 'string') return;
  for (const email of hosts.split(/[;,]/).filter((each) => each !== '')) {
    const user = account.users.find((each) => each.email === email);
    if (user?.licence !== 'licensed') throw invalidField('settings.alternative_hosts');
  }
}
