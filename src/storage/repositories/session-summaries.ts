import type pg from 'pg';
import { And, LessThan, MoreThanOrEqual, type FindOptionsWhere } from 'typeorm';

import type { PageRequest, SessionFilter, SessionSummary } from '../../application/ports.ts';
import { SessionEntity, type SessionRow } from '../entities/session.entity.ts';
import type { Scope } from './scope.ts';

/** The columns of a session that are shown. The policy is large and the secrets are encrypted: neither is read for showing. */
const shown = [
  'id',
  'version',
  'created_at',
  'updated_at',
  'external_ref',
  'client_id',
  'host_id',
  'platform',
  'hosting',
  'backing',
  'policy_id',
  'policy_version',
  'state',
  'link',
  'starts_at',
  'ends_at',
  'time_zone',
  'plan_version',
  'choice',
  'reasons',
] as const satisfies (keyof SessionRow)[];

type ShownRow = Pick<SessionRow, (typeof shown)[number]>;

export const summaryOf = (row: ShownRow): SessionSummary => ({
  id: row.id,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  externalRef: row.external_ref,
  clientId: row.client_id,
  hostId: row.host_id,
  platform: row.platform,
  hosting: row.hosting,
  backing: row.backing,
  policyId: row.policy_id,
  policyVersion: row.policy_version,
  state: row.state,
  link: row.link,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  timeZone: row.time_zone,
  planVersion: row.plan_version,
  choice: row.choice,
  reasons: row.reasons,
});

/**
 * The read that callers repeat most: one statement, parsed and planned once for each connection. By itself it is a transaction,
 * so the organisation is set for this read alone. The session is looked up by the row that sets it, so that it is set before
 * row-level security looks at any; were it not, nothing would be seen.
 */
const readShown = {
  name: 'read-session-summary',
  text: `
    SELECT session.*
    FROM (SELECT set_config('app.organisation', $1, true)::uuid AS organisation_id) AS bound
    CROSS JOIN LATERAL (
      SELECT ${shown.join(', ')} FROM sessions WHERE organisation_id = bound.organisation_id AND id = $2 OFFSET 0
    ) AS session`,
};

/** One session of the organisation, in one message to the server. */
export async function findSummary(
  pool: pg.Pool,
  organisationId: string,
  id: string,
): Promise<SessionSummary | undefined> {
  const { rows } = await pool.query<ShownRow>({ ...readShown, values: [organisationId, id] });
  return rows[0] === undefined ? undefined : summaryOf(rows[0]);
}

export async function listSummaries(
  { manager, organisationId }: Scope,
  { after, limit }: PageRequest,
  filter: SessionFilter,
): Promise<SessionSummary[]> {
  const rows: ShownRow[] = await manager.getRepository(SessionEntity).find({
    select: Object.fromEntries(shown.map((column) => [column, true])),
    where: {
      organisation_id: organisationId,
      ...conditionOf(filter),
      ...(after === undefined ? {} : { id: LessThan(after) }),
    },
    order: { id: 'DESC' },
    take: limit,
  });
  return rows.map(summaryOf);
}

function conditionOf(filter: SessionFilter): FindOptionsWhere<SessionRow> {
  const { clientId, hostId, state, startsFrom, startsBefore } = filter;
  const starts = [
    ...(startsFrom === undefined ? [] : [MoreThanOrEqual(startsFrom)]),
    ...(startsBefore === undefined ? [] : [LessThan(startsBefore)]),
  ];
  return {
    ...(clientId === undefined ? {} : { client_id: clientId }),
    ...(hostId === undefined ? {} : { host_id: hostId }),
    ...(state === undefined ? {} : { state }),
    ...(starts.length === 0 ? {} : { starts_at: And(...starts) }),
  };
}
