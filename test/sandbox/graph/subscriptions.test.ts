import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/shared/paths.ts';
import { createBacked, createTenant, MEETINGS, TENANT, type TestTenant, textOf } from './tenant.ts';

const V1 = '/v1.0/subscriptions';
const BETA = '/beta/subscriptions';

/** A receiver that answers the handshake, with a text of the test's choice, and keeps the notifications. */
interface Receiver {
  server: Server;
  url: string;
  received: JsonObject[];
  answerHandshake: (token: string) => string;
}

async function createReceiver(): Promise<Receiver> {
  const received: JsonObject[] = [];
  const receiver: Receiver = { server: createServer(), url: '', received, answerHandshake: (token) => token };
  receiver.server.on('request', (request, response) => {
    const token = new URL(request.url ?? '/', 'http://receiver').searchParams.get('validationToken');
    void text(request).then((body) => {
      if (token !== null) {
        response.writeHead(200, { 'content-type': 'text/plain' }).end(receiver.answerHandshake(token));
        return;
      }
      received.push(...(JSON.parse(body) as { value: JsonObject[] }).value);
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${String((receiver.server.address() as AddressInfo).port)}/hook`;
  return receiver;
}

let receiver: Receiver;
beforeEach(async () => {
  receiver = await createReceiver();
});
afterEach(() => {
  receiver.server.closeAllConnections();
  receiver.server.close();
});

const calls = (meeting: JsonObject) =>
  `/communications/onlineMeetings(joinWebUrl='${encodeURIComponent(textOf(meeting, 'joinWebUrl'))}')/meetingCallEvents`;

const wanted = (more: JsonObject): JsonObject => ({
  changeType: 'created',
  notificationUrl: receiver.url,
  resource: 'communications/onlineMeetings/getAllRecordings',
  expirationDateTime: '2026-10-05T09:00:00Z',
  clientState: 'state-1',
  ...more,
});

async function act(tenant: TestTenant, meeting: JsonObject, ...actions: string[]) {
  for (const action of actions) {
    await tenant.admin('POST', `/meetings/${textOf(meeting, 'id')}/people`, { action });
  }
}

describe('creating a subscription', () => {
  it('shakes hands first and keeps clientState to itself', async () => {
    const tenant = await createTenant();
    const { status, body } = await tenant.graph('POST', V1, wanted({}));
    expect(status).toBe(201);
    expect(body).toMatchObject({ clientState: null, expirationDateTime: '2026-10-05T09:00:00Z' });
    expect((await tenant.graph('GET', `${V1}/${textOf(body, 'id')}`)).body).toEqual(body);
  });

  it('is refused where the token does not come back as it went', async () => {
    const tenant = await createTenant();
    receiver.answerHandshake = encodeURIComponent;
    const answer = await tenant.graph('POST', V1, wanted({}));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'ValidationError' } } });
    expect((await tenant.graph('GET', V1)).body.value).toEqual([]);
  });

  it.each([
    ['for more than an hour without a lifecycle address', { expirationDateTime: '2026-10-05T10:00:00Z' }],
    ['for longer than the vendor allows', { expirationDateTime: '2026-10-09T08:00:00Z' }],
    ['that ended before', { expirationDateTime: '2026-10-05T07:00:00Z' }],
    ['with a long clientState', { clientState: 'x'.repeat(129) }],
    ['to another change', { changeType: 'deleted' }],
    ['to an unknown resource', { resource: 'communications/unknown' }],
  ])('is refused %s', async (_what, change) => {
    const tenant = await createTenant();
    expect((await tenant.graph('POST', V1, wanted(change))).status).toBe(400);
  });

  it('raises a short life to 45 minutes', async () => {
    const tenant = await createTenant();
    const { body } = await tenant.graph('POST', V1, wanted({ expirationDateTime: '2026-10-05T08:10:00Z' }));
    expect(body.expirationDateTime).toBe('2026-10-05T08:45:00Z');
  });

  it('is refused a second time for the same resource, and without the role', async () => {
    const tenant = await createTenant();
    await tenant.graph('POST', V1, wanted({}));
    expect((await tenant.graph('POST', V1, wanted({}))).status).toBe(403);
    await tenant.configure({ roles: [] });
    const resource = 'communications/onlineMeetings/getAllTranscripts';
    expect((await tenant.graph('POST', V1, wanted({ resource }))).status).toBe(403);
  });

  it('to call events is for beta, with the join address encoded once more', async () => {
    const tenant = await createTenant();
    const { meeting } = await createBacked(tenant);
    const subscription = wanted({ changeType: 'updated', resource: calls(meeting) });
    expect((await tenant.graph('POST', V1, subscription)).status).toBe(400);
    const bare = decodeURIComponent(calls(meeting));
    expect((await tenant.graph('POST', BETA, { ...subscription, resource: bare })).status).toBe(400);
    expect((await tenant.graph('POST', BETA, subscription)).status).toBe(201);
  });
});

describe('a subscription', () => {
  it('can be renewed, reauthorised and deleted, and ends by itself', async () => {
    const tenant = await createTenant();
    const url = `${V1}/${textOf((await tenant.graph('POST', V1, wanted({}))).body, 'id')}`;
    const renewed = await tenant.graph('PATCH', url, { expirationDateTime: '2026-10-05T08:50:00Z' });
    expect(renewed).toMatchObject({ status: 200, body: { expirationDateTime: '2026-10-05T08:50:00Z' } });
    expect((await tenant.graph('POST', `${url}/reauthorize`)).status).toBe(204);
    tenant.clock.now = new Date('2026-10-05T08:51:00Z');
    expect((await tenant.graph('GET', url)).status).toBe(404);
    tenant.clock.now = new Date('2026-10-05T08:10:00Z');
    expect((await tenant.graph('DELETE', url)).status).toBe(204);
    expect((await tenant.graph('GET', url)).status).toBe(404);
  });

  it('hears of a recording of a calendar-backed meeting, with its clientState', async () => {
    const tenant = await createTenant();
    const { meeting } = await createBacked(tenant);
    const { body } = await tenant.graph('POST', V1, wanted({}));
    await act(tenant, meeting, 'start', 'record-start', 'record-stop');
    expect(receiver.received).toMatchObject([
      {
        subscriptionId: body.id,
        tenantId: TENANT,
        clientState: 'state-1',
        changeType: 'created',
        resourceData: { '@odata.type': '#microsoft.graph.callRecording' },
      },
    ]);
    expect(receiver.received[0]?.resource).toContain(textOf(meeting, 'id'));
  });

  it('hears of calls that start after it, without who is in them', async () => {
    const tenant = await createTenant();
    const { meeting } = await createBacked(tenant);
    const subscription = wanted({ changeType: 'updated', resource: calls(meeting) });
    await act(tenant, meeting, 'start');
    await tenant.graph('POST', BETA, subscription);
    await act(tenant, meeting, 'end');
    expect(receiver.received).toEqual([]);
    await act(tenant, meeting, 'start', 'end');
    expect(receiver.received.map(({ changeType }) => changeType)).toEqual(['updated', 'updated']);
    expect(JSON.stringify(receiver.received)).not.toContain('Coach');
  });

  it('hears of its own lifecycle at the other address', async () => {
    const tenant = await createTenant();
    const lifecycle = { lifecycleNotificationUrl: `${receiver.url}/life` };
    const { body } = await tenant.graph('POST', V1, wanted(lifecycle));
    await tenant.admin('POST', `/subscriptions/${textOf(body, 'id')}/lifecycle`, {
      event: 'reauthorizationRequired',
    });
    expect(receiver.received).toMatchObject([
      { lifecycleEvent: 'reauthorizationRequired', clientState: 'state-1' },
    ]);
  });

  it('is told twice, or the wrong way round, when the sandbox misbehaves', async () => {
    const tenant = await createTenant();
    const { meeting } = await createBacked(tenant);
    await tenant.graph('POST', V1, wanted({}));
    await act(tenant, meeting, 'start');
    const idsOf = async () => {
      const { body } = await tenant.graph('GET', `${MEETINGS}/${textOf(meeting, 'id')}/recordings`);
      return (body.value as JsonObject[]).map(({ id }) => id);
    };
    const heard = () => receiver.received.map(({ resourceData }) => (resourceData as JsonObject).id);

    await tenant.misbehave({ kind: 'duplicate-webhooks', times: 1 });
    await act(tenant, meeting, 'record-start', 'record-stop');
    const [first] = await idsOf();
    expect(heard()).toEqual([first, first]);

    receiver.received.length = 0;
    await tenant.misbehave({ kind: 'reorder-webhooks', times: 1 });
    await act(tenant, meeting, 'record-start', 'record-stop', 'record-start', 'record-stop');
    const [, second, third] = await idsOf();
    expect(heard()).toEqual([third, second]);
  });
});
