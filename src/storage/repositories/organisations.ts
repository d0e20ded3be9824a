import type { ApiKey, Transaction } from '../../application/ports.ts';
import {
  ApiKeyEntity,
  OrganisationEntity,
  PublicIdEntity,
  type ApiKeyRow,
} from '../entities/organisation.entity.ts';
import { insertRow } from './rows.ts';
import type { Scope } from './scope.ts';

/** The organisation itself: a transaction sees and makes only its own. */
export function createOrganisations({ manager, organisationId }: Scope): Transaction['organisations'] {
  const repository = manager.getRepository(OrganisationEntity);
  return {
    async insert({ id, name }) {
      await insertRow(manager, OrganisationEntity, { id, name });
      return { id, name };
    },
    async find(id) {
      if (id !== organisationId) return undefined;
      const row = await repository.findOneBy({ id });
      return row === null ? undefined : { id: row.id, name: row.name };
    },
  };
}

/** API keys. Their public ids are registered in the one place that is read before the organisation is known. */
export function createApiKeys({ manager, organisationId }: Scope): Transaction['apiKeys'] {
  const repository = manager.getRepository(ApiKeyEntity);
  const mine = { organisation_id: organisationId };
  return {
    async insert(key) {
      await insertRow(manager, PublicIdEntity, {
        ...mine,
        public_id: key.publicId,
        kind: 'api-key',
      });
      await insertRow(manager, ApiKeyEntity, {
        ...mine,
        id: key.id,
        public_id: key.publicId,
        secret_hash: key.secretHash,
        name: key.name,
        scopes: key.scopes,
        expires_at: key.expiresAt,
        revoked_at: key.revokedAt,
        created_at: key.createdAt,
      });
      return key;
    },
    find: async (id) => readOne(await repository.findOneBy({ ...mine, id })),
    findByPublicId: async (publicId) => readOne(await repository.findOneBy({ ...mine, public_id: publicId })),
    list: async () => (await repository.find({ where: mine, order: { id: 'DESC' } })).map(read),
    async revoke(id, at) {
      // The first revocation stands: when a key stopped working does not change afterwards.
      await repository
        .createQueryBuilder()
        .update()
        .set({ revoked_at: at })
        .where({ ...mine, id })
        .andWhere('revoked_at IS NULL')
        .execute();
    },
  };
}

const readOne = (row: ApiKeyRow | null): ApiKey | undefined => (row === null ? undefined : read(row));

const read = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  publicId: row.public_id,
  secretHash: row.secret_hash,
  name: row.name,
  scopes: row.scopes,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  createdAt: row.created_at,
});
