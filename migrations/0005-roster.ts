import type { MigrationInterface, QueryRunner } from 'typeorm';

import { isolate, ofOrganisation, within } from './isolation.ts';

/** Who is expected in a session, the passes and one-use addresses they come in by, and an organisation's settings. */
export class Roster1795000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const publicId = (table: string, column: string) =>
      `CONSTRAINT ${table}_${column}_fkey FOREIGN KEY (organisation_id, ${column})
        REFERENCES public_ids (organisation_id, public_id)`;
    await runner.query(`
      CREATE TABLE organisation_settings (
        organisation_id uuid NOT NULL,
        body_enc bytea NOT NULL,
        version int NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT organisation_settings_pkey PRIMARY KEY (organisation_id),
        ${ofOrganisation('organisation_settings')}
      );
      ${isolate('organisation_settings')}

      CREATE TABLE people (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        session_id uuid NOT NULL,
        role text NOT NULL,
        person_enc bytea NOT NULL,
        passcode_channel text NOT NULL,
        withdrawn_at timestamptz,
        removed_at timestamptz,
        version int NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT people_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT people_passcode_channel_check CHECK (passcode_channel IN ('email', 'text', 'handed-over')),
        ${within('people', 'session', 'session_id', 'sessions')}
      );
      CREATE INDEX people_session ON people (organisation_id, session_id, id);
      ${isolate('people')}

      -- The token itself is nowhere: its secret is derived from the id with the index key, and only its digest is kept.
      CREATE TABLE passes (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        session_id uuid NOT NULL,
        person_id uuid NOT NULL,
        public_id text NOT NULL,
        secret_hash bytea NOT NULL,
        code_id text NOT NULL,
        issued_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT passes_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT passes_public_id_key UNIQUE (organisation_id, public_id),
        CONSTRAINT passes_code_id_key UNIQUE (organisation_id, code_id),
        ${within('passes', 'session', 'session_id', 'sessions')},
        ${within('passes', 'person', 'person_id', 'people')},
        ${publicId('passes', 'public_id')},
        ${publicId('passes', 'code_id')}
      );
      CREATE UNIQUE INDEX passes_active_key ON passes (organisation_id, person_id) WHERE revoked_at IS NULL;
      CREATE INDEX passes_session ON passes (organisation_id, session_id);
      ${isolate('passes')}

      CREATE TABLE portal_entries (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        session_id uuid NOT NULL,
        person_id uuid NOT NULL,
        public_id text NOT NULL,
        secret_hash bytea NOT NULL,
        expires_at timestamptz NOT NULL,
        spent_at timestamptz,
        CONSTRAINT portal_entries_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT portal_entries_public_id_key UNIQUE (organisation_id, public_id),
        ${within('portal_entries', 'session', 'session_id', 'sessions')},
        ${within('portal_entries', 'person', 'person_id', 'people')},
        ${publicId('portal_entries', 'public_id')}
      );
      ${isolate('portal_entries')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
}
