import { beforeAll, expect, it } from 'vitest';
import { hostingModes } from '../../src/domain/plan/declaration.ts';
import { compile } from '../../src/domain/plan/compile.ts';
import { ignoredFields } from '../../src/providers/teams/ignored-fields.ts';
import { ordinaryTeams } from '../support/ordinary-teams.ts';
import { describeContract, loadSpec, type Schema } from './specs.ts';

interface Document {
  components: { schemas: Record<string, Schema> };
}

/** Every path that the guide sends, whoever organises and wherever the meeting is held. */
const sent = new Set(
  hostingModes.flatMap((hosting) =>
    ['calendar', 'standalone'].flatMap((backing) =>
      Object.keys(compile({ ...ordinaryTeams, hosting, backing }).wire),
    ),
  ),
);

const covers = (path: string, leaf: string) => leaf === path || leaf.startsWith(`${path}.`);
const isIgnored = (leaf: string) => Object.keys(ignoredFields).some((path) => covers(path, leaf));

describeContract('the fields of an online meeting and its event', () => {
  let leaves: string[];

  beforeAll(() => {
    const { schemas } = loadSpec<Document>('graph-v1.0.openapi.json').components;
    leaves = [
      ...writableLeaves(schemas, 'microsoft.graph.onlineMeeting', 'meeting'),
      ...writableLeaves(schemas, 'microsoft.graph.event', 'event'),
    ];
  });

  it('are each sent or left alone for a written reason', () => {
    expect(leaves.length).toBeGreaterThan(60);
    expect(leaves.filter((leaf) => !sent.has(leaf) && !isIgnored(leaf))).toEqual([]);
  });

  it('are not both, and no reason is left over for a field that is gone', () => {
    expect([...sent].filter(isIgnored)).toEqual([]);
    const stale = Object.keys(ignoredFields).filter((path) => !leaves.some((leaf) => covers(path, leaf)));
    expect(stale).toEqual([]);
  });

  it('are sent under the names that Graph has', () => {
    expect([...sent].filter((path) => !leaves.includes(path))).toEqual([]);
  });

  it('show a field that is new at Graph', () => {
    const schemas = { made: { type: 'object', properties: { somethingNew: { type: 'boolean' } } } };
    const found = writableLeaves(schemas, 'made', 'meeting');
    expect(found.filter((leaf) => !sent.has(leaf) && !isIgnored(leaf))).toEqual(['meeting.somethingNew']);
  });
});

/** Paths of all that may be written in a type; a list is one field. */
function writableLeaves(schemas: Record<string, Schema>, name: string, under: string): string[] {
  return Object.entries(propertiesOf(schemas, schemas[name] ?? {})).flatMap(([property, schema]) => {
    const path = `${under}.${property}`;
    if (schema.readOnly === true) return [];
    const inner = objectType(schemas, schema);
    return inner === undefined ? [path] : writableLeaves(schemas, inner, path);
  });
}

function propertiesOf(schemas: Record<string, Schema>, schema: Schema): Record<string, Schema> {
  const parts = (schema.allOf ?? []) as Schema[];
  const joined = parts.map((part) => propertiesOf(schemas, schemas[nameOf(part) ?? ''] ?? part));
  return Object.assign({}, ...joined, schema.properties) as Record<string, Schema>;
}

function objectType(schemas: Record<string, Schema>, schema: Schema): string | undefined {
  const options = (schema.anyOf ?? [schema]) as Schema[];
  const name = options.map(nameOf).find((candidate) => candidate !== undefined);
  const target = name === undefined ? undefined : schemas[name];
  const isObject = target !== undefined && Object.keys(propertiesOf(schemas, target)).length > 0;
  return isObject ? name : undefined;
}

const nameOf = ({ $ref }: Schema): string | undefined =>
  typeof $ref === 'string' ? $ref.replace('#/components/schemas/', '') : undefined;
