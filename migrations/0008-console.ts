import type { MigrationInterface, QueryRunner } from 'typeorm';

import { isolate, within } from './isolation.ts';

/** Coaches' one-time links and what they sign in to, and the one way from an address to the coaches who have it. */
export class Console1795000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Apart from hosts, so that what the owner may read across organisations is this digest and nothing else.
      CREATE TABLE host_addresses (
        organisation_id uuid NOT NULL,
        host_id uuid NOT NULL,
        address_idx bytea NOT NULL,
        CONSTRAINT host_addresses_pkey PRIMARY KEY (organisation_id, host_id),
        ${within('host_addresses', 'host', 'host_id', 'hosts')}
      );
      CREATE INDEX host_addresses_address ON host_addresses (address_idx);
      ${isolate('host_addresses')}

      -- As for public ids: the function runs as the owner, whom FORCE binds too.
      CREATE POLICY host_addresses_lookup ON host_addresses FOR SELECT TO CURRENT_USER USING (true);

      CREATE FUNCTION hosts_of_address(wanted bytea) RETURNS TABLE (organisation_id uuid, host_id uuid)
        LANGUAGE sql STABLE STRICT PARALLEL SAFE SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp
        BEGIN ATOMIC
          SELECT a.organisation_id, a.host_id FROM public.host_addresses a WHERE a.address_idx = wanted;
        END;
      REVOKE ALL ON FUNCTION hosts_of_address(bytea) FROM PUBLIC;

      CREATE TABLE sign_ins (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        host_id uuid NOT NULL,
        public_id text NOT NULL,
        expires_at timestamptz NOT NULL,
        spent_at timestamptz,
        CONSTRAINT sign_ins_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT sign_ins_public_id_key UNIQUE (organisation_id, public_id),
        CONSTRAINT sign_ins_public_id_fkey FOREIGN KEY (organisation_id, public_id)
          REFERENCES public_ids (organisation_id, public_id),
        ${within('sign_ins', 'host', 'host_id', 'hosts')}
      );
      ${isolate('sign_ins')}

      CREATE TABLE console_sessions (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        host_id uuid NOT NULL,
        public_id text NOT NULL,
        secret_hash bytea NOT NULL,
        created_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT console_sessions_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT console_sessions_public_id_key UNIQUE (organisation_id, public_id),
        CONSTRAINT console_sessions_public_id_fkey FOREIGN KEY (organisation_id, public_id)
          REFERENCES public_ids (organisation_id, public_id),
        ${within('console_sessions', 'host', 'host_id', 'hosts')}
      );
      ${isolate('console_sessions')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
}
