import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/shared/paths.ts';
import { COACH, createTenant, MEETINGS, standalone, TENANT, UPN } from './tenant.ts';

const USER = `/v1.0/users/${COACH}`;
const POLICY = `/v1.0/admin/teams/userConfigurations/${COACH}`;

describe('a user', () => {
  it('shows whether the account is enabled only when that is selected', async () => {
    const { graph } = await createTenant();
    expect((await graph('GET', USER)).body).toEqual({
      id: COACH,
      displayName: 'Coach',
      mail: UPN,
      userPrincipalName: UPN,
    });
    expect((await graph('GET', `${USER}?$select=accountEnabled`)).body).toEqual({
      id: COACH,
      accountEnabled: true,
    });
  });

  it('is refused without the role', async () => {
    const { graph } = await createTenant({ roles: [] });
    const refused = { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } };
    expect(await graph('GET', USER)).toMatchObject(refused);
    expect(await graph('GET', POLICY)).toMatchObject(refused);
  });
});

describe('a user’s Teams policies', () => {
  it('are named and not told', async () => {
    const meetingPolicies = [{ id: 'p1', name: 'Coaching', content: { AllowCloudRecording: false } }];
    const { graph } = await createTenant({ meetingPolicies }, { meetingPolicyId: 'p1' });
    const { body } = await graph('GET', POLICY);
    expect(body).toMatchObject({
      tenantId: TENANT,
      effectivePolicyAssignments: [
        {
          policyType: 'TeamsMeetingPolicy',
          policyAssignment: { displayName: 'Coaching', policyId: 'p1', assignmentType: 'direct' },
        },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('AllowCloudRecording');
  });

  it('are not listed where the tenant’s global policy holds', async () => {
    const { graph } = await createTenant();
    expect((await graph('GET', POLICY)).body.effectivePolicyAssignments).toEqual([]);
  });
});

describe('a batch', () => {
  const post = (id: string, more: JsonObject = {}): JsonObject => ({
    id,
    method: 'POST',
    url: MEETINGS.replace('/v1.0', ''),
    headers: { 'content-type': 'application/json' },
    body: standalone(),
    ...more,
  });
  const statuses = (body: JsonObject) => (body.responses as { status: number }[]).map(({ status }) => status);

  it('answers each request as if it had come alone', async () => {
    const { graph, misbehave } = await createTenant();
    await misbehave({ kind: 'throttle', operation: 'user.get', times: 1, retryAfterSeconds: 3 });
    const get = { id: '2', method: 'GET', url: `/users/${COACH}` };
    const { status, body } = await graph('POST', '/v1.0/$batch', { requests: [post('1'), get] });
    expect(status).toBe(200);
    expect(body.responses).toMatchObject([
      { id: '1', status: 201, body: { subject: 'Session 1' } },
      { id: '2', status: 429, headers: { 'retry-after': '3' } },
    ]);
  });

  it('cannot tell what became of a request whose answer was lost', async () => {
    const { graph, admin, misbehave } = await createTenant();
    await misbehave({ kind: 'lose-response', operation: 'meeting.create' });
    const { body } = await graph('POST', '/v1.0/$batch', { requests: [post('1')] });
    expect(statuses(body)).toEqual([504]);
    expect((await admin('GET', '/meetings')).body).toHaveLength(1);
  });

  it('leaves out what depends on a failed request', async () => {
    const { graph } = await createTenant();
    const requests = [post('1', { body: {} }), post('2', { dependsOn: ['1'] }), post('3')];
    const { body } = await graph('POST', '/v1.0/$batch', { requests });
    expect(statuses(body)).toEqual([400, 424, 201]);
  });

  it.each([
    ['more than twenty requests', Array.from({ length: 21 }, (_, index) => post(String(index)))],
    ['two requests of one id', [post('a'), post('A')]],
    ['a body without its type', [post('1', { headers: {} })]],
  ])('is refused with %s', async (_what, requests) => {
    const { graph } = await createTenant();
    expect((await graph('POST', '/v1.0/$batch', { requests })).status).toBe(400);
  });
});

describe('an account', () => {
  it('has a strict configuration', async () => {
    const { admin } = await createTenant();
    const url = `/accounts/${TENANT}`;
    expect((await admin('PUT', url, { users: [{ oid: COACH }] })).status).toBe(400);
    expect((await admin('PUT', '/accounts/contoso', {})).status).toBe(400);
    const misspelt = { app: { clientId: COACH, secret: 'x' }, users: [{ oid: COACH }], role: [] };
    expect((await admin('PUT', url, misspelt)).status).toBe(400);
  });

  it('is listed without its secret', async () => {
    const { admin, secret } = await createTenant();
    const { body } = await admin('GET', '/accounts');
    expect(body).toMatchObject([{ id: TENANT, users: [{ oid: COACH }] }]);
    expect(JSON.stringify(body)).not.toContain(secret);
  });
});

describe('an address that is not there', () => {
  it('is answered as Graph answers it', async () => {
    const { graph } = await createTenant();
    const answer = await graph('GET', '/v1.0/unknown');
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
  });
});
