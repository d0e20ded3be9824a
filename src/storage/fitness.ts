import { DomainError } from '../domain/errors.ts';
import { codeOf, isUnreachable, messageOf } from './failures.ts';
import { tableGrants } from './grants.ts';
import type { Connection } from './roles.ts';
import { UnfitDatabase } from './unfit-database.ts';

/** What to do, by SQLSTATE or by Node's code of a certificate that is not accepted. */
const remedies: Readonly<Record<string, string>> = {
  '28P01': 'The server does not accept this role with this password.',
  '28000': 'The server does not let this role in from here. See its pg_hba.conf.',
  '3D000': 'The server has no such database. Create it: docs/operations.md says how.',
  '42501': 'The role may not do this. docs/operations.md says what each of the two roles must be.',
  '0A000': 'The server lacks an extension that is needed, btree_gist: install PostgreSQL’s contrib packages.',
  '58P01': 'The server lacks an extension that is needed, btree_gist: install PostgreSQL’s contrib packages.',
};

const AWAY = 'The server does not answer. Start it, or correct the address.';
const NOT_TRUSTED =
  'The server’s certificate is not accepted. Name its authority with sslrootcert in the address.';

/**
 * Runs what opens, checks or migrates a database.
 *
 * @param name What the operator knows the database by, such as the variable that holds its address.
 * @throws UnfitDatabase where the database is why it failed.
 */
export async function findingUnfit<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const sentence = sentenceFor(error);
    throw sentence === undefined ? error : new UnfitDatabase(`${name}: ${sentence}`, { cause: error });
  }
}

function sentenceFor(error: unknown): string | undefined {
  if (error instanceof DomainError || error instanceof UnfitDatabase) return error.message;
  const code = codeOf(error);
  const remedy = remedies[code];
  if (remedy !== undefined) return remedy;
  if (isUnreachable(error)) return AWAY;
  if (/CERT|SIGNATURE|_TLS_|_SSL_/.test(code)) return NOT_TRUSTED;
  if (/does not support SSL/.test(messageOf(error)))
    return 'The server does not speak TLS. Change sslmode in the address.';
  return /^[0-9A-Z]{5}$/.test(code)
    ? `The server refused a statement (SQLSTATE ${code}). Its log says which; nothing of that step was kept.`
    : undefined;
}

/** @throws UnfitDatabase where the tables of this release are not all there for this role. */
export async function assertMigrated(connection: Connection): Promise<void> {
  const tables = [...Object.keys(tableGrants).map((table) => `public.${table}`), 'queue.version'];
  const names = tables.map((table) => `('${table}')`).join(', ');
  const { rows } = await connection.query(
    `SELECT name FROM (VALUES ${names}) AS needed (name) 
     WHERE to_regclass(name) IS NULL OR NOT has_table_privilege(to_regclass(name), 'SELECT')`,
  );
  if (rows.length === 0) return;
  throw new UnfitDatabase(
    'The database is not at this release for this role. Run "npm run subrosa -- migrate", or set DATABASE_OWNER_URL to migrate at each start.',
  );
}
