import type { DeliveryFilter, Transaction } from '../../application/ports.ts';
import { canonical } from '../../domain/json.ts';
import type { Composition, Delivery } from '../../domain/outbox.ts';
import { DeliveryEntity, type DeliveryRow } from '../entities/delivery.entity.ts';
import { insertRow, selectRow, selectRows, updateRows } from './rows.ts';
import type { Scope } from './scope.ts';

/** The outbox. */
export function createDeliveries(scope: Scope): Transaction['deliveries'] {
  const { manager, organisationId, cipher } = scope;
  const mine = { organisation_id: organisationId };
  const { toRow, fromRow } = mapping(scope);
  const find = async (id: string, tail = '') => {
    const row = await selectRow(manager, DeliveryEntity, { ...mine, id }, tail);
    return row === undefined ? undefined : fromRow(row);
  };
  return {
    async insert(delivery) {
      await insertRow(manager, DeliveryEntity, { ...mine, id: delivery.id, ...toRow(delivery) });
      return delivery;
    },
    find: (id) => find(id),
    findForUpdate: (id) => find(id, 'FOR UPDATE'),
    async update(delivery) {
      await updateRows(manager, DeliveryEntity, { ...mine, id: delivery.id }, toRow(delivery));
      return delivery;
    },
    async listOf(sessionId, recipient) {
      const condition: Partial<DeliveryRow> = { ...mine, session_id: sessionId };
      if (recipient !== undefined && 'personId' in recipient) condition.person_id = recipient.personId;
      if (recipient !== undefined && 'hostId' in recipient) condition.host_id = recipient.hostId;
      return (await selectRows(manager, DeliveryEntity, condition, 'ORDER BY id')).map(fromRow);
    },
    async list({ after, limit }, filter) {
      const query = manager
        .getRepository(DeliveryEntity)
        .createQueryBuilder('delivery')
        .where('delivery.organisation_id = :organisationId', { organisationId });
      for (const [condition, values] of conditionsOf(filter)) query.andWhere(condition, values);
      if (after !== undefined) query.andWhere('delivery.id < :after', { after });
      return (await query.orderBy('delivery.id', 'DESC').limit(limit).getMany()).map(fromRow);
    },
    digestOf: (facts) => cipher.blindIndex('delivery', canonical(facts)),
  };
}

type Condition = [condition: string, values: Record<string, unknown>];

function conditionsOf({ sessionId, ofSessionsOf, state, now }: DeliveryFilter): Condition[] {
  const conditions: Condition[] = [];
  if (sessionId !== undefined) conditions.push(['delivery.session_id = :sessionId', { sessionId }]);
  if (ofSessionsOf !== undefined) {
    const sessions = `SELECT id FROM sessions
      WHERE organisation_id = delivery.organisation_id AND host_id = :ofSessionsOf`;
    conditions.push([`delivery.session_id IN (${sessions})`, { ofSessionsOf }]);
  }
  const isOpen = `delivery.outcome = 'open'`;
  const isSending = 'coalesce(delivery.lease_until > :now, false)';
  switch (state) {
    case undefined:
      break;
    case 'sending':
      conditions.push([`${isOpen} AND ${isSending}`, { now }]);
      break;
    case 'waiting':
      conditions.push([`${isOpen} AND NOT ${isSending} AND delivery.due_at > :now`, { now }]);
      break;
    case 'due':
      conditions.push([`${isOpen} AND NOT ${isSending} AND delivery.due_at <= :now`, { now }]);
      break;
    default:
      conditions.push(['delivery.outcome = :state', { state }]);
  }
  return conditions;
}

function mapping({ cipher }: Scope) {
  const place = (rowId: string, column: string) => ({ table: 'deliveries', rowId, column });
  const sealed = (delivery: Delivery) => ({
    composition_enc:
      delivery.composition === null
        ? null
        : cipher.encrypt(place(delivery.id, 'composition_enc'), { ...delivery.composition }),
    handled_by_enc:
      delivery.handledBy === null
        ? null
        : cipher.encrypt(place(delivery.id, 'handled_by_enc'), delivery.handledBy),
  });
  const toRow = (delivery: Delivery): Omit<DeliveryRow, 'organisation_id' | 'id'> => ({
    session_id: delivery.sessionId,
    person_id: delivery.personId,
    host_id: delivery.hostId,
    sign_in_id: delivery.signInId,
    kind: delivery.kind,
    channel: delivery.channel,
    sequence: delivery.sequence,
    outcome: delivery.outcome,
    due_at: delivery.dueAt,
    facts_idx: delivery.facts,
    attempt: delivery.attempt,
    lease_until: delivery.leaseUntil,
    may_have_arrived: delivery.mayHaveArrived,
    response_code: delivery.responseCode,
    ...sealed(delivery),
    concluded_at: delivery.concludedAt,
    created_at: delivery.createdAt,
    updated_at: delivery.updatedAt,
  });
  const fromRow = (row: DeliveryRow): Delivery => ({
    id: row.id,
    sessionId: row.session_id,
    personId: row.person_id,
    hostId: row.host_id,
    signInId: row.sign_in_id,
    kind: row.kind as Delivery['kind'],
    channel: row.channel as Delivery['channel'],
    sequence: row.sequence,
    outcome: row.outcome as Delivery['outcome'],
    dueAt: row.due_at,
    facts: row.facts_idx,
    attempt: row.attempt,
    leaseUntil: row.lease_until,
    mayHaveArrived: row.may_have_arrived,
    responseCode: row.response_code,
    composition:
      row.composition_enc === null
        ? null
        : (cipher.decrypt(place(row.id, 'composition_enc'), row.composition_enc) as unknown as Composition),
    handledBy:
      row.handled_by_enc === null
        ? null
        : (cipher.decrypt(place(row.id, 'handled_by_enc'), row.handled_by_enc) as string),
    concludedAt: row.concluded_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  });
  return { toRow, fromRow };
}
