import { createHash } from 'node:crypto';

import { LessThan } from 'typeorm';

import type { PolicyHead, PolicyVersion, Transaction } from '../../application/ports.ts';
import { canonical, type Json } from '../../domain/json.ts';
import {
  PolicyEntity,
  PolicyVersionEntity,
  type PolicyRow,
  type PolicyVersionRow,
} from '../entities/policy.entity.ts';
import { mutableRecords } from './mutable-records.ts';
import { insertRow, selectRow } from './rows.ts';
import type { Scope } from './scope.ts';

export function createPolicies(scope: Scope): Transaction['policies'] {
  return mutableRecords<PolicyRow, PolicyHead>(scope, {
    entity: PolicyEntity,
    toRow: (policy) => ({
      external_ref: policy.externalRef,
      name: policy.name,
      current_version: policy.currentVersion,
    }),
    fromRow: (row) => ({
      externalRef: row.external_ref,
      name: row.name,
      currentVersion: row.current_version,
    }),
  });
}

/** Versions are only ever added: the application's role may not change one. */
export function createPolicyVersions({ manager, organisationId }: Scope): Transaction['policyVersions'] {
  const repository = manager.getRepository(PolicyVersionEntity);
  const ofPolicy = (policyId: string) => ({ organisation_id: organisationId, policy_id: policyId });
  return {
    async insert(version) {
      await insertRow(manager, PolicyVersionEntity, {
        ...ofPolicy(version.policyId),
        id: version.id,
        number: version.number,
        body: version.body,
        digest: digestOf(version.body),
        created_at: version.createdAt,
      });
      return version;
    },
    async find(policyId, number) {
      const row = await selectRow(manager, PolicyVersionEntity, { ...ofPolicy(policyId), number });
      return row === undefined ? undefined : read(row);
    },
    async list(policyId, { after, limit }) {
      const rows = await repository.find({
        where: { ...ofPolicy(policyId), ...(after === undefined ? {} : { id: LessThan(after) }) },
        order: { id: 'DESC' },
        take: limit,
      });
      return rows.map(read);
    },
  };
}

/** SHA-256 of a document that never changes, so that a copy of it can be checked. */
export const digestOf = (body: object): Buffer =>
  createHash('sha256')
    .update(canonical(body as Json))
    .digest();

const read = (row: PolicyVersionRow): PolicyVersion => ({
  id: row.id,
  policyId: row.policy_id,
  number: row.number,
  body: row.body,
  createdAt: row.created_at,
});
