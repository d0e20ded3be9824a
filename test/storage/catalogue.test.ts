import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { entities } from '../../src/storage/entities/entities.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

/** Tables outside row-level security, each with the reason. Nothing gets in here without one. */
const exceptions: Readonly<Record<string, string>> = {
  vendor_budgets: 'Keyed by a digest of the vendor account, whose limits several organisations may share.',
  schema_migrations: 'Which migrations ran; the application may not even read it.',
};

const readAndAdd = ['INSERT', 'SELECT'];
const change = ['INSERT', 'SELECT', 'UPDATE'];
const remove = ['DELETE', 'INSERT', 'SELECT', 'UPDATE'];

/** What the application's role may do, written out here again so that a grant cannot grow unnoticed. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  organisations: readAndAdd,
  public_ids: readAndAdd,
  api_keys: change,
  policies: change,
  policy_versions: readAndAdd,
  clients: change,
  connections: change,
  postures: change,
  hosts: change,
  host_identities: remove,
  host_addresses: remove,
  sign_ins: change,
  console_sessions: change,
  sessions: change,
  plans: readAndAdd,
  meetings: change,
  intents: change,
  observations: readAndAdd,
  records: readAndAdd,
  audit_events: readAndAdd,
  idempotency_keys: remove,
  organisation_settings: change,
  people: change,
  passes: change,
  portal_entries: change,
  doors: change,
  arrivals: change,
  attendance_marks: readAndAdd,
  pass_tries: change,
  deliveries: change,
  vendor_budgets: remove,
  schema_migrations: [],
};

/** Policies by which the owner, through one function each, reads a table of digests or ids across organisations. */
const lookups = ['host_addresses_lookup', 'public_ids_lookup'];

describe('the database catalogue', () => {
  let database: TestDatabase;
  let admin: pg.Client;
  let application: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    application = new URL(database.appUrl).username;
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  const query = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
    (await admin.query(sql, values)).rows as T[];

  const isolated = () => Object.keys(allowed).filter((table) => !(table in exceptions));

  it('has exactly the tables that entities describe, and the list of migrations', async () => {
    const tables = await query<{ name: string }>(
      `SELECT c.relname::text AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
       AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1`,
    );
    expect(tables.map(({ name }) => name)).toEqual(
      [...entities.map(({ options }) => options.name), 'schema_migrations'].sort(),
    );
    expect(tables.map(({ name }) => name)).toEqual(Object.keys(allowed).sort());
  });

  it('enables and forces row-level security everywhere but on the exceptions', async () => {
    const tables = await query<{ name: string; enabled: boolean; forced: boolean }>(
      `SELECT relname::text AS name, relrowsecurity AS enabled, relforcerowsecurity AS forced
       FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
    );
    for (const { name, enabled, forced } of tables) {
      expect({ name, enabled, forced }).toEqual({
        name,
        enabled: !(name in exceptions),
        forced: !(name in exceptions),
      });
    }
  });

  it('has one policy a table, for all commands and roles, on the organisation set for the transaction', async () => {
    const policies = await query<{
      table: string;
      command: string;
      using: string;
      check: string;
      roles: string[];
    }>(
      `SELECT tablename::text AS table, cmd AS command, qual AS using, with_check AS check, roles::text[] AS roles
       FROM pg_policies WHERE schemaname = 'public' AND policyname <> ALL ($1) ORDER BY 1`,
      [lookups],
    );
    expect(policies.map(({ table }) => table)).toEqual(isolated().sort());
    for (const policy of policies) {
      const column = policy.table === 'organisations' ? 'id' : 'organisation_id';
      const condition = `(${column} = (NULLIF(current_setting('app.organisation'::text, true), ''::text))::uuid)`;
      expect(policy).toEqual({
        table: policy.table,
        command: 'ALL',
        using: condition,
        check: condition,
        roles: ['public'],
      });
    }
  });

  it('lets only the owner, and only to read, look public ids and addresses up across organisations', async () => {
    const owner = new URL(database.ownerUrl).username;
    expect(
      await query(
        `SELECT policyname::text AS name, cmd, roles::text[] AS roles FROM pg_policies
         WHERE policyname = ANY ($1) ORDER BY 1`,
        [lookups],
      ),
    ).toEqual(lookups.map((name) => ({ name, cmd: 'SELECT', roles: [owner] })));
    expect(
      await query(
        `SELECT p.proname::text AS name, p.prosecdef AS definer, p.proconfig AS settings,
                has_function_privilege($1, p.oid, 'EXECUTE') AS application,
                EXISTS (SELECT FROM aclexplode(p.proacl) WHERE grantee = 0) AS everybody
         FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef ORDER BY 1`,
        [application],
      ),
    ).toEqual(
      ['hosts_of_address', 'organisation_of_public_id'].map((name) => ({
        name,
        definer: true,
        settings: ['search_path=pg_catalog, pg_temp'],
        application: true,
        everybody: false,
      })),
    );
  });

  it('has the organisation first in every primary key and in every foreign key', async () => {
    const keys = await query<{ table: string; name: string; first: string }>(
      `SELECT c.conrelid::regclass::text AS table, c.conname::text AS name, a.attname::text AS first
       FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
       WHERE c.connamespace = 'public'::regnamespace AND c.contype IN ('p', 'f')`,
    );
    const others = keys.filter(({ table, first }) => !(table in exceptions) && first !== 'organisation_id');
    expect(others).toEqual([{ table: 'organisations', name: 'organisations_pkey', first: 'id' }]);
  });

  it('gives the application exactly its grants, and none of them to everybody', async () => {
    const grants = await query<{ table: string; privileges: string[] }>(
      `SELECT c.relname::text AS table,
              coalesce(array_agg(x.privilege_type ORDER BY x.privilege_type)
                FILTER (WHERE x.grantee = $1::regrole), '{}')::text[] AS privileges
       FROM pg_class c LEFT JOIN LATERAL aclexplode(c.relacl) x ON true
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY 1`,
      [application],
    );
    expect(Object.fromEntries(grants.map(({ table, privileges }) => [table, privileges]))).toEqual(allowed);
    expect(
      await query(
        `SELECT c.oid::regclass AS granted FROM pg_class c, aclexplode(c.relacl) x
         WHERE x.grantee = 0 AND c.relnamespace IN ('public'::regnamespace, 'queue'::regnamespace)
         UNION ALL
         SELECT a.attrelid::regclass FROM pg_attribute a, aclexplode(a.attacl) x
         WHERE a.attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)`,
      ),
    ).toEqual([]);
  });

  it('has an application role that owns nothing, cannot create and cannot bypass', async () => {
    expect(
      await query(
        `SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb,
                has_schema_privilege(r.oid, 'public', 'CREATE') AS creates,
                has_schema_privilege(r.oid, 'queue', 'CREATE') AS "createsInQueue",
                has_database_privilege(r.oid, current_database(), 'CREATE') AS "createsSchemas",
                (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owns,
                (SELECT count(*)::int FROM pg_auth_members WHERE member = r.oid) AS memberships
         FROM pg_roles r WHERE r.rolname = $1`,
        [application],
      ),
    ).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        creates: false,
        createsInQueue: false,
        createsSchemas: false,
        owns: 0,
        memberships: 0,
      },
    ]);
  });
});
