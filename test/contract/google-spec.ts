import { closed, loadSpec, validator, type Schema } from './specs.ts';

/** A method of an API as Google's discovery documents describe it. */
export interface Method {
  id: string;
  httpMethod: string;
  flatPath: string;
  scopes: string[];
  parameters?: Record<string, { location: string }>;
  request?: { $ref: string };
}

interface Resource {
  methods?: Record<string, Method>;
  resources?: Record<string, Resource>;
}

export interface Discovery extends Resource {
  schemas: Record<string, Schema>;
}

/** Google Meet v2 with the members that its discovery document does not have yet, and Cloud Identity's policies. */
export const meetDocuments = (): Discovery[] => [
  loadSpec('meet-v2.discovery.json'),
  loadSpec('meet-v2.members.discovery.json'),
];

const schemasOf = (documents: Discovery[]): Record<string, Schema> =>
  Object.assign({}, ...documents.map(({ schemas }) => schemas)) as Record<string, Schema>;

const methodsOf = ({ methods = {}, resources = {} }: Resource): Method[] => [
  ...Object.values(methods),
  ...Object.values(resources).flatMap(methodsOf),
];

const propertiesOf = ({ properties = {} }: Schema): [string, Schema][] =>
  Object.entries(properties as Record<string, Schema>);

/** Every field of a schema that a request may hold, down to the leaves, by dotted path. */
export function writableLeaves(documents: Discovery[], schema: string): string[] {
  const schemas = schemasOf(documents);
  const below = (of: Schema): string[] =>
    propertiesOf(of).flatMap(([name, property]) => {
      if (property.readOnly === true) return [];
      const target = schemas[String(property.$ref)];
      if (target === undefined) return [name];
      return below(target).map((leaf) => `${name}.${leaf}`);
    });
  return below(schemas[schema] ?? {});
}

const KEPT = new Set(['type', 'enum', 'items', 'properties', 'additionalProperties', '$ref']);

/** A schema of a discovery document as JSON Schema for requests: what Google alone sets is not in it. */
function forRequests(schema: Schema): Schema {
  const entries = Object.entries(schema).filter(([key, value]) => KEPT.has(key) && value !== 'any');
  return Object.fromEntries(
    entries.map(([key, value]): [string, unknown] => {
      if (key === '$ref') return [key, `#/$defs/${String(value)}`];
      if (key === 'enum')
        return [
          key,
          (value as string[]).filter((one) => !one.endsWith('_UNSPECIFIED') || one === 'ROLE_UNSPECIFIED'),
        ];
      if (key === 'items' || key === 'additionalProperties') return [key, forRequests(value as Schema)];
      if (key !== 'properties') return [key, value];
      const writable = propertiesOf(schema).filter(([, property]) => property.readOnly !== true);
      return [key, Object.fromEntries(writable.map(([name, property]) => [name, forRequests(property)]))];
    }),
  );
}

/** One request as it went over the wire. */
export interface Sent {
  method: string;
  /** With the query. */
  path: string;
  body: string;
}

/** What is wrong with a request by Google's documents: nothing where it is theirs to the last field. */
export function requestChecker(
  documents: Discovery[],
): (sent: Sent) => { id: string | undefined; problems: string[] } {
  const methods = documents.flatMap(methodsOf);
  const $defs = Object.fromEntries(
    Object.entries(schemasOf(documents)).map(([name, schema]) => [name, forRequests(schema)]),
  );
  return ({ method, path, body }) => {
    const url = new URL(path, 'http://api');
    const found = methods.find(
      ({ httpMethod, flatPath }) => httpMethod === method && patternOf(flatPath).test(url.pathname),
    );
    if (found === undefined)
      return { id: undefined, problems: [`no such method: ${method} ${url.pathname}`] };
    const parameters = [...url.searchParams.keys()]
      .filter((name) => found.parameters?.[name]?.location !== 'query')
      .map((name) => `no such parameter: ${name}`);
    if (found.request === undefined)
      return { id: found.id, problems: [...parameters, ...(body === '' ? [] : ['a body'])] };
    const check = validator(closed({ $ref: `#/$defs/${found.request.$ref}`, $defs }));
    return { id: found.id, problems: [...parameters, ...check(JSON.parse(body === '' ? '{}' : body))] };
  };
}

const patternOf = (flatPath: string): RegExp => new RegExp(`^/${flatPath.replace(/\{\w+\}/g, '[^/:]+')}$`);
