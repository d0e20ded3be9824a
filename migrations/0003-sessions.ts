import type { MigrationInterface, QueryRunner } from 'typeorm';

import { isolate, ofOrganisation, within } from './isolation.ts';

/** Sessions with their reservations, plans, meetings and intents. */
export class Sessions1795000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const reserving = `(state IN ('provisioning', 'scheduled', 'revising', 'blocked', 'open', 'live'))`;
    await runner.query(`
      CREATE TABLE sessions (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        external_ref text,
        client_id uuid NOT NULL,
        host_id uuid NOT NULL,
        connection_id uuid NOT NULL,
        policy_id uuid NOT NULL,
        policy_version int NOT NULL,
        policy jsonb NOT NULL,
        platform text NOT NULL,
        hosting text NOT NULL,
        backing text,
        people jsonb NOT NULL,
        state text NOT NULL,
        link text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        reserved_until timestamptz NOT NULL,
        time_zone text NOT NULL,
        identity_idx bytea NOT NULL,
        plan_version int NOT NULL,
        choice jsonb NOT NULL,
        reasons jsonb NOT NULL,
        ruled_out jsonb NOT NULL,
        request_digest text NOT NULL,
        secrets_enc bytea NOT NULL,
        version int NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT sessions_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT sessions_external_ref_key UNIQUE (organisation_id, external_ref),
        CONSTRAINT sessions_state_check CHECK (state IN ('draft', 'provisioning', 'scheduled', 'revising', 'blocked',
          'open', 'live', 'ended', 'attested', 'cancelled')),
        CONSTRAINT sessions_link_check CHECK (link = 'sealed'
          OR (link = 'unsealed' AND state IN ('scheduled', 'open', 'live'))),
        CONSTRAINT sessions_time_check CHECK (starts_at < ends_at AND ends_at <= reserved_until),
        CONSTRAINT sessions_host_overlap EXCLUDE USING gist (organisation_id WITH =, host_id WITH =,
          tstzrange(starts_at, reserved_until, '[)') WITH &&) WHERE ${reserving},
        CONSTRAINT sessions_identity_overlap EXCLUDE USING gist (organisation_id WITH =, identity_idx WITH =,
          tstzrange(starts_at, reserved_until, '[)') WITH &&) WHERE ${reserving},
        ${ofOrganisation('sessions')},
        ${within('sessions', 'client', 'client_id', 'clients')},
        ${within('sessions', 'host', 'host_id', 'hosts')},
        ${within('sessions', 'connection', 'connection_id', 'connections')},
        CONSTRAINT sessions_policy_version_fkey FOREIGN KEY (organisation_id, policy_id, policy_version)
          REFERENCES policy_versions (organisation_id, policy_id, number)
      );
      CREATE INDEX sessions_client ON sessions (organisation_id, client_id, id);
      CREATE INDEX sessions_host ON sessions (organisation_id, host_id, id);
      CREATE INDEX sessions_state ON sessions (organisation_id, state, starts_at);
      CREATE INDEX sessions_start ON sessions (organisation_id, starts_at);
      ${isolate('sessions')}

      CREATE TABLE plans (
        organisation_id uuid NOT NULL,
        session_id uuid NOT NULL,
        version int NOT NULL,
        body jsonb NOT NULL,
        digest bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT plans_pkey PRIMARY KEY (organisation_id, session_id, version),
        ${within('plans', 'session', 'session_id', 'sessions')}
      );
      ${isolate('plans')}

      CREATE TABLE meetings (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        session_id uuid NOT NULL,
        connection_id uuid NOT NULL,
        platform text NOT NULL,
        ref_enc bytea NOT NULL,
        ref_idx bytea NOT NULL,
        link_enc bytea NOT NULL,
        retired_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT meetings_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT meetings_ref_key UNIQUE (organisation_id, ref_idx),
        ${within('meetings', 'session', 'session_id', 'sessions')},
        ${within('meetings', 'connection', 'connection_id', 'connections')}
      );
      CREATE UNIQUE INDEX meetings_active_key ON meetings (organisation_id, session_id) WHERE retired_at IS NULL;
      ${isolate('meetings')}

      CREATE TABLE intents (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        session_id uuid NOT NULL,
        kind text NOT NULL,
        attempt int NOT NULL,
        lease_until timestamptz,
        state text NOT NULL,
        outcome_unknown boolean NOT NULL,
        possible_strays int NOT NULL,
        error_code text,
        created_at timestamptz NOT NULL,
        CONSTRAINT intents_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT intents_kind_check CHECK (kind IN ('settle', 'retire')),
        CONSTRAINT intents_state_check CHECK (state IN ('pending', 'done', 'failed')),
        ${within('intents', 'session', 'session_id', 'sessions')}
      );
      CREATE INDEX intents_session ON intents (organisation_id, session_id, id);
      CREATE INDEX intents_pending ON intents (organisation_id, lease_until) WHERE state = 'pending';
      ${isolate('intents')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
}
