import type { MigrationInterface, QueryRunner } from 'typeorm';

import { isolate, within } from './isolation.ts';

/** The outbox: what is to be delivered to whom, and what came of it. */
export class Deliveries1795000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Neither content nor addresses: a message is composed when it is sent. facts_idx is a keyed digest of what it is made from.
      CREATE TABLE deliveries (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        session_id uuid,
        person_id uuid,
        host_id uuid,
        sign_in_id uuid,
        kind text NOT NULL,
        channel text NOT NULL,
        sequence int NOT NULL,
        outcome text NOT NULL,
        due_at timestamptz NOT NULL,
        facts_idx bytea NOT NULL,
        attempt int NOT NULL,
        lease_until timestamptz,
        may_have_arrived boolean NOT NULL,
        response_code int,
        composition_enc bytea,
        handled_by_enc bytea,
        concluded_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT deliveries_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT deliveries_once_key UNIQUE NULLS NOT DISTINCT
          (organisation_id, session_id, person_id, host_id, sign_in_id, kind, sequence),
        CONSTRAINT deliveries_kind_check CHECK (kind IN ('invitation', 'invitation-update', 'cancellation', 'passcode',
          'coach-invitation', 'sign-in', 'host-missing')),
        CONSTRAINT deliveries_channel_check CHECK (channel IN ('email', 'text', 'handed-over', 'organisation')),
        CONSTRAINT deliveries_outcome_check CHECK (outcome IN ('open', 'sent', 'confirmed', 'bounced', 'failed', 'superseded')),
        ${within('deliveries', 'session', 'session_id', 'sessions')},
        ${within('deliveries', 'person', 'person_id', 'people')},
        ${within('deliveries', 'host', 'host_id', 'hosts')},
        ${within('deliveries', 'sign_in', 'sign_in_id', 'sign_ins')}
      );
      CREATE INDEX deliveries_open ON deliveries (organisation_id, id) WHERE outcome = 'open';
      ${isolate('deliveries')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
}
