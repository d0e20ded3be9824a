import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import type { Posture, Reading } from '../../domain/evidence.ts';
import { Json } from '../../domain/json.ts';
import { accountPaths, securityPaths, userPaths } from './account-items.ts';
import type { Api, Call } from './api.ts';

const SettingsAnswer = z.record(z.string(), Json);
type Answer = z.infer<typeof SettingsAnswer> | { refused: string };

/** Reads what the host's account allows. What may not be read is unknown, with the scope that would make it known. */
export async function readPosture(api: Api, organiser: string, now: () => Date): Promise<Posture> {
  const settings = `/users/${encodeURIComponent(organiser)}/settings`;
  const user = await ask(api, { operation: 'getUserSettings', path: settings, reads: SettingsAnswer });
  const security = await ask(api, {
    operation: 'getUserSettings',
    path: settings,
    query: { option: 'meeting_security' },
    reads: SettingsAnswer,
  });
  const account = await ask(api, {
    operation: 'getAccountSettings',
    path: '/accounts/me/settings',
    reads: SettingsAnswer,
  });
  const readAt = now().toISOString();
  return Object.fromEntries([
    ...userPaths.map((path) => [`user.${path}`, { ...readingOf(user, path), readAt }] as const),
    ...securityPaths.map((path) => [`user.${path}`, { ...readingOf(security, path), readAt }] as const),
    ...accountPaths.map((path) => [`account.${path}`, { ...readingOf(account, path), readAt }] as const),
  ]);
}

/** An answer, or why the app or the plan may not have it; every other failure is thrown. */
async function ask(api: Api, call: Call<typeof SettingsAnswer>): Promise<Answer> {
  try {
    return await api.call(call);
  } catch (error) {
    if (isNotPermitted(error)) return { refused: error.message };
    throw error;
  }
}

/** Whether an error says that this call is not permitted, as against the connection not working. */
export const isNotPermitted = (error: unknown): error is DomainError =>
  error instanceof DomainError &&
  (error.code === 'CAPABILITY_UNSUPPORTED' ||
    (error.code === 'AUTH_FAILED' && error.facts?.['scope'] !== undefined));

function readingOf(answer: Answer, path: string): Reading {
  if (typeof answer['refused'] === 'string') return { unknown: answer['refused'] };
  let here: Json | undefined = answer;
  for (const part of path.split('.')) {
    here = here !== null && typeof here === 'object' && !Array.isArray(here) ? here[part] : undefined;
  }
  return here === undefined ? { unknown: `Zoom’s answer does not hold ${path}.` } : { value: here };
}
