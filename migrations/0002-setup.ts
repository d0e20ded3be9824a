import type { MigrationInterface, QueryRunner } from 'typeorm';

import { isolate, ofOrganisation, within } from './isolation.ts';

/** What an organisation sets up: policies, clients, connections and hosts. */
export class Setup1795000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE policies (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        external_ref text,
        name text NOT NULL,
        current_version int NOT NULL,
        version int NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT policies_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT policies_external_ref_key UNIQUE (organisation_id, external_ref),
        ${ofOrganisation('policies')}
      );
      ${isolate('policies')}

      CREATE TABLE policy_versions (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        policy_id uuid NOT NULL,
        number int NOT NULL,
        body jsonb NOT NULL,
        digest bytea NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT policy_versions_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT policy_versions_number_key UNIQUE (organisation_id, policy_id, number),
        ${within('policy_versions', 'policy', 'policy_id', 'policies')}
      );
      ${isolate('policy_versions')}

      CREATE TABLE clients (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        external_ref text,
        policy_id uuid NOT NULL,
        name_enc bytea NOT NULL,
        approved_enc bytea NOT NULL,
        overlay jsonb NOT NULL,
        waivers_enc bytea NOT NULL,
        version int NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT clients_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT clients_external_ref_key UNIQUE (organisation_id, external_ref),
        ${ofOrganisation('clients')},
        ${within('clients', 'policy', 'policy_id', 'policies')}
      );
      ${isolate('clients')}

      CREATE TABLE connections (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        external_ref text,
        platform text NOT NULL,
        name text NOT NULL,
        client_id uuid,
        settings jsonb NOT NULL,
        credentials_enc bytea NOT NULL,
        certificate text,
        account_digest bytea NOT NULL,
        verification jsonb,
        verified_at timestamptz,
        version int NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT connections_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT connections_external_ref_key UNIQUE (organisation_id, external_ref),
        ${ofOrganisation('connections')},
        ${within('connections', 'client', 'client_id', 'clients')}
      );
      ${isolate('connections')}

      CREATE TABLE postures (
        organisation_id uuid NOT NULL,
        connection_id uuid NOT NULL,
        organiser_idx bytea NOT NULL,
        items jsonb NOT NULL,
        read_at timestamptz NOT NULL,
        CONSTRAINT postures_pkey PRIMARY KEY (organisation_id, connection_id, organiser_idx),
        ${within('postures', 'connection', 'connection_id', 'connections')}
      );
      ${isolate('postures')}

      CREATE TABLE hosts (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        external_ref text,
        name_enc bytea NOT NULL,
        email_enc bytea,
        version int NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT hosts_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT hosts_external_ref_key UNIQUE (organisation_id, external_ref),
        ${ofOrganisation('hosts')}
      );
      ${isolate('hosts')}

      CREATE TABLE host_identities (
        organisation_id uuid NOT NULL,
        host_id uuid NOT NULL,
        connection_id uuid NOT NULL,
        kind text NOT NULL,
        vendor_user_enc bytea NOT NULL,
        vendor_user_idx bytea NOT NULL,
        CONSTRAINT host_identities_pkey PRIMARY KEY (organisation_id, host_id, connection_id),
        ${within('host_identities', 'host', 'host_id', 'hosts')},
        ${within('host_identities', 'connection', 'connection_id', 'connections')}
      );
      CREATE INDEX host_identities_vendor_user ON host_identities (organisation_id, connection_id, vendor_user_idx);
      ${isolate('host_identities')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
}
