import type { EntitySchemaColumnOptions, EntitySchemaOptions } from 'typeorm';

type ForeignKey = NonNullable<EntitySchemaOptions<unknown>['foreignKeys']>[number];

/** The column types that tables use. Names in rows are the columns' own (snake_case); the domain's names end at the repositories. */
export const uuid = { type: 'uuid' } satisfies EntitySchemaColumnOptions;
export const text = { type: 'text' } satisfies EntitySchemaColumnOptions;
export const texts = { type: 'text', array: true } satisfies EntitySchemaColumnOptions;
export const int = { type: 'int' } satisfies EntitySchemaColumnOptions;
export const bool = { type: 'boolean' } satisfies EntitySchemaColumnOptions;
export const json = { type: 'jsonb' } satisfies EntitySchemaColumnOptions;
export const time = { type: 'timestamp with time zone' } satisfies EntitySchemaColumnOptions;
/** Encrypted values (`_enc`), blind indexes (`_idx`) and digests. */
export const bytes = { type: 'bytea' } satisfies EntitySchemaColumnOptions;

export const nullable = <T extends EntitySchemaColumnOptions>(column: T) =>
  ({ ...column, nullable: true }) as const;
export const primary = <T extends EntitySchemaColumnOptions>(column: T) =>
  ({ ...column, primary: true }) as const;

/** First in every key, so that a forgotten condition finds nothing and rows of one organisation lie together. */
export const organisation = { organisation_id: primary(uuid) } as const;

/** For rows whose record in the domain has no time of its own: the database's clock, for operators. */
export const stamped = { created_at: { ...time, default: () => 'now()' } } as const;

/** Columns of rows that change: `version` rises by one with every write. */
export const mutable = { version: int, created_at: time, updated_at: time } as const;

export interface MutableRow {
  organisation_id: string;
  id: string;
  version: number;
  created_at: Date;
  updated_at: Date;
}

/** The foreign key that every table of an organisation has. */
export const ofOrganisation = (table: string): ForeignKey => ({
  name: `${table}_organisation_fkey`,
  target: 'organisations',
  columnNames: ['organisation_id'],
  referencedColumnNames: ['id'],
});

/** A foreign key that cannot leave the organisation: it holds the organisation's column too. */
export const within = (name: string, target: string, column: string): ForeignKey => ({
  name,
  target,
  columnNames: ['organisation_id', column],
  referencedColumnNames: ['organisation_id', 'id'],
});
