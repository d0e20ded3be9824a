import { DomainError } from '../../domain/errors.ts';
import type { Verification } from '../../domain/provider.ts';
import type { Api } from './api.ts';
import { operations } from './operations.ts';
import { readPosture } from './posture.ts';

type Check = Verification['checks'][number];

/** Tries the credentials, each scope, and the host. What is missing is named, with where to grant it. */
export async function verify(
  api: Api,
  organiser: string | undefined,
  now: () => Date,
): Promise<Verification> {
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
  if (organiser !== undefined) {
    const host = await checkHost(api, organiser, now);
    if (!host.ok) ok = false;
    checks.push(host);
  }
  return { ok, checks };
}

const remedyFor = (scope: string, withoutIt: string | null) =>
  `In the Zoom App Marketplace, under Manage, your server-to-server app, Scopes: add ${scope}, then activate the app again. ` +
  `${withoutIt ?? 'Without it no session can be held.'}`;

async function scopesOf(api: Api): Promise<ReadonlySet<string> | DomainError> {
  try {
    return (await api.token.get()).scopes;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'AUTH_FAILED') return error;
    throw error;
  }
}

/** The host is known in the account, as far as the app may look. */
async function checkHost(api: Api, organiser: string, now: () => Date): Promise<Check> {
  try {
    await readPosture(api, organiser, now);
    return { name: 'host', ok: true, remedy: null };
  } catch (error) {
    if (!(error instanceof DomainError) || (error.code !== 'REJECTED' && error.code !== 'NOT_FOUND'))
      throw error;
    const remedy = 'Name the host by the e-mail address or user id of an active user of this Zoom account.';
    return { name: 'host', ok: false, remedy };
  }
}
