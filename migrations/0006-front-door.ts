import type { MigrationInterface, QueryRunner } from 'typeorm';

import { isolate, within } from './isolation.ts';

/** What happens at a session's front door: its own state, who arrived, who was in, and which passcodes were tried. */
export class FrontDoor1795000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE doors (
        organisation_id uuid NOT NULL,
        session_id uuid NOT NULL,
        revision int NOT NULL,
        opened_at timestamptz,
        host_in_at timestamptz,
        host_in_by text,
        locked_at timestamptz,
        locked_by text,
        ended_at timestamptz,
        checking_at timestamptz,
        host_missing_alerted_at timestamptz,
        CONSTRAINT doors_pkey PRIMARY KEY (organisation_id, session_id),
        ${within('doors', 'session', 'session_id', 'sessions')}
      );
      ${isolate('doors')}

      CREATE TABLE arrivals (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        session_id uuid NOT NULL,
        person_id uuid,
        pass_id uuid,
        device_hash bytea,
        identified_by text,
        carries uuid[] NOT NULL,
        notice_version text,
        acknowledged_at timestamptz,
        arrived_at timestamptz NOT NULL,
        knocked_at timestamptz NOT NULL,
        joined_at timestamptz,
        admitted_at timestamptz,
        let_in_at timestamptz,
        turned_away_at timestamptz,
        decided_by text,
        reason_enc bytea,
        CONSTRAINT arrivals_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT arrivals_device_key UNIQUE (organisation_id, pass_id, device_hash),
        CONSTRAINT arrivals_identified_by_check CHECK (identified_by IN ('passcode', 'portal', 'voice')),
        ${within('arrivals', 'session', 'session_id', 'sessions')},
        ${within('arrivals', 'person', 'person_id', 'people')},
        ${within('arrivals', 'pass', 'pass_id', 'passes')}
      );
      CREATE INDEX arrivals_session ON arrivals (organisation_id, session_id, id);
      ${isolate('arrivals')}

      CREATE TABLE attendance_marks (
        organisation_id uuid NOT NULL,
        id uuid NOT NULL,
        session_id uuid NOT NULL,
        person_id uuid NOT NULL,
        arrival_id uuid,
        kind text NOT NULL,
        at timestamptz NOT NULL,
        source text NOT NULL,
        CONSTRAINT attendance_marks_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT attendance_marks_kind_check CHECK (kind IN ('in', 'out')),
        ${within('attendance_marks', 'session', 'session_id', 'sessions')},
        ${within('attendance_marks', 'person', 'person_id', 'people')},
        ${within('attendance_marks', 'arrival', 'arrival_id', 'arrivals')}
      );
      CREATE INDEX attendance_marks_session ON attendance_marks (organisation_id, session_id, id);
      ${isolate('attendance_marks')}

      -- Wrong passcodes by pass, and the coach's leave to come in without one.
      CREATE TABLE pass_tries (
        organisation_id uuid NOT NULL,
        pass_id uuid NOT NULL,
        session_id uuid NOT NULL,
        wrong int NOT NULL,
        wrong_at timestamptz,
        excused_until timestamptz,
        excused_by text,
        excused_device bytea,
        reason_enc bytea,
        CONSTRAINT pass_tries_pkey PRIMARY KEY (organisation_id, pass_id),
        ${within('pass_tries', 'pass', 'pass_id', 'passes')},
        ${within('pass_tries', 'session', 'session_id', 'sessions')}
      );
      CREATE INDEX pass_tries_session ON pass_tries (organisation_id, session_id);
      ${isolate('pass_tries')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
}
