import type { IdempotencyRecord, Transaction } from '../../application/ports.ts';
import { canonical } from '../../domain/json.ts';
import { IdempotencyKeyEntity, type IdempotencyKeyRow } from '../entities/evidence.entity.ts';
import { write, type Scope } from './scope.ts';

/** Requests that were sent with an Idempotency-Key, each once. */
export function createIdempotency({ manager, organisationId, cipher }: Scope): Transaction['idempotency'] {
  const repository = manager.getRepository(IdempotencyKeyEntity);
  const mine = { organisation_id: organisationId };

  const insertOnce = async (record: IdempotencyRecord): Promise<boolean> => {
    const inserted = await write(
      repository
        .createQueryBuilder()
        .insert()
        .values({
          ...mine,
          id: record.id,
          operation: record.operation,
          key_digest: record.keyDigest,
          request_digest: record.requestDigest,
          status: record.status,
          resource_id: record.resourceId,
          created_at: record.createdAt,
        })
        .orIgnore()
        .returning('id')
        .execute(),
    );
    return (inserted.raw as unknown[]).length > 0;
  };

  return {
    async begin(record) {
      // Waits for a first request that is just being stored. One that was removed in between makes ours the first.
      for (;;) {
        if (await insertOnce(record)) return { fresh: true };
        const row = await repository.findOneBy({
          ...mine,
          operation: record.operation,
          key_digest: record.keyDigest,
        });
        if (row !== null) return { fresh: false, record: read(row) };
      }
    },
    async complete(id, status, resourceId) {
      await write(repository.update({ ...mine, id }, { status, resource_id: resourceId }));
    },
    async purge(before, limit) {
      // Passes over those that another request is just taking away.
      await manager.query(
        `DELETE FROM idempotency_keys WHERE organisation_id = $1 AND id = ANY (ARRAY(
           SELECT id FROM idempotency_keys WHERE organisation_id = $1 AND created_at <= $2
           ORDER BY created_at, id LIMIT $3 FOR UPDATE SKIP LOCKED))`,
        [organisationId, before, limit],
      );
    },
    async remove(id) {
      await write(repository.delete({ ...mine, id }));
    },
    digestOf: (request) => cipher.blindIndex('idempotency', canonical(request)),
  };
}

const read = (row: IdempotencyKeyRow): IdempotencyRecord => ({
  id: row.id,
  operation: row.operation,
  keyDigest: row.key_digest,
  requestDigest: row.request_digest,
  status: row.status,
  resourceId: row.resource_id,
  createdAt: row.created_at,
});
