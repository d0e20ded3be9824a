import { DomainError, isRetryable } from '../../domain/errors.ts';
import type { Verification } from '../../domain/provider.ts';
import { untriedWithoutOrganiser } from '../shared/untried.ts';
import type { Calls } from './calls.ts';
import { policyAccess } from './posture.ts';
import { delegate, scopes, type ScopeSet } from './scopes.ts';

type Check = Verification['checks'][number];

/** Tries something: what is missing becomes the check's remedy; what may pass by itself is thrown. */
async function attempt(name: string, trial: () => Promise<unknown>, remedy?: string): Promise<Check> {
  try {
    await trial();
    return { name, ok: true, remedy: null };
  } catch (error) {
    if (!(error instanceof DomainError) || isRetryable(error)) throw error;
    return { name, ok: false, remedy: remedy ?? error.message };
  }
}

/**
 * Tries the key, each scope by a token of its own, and the two APIs. Reading admin settings is not needed for a session, so
 * its check may fail while the connection is fit: plans then rest on what the host does.
 */
export async function verify(
  calls: Calls,
  policyReader: string | null,
  organiser: string | undefined,
): Promise<Verification> {
  const key = await attempt('service account key', () => calls.tokens.get(undefined, 'created'));
  if (!key.ok) return { ok: false, checks: [key] };
  if (organiser === undefined) {
    const untried = untriedWithoutOrganiser('the delegated scopes and the Google Meet API');
    return { ok: false, checks: [key, untried] };
  }

  const mayUse = (scopeSet: Exclude<ScopeSet, 'create'>) =>
    attempt(`scope ${scopes[scopeSet]}`, () => calls.tokens.get(organiser, scopeSet));
  const needed = [key, await mayUse('created'), await mayUse('settings')];
  if (needed.every(({ ok }) => ok)) {
    needed.push(await attempt('Google Meet API', () => calls.probe(organiser)));
  }
  const reader = policyReader ?? organiser;
  const optional = await attempt(
    'Meet admin settings (optional)',
    () => calls.listPolicies(reader),
    `${policyAccess} ${delegate([scopes.policies])}.`,
  );
  return { ok: needed.every(({ ok }) => ok), checks: [...needed, optional] };
}
