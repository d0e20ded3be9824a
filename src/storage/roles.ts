import { randomBytes } from 'node:crypto';

import pg from 'pg';

import { DomainError } from '../domain/errors.ts';

export interface RoleNames {
  /** Owns every table and runs the migrations. Default `subrosa_owner`. */
  owner?: string;
  /** Serves requests, under row-level security. Default `subrosa_app`. */
  application?: string;
  /** The database to create. Default `subrosa`. */
  database?: string;
}

export interface DatabaseUrls {
  /** For migrations and the queue's schema only. */
  ownerUrl: string;
  /** For everything else. */
  appUrl: string;
}

/**
 * Creates the database and its two roles on a server whose administrator we are (the embedded and the tests' one), or gives
 * existing roles new passwords. Elsewhere the operator does this once, and sets two URLs.
 */
export async function createRoles(adminUrl: string, names: RoleNames = {}): Promise<DatabaseUrls> {
  const { owner = 'subrosa_owner', application = 'subrosa_app', database = 'subrosa' } = names;
  const ownerPassword = randomBytes(24).toString('base64url');
  const applicationPassword = randomBytes(24).toString('base64url');
  const quote = pg.escapeIdentifier;

  await withClient(adminUrl, async (client) => {
    for (const [role, password] of [
      [owner, ownerPassword],
      [application, applicationPassword],
    ] as const) {
      const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
      await client.query(
        `${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${quote(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD ${pg.escapeLiteral(password)}`,
      );
    }
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) {
      // An administrator that is no superuser may only give a database to a role it is a member of.
      await client.query(`GRANT ${quote(owner)} TO CURRENT_USER`);
      await client.query(`CREATE DATABASE ${quote(database)} OWNER ${quote(owner)}`);
    }
    await client.query(`REVOKE ALL ON DATABASE ${quote(database)} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${quote(database)} TO ${quote(application)}`);
  });

  return {
    ownerUrl: urlFor(adminUrl, owner, ownerPassword, database),
    appUrl: urlFor(adminUrl, application, applicationPassword, database),
  };
}

/** The same server with another role and database. */
export function urlFor(base: string, role: string, password: string, database: string): string {
  const url = new URL(base);
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

/** Anything that runs SQL: a pg client, a pool. */
export interface Connection {
  query(text: string): Promise<{ rows: unknown[] }>;
}

/**
 * Refuses to serve requests as a role that row-level security would not bind.
 * @throws DomainError UNSAFE_DATABASE_ROLE for a superuser, a role with BYPASSRLS, and the owner of a table or schema.
 */
export async function assertApplicationRole(connection: Connection): Promise<void> {
  const { rows } = await connection.query(`
    SELECT r.rolsuper OR r.rolbypassrls AS unbound,
           EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE n.nspname IN ('public', 'queue') AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
           OR EXISTS (SELECT FROM pg_namespace n
                      WHERE n.nspname IN ('public', 'queue') AND pg_has_role(r.oid, n.nspowner, 'MEMBER')) AS owner
    FROM pg_roles r WHERE r.rolname = current_user`);
  const { unbound, owner } = rows[0] as { unbound: boolean; owner: boolean };
  if (!unbound && !owner) return;
  throw new DomainError(
    'UNSAFE_DATABASE_ROLE',
    `The application's database role ${unbound ? 'is a superuser or bypasses row-level security' : 'owns tables'}, so organisations would not be kept apart. Give it a role of its own and name the owner's URL separately.`,
    { facts: { reason: unbound ? 'bypasses-row-level-security' : 'owns-tables' } },
  );
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Runs `work` on one connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that is cut also fails what runs on it; unheard here, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
