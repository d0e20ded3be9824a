import { EntitySchema } from 'typeorm';

import {
  bytes,
  nullable,
  ofOrganisation,
  organisation,
  primary,
  stamped,
  text,
  texts,
  time,
  uuid,
} from './columns.ts';

export interface OrganisationRow {
  id: string;
  name: string;
  created_at?: Date;
}

export const OrganisationEntity = new EntitySchema<OrganisationRow>({
  name: 'organisations',
  columns: { id: primary(uuid), name: text, ...stamped },
});

/** Public ids of keys, which are unique over all organisations: `organisation_of_public_id` reads them. */
export interface PublicIdRow {
  organisation_id: string;
  public_id: string;
  kind: string;
  created_at?: Date;
}

export const PublicIdEntity = new EntitySchema<PublicIdRow>({
  name: 'public_ids',
  columns: { ...organisation, public_id: primary(text), kind: text, ...stamped },
  uniques: [{ name: 'public_ids_public_id_key', columns: ['public_id'] }],
  foreignKeys: [ofOrganisation('public_ids')],
});

export interface ApiKeyRow {
  organisation_id: string;
  id: string;
  public_id: string;
  secret_hash: Buffer;
  name: string;
  scopes: string[];
  expires_at: Date | null;
  revoked_at: Date | null;
  created_at: Date;
}

export const ApiKeyEntity = new EntitySchema<ApiKeyRow>({
  name: 'api_keys',
  columns: {
    ...organisation,
    id: primary(uuid),
    public_id: text,
    secret_hash: bytes,
    name: text,
    scopes: texts,
    expires_at: nullable(time),
    revoked_at: nullable(time),
    created_at: time,
  },
  uniques: [{ name: 'api_keys_public_id_key', columns: ['organisation_id', 'public_id'] }],
  foreignKeys: [
    {
      name: 'api_keys_public_id_fkey',
      target: 'public_ids',
      columnNames: ['organisation_id', 'public_id'],
      referencedColumnNames: ['organisation_id', 'public_id'],
    },
  ],
});
