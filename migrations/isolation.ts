/*
 * Used by migrations, so a released line here never changes: a new rule is a new function and a new migration.
 */

const currentOrganisation = `nullif(current_setting('app.organisation', true), '')::uuid`;

/**
 * SQL that keeps a table's rows within the organisation set for the transaction, for its owner too. Without a setting, or
 * after one has lapsed (it then reads as ''), nothing is seen and nothing can be written.
 */
export const isolate = (table: string, column = 'organisation_id'): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ${table}_isolation ON ${table} FOR ALL
    USING (${column} = ${currentOrganisation})
    WITH CHECK (${column} = ${currentOrganisation});`;

/** The foreign key that every table of an organisation has. */
export const ofOrganisation = (table: string): string =>
  `CONSTRAINT ${table}_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id)`;

/** A foreign key that cannot leave the organisation. */
export const within = (table: string, name: string, column: string, target: string): string =>
  `CONSTRAINT ${table}_${name}_fkey FOREIGN KEY (organisation_id, ${column}) REFERENCES ${target} (organisation_id, id)`;
