import type { DataSource, EntityManager } from 'typeorm';

import type { Database, Transaction } from '../application/ports.ts';
import { takeBudget } from './budgets.ts';
import type { Keyring } from './encryption.ts';
import { lostToAnother, translate, translateFailedWork } from './failures.ts';
import { createClients } from './repositories/clients.ts';
import { createConnections, createPostures } from './repositories/connections.ts';
import { createAudit, createObservations, createRecords } from './repositories/evidence.ts';
import { createHosts } from './repositories/hosts.ts';
import { createIdempotency } from './repositories/idempotency.ts';
import { createIntents } from './repositories/intents.ts';
import { createMeetings } from './repositories/meetings.ts';
import { createApiKeys, createOrganisations } from './repositories/organisations.ts';
import { createPolicies, createPolicyVersions } from './repositories/policies.ts';
import type { Scope } from './repositories/scope.ts';
import { createPlans, createSessions } from './repositories/sessions.ts';

export interface DatabaseOptions {
  /**
   * How often a transaction is run that loses to another one (a deadlock, a serialisation failure), the first run included.
   * It is run again at once: the winner is through by then. Default 4.
   */
  transactionRuns?: number;
}

/** The application's database: a connected data source of the application's role, and the keys to its encrypted values. */
export function createDatabase(
  dataSource: DataSource,
  keyring: Keyring,
  { transactionRuns = 4 }: DatabaseOptions = {},
): Database {
  const inOrganisation: Database['inOrganisation'] = async (organisationId, work) => {
    for (let run = 1; ; run += 1) {
      try {
        return await dataSource.transaction(async (manager) => {
          await manager.query(`SELECT set_config('app.organisation', $1, true)`, [organisationId]);
          return work(
            createTransaction({ organisationId, manager, cipher: keyring.forOrganisation(organisationId) }),
          );
        });
      } catch (error) {
        if (run < transactionRuns && lostToAnother(error)) continue;
        throw translateFailedWork(error);
      }
    }
  };

  return {
    inOrganisation,

    async organisationOf(publicId) {
      const rows = await translated(
        dataSource.query<{ organisation: string | null }[]>(
          'SELECT organisation_of_public_id($1) AS organisation',
          [publicId],
        ),
      );
      return rows[0]?.organisation ?? undefined;
    },

    takeBudget: (request, now) => translated(takeBudget(dataSource, { ...request, count: 1, now })),

    ping: () =>
      dataSource.query('SELECT 1').then(
        () => true,
        () => false,
      ),

    close: () => dataSource.destroy(),
  };
}

const createTransaction = (scope: Scope): Transaction => ({
  organisationId: scope.organisationId,
  organisations: createOrganisations(scope),
  apiKeys: createApiKeys(scope),
  connections: createConnections(scope),
  postures: createPostures(scope),
  hosts: createHosts(scope),
  clients: createClients(scope),
  policies: createPolicies(scope),
  policyVersions: createPolicyVersions(scope),
  sessions: createSessions(scope),
  plans: createPlans(scope),
  meetings: createMeetings(scope),
  intents: createIntents(scope),
  observations: createObservations(scope),
  records: createRecords(scope),
  audit: createAudit(scope),
  idempotency: createIdempotency(scope),
  executeSql: (text, values) => executeSql(scope.manager, text, values),
});

async function executeSql(
  manager: EntityManager,
  text: string,
  values: unknown[],
): Promise<{ rows: unknown[] }> {
  const runner = manager.queryRunner;
  if (runner === undefined) throw new Error('A statement of the queue needs its transaction.');
  const { records } = await runner.query(text, values, true);
  return { rows: (records as unknown[] | undefined) ?? [] };
}

async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw translate(error);
  }
}
