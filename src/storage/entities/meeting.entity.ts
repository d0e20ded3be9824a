import { EntitySchema } from 'typeorm';

import { bool, bytes, int, nullable, organisation, primary, text, time, uuid, within } from './columns.ts';

export interface MeetingRow {
  organisation_id: string;
  id: string;
  session_id: string;
  connection_id: string;
  platform: string;
  ref_enc: Buffer;
  ref_idx: Buffer;
  link_enc: Buffer;
  passcode_link_enc: Buffer | null;
  retired_at: Date | null;
  created_at: Date;
}

export const MeetingEntity = new EntitySchema<MeetingRow>({
  name: 'meetings',
  columns: {
    ...organisation,
    id: primary(uuid),
    session_id: uuid,
    connection_id: uuid,
    platform: text,
    ref_enc: bytes,
    ref_idx: bytes,
    link_enc: bytes,
    passcode_link_enc: nullable(bytes),
    retired_at: nullable(time),
    created_at: time,
  },
  uniques: [{ name: 'meetings_ref_key', columns: ['organisation_id', 'ref_idx'] }],
  indices: [
    {
      name: 'meetings_active_key',
      columns: ['organisation_id', 'session_id'],
      unique: true,
      where: 'retired_at IS NULL',
    },
  ],
  foreignKeys: [
    within('meetings_session_fkey', 'sessions', 'session_id'),
    within('meetings_connection_fkey', 'connections', 'connection_id'),
  ],
});

export interface IntentRow {
  organisation_id: string;
  id: string;
  session_id: string;
  kind: 'settle' | 'retire';
  attempt: number;
  lease_until: Date | null;
  state: 'pending' | 'done' | 'failed';
  outcome_unknown: boolean;
  possible_strays: number;
  error_code: string | null;
  created_at: Date;
}

export const IntentEntity = new EntitySchema<IntentRow>({
  name: 'intents',
  columns: {
    ...organisation,
    id: primary(uuid),
    session_id: uuid,
    kind: text,
    attempt: int,
    lease_until: nullable(time),
    state: text,
    outcome_unknown: bool,
    possible_strays: int,
    error_code: nullable(text),
    created_at: time,
  },
  indices: [
    { name: 'intents_session', columns: ['organisation_id', 'session_id', 'id'] },
    { name: 'intents_pending', columns: ['organisation_id', 'lease_until'], where: `state = 'pending'` },
  ],
  checks: [
    { name: 'intents_kind_check', expression: `kind IN ('settle', 'retire')` },
    { name: 'intents_state_check', expression: `state IN ('pending', 'done', 'failed')` },
  ],
  foreignKeys: [within('intents_session_fkey', 'sessions', 'session_id')],
});
