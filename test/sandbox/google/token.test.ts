import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ADMIN, createWorkspace, OWNER, SCOPE, publicKey, APP, text, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});

describe('the token endpoint', () => {
  it('gives a bearer token for a signed assertion, and the token works until it expires', async () => {
    const { status, body, headers } = await workspace.grant({ sub: OWNER, scope: SCOPE.created });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599, scope: SCOPE.created });
    expect(headers['cache-control']).toBe('no-store');
    const call = () =>
      workspace.send({
        method: 'POST',
        url: '/v2/spaces',
        headers: { authorization: `Bearer ${text(body.access_token)}` },
      });
    expect((await call()).status).toBe(200);
    workspace.advance(3599);
    const late = await call();
    expect(late.status).toBe(401);
    expect(late.body.error).toMatchObject({ code: 401, status: 'UNAUTHENTICATED' });
    expect(late.headers['www-authenticate']).toContain('invalid_token');
  });

  it('takes its own address as audience besides Google’s', async () => {
    const own = await workspace.grant({ sub: OWNER, scope: SCOPE.created, aud: 'http://localhost:80/token' });
    expect(own.status).toBe(200);
  });

  it.each([
    [
      'a key that is not the account’s',
      async () =>
        workspace.grant(
          { sub: OWNER, scope: SCOPE.created },
          generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
        ),
      400,
      'invalid_grant',
    ],
    [
      'an unknown service account',
      async () => workspace.grant({ iss: 'no@one.example', scope: SCOPE.created }),
      400,
      'invalid_grant',
    ],
    [
      'an unknown user',
      async () => workspace.grant({ sub: 'no@one.example', scope: SCOPE.created }),
      400,
      'invalid_grant',
    ],
    [
      'another audience',
      async () =>
        workspace.grant({ sub: OWNER, scope: SCOPE.created, aud: 'https://elsewhere.example/token' }),
      400,
      'invalid_grant',
    ],
    [
      'an expired assertion',
      async () => workspace.grant({ sub: OWNER, scope: SCOPE.created, iat: 1, exp: 3600 }),
      400,
      'invalid_grant',
    ],
    [
      'an assertion of two hours',
      async () =>
        workspace.grant({
          sub: OWNER,
          scope: SCOPE.created,
          exp: workspace.clock.now.getTime() / 1000 + 7200,
        }),
      400,
      'invalid_grant',
    ],
    ['no scope', async () => workspace.grant({ sub: OWNER, scope: '' }), 400, 'invalid_scope'],
    [
      'one scope too many',
      async () =>
        workspace.grant({ sub: OWNER, scope: `${SCOPE.created} https://www.googleapis.com/auth/calendar` }),
      401,
      'unauthorized_client',
    ],
    ['no grant type', async () => workspace.exchange({}), 400, 'invalid_request'],
    [
      'another grant type',
      async () => workspace.exchange({ grant_type: 'password' }),
      400,
      'unsupported_grant_type',
    ],
    [
      'no assertion',
      async () => workspace.exchange({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' }),
      400,
      'invalid_request',
    ],
    [
      'something that is no token',
      async () =>
        workspace.exchange({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'x' }),
      400,
      'invalid_grant',
    ],
  ])('refuses %s', async (_what, attempt, status, error) => {
    const answer = await attempt();
    expect(answer.status).toBe(status);
    expect(answer.body.error).toBe(error);
    expect(answer.body.error_description).toBeTypeOf('string');
  });

  it('refuses a suspended user, and any user without delegation', async () => {
    await workspace.setUp({
      serviceAccounts: [{ email: APP, publicKey }],
      users: [{ email: OWNER }, { email: ADMIN, suspended: true }],
    });
    const suspended = await workspace.grant({ sub: ADMIN, scope: SCOPE.created });
    expect(suspended.body.error).toBe('invalid_grant');
    const undelegated = await workspace.grant({ sub: OWNER, scope: SCOPE.created });
    expect([undelegated.status, undelegated.body.error]).toEqual([401, 'unauthorized_client']);
  });
});

describe('a call', () => {
  it('without a token, or with one that was never given out, is 401', async () => {
    const none = await workspace.send({ method: 'POST', url: '/v2/spaces' });
    const wrong = await workspace.send({
      method: 'POST',
      url: '/v2/spaces',
      headers: { authorization: 'Bearer nonsense' },
    });
    expect([none.status, wrong.status]).toEqual([401, 401]);
  });

  it('without the scope is 403 and names the scopes that would do', async () => {
    const { status, body, headers } = await workspace.as(OWNER, [SCOPE.readonly])('POST', '/v2/spaces', {});
    expect(status).toBe(403);
    expect(body.error?.details).toEqual([
      expect.objectContaining({ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT', domain: 'googleapis.com' }),
    ]);
    expect(headers['www-authenticate']).toContain(SCOPE.created);
  });

  it('of a service account for no user is refused by Meet', async () => {
    const { body } = await workspace.grant({ scope: SCOPE.created });
    const { status } = await workspace.send({
      method: 'POST',
      url: '/v2/spaces',
      headers: { authorization: `Bearer ${text(body.access_token)}` },
    });
    expect(status).toBe(403);
  });

  it('with a query parameter that the method does not have is 400', async () => {
    const { status, body } = await workspace.owner('POST', '/v2/spaces?requestId=1', {});
    expect(status).toBe(400);
    expect(text(body.error?.message)).toContain('requestId');
  });

  it('to a path that Google does not have is 404 and not JSON', async () => {
    const list = await workspace.owner('GET', '/v2/spaces');
    const remove = await workspace.owner('DELETE', '/v2/spaces/abc');
    expect([list.status, remove.status]).toEqual([404, 404]);
    expect(list.headers['content-type']).toContain('text/html');
  });
});
