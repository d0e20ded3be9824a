import pg from 'pg';

const appendOnly = ['SELECT', 'INSERT'] as const;
const changing = ['SELECT', 'INSERT', 'UPDATE'] as const;
const passing = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/** All that the application's role may do, by table. A table that is not here cannot be touched. */
export const tableGrants: Readonly<Record<string, readonly string[]>> = {
  organisations: appendOnly,
  public_ids: appendOnly,
  api_keys: changing,
  policies: changing,
  policy_versions: appendOnly,
  clients: changing,
  connections: changing,
  postures: changing,
  hosts: changing,
  host_identities: passing,
  host_addresses: passing,
  sign_ins: changing,
  console_sessions: changing,
  sessions: changing,
  plans: appendOnly,
  meetings: changing,
  intents: changing,
  observations: appendOnly,
  records: appendOnly,
  audit_events: appendOnly,
  idempotency_keys: passing,
  organisation_settings: changing,
  people: changing,
  passes: changing,
  portal_entries: changing,
  doors: changing,
  arrivals: changing,
  attendance_marks: appendOnly,
  pass_tries: changing,
  deliveries: changing,
  vendor_budgets: passing,
};

/**
 * Statements that give the application's role exactly `tableGrants`. Run after every migration, as owner; the role's name is
 * the operator's choice, so these are not part of a migration.
 */
export function grantStatements(role: string): string[] {
  const grantee = pg.escapeIdentifier(role);
  return [
    `GRANT USAGE ON SCHEMA public TO ${grantee}`,
    `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${grantee}`,
    ...Object.entries(tableGrants).map(
      ([table, privileges]) => `GRANT ${privileges.join(', ')} ON ${table} TO ${grantee}`,
    ),
    `GRANT EXECUTE ON FUNCTION organisation_of_public_id(text) TO ${grantee}`,
    `GRANT EXECUTE ON FUNCTION hosts_of_address(bytea) TO ${grantee}`,
  ];
}

/** The schema that the job queue makes for itself. It holds ids only, and is outside row-level security by name. */
export const queueSchema = 'queue';

/** Statements that let the application's role use the queue's schema, and what the queue may add to it later. */
export function queueGrantStatements(role: string): string[] {
  const grantee = pg.escapeIdentifier(role);
  const everything = 'SELECT, INSERT, UPDATE, DELETE';
  return [
    `GRANT USAGE ON SCHEMA ${queueSchema} TO ${grantee}`,
    `GRANT ${everything} ON ALL TABLES IN SCHEMA ${queueSchema} TO ${grantee}`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${queueSchema} TO ${grantee}`,
    `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${queueSchema} TO ${grantee}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA ${queueSchema} GRANT ${everything} ON TABLES TO ${grantee}`,
  ];
}
