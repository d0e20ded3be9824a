import { EntitySchema, type EntitySchemaOptions } from 'typeorm';

import {
  bytes,
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

export type OrganisationSettingsRow = Omit<MutableRow, 'id'> & { body_enc: Buffer };

export const OrganisationSettingsEntity = new EntitySchema<OrganisationSettingsRow>({
  name: 'organisation_settings',
  columns: { ...organisation, body_enc: bytes, ...mutable },
  foreignKeys: [ofOrganisation('organisation_settings')],
});

export interface PersonRow extends MutableRow {
  session_id: string;
  role: string;
  /** Names, address and zone together: nothing of a person is stored readable. */
  person_enc: Buffer;
  passcode_channel: string;
  withdrawn_at: Date | null;
  removed_at: Date | null;
}

export const PersonEntity = new EntitySchema<PersonRow>({
  name: 'people',
  columns: {
    ...organisation,
    id: primary(uuid),
    session_id: uuid,
    role: text,
    person_enc: bytes,
    passcode_channel: text,
    withdrawn_at: nullable(time),
    removed_at: nullable(time),
    ...mutable,
  },
  indices: [{ name: 'people_session', columns: ['organisation_id', 'session_id', 'id'] }],
  checks: [
    {
      name: 'people_passcode_channel_check',
      expression: `passcode_channel IN ('email', 'text', 'handed-over')`,
    },
  ],
  foreignKeys: [within('people_session_fkey', 'sessions', 'session_id')],
});

const ofPublicId = (
  name: string,
  column: string,
): NonNullable<EntitySchemaOptions<unknown>['foreignKeys']>[number] => ({
  name,
  target: 'public_ids',
  columnNames: ['organisation_id', column],
  referencedColumnNames: ['organisation_id', 'public_id'],
});

export interface PassRow {
  organisation_id: string;
  id: string;
  session_id: string;
  person_id: string;
  public_id: string;
  secret_hash: Buffer;
  code_id: string;
  issued_at: Date;
  revoked_at: Date | null;
}

export const PassEntity = new EntitySchema<PassRow>({
  name: 'passes',
  columns: {
    ...organisation,
    id: primary(uuid),
    session_id: uuid,
    person_id: uuid,
    public_id: text,
    secret_hash: bytes,
    code_id: text,
    issued_at: time,
    revoked_at: nullable(time),
  },
  uniques: [
    { name: 'passes_public_id_key', columns: ['organisation_id', 'public_id'] },
    { name: 'passes_code_id_key', columns: ['organisation_id', 'code_id'] },
  ],
  indices: [
    {
      name: 'passes_active_key',
      columns: ['organisation_id', 'person_id'],
      unique: true,
      where: 'revoked_at IS NULL',
    },
    { name: 'passes_session', columns: ['organisation_id', 'session_id'] },
  ],
  foreignKeys: [
    within('passes_session_fkey', 'sessions', 'session_id'),
    within('passes_person_fkey', 'people', 'person_id'),
    ofPublicId('passes_public_id_fkey', 'public_id'),
    ofPublicId('passes_code_id_fkey', 'code_id'),
  ],
});

export interface PortalEntryRow {
  organisation_id: string;
  id: string;
  session_id: string;
  person_id: string;
  public_id: string;
  secret_hash: Buffer;
  expires_at: Date;
  spent_at: Date | null;
}

export const PortalEntryEntity = new EntitySchema<PortalEntryRow>({
  name: 'portal_entries',
  columns: {
    ...organisation,
    id: primary(uuid),
    session_id: uuid,
    person_id: uuid,
    public_id: text,
    secret_hash: bytes,
    expires_at: time,
    spent_at: nullable(time),
  },
  uniques: [{ name: 'portal_entries_public_id_key', columns: ['organisation_id', 'public_id'] }],
  foreignKeys: [
    within('portal_entries_session_fkey', 'sessions', 'session_id'),
    within('portal_entries_person_fkey', 'people', 'person_id'),
    ofPublicId('portal_entries_public_id_fkey', 'public_id'),
  ],
});
