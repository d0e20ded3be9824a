import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { MeetingPolicyContent } from '../../src/sandbox/graph/sandbox.ts';
import type { JsonObject } from '../../src/sandbox/shared/paths.ts';
import {
  calendarEvent,
  CLIENT,
  COACH,
  createBacked,
  createTenant,
  EVENTS,
  findUrl,
  MEETINGS,
  requestToken,
  SCOPE,
  standalone,
  textOf,
  type TestTenant,
} from '../sandbox/graph/tenant.ts';
import { loadGraphSpec, type GraphSpec } from './graph-spec.ts';
import { closed, describeContract, loadSpec, validator, type Schema } from './specs.ts';

describeContract('what the Graph sandbox answers', () => {
  let spec: GraphSpec;
  let tenant: TestTenant;
  let receiver: Server;
  let hook: string;
  let notifications: string[];

  beforeAll(() => {
    spec = loadGraphSpec();
  });
  beforeEach(async () => {
    tenant = await createTenant(
      {
        audioConferencing: true,
        sensitivityLabelId: '5d1b6b2e-6d3d-4c62-9a51-0f3f6c7a8b90',
        meetingPolicies: [{ id: 'p1', name: 'Coaching', content: {} }],
      },
      { meetingPolicyId: 'p1' },
    );
    notifications = [];
    receiver = createServer((request, response) => {
      const token = new URL(request.url ?? '/', 'http://receiver').searchParams.get('validationToken');
      void text(request).then((body) => {
        if (token === null) notifications.push(body);
        response.writeHead(200, { 'content-type': 'text/plain' }).end(token ?? '');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    hook = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/`;
  });
  afterEach(() => {
    receiver.closeAllConnections();
    receiver.close();
  });

  /** Calls the sandbox and holds its answer against the document. */
  async function call(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    status: number,
    body?: JsonObject,
  ): Promise<JsonObject> {
    const answer = await tenant.graph(method, url, body, { prefer: 'include-unknown-enum-members' });
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(spec.answer(method, url, status, answer.body)).toEqual([]);
    return answer.body;
  }

  const act = (id: string, action: string) => tenant.admin('POST', `/meetings/${id}/people`, { action });

  it('online meetings', async () => {
    const created = await call('POST', MEETINGS, 201, standalone({ externalId: 'ref-0' }));
    const url = `${MEETINGS}/${textOf(created, 'id')}`;
    await call('POST', `${MEETINGS}/createOrGet`, 201, { externalId: 'ref-1', subject: 'Session 1' });
    await call('POST', `${MEETINGS}/createOrGet`, 200, { externalId: 'ref-1' });
    await call('GET', findUrl(textOf(created, 'joinWebUrl')), 200);
    await call('GET', url, 200);
    await call('PATCH', url, 200, { lobbyBypassSettings: { scope: 'invited' }, allowMeetingChat: 'limited' });
    await call('DELETE', url, 204);
    await call('GET', url, 404);
    await call('POST', MEETINGS, 400, {});
  });

  it('recordings, transcripts and attendance reports', async () => {
    const id = textOf((await createBacked(tenant)).meeting, 'id');
    for (const action of ['start', 'record-start', 'transcribe-start', 'end']) await act(id, action);
    for (const list of ['recordings', 'transcripts', 'attendanceReports']) {
      const { value } = await call('GET', `${MEETINGS}/${id}/${list}`, 200);
      expect(value).toHaveLength(1);
    }
    await tenant.configure({ transcriptAccess: false });
    await call('GET', `${MEETINGS}/${id}/transcripts`, 403);
  });

  it('events', async () => {
    const created = await call('POST', EVENTS, 201, calendarEvent({ sensitivity: 'private' }));
    await call('POST', EVENTS, 201, calendarEvent({ isOnlineMeeting: false }));
    const url = `${EVENTS}/${textOf(created, 'id')}`;
    await call('GET', url, 200);
    await call('GET', `${EVENTS}?$top=1`, 200);
    const window = 'startDateTime=2026-10-06T00:00:00Z&endDateTime=2026-10-07T00:00:00Z';
    await call('GET', `/v1.0/users/${COACH}/calendarView?${window}&$select=id,transactionId`, 200);
    await call('PATCH', url, 200, { subject: 'Session 2' });
    await call('DELETE', url, 204);
    await call('DELETE', url, 404);
  });

  it('users, their policies and refusals', async () => {
    await call('GET', `/v1.0/users/${COACH}?$select=accountEnabled,userType`, 200);
    await call('GET', `/v1.0/admin/teams/userConfigurations/${COACH}`, 200);
    await tenant.configure({ roles: [] });
    await call('GET', `/v1.0/users/${COACH}`, 403);
    await call('GET', EVENTS, 403);
    await call('POST', MEETINGS, 403, standalone());
    await tenant.misbehave({ kind: 'throttle', times: 1, retryAfterSeconds: 1 });
    await call('GET', EVENTS, 429);
    await tenant.misbehave({ kind: 'unavailable', times: 1 });
    await call('GET', EVENTS, 503);
    tenant.clock.now = new Date('2026-10-06T08:00:00Z');
    await call('GET', EVENTS, 401);
  });

  it('subscriptions and their notifications', async () => {
    const { meeting } = await createBacked(tenant);
    const address = encodeURIComponent(textOf(meeting, 'joinWebUrl'));
    const subscription = {
      notificationUrl: hook,
      lifecycleNotificationUrl: hook,
      expirationDateTime: '2026-10-05T12:00:00Z',
      clientState: 'state-1',
    };
    const recordings = { changeType: 'created', resource: 'communications/onlineMeetings/getAllRecordings' };
    const created = await call('POST', '/v1.0/subscriptions', 201, { ...subscription, ...recordings });
    await call('POST', '/beta/subscriptions', 201, {
      ...subscription,
      changeType: 'updated',
      resource: `communications/onlineMeetings(joinWebUrl='${address}')/meetingCallEvents`,
    });
    const id = textOf(created, 'id');
    await call('GET', '/v1.0/subscriptions', 200);
    await call('GET', `/v1.0/subscriptions/${id}`, 200);
    await call('PATCH', `/v1.0/subscriptions/${id}`, 200, { expirationDateTime: '2026-10-05T13:00:00Z' });
    await call('POST', `/v1.0/subscriptions/${id}/reauthorize`, 204);

    for (const action of ['start', 'record-start', 'end']) await act(textOf(meeting, 'id'), action);
    await tenant.admin('POST', `/subscriptions/${id}/lifecycle`, { event: 'reauthorizationRequired' });
    expect(notifications).toHaveLength(4);
    for (const body of notifications) {
      expect(spec.value('microsoft.graph.changeNotificationCollection', JSON.parse(body))).toEqual([]);
    }
    await call('DELETE', `/v1.0/subscriptions/${id}`, 204);
  });

  it('batches', async () => {
    const requests = [
      { id: '1', method: 'GET', url: `/users/${COACH}` },
      { id: '2', method: 'GET', url: `/users/${COACH}/onlineMeetings/unknown` },
    ];
    const { responses } = await call('POST', '/v1.0/$batch', 200, { requests });
    const [first, second] = responses as { status: number; body: JsonObject }[];
    expect(spec.answer('GET', `/users/${COACH}`, 200, first?.body)).toEqual([]);
    expect(spec.value('microsoft.graph.ODataErrors.ODataError', second?.body)).toEqual([]);
  });

  it('tokens', async () => {
    const { entra } = loadSpec<{ entra: { response: Schema; error: Schema } }>(
      'token-endpoints.schemas.json',
    );
    const form = { grant_type: 'client_credentials', client_id: CLIENT, scope: SCOPE };
    const given = await requestToken(tenant.app, { ...form, client_secret: tenant.secret });
    const refused = await requestToken(tenant.app, { ...form, client_secret: 'wrong' });
    expect(validator(closed(entra.response))(given.json())).toEqual([]);
    expect(validator(closed(entra.error))(refused.json())).toEqual([]);
  });

  it('is held against a closed document', async () => {
    const body = await call('POST', MEETINGS, 201, standalone());
    const errors = spec.answer('POST', MEETINGS, 201, { ...body, lobbyBypassSetings: {} });
    expect(errors.join()).toContain('lobbyBypassSetings');
    const nested = { ...body, lobbyBypassSettings: { scope: 'organizer', bypass: true } };
    expect(spec.answer('POST', MEETINGS, 201, nested).join()).toContain('bypass');
  });

  it('uses policy parameters that a meeting policy has', () => {
    const { parameters } = loadSpec<{ parameters: Record<string, { values?: string[] }> }>(
      'teams-meeting-policy.parameters.json',
    );
    for (const [name, value] of Object.entries(MeetingPolicyContent.parse({}))) {
      expect(parameters).toHaveProperty(name);
      const listed = parameters[name]?.values;
      if (listed !== undefined) expect(listed).toContain(value);
    }
  });
});
