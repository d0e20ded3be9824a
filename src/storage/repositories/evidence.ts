import { LessThan } from 'typeorm';

import type { Transaction } from '../../application/ports.ts';
import type { Json } from '../../domain/json.ts';
import { AuditEventEntity, ObservationEntity, RecordEntity } from '../entities/evidence.entity.ts';
import { insertRow } from './rows.ts';
import type { Scope } from './scope.ts';

/** Observations of meetings; only ever added. */
export function createObservations({ manager, organisationId }: Scope): Transaction['observations'] {
  const repository = manager.getRepository(ObservationEntity);
  const mine = { organisation_id: organisationId };
  return {
    async insert({ id, sessionId, planVersion, observedAt, items }) {
      const times = { plan_version: planVersion, observed_at: new Date(observedAt) };
      await insertRow(manager, ObservationEntity, { ...mine, id, session_id: sessionId, ...times, items });
    },
    async findLatest(sessionId, planVersion) {
      const row = await repository.findOne({
        where: { ...mine, session_id: sessionId, plan_version: planVersion },
        order: { observed_at: 'DESC', id: 'DESC' },
      });
      if (row === null) return undefined;
      return {
        id: row.id,
        sessionId,
        planVersion,
        observedAt: row.observed_at.toISOString(),
        items: row.items,
      };
    },
  };
}

/** What Subrosa did or a person stated; only ever added. */
export function createRecords({ manager, organisationId }: Scope): Transaction['records'] {
  const repository = manager.getRepository(RecordEntity);
  const mine = { organisation_id: organisationId };
  return {
    async insert({ id, sessionId, control, kind, holds, body, recordedAt }) {
      const recorded = { control, kind, holds, body, recorded_at: new Date(recordedAt) };
      await insertRow(manager, RecordEntity, { ...mine, id, session_id: sessionId, ...recorded });
    },
    async list(sessionId) {
      const rows = await repository.find({ where: { ...mine, session_id: sessionId }, order: { id: 'ASC' } });
      return rows.map((row) => ({
        kind: row.kind,
        holds: row.holds,
        recordedAt: row.recorded_at.toISOString(),
      }));
    },
  };
}

/** Who did what; only ever added. */
export function createAudit({ manager, organisationId }: Scope): Transaction['audit'] {
  const repository = manager.getRepository(AuditEventEntity);
  const mine = { organisation_id: organisationId };
  return {
    async insert({ id, at, actor, action, resourceKind, resourceId, details }) {
      const resource = { resource_kind: resourceKind, resource_id: resourceId };
      await insertRow(manager, AuditEventEntity, { ...mine, id, at, actor, action, ...resource, details });
    },
    async list({ after, limit }) {
      const rows = await repository.find({
        where: { ...mine, ...(after === undefined ? {} : { id: LessThan(after) }) },
        order: { id: 'DESC' },
        take: limit,
      });
      return rows.map((row) => ({
        id: row.id,
        at: row.at,
        actor: row.actor,
        action: row.action,
        resourceKind: row.resource_kind,
        resourceId: row.resource_id,
        details: row.details as Json,
      }));
    },
  };
}
