import type { Connection, Transaction } from '../../application/ports.ts';
import { ConnectionEntity, PostureEntity, type ConnectionRow } from '../entities/connection.entity.ts';
import { mutableRecords } from './mutable-records.ts';
import { selectRow } from './rows.ts';
import { write, type Scope } from './scope.ts';

const credentialsOf = (rowId: string) => ({ table: 'connections', rowId, column: 'credentials_enc' });

export function createConnections(scope: Scope): Transaction['connections'] {
  const { cipher } = scope;
  return mutableRecords<ConnectionRow, Connection>(scope, {
    entity: ConnectionEntity,
    toRow: (connection) => ({
      external_ref: connection.externalRef,
      platform: connection.platform,
      name: connection.name,
      client_id: connection.clientId,
      settings: connection.settings,
      credentials_enc: cipher.encrypt(credentialsOf(connection.id), connection.credentials),
      certificate: connection.certificate,
      account_digest: connection.accountDigest,
      verification: connection.verification,
      verified_at: connection.verifiedAt,
    }),
    fromRow: (row) => ({
      externalRef: row.external_ref,
      platform: row.platform,
      name: row.name,
      clientId: row.client_id,
      settings: row.settings,
      credentials: cipher.decrypt(credentialsOf(row.id), row.credentials_enc),
      certificate: row.certificate,
      accountDigest: row.account_digest,
      verification: row.verification,
      verifiedAt: row.verified_at,
    }),
  });
}

/** The latest posture for each organiser on a connection. */
export function createPostures({ manager, organisationId, cipher }: Scope): Transaction['postures'] {
  const keyOf = (connectionId: string, organiser: string) => ({
    organisation_id: organisationId,
    connection_id: connectionId,
    organiser_idx: cipher.blindIndex('organiser', organiser),
  });
  return {
    async find(connectionId, organiser) {
      const row = await selectRow(manager, PostureEntity, keyOf(connectionId, organiser));
      return row?.items;
    },
    async put(connectionId, organiser, posture, readAt) {
      const { organisation_id, connection_id, organiser_idx } = keyOf(connectionId, organiser);
      // A reading that began earlier may come in later: it never takes the place of a newer one.
      await write(
        manager.query(
          `INSERT INTO postures (organisation_id, connection_id, organiser_idx, items, read_at)
           VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (organisation_id, connection_id, organiser_idx)
           DO UPDATE SET items = excluded.items, read_at = excluded.read_at WHERE postures.read_at <= excluded.read_at`,
          [organisation_id, connection_id, organiser_idx, JSON.stringify(posture), readAt],
        ),
      );
    },
  };
}
