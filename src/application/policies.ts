import { z } from 'zod';
import { line } from '../domain/text.ts';
import { DomainError } from '../domain/errors.ts';
import { sameJson } from '../domain/json.ts';
import { Policy } from '../domain/policy.ts';
import { ExternalRef } from './connections.ts';
import {
  asCaller,
  audit,
  found,
  newRecord,
  providerOf,
  requireVersion,
  type Application,
  type Caller,
} from './context.ts';
import type { Complete } from './idempotency.ts';
import type { PageRequest, PolicyHead, PolicyVersion, Transaction } from './ports.ts';

export const PolicyRequest = z
  .strictObject({
    externalRef: ExternalRef.nullable().default(null),
    name: line(1, 100),
    body: Policy,
  })
  .meta({ id: 'PolicyRequest' });
export type PolicyRequest = z.infer<typeof PolicyRequest>;

export interface PolicyWithVersion {
  head: PolicyHead;
  version: PolicyVersion;
}

/** Adds a policy with its first version. */
export const createPolicy = (
  application: Application,
  caller: Caller,
  request: PolicyRequest,
  complete?: Complete,
): Promise<PolicyWithVersion> =>
  asCaller(application, caller, 'policies:write', async (transaction) => {
    const head = await transaction.policies.insert({
      ...newRecord(application),
      externalRef: request.externalRef,
      name: request.name,
      currentVersion: 1,
    });
    const version = await insertVersion(application, transaction, head.id, 1, request.body);
    await audit(application, transaction, {
      actor: caller.actor,
      action: 'policy.created',
      resourceKind: 'policy',
      resourceId: head.id,
    });
    await complete?.(transaction, head.id);
    return { head, version };
  });

/** Adds a version; sessions made from now on take it. The same body again makes no new version. */
export const addPolicyVersion = (
  application: Application,
  caller: Caller,
  policyId: string,
  body: Policy,
  expectedVersion: number | undefined,
  complete?: Complete,
): Promise<PolicyWithVersion> =>
  asCaller(application, caller, 'policies:write', async (transaction) => {
    const before = await withCurrentVersion(transaction, policyId);
    requireVersion(before.head, expectedVersion);
    if (sameJson(before.version.body, body)) {
      await complete?.(transaction, before.version.id);
      return before;
    }
    const number = before.head.currentVersion + 1;
    const version = await insertVersion(application, transaction, policyId, number, body);
    const head = await transaction.policies.update({
      ...before.head,
      currentVersion: number,
      updatedAt: application.ambient.now(),
    });
    await audit(application, transaction, {
      actor: caller.actor,
      action: 'policy.version-added',
      resourceKind: 'policy',
      resourceId: policyId,
      details: { number },
    });
    await complete?.(transaction, version.id);
    return { head, version };
  });

async function insertVersion(
  application: Application,
  { policyVersions }: Transaction,
  policyId: string,
  number: number,
  body: Policy,
): Promise<PolicyVersion> {
  // A misspelt platform would silently be entered by the mode for all.
  for (const platform of Object.keys(body.entryModes))
    providerOf(application, platform, `entryModes.${platform}`);
  const { ambient } = application;
  return policyVersions.insert({ id: ambient.newId(), policyId, number, body, createdAt: ambient.now() });
}

/** A policy with its current version, inside a transaction. */
export async function withCurrentVersion(
  { policies, policyVersions }: Transaction,
  policyId: string,
  field?: string,
): Promise<PolicyWithVersion> {
  const head = found(await policies.find(policyId), 'policy', field);
  const version = found(await policyVersions.find(policyId, head.currentVersion), 'policy version');
  return { head, version };
}

export const getPolicy = (application: Application, caller: Caller, id: string): Promise<PolicyWithVersion> =>
  asCaller(application, caller, 'policies:read', (transaction) => withCurrentVersion(transaction, id));

export const listPolicies = (
  application: Application,
  caller: Caller,
  page: PageRequest,
): Promise<PolicyHead[]> =>
  asCaller(application, caller, 'policies:read', ({ policies }) => policies.list(page));

export const getPolicyVersion = (
  application: Application,
  caller: Caller,
  policyId: string,
  number: number,
): Promise<PolicyVersion> =>
  asCaller(application, caller, 'policies:read', async ({ policyVersions }) =>
    found(await policyVersions.find(policyId, number), 'policy version'),
  );

export const listPolicyVersions = (
  application: Application,
  caller: Caller,
  policyId: string,
  page: PageRequest,
): Promise<PolicyVersion[]> =>
  asCaller(application, caller, 'policies:read', async ({ policies, policyVersions }) => {
    found(await policies.find(policyId), 'policy');
    return policyVersions.list(policyId, page);
  });

/** The conflict of a client’s overlay with its policy, as a problem that names each control. */
export const policyConflict = (conflict: { control: string; why: string }[]): DomainError =>
  new DomainError('POLICY_CONFLICT', 'The client’s overlay and the policy cannot both be kept.', {
    field: 'overlay',
    facts: { conflict },
  });
