import type { Client, Transaction } from '../../application/ports.ts';
import type { Json } from '../../domain/json.ts';
import { ClientEntity, type ClientRow } from '../entities/client.entity.ts';
import { mutableRecords } from './mutable-records.ts';
import type { Scope } from './scope.ts';

const place = (rowId: string, column: string) => ({ table: 'clients', rowId, column });

export function createClients(scope: Scope): Transaction['clients'] {
  const { cipher } = scope;
  return mutableRecords<ClientRow, Client>(scope, {
    entity: ClientEntity,
    toRow: (client) => ({
      external_ref: client.externalRef,
      policy_id: client.policyId,
      name_enc: cipher.encrypt(place(client.id, 'name_enc'), client.name),
      approved_enc: cipher.encrypt(place(client.id, 'approved_enc'), client.approved as unknown as Json),
      overlay: client.overlay,
      waivers_enc: cipher.encrypt(place(client.id, 'waivers_enc'), client.waivers),
    }),
    fromRow: (row) => ({
      externalRef: row.external_ref,
      policyId: row.policy_id,
      name: cipher.decrypt(place(row.id, 'name_enc'), row.name_enc) as string,
      approved: cipher.decrypt(
        place(row.id, 'approved_enc'),
        row.approved_enc,
      ) as unknown as Client['approved'],
      overlay: row.overlay,
      waivers: cipher.decrypt(place(row.id, 'waivers_enc'), row.waivers_enc) as Client['waivers'],
    }),
  });
}
