import type { Transaction } from '../../application/ports.ts';
import { DomainError } from '../../domain/errors.ts';
import { OrganisationSettings } from '../../domain/organisation-settings.ts';
import { OrganisationSettingsEntity } from '../entities/roster.entity.ts';
import { insertRow, selectRow, updateRows } from './rows.ts';
import type { Scope } from './scope.ts';

/** The organisation's settings: one row, or none while they are the defaults. */
export function createSettings({ manager, organisationId, cipher }: Scope): Transaction['settings'] {
  const mine = { organisation_id: organisationId };
  const place = { table: 'organisation_settings', rowId: organisationId, column: 'body_enc' };
  return {
    async get() {
      const row = await selectRow(manager, OrganisationSettingsEntity, mine);
      if (row === undefined) return { ...OrganisationSettings.parse({}), version: 0, updatedAt: null };
      // A setting that came later has its default in what was stored before.
      const settings = OrganisationSettings.parse(cipher.decrypt(place, row.body_enc));
      return { ...settings, version: row.version, updatedAt: row.updated_at };
    },
    async put({ version, updatedAt, ...settings }) {
      const change = {
        body_enc: cipher.encrypt(place, settings),
        version: version + 1,
        updated_at: updatedAt,
      };
      if (version === 0) {
        await insertRow(manager, OrganisationSettingsEntity, { ...mine, ...change, created_at: updatedAt });
      } else if (
        (await updateRows(manager, OrganisationSettingsEntity, { ...mine, version }, change)) !== 1
      ) {
        throw new DomainError(
          'VERSION_MISMATCH',
          'It was changed since it was read. Read it again, then change it.',
        );
      }
      return { ...settings, version: version + 1, updatedAt };
    },
  };
}
