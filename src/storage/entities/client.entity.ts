import { EntitySchema } from 'typeorm';

import type { Overlay } from '../../domain/policy.ts';
import {
  bytes,
  json,
  mutable,
  nullable,
  ofOrganisation,
  organisation,
  primary,
  text,
  uuid,
  within,
  type MutableRow,
} from './columns.ts';

export interface ClientRow extends MutableRow {
  external_ref: string | null;
  policy_id: string;
  name_enc: Buffer;
  /** The approved platforms in the client's order; encrypted whole, because a sponsor is a person. */
  approved_enc: Buffer;
  overlay: Overlay;
  waivers_enc: Buffer;
}

export const ClientEntity = new EntitySchema<ClientRow>({
  name: 'clients',
  columns: {
    ...organisation,
    id: primary(uuid),
    external_ref: nullable(text),
    policy_id: uuid,
    name_enc: bytes,
    approved_enc: bytes,
    overlay: json,
    waivers_enc: bytes,
    ...mutable,
  },
  uniques: [{ name: 'clients_external_ref_key', columns: ['organisation_id', 'external_ref'] }],
  foreignKeys: [ofOrganisation('clients'), within('clients_policy_fkey', 'policies', 'policy_id')],
});
