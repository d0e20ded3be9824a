import { setTimeout as pause } from 'node:timers/promises';

import pg from 'pg';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { DataSource, EntityManager } from 'typeorm';

import type { Database, Transaction } from '../application/ports.ts';
import { createBudgetShares } from './budget-shares.ts';
import { createDoorChanges } from './door-changes.ts';
import type { Keyring } from './encryption.ts';
import { lostToAnother, translate, translateFailedWork } from './failures.ts';
import { createClients } from './repositories/clients.ts';
import { createConsoleSessions, createSignIns } from './repositories/console.ts';
import { createDeliveries } from './repositories/deliveries.ts';
import { createConnections, createPostures } from './repositories/connections.ts';
import { createAudit, createObservations, createRecords } from './repositories/evidence.ts';
import { createArrivals, createAttendance, createDoors, createPassTries } from './repositories/front-door.ts';
import { addressIndex, createHosts } from './repositories/hosts.ts';
import { createIdempotency } from './repositories/idempotency.ts';
import { createIntents } from './repositories/intents.ts';
import { createMeetings } from './repositories/meetings.ts';
import { createApiKeys, createOrganisations } from './repositories/organisations.ts';
import { createPolicies, createPolicyVersions } from './repositories/policies.ts';
import { createPasses, createPeople, createPortalEntries, publicIdOfCode } from './repositories/roster.ts';
import type { Scope } from './repositories/scope.ts';
import { findSummary } from './repositories/session-summaries.ts';
import { createPlans, createSessions } from './repositories/sessions.ts';
import { createSettings } from './repositories/settings.ts';

/** How long a transaction waits that lost to another one, so that the winner is through; longer each time. */
const LOST_PAUSE_MS = 20;

export interface DatabaseOptions {
  /**
   * How often a transaction is run that loses to another one (a deadlock, a serialisation failure), the first run included.
   * Default 4.
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
        return await transact(dataSource, organisationId, (manager) =>
          work(
            createTransaction({
              organisationId,
              manager,
              cipher: keyring.forOrganisation(organisationId),
              publicIndex: keyring.publicIndex,
            }),
          ),
        );
      } catch (error) {
        if (run >= transactionRuns || !lostToAnother(error)) throw translateFailedWork(error);
        // Run again at once it may read what the winner is about to change, and lose to it once more.
        await pause(run * LOST_PAUSE_MS);
      }
    }
  };

  const takeShare = createBudgetShares(dataSource);
  const driver = dataSource.driver as PostgresDriver;
  const pool = driver.master as pg.Pool;
  const changes = createDoorChanges({
    url: driver.options.url ?? '',
    readRevisions: (organisationId, ids) =>
      inOrganisation(organisationId, ({ doors }) => doors.revisions(ids)),
  });

  return {
    inOrganisation,

    findSession: (organisationId, id) => translated(findSummary(pool, organisationId, id)),

    async organisationOf(publicId) {
      const rows = await translated(
        dataSource.query<{ organisation: string | null }[]>(
          'SELECT organisation_of_public_id($1) AS organisation',
          [publicId],
        ),
      );
      return rows[0]?.organisation ?? undefined;
    },

    findHostsByAddress: async (address) => {
      const rows = await translated(
        dataSource.query<{ organisation_id: string; host_id: string }[]>(
          'SELECT organisation_id, host_id FROM hosts_of_address($1)',
          [addressIndex(keyring, address)],
        ),
      );
      return rows.map((row) => ({ organisationId: row.organisation_id, hostId: row.host_id }));
    },

    publicIdOfCode: (code) => publicIdOfCode(keyring, code),

    onDoorChange: changes.subscribe,

    takeBudget: (request, now) => translated(takeShare(request, now)),

    ping: () =>
      dataSource.query('SELECT 1').then(
        () => true,
        () => false,
      ),

    async close() {
      await changes.close();
      await dataSource.destroy();
    },
  };
}

/**
 * Runs work in a transaction that row-level security binds to the organisation. Beginning is sent and not waited for: what the
 * work asks is sent behind it on the same connection, in order. Should it fail, no organisation is set, and every row is hidden.
 */
async function transact<T>(
  dataSource: DataSource,
  organisationId: string,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    const connection = (await runner.connect()) as pg.PoolClient;
    const begun = connection.query(
      `BEGIN; SELECT set_config('app.organisation', ${pg.escapeLiteral(organisationId)}, true)`,
    );
    // Looked at before anything is committed; until then it must not count as unheard.
    begun.catch(() => undefined);
    try {
      const answer = await work(runner.manager);
      await begun;
      await runner.query('COMMIT');
      return answer;
    } catch (error) {
      // On a connection that was cut there is nothing left to roll back.
      const undone = connection.query('ROLLBACK').catch(() => undefined);
      // What is still under way of the work finds the runner released, and sends nothing behind the rollback.
      await runner.release();
      await undone;
      throw error;
    }
  } finally {
    await runner.release();
  }
}

const createTransaction = (scope: Scope): Transaction => ({
  organisationId: scope.organisationId,
  organisations: createOrganisations(scope),
  apiKeys: createApiKeys(scope),
  connections: createConnections(scope),
  postures: createPostures(scope),
  hosts: createHosts(scope),
  signIns: createSignIns(scope),
  consoleSessions: createConsoleSessions(scope),
  clients: createClients(scope),
  policies: createPolicies(scope),
  policyVersions: createPolicyVersions(scope),
  sessions: createSessions(scope),
  plans: createPlans(scope),
  meetings: createMeetings(scope),
  intents: createIntents(scope),
  observations: createObservations(scope),
  records: createRecords(scope),
  settings: createSettings(scope),
  people: createPeople(scope),
  passes: createPasses(scope),
  portalEntries: createPortalEntries(scope),
  doors: createDoors(scope),
  arrivals: createArrivals(scope),
  attendance: createAttendance(scope),
  passTries: createPassTries(scope),
  deliveries: createDeliveries(scope),
  audit: createAudit(scope),
  idempotency: createIdempotency(scope),
  deriveSecret: (purpose, id) => scope.cipher.blindIndex(`secret:${purpose}`, id).toString('base64url'),
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
