import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  COLLEAGUE,
  createWorkspace,
  OWNER,
  SCOPE,
  STRICT,
  text,
  type Json,
  type Workspace,
} from './workspace.ts';

const TOPIC = 'projects/sandbox-project/topics/meet';
const MEET = 'google.workspace.meet.';
const AUDIENCE = 'subrosa-push';
const ALL = [
  `${MEET}conference.v2.started`,
  `${MEET}conference.v2.ended`,
  `${MEET}participant.v2.joined`,
  `${MEET}participant.v2.left`,
  `${MEET}recording.v2.started`,
  `${MEET}recording.v2.ended`,
  `${MEET}recording.v2.fileGenerated`,
];

interface Received {
  authorization: string;
  type: string;
  attributes: Record<string, string>;
  data: Json;
  messageId: string;
}
interface PushBody {
  message: { data: string; attributes: Record<string, string>; messageId: string };
}

let workspace: Workspace;
let receiver: FastifyInstance;
let received: Received[];
let space: string;

beforeEach(async () => {
  received = [];
  receiver = Fastify();
  receiver.post<{ Body: PushBody }>('/push', async (request, reply) => {
    const { data, attributes, messageId } = request.body.message;
    received.push({
      authorization: request.headers.authorization ?? '',
      type: attributes['ce-type'] ?? '',
      attributes,
      data: JSON.parse(Buffer.from(data, 'base64').toString()) as Json,
      messageId,
    });
    return reply.code(204).send();
  });
  await receiver.listen({ port: 0, host: '127.0.0.1' });
  const { port } = receiver.server.address() as AddressInfo;
  workspace = await createWorkspace({
    push: { url: `http://127.0.0.1:${String(port)}/push`, audience: AUDIENCE },
  });
  space = await workspace.space(STRICT);
});
afterEach(async () => {
  await workspace.app.close();
  await receiver.close();
});

const subscribe = (body: object = {}, as = workspace.owner) =>
  as('POST', '/v1/subscriptions', {
    targetResource: `//meet.googleapis.com/spaces/${space}`,
    eventTypes: ALL,
    notificationEndpoint: { pubsubTopic: TOPIC },
    ...body,
  });
const types = () => received.map(({ type }) => type.replace(MEET, ''));

describe('subscriptions', () => {
  it('are made by a finished operation, and live seven days at most', async () => {
    const { status, body } = await subscribe({ ttl: '0s' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ done: true, response: { state: 'ACTIVE', eventTypes: ALL } });
    const name = text(body.response?.name);
    const read = await workspace.owner('GET', `/v1/${name}`);
    expect(read.body).toMatchObject({ name, expireTime: '2027-03-08T09:00:00.000Z' });
    expect(read.body).not.toHaveProperty('ttl');
    workspace.advance(7 * 24 * 3600);
    expect((await workspace.owner('GET', `/v1/${name}`)).status).toBe(404);
  });

  it('are one per user, app and target', async () => {
    await subscribe();
    const { status, body } = await subscribe();
    expect([status, body.error?.status]).toEqual([409, 'ALREADY_EXISTS']);
    expect((await subscribe({}, workspace.as(COLLEAGUE))).status).toBe(403);
  });

  it.each([
    ['no event types', { eventTypes: undefined }, 400],
    ['an event that Meet does not have', { eventTypes: [`${MEET}space.v2.updated`] }, 400],
    ['a topic of another project', { notificationEndpoint: { pubsubTopic: 'projects/x/topics/y' } }, 400],
    ['more than seven days', { ttl: '604801s' }, 400],
    ['payload options, which Meet does not have', { payloadOptions: { includeResource: true } }, 400],
    ['another user’s spaces', { targetResource: '//cloudidentity.googleapis.com/users/1' }, 403],
  ])('are refused with %s', async (_what, body, expected) => {
    expect((await subscribe(body)).status).toBe(expected);
  });

  it('are only tried out with validateOnly', async () => {
    const { authorization } = { authorization: `Bearer ${await workspace.token(OWNER, [SCOPE.created])}` };
    const { status } = await workspace.send({
      method: 'POST',
      url: '/v1/subscriptions?validateOnly=true',
      headers: { authorization },
      payload: {
        targetResource: `//meet.googleapis.com/spaces/${space}`,
        eventTypes: ALL,
        notificationEndpoint: { pubsubTopic: TOPIC },
      },
    });
    expect(status).toBe(200);
    expect((await subscribe()).status).toBe(200);
  });

  it('are found by event type and target', async () => {
    const name = text((await subscribe()).body.response?.name);
    const find = async (filter: string) => {
      const { status, body } = await workspace.owner(
        'GET',
        `/v1/subscriptions?filter=${encodeURIComponent(filter)}`,
      );
      return status === 200 ? Object.values(body.subscriptions ?? {}).map((one) => one.name) : status;
    };
    const target = `target_resource="//meet.googleapis.com/spaces/${space}"`;
    expect(await find(`event_types:"${String(ALL[0])}" AND ${target}`)).toEqual([name]);
    expect(await find(`(event_types:"x" OR event_types:"${String(ALL[0])}") AND ${target}`)).toEqual([name]);
    expect(await find('event_types:"x"')).toEqual([]);
    expect(await find(target)).toBe(400);
  });

  it('are renewed, given other events, suspended, reactivated and deleted', async () => {
    const name = text((await subscribe({ ttl: '3600s' })).body.response?.name);
    const path = `/v1/${name}`;
    const renewed = await workspace.owner('PATCH', `${path}?updateMask=ttl`, { ttl: '86400s' });
    expect(renewed.body.response).toMatchObject({ expireTime: '2027-03-02T09:00:00.000Z' });
    const fewer = await workspace.owner('PATCH', path, { eventTypes: [ALL[0]] });
    expect(fewer.body.response?.eventTypes).toEqual([ALL[0]]);
    const fixed = { targetResource: '//meet.googleapis.com/spaces/x' };
    expect((await workspace.owner('PATCH', path, fixed)).status).toBe(400);

    await workspace.admin('POST', `/${name}/suspend`, { reason: 'ENDPOINT_NOT_FOUND' });
    expect((await workspace.owner('GET', path)).body).toMatchObject({
      state: 'SUSPENDED',
      suspensionReason: 'ENDPOINT_NOT_FOUND',
    });
    await workspace.people(space, { action: 'start' });
    expect(received.map(({ type }) => type)).toEqual(['google.workspace.events.subscription.v1.suspended']);
    const active = await workspace.owner('POST', `${path}:reactivate`, {});
    expect(active.body.response).toMatchObject({ state: 'ACTIVE' });
    expect(active.body.response).not.toHaveProperty('suspensionReason');

    expect((await workspace.owner('DELETE', `${path}?etag=old`)).status).toBe(409);
    expect((await workspace.owner('DELETE', path)).body).toMatchObject({ done: true });
    expect((await workspace.owner('DELETE', path)).status).toBe(404);
    expect((await workspace.owner('DELETE', `${path}?allowMissing=true`)).status).toBe(200);
  });
});

describe('pushed events', () => {
  it('tell of a conference in order, with the names of resources only', async () => {
    const name = text((await subscribe()).body.response?.name);
    await workspace.people(space, { action: 'start' });
    await workspace.people(space, { action: 'record-start' });
    await workspace.people(space, { action: 'end' });
    expect(types()).toEqual([
      'conference.v2.started',
      'participant.v2.joined',
      'recording.v2.started',
      'recording.v2.ended',
      'recording.v2.fileGenerated',
      'participant.v2.left',
      'conference.v2.ended',
    ]);
    const [started, joined] = received;
    expect(started?.attributes).toMatchObject({
      'ce-source': `//workspaceevents.googleapis.com/${name}`,
      'ce-subject': `//meet.googleapis.com/spaces/${space}`,
      'ce-specversion': '1.0',
      'ce-time': '2027-03-01T09:00:00.000Z',
    });
    const session = text(joined?.data.participantSession?.name);
    expect((await workspace.owner('GET', `/v2/${session}`)).body.name).toBe(session);
    expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(received.length);
  });

  it('carry a token that the published keys verify', async () => {
    await subscribe();
    await workspace.people(space, { action: 'start' });
    const { body } = await workspace.send({ method: 'GET', url: '/oauth2/v3/certs' });
    const keys = createLocalJWKSet(body as unknown as JSONWebKeySet);
    const token = received[0]?.authorization.replace('Bearer ', '') ?? '';
    const { payload } = await jwtVerify(token, keys, {
      issuer: 'https://accounts.google.com',
      audience: AUDIENCE,
      algorithms: ['RS256'],
      currentDate: workspace.clock.now,
    });
    expect(payload).toMatchObject({
      email: 'push@sandbox-project.iam.gserviceaccount.com',
      email_verified: true,
    });
    expect(JSON.stringify(body)).not.toContain('"d"');
  });

  it('come for all of a user’s own spaces, and to an invited person only for a start', async () => {
    const records = await workspace.owner('POST', `/v2/spaces/${space}/members`, { email: COLLEAGUE });
    expect(records.status).toBe(200);
    await subscribe({}, workspace.as(COLLEAGUE));
    await workspace.people(space, { action: 'start' });
    expect(types()).toEqual(['conference.v2.started']);
    await workspace.people(space, { action: 'end' });

    const user = (await workspace.owner('GET', '/v2/conferenceRecords')).body.conferenceRecords;
    const [record] = Object.values(user ?? {});
    const people = await workspace.owner('GET', `/v2/${text(record?.name)}/participants`);
    const [me] = Object.values(people.body.participants ?? {});
    const target = `//cloudidentity.googleapis.com/${text(me?.signedinUser?.user)}`;
    expect((await subscribe({ targetResource: target })).status).toBe(200);
    received.length = 0;
    await workspace.people(await workspace.space(STRICT), { action: 'start' });
    expect(types()).toEqual(['conference.v2.started', 'participant.v2.joined']);
  });

  it('remind 12 hours and 1 hour before the end, and tell of the end', async () => {
    await subscribe();
    const hour = 3600;
    const tick = async (seconds: number) => {
      workspace.advance(seconds);
      await workspace.admin('GET', '/webhooks');
      return received.map(({ type }) => type.replace('google.workspace.events.subscription.v1.', ''));
    };
    expect(await tick((7 * 24 - 13) * hour)).toEqual([]);
    expect(await tick(hour)).toEqual(['expirationReminder']);
    expect(await tick(hour)).toEqual(['expirationReminder']);
    expect(await tick(10 * hour)).toEqual(['expirationReminder', 'expirationReminder']);
    expect(await tick(hour)).toEqual(['expirationReminder', 'expirationReminder', 'expired']);
  });

  it('come twice, or in pairs the wrong way round, when told to', async () => {
    await subscribe();
    await workspace.misbehave({ kind: 'duplicate-webhooks', times: 1 });
    await workspace.people(space, { action: 'start' });
    expect(types()).toEqual(['conference.v2.started', 'conference.v2.started', 'participant.v2.joined']);
    expect(received[0]?.messageId).toBe(received[1]?.messageId);

    received.length = 0;
    await workspace.misbehave({ kind: 'reorder-webhooks', times: 1 });
    await workspace.people(space, { action: 'end' });
    expect(types()).toEqual(['conference.v2.ended', 'participant.v2.left']);
  });

  it('that nobody takes are in the list of webhooks with status 0', async () => {
    await workspace.setUp({ push: { url: 'http://127.0.0.1:9/push' } });
    await subscribe();
    await workspace.people(space, { action: 'start' });
    const { body } = await workspace.admin('GET', '/webhooks');
    expect(Object.values(body).map(({ status }) => status)).toEqual([0, 0]);
  });
});
