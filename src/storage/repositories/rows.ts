import type { EntityManager, EntitySchema, ObjectLiteral } from 'typeorm';

import { write } from './scope.ts';

/*
 * Rows by their columns, in plain SQL: building such statements and hydrating their answers takes TypeORM longer than the
 * database takes to answer, and every request and job makes many.
 */

const statements = new WeakMap<EntitySchema, Map<string, string>>();

/**
 * The rows whose columns equal the condition's.
 *
 * @param tail What follows the condition, such as `FOR UPDATE` or an order; never anything from outside.
 */
export async function selectRows<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row>,
  condition: Partial<Row>,
  tail = '',
): Promise<Row[]> {
  const entries = Object.entries(condition);
  const statement = remembered(entity, `${shapeOf(entries)} ${tail}`, () => {
    const columns = columnsOf(Object.keys(entity.options.columns));
    return `SELECT ${columns} FROM "${entity.options.name}" WHERE ${termsOf(entries, 0)} ${tail}`;
  });
  return manager.query<Row[]>(statement, valuesOf(entity, entries));
}

/** The one row for a condition that holds a key, or undefined. */
export async function selectRow<Row extends ObjectLiteral>(
  ...query: Parameters<typeof selectRows<Row>>
): Promise<Row | undefined> {
  const [row] = await selectRows(...query);
  return row;
}

/** Adds a row. What the database refuses is thrown as a DomainError. */
export async function insertRow<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row>,
  row: Row,
): Promise<void> {
  const entries = Object.entries(row);
  const statement = remembered(entity, `+ ${shapeOf(entries)}`, () => {
    const places = entries.map((_, index) => `$${index + 1}`).join(', ');
    const columns = columnsOf(entries.map(([column]) => column));
    return `INSERT INTO "${entity.options.name}" (${columns}) VALUES (${places})`;
  });
  const values = entries.map(([column, value]) => valueOf(entity, column, value));
  await write(manager.query(statement, values));
}

/** Changes the rows whose columns equal the condition's, and says how many there were. */
export async function updateRows<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row>,
  condition: Partial<Row>,
  change: Partial<Row>,
): Promise<number> {
  const [where, set] = [Object.entries(condition), Object.entries(change)];
  const statement = remembered(entity, `${shapeOf(set)} / ${shapeOf(where)}`, () => {
    const changes = set.map(([column], index) => `"${column}" = $${index + 1}`).join(', ');
    return `UPDATE "${entity.options.name}" SET ${changes} WHERE ${termsOf(where, set.length)}`;
  });
  const values = [
    ...set.map(([column, value]) => valueOf(entity, column, value)),
    ...valuesOf(entity, where),
  ];
  const [, affected] = await write(manager.query<[rows: unknown[], affected: number]>(statement, values));
  return affected;
}

type Entries = [column: string, value: unknown][];

/** One text for all statements that differ in their values alone. */
const shapeOf = (entries: Entries): string =>
  entries.map(([column, value]) => (value === null ? `${column}!` : column)).join();

function remembered(entity: EntitySchema, shape: string, build: () => string): string {
  const known = statements.get(entity) ?? new Map<string, string>();
  statements.set(entity, known);
  const statement = known.get(shape) ?? build();
  known.set(shape, statement);
  return statement;
}

const columnsOf = (names: string[]): string => names.map((name) => `"${name}"`).join(', ');

/** Equality with parameters that are counted on from `before`. */
function termsOf(condition: Entries, before: number): string {
  let parameter = before;
  return condition
    .map(([column, value]) => (value === null ? `"${column}" IS NULL` : `"${column}" = $${(parameter += 1)}`))
    .join(' AND ');
}

const valuesOf = (entity: EntitySchema, condition: Entries): unknown[] =>
  condition.filter(([, value]) => value !== null).map(([column, value]) => valueOf(entity, column, value));

/** A list is written as an array of the database unless it is known to be JSON. */
function valueOf({ options }: EntitySchema, column: string, value: unknown): unknown {
  const isJson = options.columns[column]?.type === 'jsonb';
  return isJson && value !== null ? JSON.stringify(value) : value;
}
