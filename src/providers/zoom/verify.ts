import { DomainError } from '../../domain/errors.ts';
import type { Verification } from '../../domain/provider.ts';
import type { Api } from './api.ts';
import { untriedWithoutOrganiser } from '../shared/untried.ts';
import { MeetingPage } from './meeting.ts';
import { operations } from './operations.ts';
import { isNotPermitted } from './posture.ts';

type Check = Verification['checks'][number];

/** Tries the credentials afresh, each scope, and the host. What is missing is named, with where to grant it. */
export async function verify(api: Api, organiser: string | undefined): Promise<Verification> {
  const granted = await scopesOf(api);
  if (granted instanceof DomainError) {
    return { ok: false, checks: [{ name: 'credentials', ok: false, remedy: granted.message }] };
  }
  const checks: Check[] = [{ name: 'credentials', ok: true, remedy: null }];
  let ok = true;
  for (const { scope, classicScope, withoutIt } of Object.values(operations)) {
    const has = granted.has(scope) || granted.has(classicScope);
    if (!has && withoutIt === null) ok = false;
    checks.push({ name: `scope ${scope}`, ok: has, remedy: has ? null : remedyFor(scope, withoutIt) });
  }
  const host =
    organiser === undefined
      ? untriedWithoutOrganiser('whether the host is an active user of the account')
      : await checkHost(api, organiser);
  return { ok: ok && host.ok, checks: [...checks, host] };
}

const remedyFor = (scope: string, withoutIt: string | null) =>
  `In the Zoom App Marketplace, under Manage, your server-to-server app, Scopes: add ${scope}, then activate the app again. ` +
  `${withoutIt ?? 'Without it no session can be held.'}`;

async function scopesOf(api: Api): Promise<ReadonlySet<string> | DomainError> {
  try {
    return (await api.token.renew()).scopes;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'AUTH_FAILED') return error;
    throw error;
  }
}

/** Whether the host is known in the account: by asking for what each session needs anyway. */
async function checkHost(api: Api, organiser: string): Promise<Check> {
  const refused = (remedy: string): Check => ({ name: 'host', ok: false, remedy });
  try {
    const path = `/users/${encodeURIComponent(organiser)}/meetings`;
    const query = { type: 'scheduled', page_size: '1' };
    await api.call({ operation: 'listMeetings', path, query, reads: MeetingPage });
    return { name: 'host', ok: true, remedy: null };
  } catch (error) {
    if (isNotPermitted(error)) return refused(`Not tried. ${error.message}`);
    if (!(error instanceof DomainError) || (error.code !== 'REJECTED' && error.code !== 'NOT_FOUND'))
      throw error;
    return refused('Name the host by the e-mail address of an active user of this Zoom account.');
  }
}
