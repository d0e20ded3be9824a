import { EntitySchema } from 'typeorm';

import { bool, bytes, int, nullable, organisation, primary, text, time, uuid, within } from './columns.ts';

export interface DeliveryRow {
  organisation_id: string;
  id: string;
  session_id: string | null;
  person_id: string | null;
  host_id: string | null;
  sign_in_id: string | null;
  kind: string;
  channel: string;
  sequence: number;
  outcome: string;
  due_at: Date;
  facts_idx: Buffer;
  attempt: number;
  lease_until: Date | null;
  may_have_arrived: boolean;
  response_code: number | null;
  composition_enc: Buffer | null;
  handled_by_enc: Buffer | null;
  concluded_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export const DeliveryEntity = new EntitySchema<DeliveryRow>({
  name: 'deliveries',
  columns: {
    ...organisation,
    id: primary(uuid),
    session_id: nullable(uuid),
    person_id: nullable(uuid),
    host_id: nullable(uuid),
    sign_in_id: nullable(uuid),
    kind: text,
    channel: text,
    sequence: int,
    outcome: text,
    due_at: time,
    facts_idx: bytes,
    attempt: int,
    lease_until: nullable(time),
    may_have_arrived: bool,
    response_code: nullable(int),
    composition_enc: nullable(bytes),
    handled_by_enc: nullable(bytes),
    concluded_at: nullable(time),
    created_at: time,
    updated_at: time,
  },
  uniques: [
    {
      name: 'deliveries_once_key',
      columns: ['organisation_id', 'session_id', 'person_id', 'host_id', 'sign_in_id', 'kind', 'sequence'],
    },
  ],
  indices: [{ name: 'deliveries_open', columns: ['organisation_id', 'id'], where: `outcome = 'open'` }],
  checks: [
    {
      name: 'deliveries_kind_check',
      expression: `kind IN ('invitation', 'invitation-update', 'cancellation', 'passcode', 'coach-invitation', 'sign-in', 'host-missing')`,
    },
    {
      name: 'deliveries_channel_check',
      expression: `channel IN ('email', 'text', 'handed-over', 'organisation')`,
    },
    {
      name: 'deliveries_outcome_check',
      expression: `outcome IN ('open', 'sent', 'confirmed', 'bounced', 'failed', 'superseded')`,
    },
  ],
  foreignKeys: [
    within('deliveries_session_fkey', 'sessions', 'session_id'),
    within('deliveries_person_fkey', 'people', 'person_id'),
    within('deliveries_host_fkey', 'hosts', 'host_id'),
    within('deliveries_sign_in_fkey', 'sign_ins', 'sign_in_id'),
  ],
});
