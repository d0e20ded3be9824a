import { EntitySchema } from 'typeorm';

import type { Policy } from '../../domain/policy.ts';
import {
  bytes,
  int,
  json,
  mutable,
  nullable,
  ofOrganisation,
  organisation,
  primary,
  text,
  time,
  uuid,
  within,
  type MutableRow,
} from './columns.ts';

export interface PolicyRow extends MutableRow {
  external_ref: string | null;
  name: string;
  current_version: number;
}

export const PolicyEntity = new EntitySchema<PolicyRow>({
  name: 'policies',
  columns: {
    ...organisation,
    id: primary(uuid),
    external_ref: nullable(text),
    name: text,
    current_version: int,
    ...mutable,
  },
  uniques: [{ name: 'policies_external_ref_key', columns: ['organisation_id', 'external_ref'] }],
  foreignKeys: [ofOrganisation('policies')],
});

export interface PolicyVersionRow {
  organisation_id: string;
  id: string;
  policy_id: string;
  number: number;
  body: Policy;
  /** SHA-256 of the body's canonical text. */
  digest: Buffer;
  created_at: Date;
}

export const PolicyVersionEntity = new EntitySchema<PolicyVersionRow>({
  name: 'policy_versions',
  columns: {
    ...organisation,
    id: primary(uuid),
    policy_id: uuid,
    number: int,
    body: json,
    digest: bytes,
    created_at: time,
  },
  uniques: [{ name: 'policy_versions_number_key', columns: ['organisation_id', 'policy_id', 'number'] }],
  foreignKeys: [within('policy_versions_policy_fkey', 'policies', 'policy_id')],
});
