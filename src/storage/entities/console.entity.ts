import { EntitySchema } from 'typeorm';

import { bytes, nullable, organisation, primary, text, time, uuid, within } from './columns.ts';

/** A digest of each coach's address, apart from the coach: `hosts_of_address` reads it across organisations. */
export interface HostAddressRow {
  organisation_id: string;
  host_id: string;
  address_idx: Buffer;
}

export const HostAddressEntity = new EntitySchema<HostAddressRow>({
  name: 'host_addresses',
  columns: { ...organisation, host_id: primary(uuid), address_idx: bytes },
  indices: [{ name: 'host_addresses_address', columns: ['address_idx'] }],
  foreignKeys: [within('host_addresses_host_fkey', 'hosts', 'host_id')],
});

const ofPublicId = (table: string) => ({
  name: `${table}_public_id_fkey`,
  target: 'public_ids',
  columnNames: ['organisation_id', 'public_id'],
  referencedColumnNames: ['organisation_id', 'public_id'],
});

export interface SignInRow {
  organisation_id: string;
  id: string;
  host_id: string;
  public_id: string;
  expires_at: Date;
  spent_at: Date | null;
}

export const SignInEntity = new EntitySchema<SignInRow>({
  name: 'sign_ins',
  columns: {
    ...organisation,
    id: primary(uuid),
    host_id: uuid,
    public_id: text,
    expires_at: time,
    spent_at: nullable(time),
  },
  uniques: [{ name: 'sign_ins_public_id_key', columns: ['organisation_id', 'public_id'] }],
  foreignKeys: [ofPublicId('sign_ins'), within('sign_ins_host_fkey', 'hosts', 'host_id')],
});

export interface ConsoleSessionRow {
  organisation_id: string;
  id: string;
  host_id: string;
  public_id: string;
  secret_hash: Buffer;
  created_at: Date;
  seen_at: Date;
  ended_at: Date | null;
}

export const ConsoleSessionEntity = new EntitySchema<ConsoleSessionRow>({
  name: 'console_sessions',
  columns: {
    ...organisation,
    id: primary(uuid),
    host_id: uuid,
    public_id: text,
    secret_hash: bytes,
    created_at: time,
    seen_at: time,
    ended_at: nullable(time),
  },
  uniques: [{ name: 'console_sessions_public_id_key', columns: ['organisation_id', 'public_id'] }],
  foreignKeys: [ofPublicId('console_sessions'), within('console_sessions_host_fkey', 'hosts', 'host_id')],
});
