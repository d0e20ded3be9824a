import { closed, loadSpec, validator, type Schema } from './specs.ts';

type Check = (value: unknown) => string[];

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

interface GraphDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** Checks of what Graph sends, made from its document with every schema closed. */
export interface GraphSpec {
  /** What is wrong with an answer to a call; one line each. A call that the document does not have is wrong. */
  answer: (method: string, url: string, status: number, body: unknown) => string[];
  /** What is wrong with a value of a named schema (`microsoft.graph.event`). */
  value: (name: string, value: unknown) => string[];
}

export function loadGraphSpec(): GraphSpec {
  const document = loadSpec<GraphDocument>('graph-v1.0.openapi.json');
  const $defs = closeComponents(document.components.schemas);
  const compiled = new Map<string, Check>();
  const check = (key: string, schema: () => Schema): Check => {
    const known = compiled.get(key) ?? validator({ ...schema(), $defs });
    compiled.set(key, known);
    return known;
  };
  const templates = Object.keys(document.paths).map((path) => ({ path, matches: patternOf(path) }));

  return {
    answer: (method, url, status, body) => {
      const address = decodeURIComponent(url.replace(/^\/(v1\.0|beta)/, '').split('?')[0] ?? '');
      // A path without parameters is the better match: createOrGet is not the id of a meeting.
      const [template] = templates
        .filter(({ matches }) => matches.test(address))
        .sort((a, b) => a.path.split('{').length - b.path.split('{').length);
      const operation = document.paths[template?.path ?? '']?.[method.toLowerCase()];
      if (template === undefined || operation === undefined) return [`no operation ${method} ${address}`];
      const key = String(status) in operation.responses ? String(status) : `${String(status)[0] ?? ''}XX`;
      const response = operation.responses[key];
      if (response === undefined) return [`no response ${String(status)} of ${method} ${template.path}`];
      const schema = response.content?.['application/json']?.schema;
      if (schema === undefined)
        return Object.keys(body as Schema).length === 0 ? [] : ['a body where none is due'];
      return check(`${method} ${template.path} ${key}`, () => closed(withDefs(schema)))(body);
    },
    value: (name, value) => check(name, () => ({ $ref: `#/$defs/${name}` }))(value),
  };
}

const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split(/\{[^}]+\}/)
      .map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'))
      .join('[^/]+')}$`,
  );

/** Types that others are built on stay open: the type that is joined from them is closed. */
function closeComponents(schemas: Record<string, Schema>): Record<string, Schema> {
  const bases = new Set<string>();
  for (const { allOf } of Object.values(schemas)) {
    for (const { $ref } of (allOf ?? []) as Schema[]) {
      if (typeof $ref === 'string') bases.add($ref.replace('#/components/schemas/', ''));
    }
  }
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const own = withDefs(schema);
      return [name, bases.has(name) ? own : closed(own)];
    }),
  );
}

/**
 * References as the compiled schema has them; and an object that names properties does not allow further ones, while
 * one that names none stays open.
 */
function withDefs(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    if (typeof value === 'string') return value.replace('#/components/schemas/', '#/$defs/');
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const { additionalProperties, properties, ...rest } = value as Schema;
    if (additionalProperties !== true) return value;
    return Object.keys(properties ?? {}).length > 0 ? { ...rest, properties } : rest;
  }) as Schema;
}
