import { EntitySchema } from 'typeorm';

import type { Posture } from '../../domain/evidence.ts';
import type { Json } from '../../domain/json.ts';
import type { Verification } from '../../domain/provider.ts';
import {
  bytes,
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

export interface ConnectionRow extends MutableRow {
  external_ref: string | null;
  platform: string;
  name: string;
  client_id: string | null;
  settings: Json;
  credentials_enc: Buffer;
  certificate: string | null;
  account_digest: Buffer;
  verification: Verification | null;
  verified_at: Date | null;
}

export const ConnectionEntity = new EntitySchema<ConnectionRow>({
  name: 'connections',
  columns: {
    ...organisation,
    id: primary(uuid),
    external_ref: nullable(text),
    platform: text,
    name: text,
    client_id: nullable(uuid),
    settings: json,
    credentials_enc: bytes,
    certificate: nullable(text),
    account_digest: bytes,
    verification: nullable(json),
    verified_at: nullable(time),
    ...mutable,
  },
  uniques: [{ name: 'connections_external_ref_key', columns: ['organisation_id', 'external_ref'] }],
  foreignKeys: [ofOrganisation('connections'), within('connections_client_fkey', 'clients', 'client_id')],
});

export interface PostureRow {
  organisation_id: string;
  connection_id: string;
  organiser_idx: Buffer;
  items: Posture;
  read_at: Date;
}

export const PostureEntity = new EntitySchema<PostureRow>({
  name: 'postures',
  columns: {
    ...organisation,
    connection_id: primary(uuid),
    organiser_idx: primary(bytes),
    items: json,
    read_at: time,
  },
  foreignKeys: [within('postures_connection_fkey', 'connections', 'connection_id')],
});
