import { examples } from './openapi-examples.ts';

type Node = Record<string, unknown>;

interface Media {
  schema?: Node;
  examples?: Record<string, { $ref: string }>;
}

interface Response {
  description: string;
  content?: Record<string, Media>;
  headers?: Node;
}

interface Operation {
  operationId: string;
  parameters?: { in: string; name: string }[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, Response>;
}

/** The parts of an OpenAPI document that are finished here. */
export interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Node>; examples?: Record<string, { value: unknown }> };
}

/** Makes the generated document fit to be read: used components only, one name each, examples, and the answers' headers. */
export function finishDescription(generated: Description): Description {
  const document = plainly(generated);
  for (const operation of operationsOf(document)) {
    describeAnswers(operation);
  }
  return withExamples(withPlainNames(document));
}

const isRecord = (node: unknown): node is Node =>
  node !== null && typeof node === 'object' && !Array.isArray(node);

/** What the generator writes at length and formats, types and texts say already. */
function plainly(generated: Description): Description {
  return JSON.parse(JSON.stringify(generated), (_key, schema: unknown): unknown => {
    if (!isRecord(schema)) return schema;
    if (typeof schema['format'] === 'string') delete schema['pattern'];
    if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
    if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
    // The generator cannot refer to a schema that names itself, which is any JSON value alone: that needs no constraint.
    if (String(schema['$ref']).includes('__shared')) delete schema['$ref'];
    const { anyOf } = schema;
    return Array.isArray(anyOf) && anyOf.length === 1 && Object.keys(schema).length === 1
      ? (anyOf[0] as unknown)
      : schema;
  }) as Description;
}

const operationsOf = ({ paths }: Description): Operation[] =>
  Object.values(paths).flatMap((methods) => Object.values(methods));

const PREFIX = '#/components/schemas/';

/**
 * The generator makes every component twice, `Thing` as it is answered and `ThingInput` as it is sent. Unused ones go, and those
 * sent keep the plain name where nothing else, or the very same, has it.
 */
function withPlainNames(document: Description): Description {
  const { schemas } = document.components;
  const used = reachable(document);
  const renamed = new Map<string, string>();
  for (const name of used) {
    const plain = name.replace(/Input$/, '');
    if (plain === name) continue;
    if (!used.has(plain) || sameApartFromInput(schemas[name], schemas[plain])) renamed.set(name, plain);
  }
  const nameOf = (name: string) => renamed.get(name) ?? name;
  const kept = [...used].map((name): [string, unknown] => [nameOf(name), schemas[name]]);
  const sorted = Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  const whole = { ...document, components: { ...document.components, schemas: sorted } };
  return mapRefs(whole, nameOf) as Description;
}

function reachable({ paths, components }: Description): Set<string> {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    for (const name of refsIn(node)) {
      if (names.has(name)) continue;
      names.add(name);
      visit(components.schemas[name]);
    }
  };
  visit(paths);
  return names;
}

const refsIn = (node: unknown): string[] =>
  [...JSON.stringify(node ?? null).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name = '']) => name,
  );

const sameApartFromInput = (a: unknown, b: unknown): boolean => {
  const plain = (node: unknown) => JSON.stringify(mapRefs(node, (name) => name.replace(/Input$/, '')));
  return plain(a) === plain(b);
};

function mapRefs(node: unknown, nameOf: (name: string) => string): unknown {
  return JSON.parse(JSON.stringify(node), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' && value.startsWith(PREFIX)
      ? `${PREFIX}${nameOf(value.slice(PREFIX.length))}`
      : value,
  );
}

const descriptions: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Taken on; the work at the platform follows.',
};

const text = (description: string, example: string) => ({
  description,
  schema: { type: 'string', examples: [example] },
});

const headers = {
  etag: text('The version that is shown, for If-Match and If-None-Match.', '"3"'),
  location: text('Where to find it.', '/v1/sessions/01930e2a-3b1c-7000-8000-000000000001'),
  link: text('`rel="next"`: the next page, where there is one.', '</v1/sessions?cursor=WzEs>; rel="next"'),
  retryAfter: text('Seconds after which the same request may succeed.', '2'),
  rateLimit: text(
    'What is left of the key’s requests, and the seconds until all are back.',
    '"key";r=5999;t=1',
  ),
};

/** What is answered with its version. */
const versioned = new Set([
  'Session',
  'Client',
  'Host',
  'Connection',
  'StoredPolicy',
  'Person',
  'Organisation',
]);

/** Header names as they are usually written; the schemas hold them as the framework gives them. */
const headerNames: Readonly<Record<string, string>> = {
  'idempotency-key': 'Idempotency-Key',
  'if-match': 'If-Match',
  'if-none-match': 'If-None-Match',
  prefer: 'Prefer',
};

/** What the framework cannot know: texts of answers, and the headers that go with them. */
function describeAnswers({ parameters = [], requestBody, responses }: Operation): void {
  const asked = requestBody?.content['application/json']?.schema?.['anyOf'];
  if (requestBody !== undefined && Array.isArray(asked)) {
    requestBody.required = !asked.some((schema: Node) => schema['type'] === 'null');
  }
  const paged = parameters.some(({ name }) => name === 'cursor');
  for (const parameter of parameters) parameter.name = headerNames[parameter.name] ?? parameter.name;
  for (const [status, response] of Object.entries(responses)) {
    if (response.description === 'Default Response') response.description = descriptions[status] ?? 'Done.';
    const succeeded = status.startsWith('2');
    const created = succeeded && status !== '200' && '201' in responses;
    const [answered = ''] = refsIn(Object.values(response.content ?? {})[0]?.schema);
    const sent = {
      ...(succeeded && versioned.has(answered) ? { ETag: headers.etag } : {}),
      ...(created ? { Location: headers.location } : {}),
      ...(succeeded && paged ? { Link: headers.link } : {}),
      ...(['429', '503'].includes(status) ? { 'Retry-After': headers.retryAfter } : {}),
      ...(status === '429' ? { RateLimit: headers.rateLimit } : {}),
    };
    if (Object.keys(sent).length > 0) response.headers = sent;
  }
}

/** Puts each component's example with it, and a reference to it with every body that is one. */
function withExamples(document: Description): Description {
  const { schemas } = document.components;
  const shown = Object.keys(schemas).flatMap((name) => {
    const { description, example } = examples[name] ?? {};
    const schema = schemas[name];
    if (schema === undefined || example === undefined) return [];
    if (description !== undefined) schema['description'] ??= description;
    schema['examples'] = [example];
    return [[name, { value: example }] as const];
  });
  document.components.examples = Object.fromEntries(shown);
  for (const { requestBody, responses } of operationsOf(document)) {
    const bodies = [requestBody, ...Object.values(responses)].flatMap((body) =>
      Object.values(body?.content ?? {}),
    );
    for (const media of bodies) {
      const [name = ''] = refsIn(media.schema);
      if (name in document.components.examples) {
        media.examples = { [name]: { $ref: `#/components/examples/${name}` } };
      }
    }
  }
  return document;
}
