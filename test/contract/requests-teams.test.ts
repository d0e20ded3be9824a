import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compile } from '../../src/domain/plan/compile.ts';
import type { Intent } from '../../src/domain/provider.ts';
import { teams } from '../../src/providers/teams/provider.ts';
import { startTeams, type TeamsBench } from '../conformance/teams.harness.ts';
import { startMiddle, type Middle, type Passed } from '../conformance/middle.ts';
import { ordinaryTeams } from '../support/ordinary-teams.ts';
import { loadGraphSpec, type GraphSpec } from './graph-spec.ts';
import { closed, describeContract, loadSpec, validator, type Schema } from './specs.ts';

interface Operation {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const MEETING = 'microsoft.graph.onlineMeeting';
const EVENT = 'microsoft.graph.event';
/** What a body is, by method and path. */
const bodies: Record<string, string> = {
  'POST /users/{user-id}/events': EVENT,
  'PATCH /users/{user-id}/events/{event-id}': EVENT,
  'PATCH /users/{user-id}/onlineMeetings/{onlineMeeting-id}': MEETING,
};
const CREATE_OR_GET = '/users/{user-id}/onlineMeetings/createOrGet';

describeContract('what the Teams adapter sends', () => {
  let bench: TeamsBench;
  let middle: Middle;
  let spec: GraphSpec;
  let document: Document;
  let sent: { passed: Passed; template: string; operation: Operation }[];

  beforeAll(async () => {
    spec = loadGraphSpec();
    document = loadSpec<Document>('graph-v1.0.openapi.json');
    bench = await startTeams();
    middle = await startMiddle(bench.origin);
    await doEverything(bench, middle.origin);
    sent = middle.passed.flatMap((passed) => {
      if (!passed.path.startsWith('/v1.0')) return [];
      const template = templateOf(document, passed);
      const operation = document.paths[template]?.[passed.method.toLowerCase()];
      if (operation === undefined) throw new Error(`Graph has no ${passed.method} ${passed.path}`);
      return [{ passed, template, operation }];
    });
  });
  afterAll(async () => {
    await middle.close();
    await bench.close();
  });

  it('goes to every operation that it should', () => {
    const used = new Set(sent.map(({ passed, template }) => `${passed.method} ${template}`));
    expect([...used].toSorted()).toEqual(
      [
        'DELETE /users/{user-id}/events/{event-id}',
        'DELETE /users/{user-id}/onlineMeetings/{onlineMeeting-id}',
        'GET /admin/teams/userConfigurations/{teamsUserConfiguration-id}',
        'GET /users/{user-id}/calendarView',
        'GET /users/{user-id}/events/{event-id}',
        'GET /users/{user-id}/onlineMeetings',
        'GET /users/{user-id}/onlineMeetings/{onlineMeeting-id}',
        'GET /users/{user-id}/onlineMeetings/{onlineMeeting-id}/recordings',
        'GET /users/{user-id}/onlineMeetings/{onlineMeeting-id}/transcripts',
        'PATCH /users/{user-id}/events/{event-id}',
        'PATCH /users/{user-id}/onlineMeetings/{onlineMeeting-id}',
        'POST /users/{user-id}/events',
        'POST /users/{user-id}/onlineMeetings/createOrGet',
      ].toSorted(),
    );
  });

  it('asks with queries that the operation has', () => {
    for (const { passed, operation } of sent) {
      const known = (operation.parameters ?? []).filter(({ in: where }) => where === 'query');
      const asked = [...new URL(passed.path, 'http://graph').searchParams.keys()];
      const names = known.map(({ name }) => name);
      expect(
        asked.filter((name) => !names.includes(name)),
        passed.path,
      ).toEqual([]);
    }
  });

  it('holds nothing that the type of the body does not have', () => {
    let checked = 0;
    for (const { passed, template } of sent) {
      if (passed.body === '') continue;
      checked += 1;
      const body = JSON.parse(passed.body) as Schema;
      expect(problems(template, passed.method, body), `${passed.method} ${template}`).toEqual([]);
    }
    expect(checked).toBeGreaterThan(8);
    expect(problems('/users/{user-id}/events', 'POST', { subjekt: 'misspelt' })).not.toEqual([]);
    expect(problems(CREATE_OR_GET, 'POST', { externalId: 'x', allowRecording: false })).not.toEqual([]);
  });

  it('writes no field that is read-only, and changes none that cannot be changed', () => {
    for (const { passed, template } of sent) {
      const type = bodies[`${passed.method} ${template}`];
      if (passed.body === '' || type === undefined) continue;
      const properties = propertiesOf(document, type);
      for (const name of Object.keys(JSON.parse(passed.body) as Schema)) {
        expect(properties[name]?.readOnly, name).not.toBe(true);
        if (passed.method === 'PATCH') expect(properties[name]?.['x-doc-updatable'], name).not.toBe(false);
      }
    }
  });

  it('sends every controlled field of an event whenever it is changed, and never its body', () => {
    const moves = sent.filter(
      ({ passed, template }) =>
        passed.method === 'PATCH' && template.endsWith('/events/{event-id}') && passed.body !== '{}',
    );
    expect(moves.length).toBeGreaterThan(0);
    for (const { passed } of moves) {
      const names = Object.keys(JSON.parse(passed.body) as Schema);
      expect(names).toEqual(
        expect.arrayContaining(['attendees', 'hideAttendees', 'sensitivity', 'subject', 'start', 'end']),
      );
      expect(names).not.toContain('body');
      expect(names).not.toContain('transactionId');
    }
  });

  it('asks for tokens as Entra has it, with a secret or an assertion', async () => {
    const { entra } = loadSpec<{ entra: { request: Schema } }>('token-endpoints.schemas.json');
    const problems = validator(closed(entra.request));
    const byCertificate = await startTeams('certificate');
    const between = await startMiddle(byCertificate.origin);
    await connect(byCertificate, between.origin).verify(undefined);
    const forms = [...middle.passed, ...between.passed]
      .filter(({ path }) => path.endsWith('/oauth2/v2.0/token'))
      .map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    await between.close();
    await byCertificate.close();
    expect(forms.map((form) => 'client_assertion' in form)).toContain(true);
    expect(forms.map((form) => 'client_secret' in form)).toContain(true);
    for (const form of forms) expect(problems(form)).toEqual([]);
    expect(problems({ ...forms[0], grant: 'x' })).not.toEqual([]);
  });

  function problems(template: string, method: string, body: Schema): string[] {
    const type = bodies[`${method} ${template}`];
    if (type !== undefined) return spec.value(type, body);
    const schema = document.paths[template]?.[method.toLowerCase()]?.requestBody?.content['application/json'];
    if (schema === undefined) return [`no body is due for ${method} ${template}`];
    return validator({ ...closed(schema.schema), components: document.components })(body);
  }
});

const connect = (bench: TeamsBench, origin: string) =>
  teams.connect(bench.connection(origin, 'right'), {
    now: bench.now,
    timeoutMs: 5_000,
    takeBudget: async () => undefined,
  });

/** Every way of the adapter: both backings, a coach who is co-organiser, a second attempt, and all that is read. */
async function doEverything(bench: TeamsBench, origin: string): Promise<void> {
  const client = connect(bench, origin);
  const window = { from: '2026-11-19T00:00:00Z', to: '2026-11-22T00:00:00Z' };
  const intend = (): Intent => {
    const reference = randomBytes(12).toString('hex');
    const slots = { topic: 'Session', reference, coach: bench.colleague };
    return { reference, slots, organiser: bench.organiser, lookFirst: false };
  };
  await client.verify(bench.organiser);
  await client.readPosture(bench.organiser);
  for (const backing of ['calendar', 'standalone']) {
    for (const coach of ['organiser', 'member'] as const) {
      const plan = compile({ ...ordinaryTeams, backing, people: { coach, organiserPresent: true } });
      const intent = intend();
      await client.provision(plan, intent);
      const { ref } = await client.provision(plan, { ...intent, lookFirst: true });
      await client.observe(ref, plan, intent);
      await client.revise(ref, plan, intent);
      await client.findStrays(intent, window);
      if (backing === 'calendar') await client.listArtifacts?.(ref, intent);
      await client.retire(ref, intent);
    }
  }
}

function templateOf(document: Document, { path }: Passed): string {
  const address = path.replace(/^\/v1\.0/, '').split('?')[0] ?? '';
  // A path without parameters is the better match: createOrGet is not the id of a meeting.
  const [template] = Object.keys(document.paths)
    .filter((candidate) => patternOf(candidate).test(address))
    .toSorted((a, b) => a.split('{').length - b.split('{').length);
  return template ?? '';
}

const patternOf = (template: string): RegExp =>
  new RegExp(
    `^${template
      .split(/\{[^}]+\}/)
      .map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'))
      .join('[^/]+')}$`,
  );

function propertiesOf(document: Document, name: string): Record<string, Schema> {
  const schema = document.components.schemas[name] ?? {};
  const parts = ((schema.allOf ?? [schema]) as Schema[]).map(({ $ref, properties }) =>
    typeof $ref === 'string' ? propertiesOf(document, $ref.replace('#/components/schemas/', '')) : properties,
  );
  return Object.assign({}, ...parts) as Record<string, Schema>;
}
