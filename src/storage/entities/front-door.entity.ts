import { EntitySchema } from 'typeorm';

import { bytes, int, nullable, organisation, primary, text, time, uuid, within } from './columns.ts';

export interface DoorRow {
  organisation_id: string;
  session_id: string;
  revision: number;
  opened_at: Date | null;
  host_in_at: Date | null;
  host_in_by: string | null;
  locked_at: Date | null;
  locked_by: string | null;
  ended_at: Date | null;
  checking_at: Date | null;
  host_missing_alerted_at: Date | null;
}

export const DoorEntity = new EntitySchema<DoorRow>({
  name: 'doors',
  columns: {
    ...organisation,
    session_id: primary(uuid),
    revision: int,
    opened_at: nullable(time),
    host_in_at: nullable(time),
    host_in_by: nullable(text),
    locked_at: nullable(time),
    locked_by: nullable(text),
    ended_at: nullable(time),
    checking_at: nullable(time),
    host_missing_alerted_at: nullable(time),
  },
  foreignKeys: [within('doors_session_fkey', 'sessions', 'session_id')],
});

export interface ArrivalRow {
  organisation_id: string;
  id: string;
  session_id: string;
  person_id: string | null;
  pass_id: string | null;
  device_hash: Buffer | null;
  identified_by: string | null;
  carries: string[];
  notice_version: string | null;
  acknowledged_at: Date | null;
  arrived_at: Date;
  knocked_at: Date;
  joined_at: Date | null;
  admitted_at: Date | null;
  let_in_at: Date | null;
  turned_away_at: Date | null;
  decided_by: string | null;
  reason_enc: Buffer | null;
}

export const ArrivalEntity = new EntitySchema<ArrivalRow>({
  name: 'arrivals',
  columns: {
    ...organisation,
    id: primary(uuid),
    session_id: uuid,
    person_id: nullable(uuid),
    pass_id: nullable(uuid),
    device_hash: nullable(bytes),
    identified_by: nullable(text),
    carries: { type: 'uuid', array: true },
    notice_version: nullable(text),
    acknowledged_at: nullable(time),
    arrived_at: time,
    knocked_at: time,
    joined_at: nullable(time),
    admitted_at: nullable(time),
    let_in_at: nullable(time),
    turned_away_at: nullable(time),
    decided_by: nullable(text),
    reason_enc: nullable(bytes),
  },
  uniques: [{ name: 'arrivals_device_key', columns: ['organisation_id', 'pass_id', 'device_hash'] }],
  checks: [
    {
      name: 'arrivals_identified_by_check',
      expression: `identified_by IN ('passcode', 'portal', 'voice')`,
    },
  ],
  indices: [{ name: 'arrivals_session', columns: ['organisation_id', 'session_id', 'id'] }],
  foreignKeys: [
    within('arrivals_session_fkey', 'sessions', 'session_id'),
    within('arrivals_person_fkey', 'people', 'person_id'),
    within('arrivals_pass_fkey', 'passes', 'pass_id'),
  ],
});

export interface AttendanceMarkRow {
  organisation_id: string;
  id: string;
  session_id: string;
  person_id: string;
  arrival_id: string | null;
  kind: string;
  at: Date;
  source: string;
}

export const AttendanceMarkEntity = new EntitySchema<AttendanceMarkRow>({
  name: 'attendance_marks',
  columns: {
    ...organisation,
    id: primary(uuid),
    session_id: uuid,
    person_id: uuid,
    arrival_id: nullable(uuid),
    kind: text,
    at: time,
    source: text,
  },
  checks: [{ name: 'attendance_marks_kind_check', expression: `kind IN ('in', 'out')` }],
  indices: [{ name: 'attendance_marks_session', columns: ['organisation_id', 'session_id', 'id'] }],
  foreignKeys: [
    within('attendance_marks_session_fkey', 'sessions', 'session_id'),
    within('attendance_marks_person_fkey', 'people', 'person_id'),
    within('attendance_marks_arrival_fkey', 'arrivals', 'arrival_id'),
  ],
});

export interface PassTriesRow {
  organisation_id: string;
  pass_id: string;
  session_id: string;
  wrong: number;
  wrong_at: Date | null;
  excused_until: Date | null;
  excused_by: string | null;
  excused_device: Buffer | null;
  reason_enc: Buffer | null;
}

export const PassTriesEntity = new EntitySchema<PassTriesRow>({
  name: 'pass_tries',
  columns: {
    ...organisation,
    pass_id: primary(uuid),
    session_id: uuid,
    wrong: int,
    wrong_at: nullable(time),
    excused_until: nullable(time),
    excused_by: nullable(text),
    excused_device: nullable(bytes),
    reason_enc: nullable(bytes),
  },
  indices: [{ name: 'pass_tries_session', columns: ['organisation_id', 'session_id'] }],
  foreignKeys: [
    within('pass_tries_pass_fkey', 'passes', 'pass_id'),
    within('pass_tries_session_fkey', 'sessions', 'session_id'),
  ],
});
