import type { EntityManager, EntitySchema, ObjectLiteral } from 'typeorm';

const statements = new WeakMap<EntitySchema, Map<string, string>>();

/**
 * The rows whose columns equal the condition's. For reads by key, of which every request and job makes many: building and
 * hydrating such a query takes TypeORM longer than the database takes to answer it.
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
  const values = entries.map(([, value]) => value as unknown).filter((value) => value !== null);
  return manager.query<Row[]>(statementFor(entity, entries, tail), values);
}

/** The one row for a condition that holds a key, or undefined. */
export async function selectRow<Row extends ObjectLiteral>(
  ...query: Parameters<typeof selectRows<Row>>
): Promise<Row | undefined> {
  const [row] = await selectRows(...query);
  return row;
}

function statementFor(entity: EntitySchema, condition: [string, unknown][], tail: string): string {
  const known = statements.get(entity) ?? new Map<string, string>();
  statements.set(entity, known);
  const shape = `${condition.map(([column, value]) => (value === null ? `${column}!` : column)).join()} ${tail}`;
  const statement = known.get(shape) ?? writeStatement(entity, condition, tail);
  known.set(shape, statement);
  return statement;
}

function writeStatement({ options }: EntitySchema, condition: [string, unknown][], tail: string): string {
  const columns = Object.keys(options.columns)
    .map((column) => `"${column}"`)
    .join(', ');
  let parameter = 0;
  const terms = condition.map(([column, value]) =>
    value === null ? `"${column}" IS NULL` : `"${column}" = $${(parameter += 1)}`,
  );
  return `SELECT ${columns} FROM "${options.name}" WHERE ${terms.join(' AND ')} ${tail}`;
}
