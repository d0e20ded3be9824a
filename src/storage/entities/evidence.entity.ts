import { EntitySchema } from 'typeorm';

import type { Observation } from '../../domain/evidence.ts';
import {
  bool,
  bytes,
  int,
  json,
  nullable,
  ofOrganisation,
  organisation,
  primary,
  text,
  time,
  uuid,
  within,
} from './columns.ts';

export interface ObservationRow {
  organisation_id: string;
  id: string;
  session_id: string;
  plan_version: number;
  observed_at: Date;
  items: Observation['items'];
}

export const ObservationEntity = new EntitySchema<ObservationRow>({
  name: 'observations',
  columns: {
    ...organisation,
    id: primary(uuid),
    session_id: uuid,
    plan_version: int,
    observed_at: time,
    items: json,
  },
  indices: [
    {
      name: 'observations_latest',
      columns: ['organisation_id', 'session_id', 'plan_version', 'observed_at'],
    },
  ],
  foreignKeys: [within('observations_session_fkey', 'sessions', 'session_id')],
});

export interface RecordRow {
  organisation_id: string;
  id: string;
  session_id: string;
  control: string | null;
  kind: string;
  holds: boolean;
  body: unknown;
  recorded_at: Date;
}

export const RecordEntity = new EntitySchema<RecordRow>({
  name: 'records',
  columns: {
    ...organisation,
    id: primary(uuid),
    session_id: uuid,
    control: nullable(text),
    kind: text,
    holds: bool,
    body: json,
    recorded_at: time,
  },
  indices: [{ name: 'records_session', columns: ['organisation_id', 'session_id', 'id'] }],
  foreignKeys: [within('records_session_fkey', 'sessions', 'session_id')],
});

export interface AuditEventRow {
  organisation_id: string;
  id: string;
  at: Date;
  actor: string;
  action: string;
  resource_kind: string;
  resource_id: string;
  details: unknown;
}

export const AuditEventEntity = new EntitySchema<AuditEventRow>({
  name: 'audit_events',
  columns: {
    ...organisation,
    id: primary(uuid),
    at: time,
    actor: text,
    action: text,
    resource_kind: text,
    resource_id: uuid,
    details: json,
  },
  foreignKeys: [ofOrganisation('audit_events')],
});

export interface IdempotencyKeyRow {
  organisation_id: string;
  id: string;
  operation: string;
  key_digest: Buffer;
  request_digest: Buffer;
  status: number | null;
  resource_id: string | null;
  created_at: Date;
}

export const IdempotencyKeyEntity = new EntitySchema<IdempotencyKeyRow>({
  name: 'idempotency_keys',
  columns: {
    ...organisation,
    id: primary(uuid),
    operation: text,
    key_digest: bytes,
    request_digest: bytes,
    status: nullable(int),
    resource_id: nullable(uuid),
    created_at: time,
  },
  uniques: [
    { name: 'idempotency_keys_operation_key', columns: ['organisation_id', 'operation', 'key_digest'] },
  ],
  indices: [{ name: 'idempotency_keys_age', columns: ['organisation_id', 'created_at'] }],
  foreignKeys: [ofOrganisation('idempotency_keys')],
});
