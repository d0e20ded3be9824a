import type { IntentRecord, Transaction } from '../../application/ports.ts';
import { IntentEntity, type IntentRow } from '../entities/meeting.entity.ts';
import { insertRow, selectRow, selectRows, updateRows } from './rows.ts';
import type { Scope } from './scope.ts';

type ClaimedRow = IntentRow & { look_first: boolean };

const columns = Object.keys(IntentEntity.options.columns)
  .map((column) => `intents."${column}"`)
  .join(', ');

/** Intents: claimed by raising `attempt` under a lease, and finished only by the attempt that holds it. */
export function createIntents({ manager, organisationId }: Scope): Transaction['intents'] {
  const repository = manager.getRepository(IntentEntity);
  const mine = { organisation_id: organisationId };

  /** Changes the intent where it is pending and this attempt still holds it; false otherwise. */
  const updateHeld = async (id: string, attempt: number, change: Partial<IntentRow>): Promise<boolean> => {
    const held = { ...mine, id, attempt, state: 'pending' } as const;
    return (await updateRows(manager, IntentEntity, held, change)) === 1;
  };

  return {
    async insert(intent) {
      await insertRow(manager, IntentEntity, {
        ...mine,
        id: intent.id,
        session_id: intent.sessionId,
        kind: intent.kind,
        attempt: intent.attempt,
        lease_until: intent.leaseUntil,
        state: intent.state,
        outcome_unknown: intent.outcomeUnknown,
        possible_strays: intent.possibleStrays,
        error_code: intent.errorCode,
        created_at: intent.createdAt,
      });
      return intent;
    },

    async find(id) {
      const row = await repository.findOneBy({ ...mine, id });
      return row === null ? undefined : read(row);
    },

    async findLatest(sessionId) {
      const settling = { ...mine, session_id: sessionId, kind: 'settle' } as const;
      const row = await selectRow(manager, IntentEntity, settling, 'ORDER BY id DESC LIMIT 1');
      return row === undefined ? undefined : read(row);
    },

    async list(sessionId) {
      const ofSession = { ...mine, session_id: sessionId };
      return (await selectRows(manager, IntentEntity, ofSession, 'ORDER BY id')).map(read);
    },

    async markUnknown(id) {
      await updateRows(manager, IntentEntity, { ...mine, id }, { outcome_unknown: true });
    },

    async revoke(id, until) {
      const held = { ...mine, id, state: 'pending' } as const;
      const row = await selectRow(manager, IntentEntity, held, 'FOR UPDATE');
      if (row === undefined) return;
      await updateRows(manager, IntentEntity, held, { attempt: row.attempt + 1, lease_until: until });
    },

    async claim(id, now, leaseUntil) {
      // The lock makes a second claimer wait until this transaction ends, and then see its lease.
      const [[row]] = await manager.query<[rows: ClaimedRow[], affected: number]>(
        `WITH before AS (
           SELECT id, outcome_unknown FROM intents
           WHERE organisation_id = $1 AND id = $2 AND state = 'pending' AND (lease_until IS NULL OR lease_until <= $3)
           FOR UPDATE
         )
         UPDATE intents SET attempt = attempt + 1, lease_until = $4, outcome_unknown = true
         FROM before WHERE intents.organisation_id = $1 AND intents.id = before.id
         RETURNING ${columns}, before.outcome_unknown AS look_first`,
        [organisationId, id, now, leaseUntil],
      );
      return row === undefined ? undefined : { intent: read(row), lookFirst: row.look_first };
    },

    conclude: (id, attempt, end) =>
      updateHeld(id, attempt, {
        state: end.state,
        outcome_unknown: end.outcomeUnknown,
        error_code: end.errorCode,
        possible_strays: end.possibleStrays,
        lease_until: null,
      }),

    extend: (id, attempt, leaseUntil, possibleStrays) =>
      updateHeld(id, attempt, {
        lease_until: leaseUntil,
        ...(possibleStrays === undefined ? {} : { possible_strays: possibleStrays }),
      }),
  };
}

const read = (row: IntentRow): IntentRecord => ({
  id: row.id,
  sessionId: row.session_id,
  kind: row.kind,
  attempt: row.attempt,
  leaseUntil: row.lease_until,
  state: row.state,
  outcomeUnknown: row.outcome_unknown,
  possibleStrays: row.possible_strays,
  errorCode: row.error_code,
  createdAt: row.created_at,
});
