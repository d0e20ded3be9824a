import { beforeAll, describe, expect, it } from 'vitest';
import { startService, type Body, type Practice } from './support/practice.ts';

const service = startService();
let practice: Practice;
beforeAll(async () => {
  practice = await service.newPractice();
});

const change = (body: Body, etag: string) =>
  practice.send('PATCH', '/v1/organisation', { body, headers: { 'if-match': etag } });

describe('an organisation’s settings', () => {
  it('are defaults until they are changed, one by one, under the version that was read', async () => {
    const first = await practice.send('GET', '/v1/organisation');
    expect(first.body).toEqual({
      id: practice.organisationId,
      name: 'A practice',
      contact: null,
      senderName: null,
      deliveriesBy: 'subrosa',
      passcodeMinutesBefore: 1_440,
      alertEmail: null,
      frameAncestors: [],
      version: 0,
      updatedAt: null,
    });
    expect(first.headers['etag']).toBe('"0"');
    const contact = 'Reception, +61 2 5550 0100';
    expect(await change({ contact }, '"0"')).toMatchObject({ status: 200, body: { contact, version: 1 } });
    const frameAncestors = ['https://portal.example', 'https://*.portal.example:8443'];
    expect((await change({ frameAncestors }, '"1"')).body).toMatchObject({
      contact,
      frameAncestors,
      version: 2,
    });
    expect((await change({ contact }, '"2"')).body).toMatchObject({ version: 2 });
    expect((await change({ contact: null }, '"1"')).status).toBe(412);
    expect((await practice.send('GET', '/v1/organisation')).body).toMatchObject({ contact, version: 2 });
  });

  it.each([
    'portal.example',
    'http://portal.example',
    'https://portal.example/',
    'https://Portal.example',
    "https://portal.example; script-src 'unsafe-inline'",
    '*',
  ])('name no frame ancestor %s', async (origin) => {
    expect(await change({ frameAncestors: [origin] }, '"2"')).toMatchObject({ status: 400 });
  });

  it('are read by every key, and changed with a scope', async () => {
    const token = await practice.keyWith(['people:read']);
    expect((await practice.send('GET', '/v1/organisation', { token })).status).toBe(200);
    expect(
      await practice.send('PATCH', '/v1/organisation', { body: {}, token, headers: { 'if-match': '"2"' } }),
    ).toMatchObject({ status: 403, body: { facts: { scope: 'organisation:write' } } });
  });
});
