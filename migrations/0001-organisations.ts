import type { MigrationInterface, QueryRunner } from 'typeorm';

import { isolate, ofOrganisation } from './isolation.ts';

/** Organisations, their API keys, the one way from a public id to an organisation, and vendor budgets. */
export class Organisations1795000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;

      CREATE TABLE organisations (
        id uuid NOT NULL,
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT organisations_pkey PRIMARY KEY (id)
      );
      ${isolate('organisations', 'id')}

      CREATE TABLE public_ids (
        organisation_id uuid NOT NULL,
        public_id text NOT NULL,
        kind text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT public_ids_pkey PRIMARY KEY (organisation_id, public_id),
        CONSTRAINT public_ids_public_id_key UNIQUE (public_id),
        ${ofOrganisation('public_ids')}
      );
      ${isolate('public_ids')}

      -- The function runs as the owner, whom FORCE binds too; this lets the owner alone read across organisations.
      CREATE POLICY public_ids_lookup ON public_ids FOR SELECT TO CURRENT_USER USING (true);

      CREATE FUNCTION organisation_of_public_id(wanted text) RETURNS uuid
        LANGUAGE sql STABLE STRICT PARALLEL SAFE SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp
        RETURN (SELECT organisation_id FROM public.public_ids WHERE public_id = wanted);
      REVOKE ALL ON FUNCTION organisation_of_public_id(text) FROM PUBLIC;

      CREATE TABLE api_keys (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        public_id text NOT NULL,
        secret_hash bytea NOT NULL,
        name text NOT NULL,
        scopes text[] NOT NULL,
        expires_at timestamptz,
        revoked_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT api_keys_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT api_keys_public_id_key UNIQUE (organisation_id, public_id),
        CONSTRAINT api_keys_public_id_fkey FOREIGN KEY (organisation_id, public_id)
          REFERENCES public_ids (organisation_id, public_id)
      );
      ${isolate('api_keys')}

      -- Outside organisations: connections of several may reach one vendor account, whose limits they share.
      CREATE TABLE vendor_budgets (
        budget_key text NOT NULL,
        window_start timestamptz NOT NULL,
        used int NOT NULL,
        CONSTRAINT vendor_budgets_pkey PRIMARY KEY (budget_key, window_start)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
}
