import { EntitySchema } from 'typeorm';

import {
  bytes,
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

export interface HostRow extends MutableRow {
  external_ref: string | null;
  name_enc: Buffer;
  email_enc: Buffer | null;
}

export const HostEntity = new EntitySchema<HostRow>({
  name: 'hosts',
  columns: {
    ...organisation,
    id: primary(uuid),
    external_ref: nullable(text),
    name_enc: bytes,
    email_enc: nullable(bytes),
    ...mutable,
  },
  uniques: [{ name: 'hosts_external_ref_key', columns: ['organisation_id', 'external_ref'] }],
  foreignKeys: [ofOrganisation('hosts')],
});

export interface HostIdentityRow {
  organisation_id: string;
  host_id: string;
  connection_id: string;
  kind: string;
  vendor_user_enc: Buffer;
  vendor_user_idx: Buffer;
}

export const HostIdentityEntity = new EntitySchema<HostIdentityRow>({
  name: 'host_identities',
  columns: {
    ...organisation,
    host_id: primary(uuid),
    connection_id: primary(uuid),
    kind: text,
    vendor_user_enc: bytes,
    vendor_user_idx: bytes,
  },
  indices: [
    { name: 'host_identities_vendor_user', columns: ['organisation_id', 'connection_id', 'vendor_user_idx'] },
  ],
  foreignKeys: [
    within('host_identities_host_fkey', 'hosts', 'host_id'),
    within('host_identities_connection_fkey', 'connections', 'connection_id'),
  ],
});
