import { EntitySchema } from 'typeorm';

import type { Choice } from '../../domain/choice.ts';
import type { SealReason } from '../../domain/judge.ts';
import type { RuledOut } from '../../domain/plan/compile.ts';
import type { Hosting, People } from '../../domain/plan/declaration.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import type { Policy } from '../../domain/policy.ts';
import type { SessionStatus } from '../../domain/session.ts';
import {
  bytes,
  int,
  json,
  mutable,
  nullable,
  ofOrganisation,
  organisation,
  primary,
  stamped,
  text,
  time,
  uuid,
  within,
  type MutableRow,
} from './columns.ts';

export interface SessionRow extends MutableRow {
  external_ref: string | null;
  client_id: string;
  host_id: string;
  connection_id: string;
  policy_id: string;
  policy_version: number;
  policy: Policy;
  platform: string;
  hosting: Hosting;
  backing: string | null;
  people: People;
  state: SessionStatus['state'];
  link: SessionStatus['link'];
  starts_at: Date;
  ends_at: Date;
  /** End of the reserved time; half-open, so that one session may begin where another's reservation ends. */
  reserved_until: Date;
  time_zone: string;
  /** Blind index of the organiser at the platform: one identity cannot hold two sessions at once. */
  identity_idx: Buffer;
  plan_version: number;
  choice: Choice;
  reasons: SealReason[];
  ruled_out: RuledOut;
  request_digest: string;
  secrets_enc: Buffer;
}

/** In an exclusion, `=` and `&&` together refuse two rows that share the column and overlap in time. */
const reservation = (column: string) =>
  `USING gist (organisation_id WITH =, ${column} WITH =, tstzrange(starts_at, reserved_until, '[)') WITH &&) WHERE (state IN ('provisioning', 'scheduled', 'revising', 'blocked', 'open', 'live'))`;

export const SessionEntity = new EntitySchema<SessionRow>({
  name: 'sessions',
  columns: {
    ...organisation,
    id: primary(uuid),
    external_ref: nullable(text),
    client_id: uuid,
    host_id: uuid,
    connection_id: uuid,
    policy_id: uuid,
    policy_version: int,
    policy: json,
    platform: text,
    hosting: text,
    backing: nullable(text),
    people: json,
    state: text,
    link: text,
    starts_at: time,
    ends_at: time,
    reserved_until: time,
    time_zone: text,
    identity_idx: bytes,
    plan_version: int,
    choice: json,
    reasons: json,
    ruled_out: json,
    request_digest: text,
    secrets_enc: bytes,
    ...mutable,
  },
  uniques: [{ name: 'sessions_external_ref_key', columns: ['organisation_id', 'external_ref'] }],
  indices: [
    { name: 'sessions_client', columns: ['organisation_id', 'client_id', 'id'] },
    { name: 'sessions_host', columns: ['organisation_id', 'host_id', 'id'] },
    { name: 'sessions_state', columns: ['organisation_id', 'state', 'starts_at'] },
    { name: 'sessions_start', columns: ['organisation_id', 'starts_at'] },
  ],
  checks: [
    {
      name: 'sessions_state_check',
      expression: `state IN ('draft', 'provisioning', 'scheduled', 'revising', 'blocked', 'open', 'live', 'ended', 'attested', 'cancelled')`,
    },
    {
      name: 'sessions_link_check',
      expression: `link = 'sealed' OR (link = 'unsealed' AND state IN ('scheduled', 'open', 'live'))`,
    },
    { name: 'sessions_time_check', expression: 'starts_at < ends_at AND ends_at <= reserved_until' },
  ],
  exclusions: [
    { name: 'sessions_host_overlap', expression: reservation('host_id') },
    { name: 'sessions_identity_overlap', expression: reservation('identity_idx') },
  ],
  foreignKeys: [
    ofOrganisation('sessions'),
    within('sessions_client_fkey', 'clients', 'client_id'),
    within('sessions_host_fkey', 'hosts', 'host_id'),
    within('sessions_connection_fkey', 'connections', 'connection_id'),
    {
      name: 'sessions_policy_version_fkey',
      target: 'policy_versions',
      columnNames: ['organisation_id', 'policy_id', 'policy_version'],
      referencedColumnNames: ['organisation_id', 'policy_id', 'number'],
    },
  ],
});

export interface PlanRow {
  organisation_id: string;
  session_id: string;
  version: number;
  body: Plan;
  /** SHA-256 of the body's canonical text. */
  digest: Buffer;
  created_at?: Date;
}

export const PlanEntity = new EntitySchema<PlanRow>({
  name: 'plans',
  columns: {
    ...organisation,
    session_id: primary(uuid),
    version: primary(int),
    body: json,
    digest: bytes,
    ...stamped,
  },
  foreignKeys: [within('plans_session_fkey', 'sessions', 'session_id')],
});
