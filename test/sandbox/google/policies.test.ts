import { describe, expect, it } from 'vitest';
import { ADMIN, createWorkspace, OWNER, SCOPE, text } from './workspace.ts';

const MEET = encodeURIComponent(String.raw`setting.type.matches('^settings/meet\\..*$')`);

describe('the Policy API', () => {
  it('lists what Google set and what the admin chose, by setting type', async () => {
    const workspace = await createWorkspace({
      policies: [
        {
          type: 'settings/meet.video_recording',
          value: { enableRecording: false },
          group: 'g1',
          sortOrder: 3,
        },
        { type: 'settings/data_regions.data_at_rest_region', value: { region: 'EUROPE' } },
      ],
    });
    const admin = workspace.as(ADMIN, [SCOPE.policies]);
    const { status, body } = await admin('GET', `/v1/policies?filter=${MEET}`);
    expect(status).toBe(200);
    const policies = Object.values(body.policies ?? {});
    expect(policies.every(({ setting }) => text(setting?.type).startsWith('settings/meet.'))).toBe(true);
    expect(policies).toContainEqual({
      name: expect.stringMatching(/^policies\//) as string,
      customer: 'customers/C0sandbox',
      policyQuery: {
        orgUnit: 'orgUnits/root',
        group: 'groups/g1',
        query: expect.any(String) as string,
        sortOrder: 3,
      },
      setting: { type: 'settings/meet.video_recording', value: { enableRecording: false } },
      type: 'ADMIN',
    });
    const all = await admin('GET', '/v1/policies');
    expect(Object.values(all.body.policies ?? {})).toHaveLength(policies.length + 1);
  });

  it('leaves out what the account hides, and pages', async () => {
    const hidden = 'settings/meet.safety_domain';
    const workspace = await createWorkspace({ unlistedPolicies: [hidden] });
    const admin = workspace.as(ADMIN, [SCOPE.policies]);
    const types: string[] = [];
    let pageToken = '';
    do {
      const { body } = await admin('GET', `/v1/policies?pageSize=5&pageToken=${pageToken}&filter=${MEET}`);
      types.push(...Object.values(body.policies ?? {}).map(({ setting }) => text(setting?.type)));
      pageToken = body.nextPageToken === undefined ? '' : text(body.nextPageToken);
    } while (pageToken !== '');
    expect(types).not.toContain(hidden);
    expect(new Set(types).size).toBe(types.length);
    expect(types).toHaveLength(12);
  });

  it('is for super-admins only', async () => {
    const workspace = await createWorkspace();
    const { status, body } = await workspace.as(OWNER, [SCOPE.policies])('GET', '/v1/policies');
    expect([status, body.error?.status]).toEqual([403, 'PERMISSION_DENIED']);
  });

  it.each([
    ['two type clauses', `setting.type.matches('a') && setting.type.matches('b')`, 400],
    ['an unknown clause', `policyQuery.group == "x"`, 400],
    ['a pattern that is none', `setting.type.matches('(')`, 400],
    ['another customer', `customer == "customers/C0other"`, 403],
    ['the own customer', `customer == "customers/my_customer" && setting.type.matches('^x$')`, 200],
  ])('answers a filter with %s', async (_what, filter, expected) => {
    const workspace = await createWorkspace();
    const admin = workspace.as(ADMIN, [SCOPE.policies]);
    expect((await admin('GET', `/v1/policies?filter=${encodeURIComponent(filter)}`)).status).toBe(expected);
  });
});
