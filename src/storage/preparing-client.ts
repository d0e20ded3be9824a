import pg from 'pg';

/** Most statements that a process keeps prepared on each of its connections; further ones are sent as they come. */
const MAX_PREPARED = 500;

/** Statements with parameters, by their text: a name for those that have come again. */
const names = new Map<string, string | undefined>();
let prepared = 0;

/**
 * A connection that has the server parse and plan a statement with parameters once, and not at every use: for the short
 * statements of requests and jobs that is most of what they cost it.
 *
 * A statement names its columns, never `*`: one that a migration gives other columns would fail until the connection ends.
 */
export class PreparingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const send = this.query.bind(this) as (...request: unknown[]) => unknown;
    // One of the driver's several forms of a request is looked into; the others go on as they are.
    this.query = ((text: unknown, values: unknown, ...rest: unknown[]) =>
      typeof text === 'string' && Array.isArray(values) && values.length > 0
        ? send({ name: nameOf(text), text, values }, ...rest)
        : send(text, values, ...rest)) as typeof this.query;
  }
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (!names.has(text)) {
    if (names.size < MAX_PREPARED) names.set(text, undefined);
    return undefined;
  }
  prepared += 1;
  const name = `repeated-${prepared}`;
  names.set(text, name);
  return name;
}
