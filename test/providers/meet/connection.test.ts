import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { meet as provider } from '../../../src/providers/meet/provider.ts';
import { scopes } from '../../../src/providers/meet/scopes.ts';
import { ADMIN, delegating, ORGANISER } from '../../conformance/meet.harness.ts';
import { connectMeet, failureOf, type Meet } from './bench.ts';

let meet: Meet;
beforeEach(async () => {
  meet = await connectMeet();
});
afterEach(async () => meet.close());

const tokens = async () => (await meet.requests()).filter(({ operation }) => operation === 'token').length;

describe('verifying a connection', () => {
  const failed = async (organiser?: string, credentials = {}) =>
    (await meet.connect({ credentials }).verify(organiser)).checks.filter(({ ok }) => !ok);

  it('finds an ordinary one fit, and says how to let admin settings be read', async () => {
    const { ok, checks } = await meet.client.verify(ORGANISER);
    expect(ok).toBe(true);
    const [check, ...others] = checks.filter((one) => !one.ok);
    expect(others).toEqual([]);
    expect(check?.remedy).toContain('policyReader');
    expect(check?.remedy).toContain(scopes.policies);
  });

  it('finds nothing missing where a super administrator may be acted for', async () => {
    await meet.setUp(delegating(scopes.created, scopes.settings, scopes.policies));
    expect(await failed(ORGANISER, { policyReader: ADMIN })).toEqual([]);
  });

  it.each([scopes.created, scopes.settings])(
    'names the scope %s where it is not delegated',
    async (missing) => {
      await meet.setUp(delegating(...Object.values(scopes).filter((scope) => scope !== missing)));
      const { ok, checks } = await meet.client.verify(ORGANISER);
      expect(ok).toBe(false);
      const remedy = checks.find(({ name }) => name === `scope ${missing}`)?.remedy ?? '';
      expect(remedy).toContain('Security > API controls > Domain-wide delegation');
      expect(remedy).toContain(missing);
      expect(checks.filter((check) => !check.ok && check.name.startsWith('scope'))).toHaveLength(1);
    },
  );

  it('tells an unknown organiser from a bad key', async () => {
    const { ok, checks } = await meet.client.verify('nobody@practice.example');
    expect(ok).toBe(false);
    expect(checks.find(({ name }) => name === 'service account key')?.ok).toBe(true);
    expect(checks.find(({ name }) => name === `scope ${scopes.created}`)?.ok).toBe(false);
  });

  it('is not content with the key alone: what an organiser is needed for stays untried', async () => {
    expect(await meet.client.verify(undefined)).toMatchObject({
      ok: false,
      checks: [
        { name: 'service account key', ok: true },
        { name: 'organiser', ok: false, remedy: expect.stringMatching(/scopes.*Name one/) as string },
      ],
    });
  });
});

describe('posture', () => {
  const reading = async (item: string, credentials: object = { policyReader: ADMIN }) => {
    const read = (await meet.connect({ credentials }).readPosture(ORGANISER))[`policy.meet.${item}`];
    if (read === undefined) throw new Error(`${item} was not read`);
    return 'value' in read ? read.value : read.unknown;
  };
  const recording = (value: boolean, where: object = {}) => ({
    type: 'settings/meet.video_recording',
    value: { enableRecording: value },
    ...where,
  });
  const withPolicies = async (...policies: object[]) =>
    meet.setUp({ ...delegating(...Object.values(scopes)), policies });

  it('is unknown with why where the organiser is no super administrator', async () => {
    expect(await reading('video_recording.enableRecording', {})).toContain('policyReader');
    await withPolicies();
    expect(await reading('video_recording.enableRecording', {})).toContain('super administrators');
  });

  it('holds what the administrator has set for everybody', async () => {
    await withPolicies(recording(false));
    expect(await reading('video_recording.enableRecording')).toBe(false);
    expect(await reading('safety_domain.usersAllowedToJoin')).toBe('ALL');
  });

  it('takes the last of several settings for the same people', async () => {
    await withPolicies(recording(true, { sortOrder: 3 }), recording(false, { sortOrder: 7 }));
    expect(await reading('video_recording.enableRecording')).toBe(false);
  });

  it.each([
    ['an organisational unit', { orgUnit: 'coaches' }],
    ['a group', { group: 'coaches' }],
  ])('is unknown where %s differs', async (_who, where) => {
    await withPolicies(recording(false, where));
    expect(await reading('video_recording.enableRecording')).toContain('differs');
  });

  it('is known where a unit has the same as everybody', async () => {
    await withPolicies(recording(false), recording(false, { orgUnit: 'coaches' }));
    expect(await reading('video_recording.enableRecording')).toBe(false);
  });

  it('is unknown where a setting for some is all that Google shows', async () => {
    await meet.setUp({ ...delegating(...Object.values(scopes)), edition: 'BUSINESS_STARTER' });
    expect(await reading('video_recording.enableRecording')).toContain('did not say');
    await meet.setUp({
      ...delegating(...Object.values(scopes)),
      edition: 'BUSINESS_STARTER',
      policies: [recording(false, { orgUnit: 'coaches' })],
    });
    expect(await reading('video_recording.enableRecording')).toContain('did not say');
  });
});

describe('tokens', () => {
  it('are kept per user and scopes, and made anew before they end', async () => {
    const intent = meet.intend();
    const plan = await meet.plan();
    const { ref } = await meet.client.provision(plan, intent);
    await meet.client.observe(ref, plan, intent);
    const before = await tokens();
    await meet.client.observe(ref, plan, intent);
    expect(await tokens()).toBe(before);
    meet.clock.now = new Date(meet.clock.now.getTime() + 56 * 60_000);
    await meet.client.observe(ref, plan, intent);
    expect(await tokens()).toBe(before + 2);
  });

  it('are not asked for again soon after they were refused', async () => {
    await meet.client.readPosture(ORGANISER);
    const before = await tokens();
    await meet.client.readPosture(ORGANISER);
    expect(await tokens()).toBe(before);
    await meet.setUp(delegating(...Object.values(scopes)));
    meet.clock.now = new Date(meet.clock.now.getTime() + 5 * 60_000);
    await meet.client.readPosture(ORGANISER);
    expect(await tokens()).toBe(before + 1);
  });

  it('name the scopes to add where delegation lacks one', async () => {
    await meet.setUp(delegating(scopes.created));
    const error = await failureOf(meet.client.provision(await meet.plan(), meet.intend()));
    expect(error.code).toBe('AUTH_FAILED');
    expect(error.message).toContain(scopes.settings);
    expect(error.facts).toEqual({ scopes: [scopes.created, scopes.settings] });
    expect(await meet.countMeetings()).toBe(0);
  });
});

describe('budgets', () => {
  const taken = (kind: string) =>
    meet.budgets.filter(({ scope }) => scope.startsWith(`meet-${kind}`)).map(({ limit }) => limit);

  it('are Google’s own, for the organiser and for the project, a minute each', async () => {
    const intent = meet.intend();
    const plan = await meet.plan();
    meet.budgets.length = 0;
    const { ref } = await meet.client.provision(plan, intent);
    await meet.client.observe(ref, plan, intent);
    await meet.client.revise(ref, plan, intent);
    expect(taken('create')).toEqual([10, 100]);
    expect(taken('read')).toEqual([600, 6_000, 600, 6_000, 600, 6_000]);
    expect(taken('write')).toEqual([100, 1_000]);
    expect(new Set(meet.budgets.map(({ windowMs }) => windowMs))).toEqual(new Set([60_000]));
    expect(meet.budgets[0]?.scope).toContain(ORGANISER);
  });

  it('are untouched where the key is not the account’s own', async () => {
    const { privateKey } = meet.connection(meet.origin, 'wrong').credentials as { privateKey: string };
    const plan = await meet.plan();
    meet.budgets.length = 0;
    const client = meet.connect({ credentials: { privateKey } });
    expect((await failureOf(client.provision(plan, meet.intend()))).code).toBe('AUTH_FAILED');
    expect(meet.budgets).toEqual([]);
  });

  it('are those of an account with raised quotas', async () => {
    const client = meet.connect({ settings: { rateLimits: { createPerUser: 50 } } });
    await client.provision(await meet.plan(), meet.intend());
    expect(taken('create')).toEqual([50, 100]);
  });
});

describe('what a person hands over', () => {
  const pem = (type: 'rsa' | 'ec') => {
    const encoding = {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    } as const;
    return type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048, ...encoding }).privateKey
      : generateKeyPairSync('ec', { namedCurve: 'P-256', ...encoding }).privateKey;
  };
  const clientEmail = 'app@a-project.iam.gserviceaccount.com';

  it('may be a key file, of which only what signing needs is kept', async () => {
    const privateKey = pem('rsa');
    const file = {
      type: 'service_account',
      project_id: 'a-project',
      private_key_id: 'k1',
      private_key: privateKey,
      client_email: clientEmail,
      client_id: '1',
      token_uri: 'https://elsewhere.example/token',
    };
    expect(await provider.prepare(file)).toEqual({
      credentials: { clientEmail, privateKey, keyId: 'k1', policyReader: null },
      certificate: null,
    });
  });

  it('holds whom admin settings are read for, with the key and never among the settings', async () => {
    const privateKey = pem('rsa');
    const policyReader = ' Admin@Practice.example';
    const file = { type: 'service_account', private_key: privateKey, client_email: clientEmail };
    for (const given of [
      { ...file, policyReader },
      { clientEmail, privateKey, policyReader },
    ]) {
      const { credentials } = await provider.prepare(given);
      expect(credentials).toMatchObject({ policyReader: ADMIN });
    }
    expect(provider.settings.safeParse({ policyReader: ADMIN }).success).toBe(false);
  });

  it('names the project by the key’s own address alone, whatever the key file claims', async () => {
    const file = { type: 'service_account', private_key: pem('rsa'), client_email: clientEmail };
    const claiming = await provider.prepare({ ...file, project_id: 'b-project' });
    const silent = await provider.prepare(file);
    const accountOf = ({ credentials }: typeof silent) => provider.accountOf({ settings: {}, credentials });
    expect(accountOf(claiming)).toBe(accountOf(silent));
  });

  it('must be a key that can sign', async () => {
    const error = await failureOf(provider.prepare({ clientEmail, privateKey: pem('ec') }));
    expect(error).toMatchObject({ code: 'REJECTED', field: 'privateKey' });
  });

  it('shares its budgets with every connection of the same Google Cloud project', () => {
    const account = (credentials: object) => provider.accountOf({ settings: {}, credentials });
    const privateKey = '-----BEGIN PRIVATE KEY-----';
    const other = { clientEmail: 'other@a-project.iam.gserviceaccount.com', privateKey };
    expect(account({ clientEmail, privateKey })).toBe(account(other));
    const elsewhere = { clientEmail: 'other@b-project.iam.gserviceaccount.com', privateKey };
    expect(account({ clientEmail, privateKey })).not.toBe(account(elsewhere));
  });

  it('calls Google’s own addresses unless others are named', () => {
    expect(provider.originsOf({}).toSorted()).toEqual([...provider.vendorOrigins].toSorted());
    expect(provider.originsOf({ rootUrl: 'http://127.0.0.1:4010' })).toEqual(['http://127.0.0.1:4010']);
    expect(() => provider.originsOf({ clientId: 'x' })).toThrow();
  });
});

describe('a host at Google', () => {
  const { schema } = provider.identity;

  it('has one name, however it is written', () => {
    expect(schema.parse('  Coach@Practice.Example ')).toBe('coach@practice.example');
  });

  it.each([
    '',
    'coach',
    'a b@practice.example',
    'a@b.example;c@d.example',
    'a..b@practice.example',
    '../x@y',
  ])('is not %j', (host) => {
    expect(schema.safeParse(host).success).toBe(false);
  });
});
