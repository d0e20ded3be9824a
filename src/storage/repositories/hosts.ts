import type { Host, HostIdentity, Transaction } from '../../application/ports.ts';
import type { Keyring } from '../encryption.ts';
import { HostAddressEntity } from '../entities/console.entity.ts';
import { HostEntity, HostIdentityEntity, type HostRow } from '../entities/host.entity.ts';
import { mutableRecords } from './mutable-records.ts';
import { insertRow, selectRow, selectRows } from './rows.ts';
import { write, type Scope } from './scope.ts';

const place = (rowId: string, column: string) => ({ table: 'hosts', rowId, column });
const vendorUserOf = (hostId: string, connectionId: string) => ({
  table: 'host_identities',
  rowId: `${hostId}/${connectionId}`,
  column: 'vendor_user_enc',
});

/** The digest by which a coach's address is found, in whichever case it is written. */
export const addressIndex = ({ publicIndex }: Pick<Keyring, 'publicIndex'>, address: string): Buffer =>
  publicIndex('host-address', address.trim().normalize('NFC').toLowerCase());

/** Coaches with their identities, which are written and read with them. */
export function createHosts(scope: Scope): Transaction['hosts'] {
  const { manager, organisationId, cipher } = scope;
  const addresses = manager.getRepository(HostAddressEntity);
  const identities = manager.getRepository(HostIdentityEntity);
  const ofHost = (hostId: string) => ({ organisation_id: organisationId, host_id: hostId });

  const hosts = mutableRecords<HostRow, Host>(scope, {
    entity: HostEntity,
    toRow: (host) => ({
      external_ref: host.externalRef,
      name_enc: cipher.encrypt(place(host.id, 'name_enc'), host.name),
      email_enc: host.email === null ? null : cipher.encrypt(place(host.id, 'email_enc'), host.email),
    }),
    fromRow: async (row) => ({
      externalRef: row.external_ref,
      name: cipher.decrypt(place(row.id, 'name_enc'), row.name_enc) as string,
      email:
        row.email_enc === null ? null : (cipher.decrypt(place(row.id, 'email_enc'), row.email_enc) as string),
      identities: await readIdentities(row.id),
    }),
  });

  async function readIdentities(hostId: string): Promise<HostIdentity[]> {
    const rows = await selectRows(manager, HostIdentityEntity, ofHost(hostId), 'ORDER BY connection_id');
    return rows.map((row) => ({
      connectionId: row.connection_id,
      kind: row.kind as HostIdentity['kind'],
      vendorUser: cipher.decrypt(vendorUserOf(hostId, row.connection_id), row.vendor_user_enc) as string,
    }));
  }

  const writeIdentities = (host: Host) =>
    write(
      identities.insert(
        host.identities.map(({ connectionId, kind, vendorUser }) => ({
          ...ofHost(host.id),
          connection_id: connectionId,
          kind,
          vendor_user_enc: cipher.encrypt(vendorUserOf(host.id, connectionId), vendorUser),
          vendor_user_idx: cipher.blindIndex('vendor-user', vendorUser),
        })),
      ),
    );

  const writeAddress = async ({ id, email }: Host): Promise<void> => {
    if (email === null) return;
    await insertRow(manager, HostAddressEntity, { ...ofHost(id), address_idx: addressIndex(scope, email) });
  };

  return {
    ...hosts,
    async findOrganiser(connectionId) {
      const onConnection = {
        organisation_id: organisationId,
        connection_id: connectionId,
        kind: 'organiser',
      };
      const row = await selectRow(manager, HostIdentityEntity, onConnection, 'ORDER BY host_id LIMIT 1');
      if (row === undefined) return undefined;
      return cipher.decrypt(vendorUserOf(row.host_id, connectionId), row.vendor_user_enc) as string;
    },
    async insert(host) {
      await hosts.insert(host);
      await writeIdentities(host);
      await writeAddress(host);
      return host;
    },
    async update(host) {
      // First the versioned row: it decides who may replace the identities.
      const updated = await hosts.update(host);
      await identities.delete(ofHost(host.id));
      await writeIdentities(host);
      await addresses.delete(ofHost(host.id));
      await writeAddress(host);
      return updated;
    },
  };
}
