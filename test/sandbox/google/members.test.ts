import { beforeEach, describe, expect, it } from 'vitest';
import { COLLEAGUE, createWorkspace, OWNER, SCOPE, STRICT, text, type Workspace } from './workspace.ts';

let workspace: Workspace;
let space: string;
beforeEach(async () => {
  workspace = await createWorkspace();
  space = await workspace.space(STRICT);
});

const add = (email: string, role?: string) =>
  workspace.owner('POST', `/v2/spaces/${space}/members`, { email, ...(role !== undefined && { role }) });
const list = (query = '') => workspace.owner('GET', `/v2/spaces/${space}/members${query}`);

describe('the members of a space', () => {
  it('are added, read, listed and removed', async () => {
    const { status, body } = await add(COLLEAGUE, 'COHOST');
    expect(status).toBe(200);
    expect(body).toMatchObject({ email: COLLEAGUE, role: 'COHOST' });
    expect((await workspace.owner('GET', `/v2/${text(body.name)}`)).body).toEqual(body);
    expect((await list()).body).toEqual({ members: [body] });
    expect((await workspace.owner('DELETE', `/v2/${text(body.name)}`)).body).toEqual({});
    expect((await list()).body).toEqual({});
    expect((await workspace.owner('GET', `/v2/${text(body.name)}`)).status).toBe(404);
  });

  it('have no role in the answer unless they are co-hosts', async () => {
    expect((await add('guest@elsewhere.example')).body).not.toHaveProperty('role');
  });

  it('need an address, and are there once', async () => {
    expect((await workspace.owner('POST', `/v2/spaces/${space}/members`, {})).status).toBe(400);
    await add(COLLEAGUE);
    expect((await add(COLLEAGUE)).status).toBe(409);
  });

  it('are listed in pages, whose tokens are bound to the list', async () => {
    for (const name of ['a', 'b', 'c']) await add(`${name}@elsewhere.example`);
    const first = await list('?pageSize=2');
    expect(Object.keys(first.body.members ?? {})).toHaveLength(2);
    const rest = await list(`?pageSize=2&pageToken=${text(first.body.nextPageToken)}`);
    expect(rest.body.members).toEqual([expect.objectContaining({ email: 'c@elsewhere.example' })]);
    expect(rest.body).not.toHaveProperty('nextPageToken');
    expect((await list('?pageToken=nonsense')).status).toBe(400);
    expect((await list('?pageSize=-1')).status).toBe(400);
  });

  it('change their role only', async () => {
    const { body } = await add(COLLEAGUE);
    const path = `/v2/${text(body.name)}`;
    const promoted = await workspace.owner('PATCH', `${path}?updateMask=role`, { role: 'COHOST' });
    expect(promoted.body.role).toBe('COHOST');
    const cleared = await workspace.owner('PATCH', `${path}?updateMask=*`, {});
    expect(cleared.body).not.toHaveProperty('role');
    expect((await workspace.owner('PATCH', `${path}?updateMask=email`, { email: OWNER })).status).toBe(400);
  });

  it('change in batches, all by one mask', async () => {
    const one = (await add('a@elsewhere.example')).body;
    const two = (await add('b@elsewhere.example')).body;
    const batch = (payload: object) =>
      workspace.owner('POST', `/v2/spaces/${space}/members:batchUpdate`, payload);
    const requests = [one, two].map(({ name }) => ({ member: { name, role: 'COHOST' } }));
    const { status, body } = await batch({ requests, updateMask: 'role' });
    expect(status).toBe(200);
    expect(body.members).toEqual([
      { ...one, role: 'COHOST' },
      { ...two, role: 'COHOST' },
    ]);
    const ownMask = [{ member: { name: one.name }, updateMask: 'role' }];
    expect((await batch({ requests: ownMask })).status).toBe(400);
  });

  it('are written with the created scope only, by the owner, in a space that the app made', async () => {
    const path = `/v2/spaces/${space}/members`;
    const body = { email: COLLEAGUE };
    expect((await workspace.as(OWNER, [SCOPE.settings, SCOPE.readonly])('POST', path, body)).status).toBe(
      403,
    );
    expect((await workspace.as(COLLEAGUE)('POST', path, body)).status).toBe(403);
    const brought = await workspace.admin('POST', '/meetings', { account: 'practice', owner: OWNER });
    const foreign = `/v2/spaces/${text(brought.body.id)}/members`;
    expect((await workspace.owner('POST', foreign, body)).status).toBe(403);
    expect((await workspace.owner('GET', foreign)).status).toBe(200);
  });
});
