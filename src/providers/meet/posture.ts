import { DomainError, isRetryable } from '../../domain/errors.ts';
import type { Posture, Reading } from '../../domain/evidence.ts';
import { sameJson, type Json } from '../../domain/json.ts';
import type { Policy } from './answers.ts';
import type { Calls } from './calls.ts';
import { policyItem } from './parts.ts';

/**
 * Meet's admin settings that Google's Policy API shows, with the one field of each (ScubaGoggles, 2026-08-21). Waiting
 * rooms, host first, AI notes, dial-in, backgrounds, breakout rooms and compliance recording are not among them.
 */
const adminSettings = [
  ['service_status', 'serviceState'],
  ['safety_domain', 'usersAllowedToJoin'],
  ['safety_access', 'meetingsAllowedToJoin'],
  ['meet_joining', 'allowedAudience'],
  ['safety_host_management', 'enableHostManagement'],
  ['safety_external_participants', 'enableExternalLabel'],
  ['video_recording', 'enableRecording'],
  ['automatic_recording', 'enabled'],
  ['automatic_transcription', 'enabled'],
  ['meet_messaging', 'enabled'],
  ['meet_presenting', 'enabled'],
  ['meet_polls', 'enabled'],
  ['meet_questions', 'enabled'],
  ['meet_incoming_call_restrictions', 'allowedCallers'],
] as const;

/** Every posture item of this platform. */
export const postureItems: readonly string[] = adminSettings.map(([setting, field]) =>
  policyItem(setting, field),
);

/** Why the admin settings are not known, and what would make them known. */
export const policyAccess =
  'Google shows Meet’s admin settings to super administrators only: name one as policyReader in the connection’s credentials, and delegate the scope cloud-identity.policies.readonly.';

/** Reads Meet's admin settings in the name of `reader`. Where that is not permitted, every item is unknown, with why. */
export async function readPosture(calls: Calls, reader: string, now: () => Date): Promise<Posture> {
  const policies = await readPolicies(calls, reader);
  const readAt = now().toISOString();
  return Object.fromEntries(
    adminSettings.map(([setting, field]) => {
      const reading = policies === undefined ? { unknown: policyAccess } : resolve(policies, setting, field);
      return [policyItem(setting, field), { ...reading, readAt }];
    }),
  );
}

async function readPolicies(calls: Calls, reader: string): Promise<Policy[] | undefined> {
  try {
    return await calls.listPolicies(reader);
  } catch (error) {
    if (!(error instanceof DomainError) || isRetryable(error)) throw error;
    return undefined;
  }
}

/**
 * A setting as it holds for everybody. Google gives each policy as somebody set it, for an organisational unit, a group or a
 * licence; which of them the organiser belongs to is not known here. So a value is known only where all policies that are
 * in force agree and one of them reaches everybody.
 */
export function resolve(policies: readonly Policy[], setting: string, field: string): Reading {
  const ofSetting = policies.filter(
    (policy) =>
      policy.setting.type === `settings/meet.${setting}` && policy.setting.value[field] !== undefined,
  );
  if (!ofSetting.some((policy) => reachesEverybody(policy, rootUnits(policies)))) {
    return { unknown: 'Google did not say what holds for everybody in the organisation.' };
  }
  const values = inForce(ofSetting).map((policy): Json => policy.setting.value[field] ?? null);
  const [value = null] = values;
  return values.every((other) => sameJson(other, value))
    ? { value }
    : {
        unknown:
          'It differs between organisational units or groups, and those of the organiser are not known here.',
      };
}

/** Google's own defaults are set on the organisation's topmost unit. */
const rootUnits = (policies: readonly Policy[]): ReadonlySet<string> =>
  new Set(policies.filter(({ type }) => type === 'SYSTEM').map(({ policyQuery }) => policyQuery.orgUnit));

const reachesEverybody = (
  { policyQuery: { group, orgUnit, query } }: Policy,
  roots: ReadonlySet<string>,
): boolean => group === '' && roots.has(orgUnit) && !query.includes('entity.licenses');

/** Of policies for the very same people only the one with the highest sort order acts. */
function inForce(policies: readonly Policy[]): Policy[] {
  const acting = new Map<string, Policy>();
  for (const policy of policies) {
    const { orgUnit, group, query, sortOrder } = policy.policyQuery;
    const people = JSON.stringify([orgUnit, group, query]);
    const other = acting.get(people);
    if (other === undefined || sortOrder >= other.policyQuery.sortOrder) acting.set(people, policy);
  }
  return [...acting.values()];
}
