import { describe, expect, it } from 'vitest';
import { ACCOUNT, createZoom, HOST } from './harness.ts';

describe('signing in to the Zoom sandbox', () => {
  it('gives a bearer token for the account’s credentials, in the query or as a form', async () => {
    const { app, askToken, basic } = await createZoom();
    expect((await askToken()).json()).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    const form = await app.inject({
      method: 'POST',
      url: '/oauth/token',
      headers: { authorization: basic(), 'content-type': 'application/x-www-form-urlencoded' },
      payload: `grant_type=account_credentials&account_id=${ACCOUNT}`,
    });
    expect(form.statusCode).toBe(200);
  });

  it.each([
    ['no credentials', '', 401, 'invalid_client'],
    [
      'a wrong secret',
      `Basic ${Buffer.from(`client-${ACCOUNT}:wrong`).toString('base64')}`,
      400,
      'invalid_client',
    ],
  ])('refuses %s with reason and error', async (_case, authorization, status, error) => {
    const { askToken } = await createZoom();
    const answer = await askToken(ACCOUNT, authorization);
    expect([answer.statusCode, answer.json()]).toEqual([
      status,
      { error, reason: 'Invalid client_id or client_secret' },
    ]);
  });

  it('refuses another grant and an unknown account', async () => {
    const { app, basic, askToken } = await createZoom();
    const other = await app.inject({
      method: 'POST',
      url: `/oauth/token?grant_type=client_credentials&account_id=${ACCOUNT}`,
      headers: { authorization: basic() },
    });
    expect([other.statusCode, other.json<{ error: string }>().error]).toEqual([
      400,
      'unsupported_grant_type',
    ]);
    expect((await askToken('no-such-account')).statusCode).toBe(400);
  });

  it('lets tokens die after an hour, and with the app', async () => {
    const { app, tokenOf, pass, setUp, askToken } = await createZoom();
    const callWith = (token: string) =>
      app.inject({ url: `/v2/users/${HOST}`, headers: { authorization: `Bearer ${token}` } });
    const first = await tokenOf();
    expect((await callWith(first)).statusCode).toBe(200);
    pass(3_600);
    expect((await callWith(first)).json()).toEqual({ code: 124, message: 'Access token is expired.' });

    const second = await tokenOf();
    expect((await callWith(second)).statusCode).toBe(200);
    await setUp({ active: false });
    expect((await callWith(second)).statusCode).toBe(401);
    expect((await askToken()).statusCode).toBe(400);
  });

  it('refuses a call without a token or with one in the query', async () => {
    const { app, tokenOf } = await createZoom();
    expect((await app.inject(`/v2/users/${HOST}`)).json()).toMatchObject({ code: 124 });
    const inQuery = await app.inject(`/v2/users/${HOST}?access_token=${await tokenOf()}`);
    expect(inQuery.statusCode).toBe(401);
  });

  it.each([
    [['user:read:user:admin'], 4711, 'meeting:write:meeting:admin'],
    [['user:read:admin'], 4700, 'meeting:write:admin'],
  ])('names the missing scope to an app with %j', async (scopes, code, missing) => {
    const { create, call } = await createZoom({ scopes });
    expect((await call('GET', `/users/${HOST}`)).statusCode).toBe(200);
    const refused = await create();
    expect(refused.json()).toEqual({
      code,
      message: `Invalid access token, does not contain scopes:[${missing}].`,
    });
  });

  it('keeps accounts apart', async () => {
    const { setUp, created, call } = await createZoom();
    await setUp({ users: [{ email: 'other@elsewhere.example' }] }, 'acc-two');
    const { id } = await created();
    const answer = await call('GET', `/meetings/${id}`, undefined, 'acc-two');
    expect([answer.statusCode, answer.json<{ code: number }>().code]).toEqual([404, 3001]);
    expect((await call('GET', `/users/${HOST}`, undefined, 'acc-two')).json()).toMatchObject({ code: 1001 });
  });

  it('knows users by id and e-mail, and no "me"', async () => {
    const { call } = await createZoom();
    const user = (await call('GET', `/users/${HOST}`)).json<{ id: string }>();
    expect((await call('GET', `/users/${user.id}`)).json()).toMatchObject({ email: HOST, type: 2 });
    expect((await call('GET', '/users/me')).json()).toMatchObject({ code: 1001 });
  });

  it('says that it does not know a path', async () => {
    const { call } = await createZoom();
    const answer = await call('GET', '/live_meetings/1');
    expect([answer.statusCode, answer.json<{ code: number }>().code]).toEqual([404, 2300]);
  });

  it.each([
    [{ users: [] }],
    [{ plan: 'imaginary' }],
    [{ settings: { in_meeting: { misspelt: true } } }],
    [{ settings: { schedule_meeting: { embed_password_in_join_link: false } } }],
    [{ locks: { recording: { misspelt: true } } }],
    [{ surprise: 1 }],
  ])('refuses the account %j', async (account) => {
    const { setUp } = await createZoom();
    expect((await setUp(account)).statusCode).toBe(400);
  });

  it('lists accounts without their secrets', async () => {
    const { app, secret } = await createZoom();
    const list = await app.inject('/_sandbox/accounts');
    expect(list.json()).toMatchObject([{ id: ACCOUNT, users: [{ email: HOST }] }]);
    expect(list.body).not.toContain(secret);
  });
});
