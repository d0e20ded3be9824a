import { beforeAll, describe, expect, it } from 'vitest';
import { controlIds } from '../../src/domain/controls/catalogue.ts';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import { startService, type Body, type Practice } from './support/practice.ts';

const service = startService();
let practice: Practice;

beforeAll(async () => {
  practice = await service.newPractice();
});

describe('policies', () => {
  it('start from the built-in one, and grow by versions that never change', async () => {
    const builtIn = await practice.send('GET', '/v1/policies/built-in/confidential-session');
    expect(builtIn.body).toEqual(confidentialSession);
    const made = await practice.send('POST', '/v1/policies', { body: { name: 'Ours', body: builtIn.body } });
    expect(made).toMatchObject({ status: 201, body: { currentVersion: 1, version: 1, body: builtIn.body } });
    const path = `/v1/policies/${String(made.body['id'])}`;
    const stricter = { ...builtIn.body, postureMaxAgeHours: 6 };
    const add = (etag: string, body: Body) =>
      practice.send('POST', `${path}/versions`, { body, headers: { 'if-match': etag } });
    expect((await practice.send('POST', `${path}/versions`, { body: stricter })).status).toBe(428);
    const added = await add('"1"', stricter);
    expect(added).toMatchObject({ status: 201, body: { currentVersion: 2, version: 2 } });
    expect(added.headers['location']).toBe(`${path}/versions/2`);
    expect(await add('"2"', stricter)).toMatchObject({
      status: 201,
      body: { currentVersion: 2, version: 2 },
    });
    expect((await practice.send('GET', `${path}/versions/1`)).body['body']).toEqual(builtIn.body);
    expect((await practice.send('GET', `${path}/versions?limit=1`)).body).toMatchObject({
      items: [{ number: 2 }],
    });
    expect((await practice.send('GET', path)).body).toMatchObject({ body: { postureMaxAgeHours: 6 } });
    expect((await practice.send('GET', '/v1/policies?limit=1')).body['items']).toMatchObject([
      { name: 'Ours' },
    ]);
    expect((await practice.send('GET', `${path}/versions/9`)).status).toBe(404);
  });

  it('are refused by control where one is missing, unknown or has a value it does not take', async () => {
    const { controls } = confidentialSession;
    const refused = async (changed: Body) =>
      (await practice.send('POST', '/v1/policies', { body: { name: 'P', body: { controls: changed } } }))
        .body;
    const { 'entry.lock.v1': lock, ...without } = controls;
    expect(lock).toBeDefined();
    expect(await refused(without)).toMatchObject({
      code: 'INVALID_REQUEST',
      field: 'body.controls.entry.lock.v1',
    });
    const requirement = { value: 'off', level: 'must', accept: ['enforced'] };
    expect(await refused({ ...controls, 'entry.moat.v1': requirement })).toMatchObject({
      field: 'body.controls.entry.moat.v1',
    });
    expect(await refused({ ...controls, 'entry.lock.v1': requirement })).toMatchObject({
      field: 'body.controls.entry.lock.v1.value',
    });
  });

  it('are refused with an entry mode for a platform that there is not', async () => {
    const policyFor = (platform: string) =>
      practice.send('POST', '/v1/policies', {
        body: { name: 'P', body: { ...confidentialSession, entryModes: { [platform]: 'both' } } },
      });
    expect(await policyFor('papper')).toMatchObject({ status: 400, body: { field: 'entryModes.papper' } });
    expect((await policyFor('paper')).status).toBe(201);
  });
});

describe('the catalogue', () => {
  it('shows for every platform and control the means that compiling takes from', async () => {
    const { body } = await practice.send('GET', '/v1/platforms');
    const platforms = body['items'] as {
      platform: string;
      controls: { control: string; offers: Body[] }[];
    }[];
    expect(platforms.map(({ platform }) => platform)).toEqual(['paper', 'slate']);
    for (const { platform, controls } of platforms) {
      expect(controls.map(({ control }) => control)).toEqual(controlIds);
      const topic = controls.find(({ control }) => control === 'confidentiality.topic.v1');
      expect(topic?.offers.length).toBe(platform === 'slate' ? 0 : 6);
    }
    expect(platforms[0]).toMatchObject({
      credentialsSchema: { type: 'object', required: ['secret'] },
      refusedEntryModes: [{ mode: 'front-door' }],
    });
    expect(platforms[0]?.controls[0]?.offers[1]).toMatchObject({
      means: 'account',
      parts: [{ remedy: 'Switch it on in the settings.', access: 'Grant the reading of settings.' }],
    });
  });

  it('shows every control with its values', async () => {
    const { body } = await practice.send('GET', '/v1/controls');
    const items = body['items'] as Body[];
    expect(items.map(({ id }) => id)).toEqual(controlIds);
    expect(items).toContainEqual(
      expect.objectContaining({
        id: 'entry.waiting-room.v1',
        kind: 'guard',
        optional: false,
        valueSchema: { type: 'string', enum: ['off', 'outsiders', 'everyone'] },
      }),
    );
  });
});
