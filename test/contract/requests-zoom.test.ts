import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LiveActs, ProviderClient } from '../../src/domain/provider.ts';
import { zoom } from '../../src/providers/zoom/provider.ts';
import { startMiddle, type Middle, type Passed } from '../conformance/middle.ts';
import { COLLEAGUE, ORGANISER, startZoom, type ZoomBench } from '../conformance/zoom.harness.ts';
import { planFor } from '../providers/zoom/planning.ts';
import { closed, describeContract, loadSpec, validator, type Schema } from './specs.ts';

interface MeetingSchemas {
  maps: {
    ZoomMeetingsApiOperationRequestBodyMap: Record<string, Schema>;
    ZoomMeetingsApiOperationQueryMap: Record<string, Schema>;
  };
}

/** Zoom's operation of a request that was sent. */
const operationOf = ({ method, path }: Passed): string =>
  `${method} ${(path.split('?')[0] ?? '')
    .replace(/^\/v2/, '')
    .replace(/^\/users\/[^/]+/, '/users/{userId}')
    .replace(/^\/meetings\/\d+/, '/meetings/{meetingId}')
    .replace(/^\/accounts\/me/, '/accounts/{accountId}')}`;

describeContract('what is sent to Zoom', () => {
  let bench: ZoomBench;
  let middle: Middle;
  let client: ProviderClient & Partial<LiveActs>;

  beforeAll(async () => {
    bench = await startZoom();
    middle = await startMiddle(bench.origin);
    client = zoom.connect(bench.connection(middle.origin, 'right'), {
      now: bench.now,
      timeoutMs: 5_000,
      takeBudget: async () => undefined,
    });
    const reference = randomBytes(12).toString('hex');
    const slots = { topic: 'Session', reference, passcode: 'Abc23xyz45', coach: COLLEAGUE };
    const intent = { reference, slots, organiser: ORGANISER, lookFirst: true };
    const plan = planFor({ posture: await client.readPosture(ORGANISER), at: bench.now() });
    const sponsored = planFor({ hosting: 'sponsor', people: { coach: 'member', organiserPresent: false } });
    const { ref } = await client.provision(plan, intent);
    await client.revise(ref, sponsored, intent);
    await client.provision(plan, intent);
    await bench.admin('POST', `/meetings/${ref.meetingId ?? ''}/people`, { action: 'start' });
    await client.endNow?.(ref, intent);
    await client.listArtifacts?.(ref, intent);
    await client.retire(ref, intent);
  });
  afterAll(async () => {
    await middle.close();
    await bench.close();
  });

  const problemsOf = (passed: Passed): string[] => {
    const { maps } = loadSpec<MeetingSchemas>('zoom-2026-06.schemas.json');
    const operation = operationOf(passed);
    const body = maps.ZoomMeetingsApiOperationRequestBodyMap[operation];
    const query = maps.ZoomMeetingsApiOperationQueryMap[operation];
    const names = [...new URL(passed.path, middle.origin).searchParams.keys()];
    const known = Object.keys((query?.['properties'] as object | undefined) ?? {});
    return [
      ...(passed.body === '' ? [] : validator(closed(body ?? { not: {} }))(JSON.parse(passed.body))),
      ...names.filter((name) => !known.includes(name)).map((name) => `${operation} has no query ${name}`),
    ];
  };
  const meetingCalls = () =>
    middle.passed.filter(({ path }) => /^\/v2\/(users\/[^/]+\/meetings|meetings|report)/.test(path));

  it('is what Zoom’s document has, to the last field', () => {
    expect([...new Set(meetingCalls().map(operationOf))].sort()).toEqual([
      'DELETE /meetings/{meetingId}',
      'GET /meetings/{meetingId}',
      'GET /meetings/{meetingId}/meeting_summary',
      'GET /meetings/{meetingId}/recordings',
      'GET /meetings/{meetingId}/transcript',
      'GET /report/history_meetings',
      'GET /users/{userId}/meetings',
      'PATCH /meetings/{meetingId}',
      'POST /users/{userId}/meetings',
      'PUT /meetings/{meetingId}/status',
    ]);
    for (const passed of meetingCalls()) expect(problemsOf(passed), operationOf(passed)).toEqual([]);
  });

  it('would be refused with a field that Zoom does not have', () => {
    const [create] = meetingCalls().filter(({ method }) => method === 'POST');
    const body = JSON.stringify({ ...(JSON.parse(create?.body ?? '{}') as object), invented: true });
    expect(problemsOf({ method: 'POST', path: create?.path ?? '', body })).not.toEqual([]);
  });

  it('asks for settings that Zoom’s document has', () => {
    const { operations } = loadSpec<{ operations: Record<string, unknown> }>(
      'zoom-2026-05.settings.schemas.json',
    );
    const asked = middle.passed.filter(({ path }) => path.includes('/settings')).map(operationOf);
    expect(asked.filter((operation) => operations[operation] === undefined)).toEqual([]);
    expect(asked).not.toEqual([]);
  });

  it('asks for a token as Zoom’s pages say', () => {
    const { zoom: token } = loadSpec<{ zoom: { request: Schema } }>('token-endpoints.schemas.json');
    const [asked] = middle.passed.filter(({ path }) => path.startsWith('/oauth/token'));
    expect(validator(token.request)(Object.fromEntries(new URLSearchParams(asked?.body)))).toEqual([]);
  });
});
