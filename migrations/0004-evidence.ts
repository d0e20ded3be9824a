import type { MigrationInterface, QueryRunner } from 'typeorm';

import { isolate, ofOrganisation, within } from './isolation.ts';

/** What was seen, done and asked: observations, records, the audit trail and idempotency keys. */
export class Evidence1795000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE observations (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        session_id uuid NOT NULL,
        plan_version int NOT NULL,
        observed_at timestamptz NOT NULL,
        items jsonb NOT NULL,
        CONSTRAINT observations_pkey PRIMARY KEY (organisation_id, id),
        ${within('observations', 'session', 'session_id', 'sessions')}
      );
      CREATE INDEX observations_latest ON observations (organisation_id, session_id, plan_version, observed_at);
      ${isolate('observations')}

      CREATE TABLE records (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        session_id uuid NOT NULL,
        control text,
        kind text NOT NULL,
        holds boolean NOT NULL,
        body jsonb NOT NULL,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT records_pkey PRIMARY KEY (organisation_id, id),
        ${within('records', 'session', 'session_id', 'sessions')}
      );
      CREATE INDEX records_session ON records (organisation_id, session_id, id);
      ${isolate('records')}

      CREATE TABLE audit_events (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        at timestamptz NOT NULL,
        actor text NOT NULL,
        action text NOT NULL,
        resource_kind text NOT NULL,
        resource_id uuid NOT NULL,
        details jsonb NOT NULL,
        CONSTRAINT audit_events_pkey PRIMARY KEY (organisation_id, id),
        ${ofOrganisation('audit_events')}
      );
      ${isolate('audit_events')}

      CREATE TABLE idempotency_keys (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        operation text NOT NULL,
        key_digest bytea NOT NULL,
        request_digest bytea NOT NULL,
        status int,
        resource_id uuid,
        created_at timestamptz NOT NULL,
        CONSTRAINT idempotency_keys_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT idempotency_keys_operation_key UNIQUE (organisation_id, operation, key_digest),
        ${ofOrganisation('idempotency_keys')}
      );
      CREATE INDEX idempotency_keys_age ON idempotency_keys (organisation_id, created_at);
      ${isolate('idempotency_keys')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
}
