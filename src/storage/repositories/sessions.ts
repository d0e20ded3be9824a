import type { Session, SessionSecrets, Transaction } from '../../application/ports.ts';
import type { Json } from '../../domain/json.ts';
import { PlanEntity, SessionEntity, type SessionRow } from '../entities/session.entity.ts';
import { mutableRecords } from './mutable-records.ts';
import { digestOf } from './policies.ts';
import { insertRow, selectRow } from './rows.ts';
import type { Scope } from './scope.ts';
import { listSummaries, summaryOf } from './session-summaries.ts';

const secretsOf = (rowId: string) => ({ table: 'sessions', rowId, column: 'secrets_enc' });

export function createSessions(scope: Scope): Transaction['sessions'] {
  const { cipher } = scope;
  const sessions = mutableRecords<SessionRow, Session>(scope, {
    entity: SessionEntity,
    toRow: (session) => ({
      external_ref: session.externalRef,
      client_id: session.clientId,
      host_id: session.hostId,
      connection_id: session.connectionId,
      policy_id: session.policyId,
      policy_version: session.policyVersion,
      policy: session.policy,
      platform: session.platform,
      hosting: session.hosting,
      backing: session.backing,
      people: session.people,
      state: session.state,
      link: session.link,
      starts_at: session.startsAt,
      ends_at: session.endsAt,
      reserved_until: session.reservedUntil,
      time_zone: session.timeZone,
      // The same person's id means the same account holder on every connection to that platform.
      identity_idx: cipher.blindIndex(`identity:${session.platform}`, session.secrets.organiser),
      plan_version: session.planVersion,
      choice: session.choice,
      reasons: session.reasons,
      ruled_out: session.ruledOut,
      request_digest: session.requestDigest,
      secrets_enc: cipher.encrypt(secretsOf(session.id), session.secrets as unknown as Json),
    }),
    fixed: ['policy'],
    fromRow: (row) => ({
      ...summaryOf(row),
      connectionId: row.connection_id,
      people: row.people,
      policy: row.policy,
      reservedUntil: row.reserved_until,
      ruledOut: row.ruled_out,
      requestDigest: row.request_digest,
      secrets: cipher.decrypt(secretsOf(row.id), row.secrets_enc) as unknown as SessionSecrets,
    }),
  });
  return { ...sessions, list: (page, filter) => listSummaries(scope, page, filter) };
}

/** Plans are only ever added. */
export function createPlans({ manager, organisationId }: Scope): Transaction['plans'] {
  const keyOf = (sessionId: string, version: number) => ({
    organisation_id: organisationId,
    session_id: sessionId,
    version,
  });
  return {
    async insert(sessionId, version, plan) {
      await insertRow(manager, PlanEntity, {
        ...keyOf(sessionId, version),
        body: plan,
        digest: digestOf(plan),
      });
    },
    async find(sessionId, version) {
      const row = await selectRow(manager, PlanEntity, keyOf(sessionId, version));
      return row?.body;
    },
  };
}
