import { afterEach, describe, expect, it } from 'vitest';
import { providers } from '../../../src/providers/registry.ts';
import { ORGANISER } from '../../conformance/zoom.harness.ts';
import { ordinaryZoomPosture } from '../../support/ordinary-zoom.ts';
import { connectZoom, failureOf } from './bench.ts';

const open: { close: () => Promise<void> }[] = [];
const zoomWith = async (account: Record<string, unknown> = {}) => {
  const bench = await connectZoom(account);
  open.push(bench);
  return bench;
};
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
});

const sessionScopes = ['meeting:write:admin', 'meeting:read:admin'];

describe('verifying a Zoom connection', () => {
  it('is content with an app that has everything', async () => {
    const { client } = await zoomWith();
    const { ok, checks } = await client.verify(ORGANISER);
    expect(ok).toBe(true);
    expect(checks.filter((check) => !check.ok)).toEqual([]);
  });

  it('names each scope that is missing, where to add it, and what is lost without it', async () => {
    const { client } = await zoomWith({ scopes: sessionScopes });
    const { ok, checks } = await client.verify(ORGANISER);
    expect(ok).toBe(true);
    const missing = checks.filter((check) => !check.ok);
    expect(missing.map(({ name }) => name)).toContain('scope report:read:list_history_meetings:admin');
    for (const { remedy } of missing) expect(remedy).toMatch(/App Marketplace.*Scopes: add .*:admin/);
  });

  it('is not in order where a session cannot be held', async () => {
    const { client } = await zoomWith({ scopes: ['meeting:read:admin', 'user:read:admin'] });
    const { ok, checks } = await client.verify(undefined);
    expect(ok).toBe(false);
    expect(checks.find(({ name }) => name === 'scope meeting:write:meeting:admin')?.remedy).toContain(
      'Without it no session can be held.',
    );
  });

  it('says that a host is not of the account', async () => {
    const { client } = await zoomWith();
    const { ok, checks } = await client.verify('nobody@practice.example');
    expect([ok, checks.find(({ name }) => name === 'host')?.ok]).toEqual([false, false]);
  });

  it('is not content without a host: whether there is one stays untried', async () => {
    const { client } = await zoomWith();
    const { ok, checks } = await client.verify(undefined);
    expect(ok).toBe(false);
    expect(checks.filter((check) => !check.ok).map(({ name }) => name)).toEqual(['organiser']);
  });

  it('looks for the host also where the app may not read settings', async () => {
    const { client } = await zoomWith({ scopes: sessionScopes });
    const { ok, checks } = await client.verify('nobody@practice.example');
    expect([ok, checks.find(({ name }) => name === 'host')?.ok]).toEqual([false, false]);
  });

  it('sees a scope that was taken away since the last token', async () => {
    const { client, setUp } = await zoomWith();
    expect((await client.verify(ORGANISER)).ok).toBe(true);
    await setUp({ scopes: ['meeting:read:admin', 'user:read:admin'] });
    expect((await client.verify(ORGANISER)).ok).toBe(false);
  });

  it('says that the app was deactivated', async () => {
    const { client } = await zoomWith({ active: false });
    expect(await client.verify(ORGANISER)).toMatchObject({
      ok: false,
      checks: [{ name: 'credentials', ok: false }],
    });
  });
});

describe('the posture of a Zoom account', () => {
  it('is read as the ordinary account’s', async () => {
    const { client, now } = await zoomWith();
    const posture = await client.readPosture(ORGANISER);
    expect(posture).toMatchObject(ordinaryZoomPosture(now()));
  });

  it('is unknown where a scope is missing, and says which', async () => {
    const { client } = await zoomWith({ scopes: sessionScopes });
    const posture = await client.readPosture(ORGANISER);
    expect(posture['user.in_meeting.chat']).toMatchObject({
      unknown: expect.stringContaining('user:read:settings:admin') as string,
    });
    expect(Object.values(posture).every((reading) => 'unknown' in reading)).toBe(true);
  });

  it('is unknown, never off, where the answer lacks a setting', async () => {
    const { client } = await zoomWith({
      unreadable: { user: ['recording.cloud_recording'], account: [], locks: [] },
    });
    const posture = await client.readPosture(ORGANISER);
    expect(posture['user.recording.cloud_recording']).toHaveProperty('unknown');
    expect(posture['user.recording.local_recording']).toMatchObject({ value: true });
  });

  it('is unknown for a whole account that is not paid', async () => {
    const { client } = await zoomWith({ plan: 'basic' });
    const posture = await client.readPosture(ORGANISER);
    expect(posture['account.schedule_meeting.not_store_meeting_topic']).toHaveProperty('unknown');
  });
});

describe('calls of Zoom', () => {
  it('use one token until it no longer works, and then a fresh one', async () => {
    const { client, admin, setUp } = await zoomWith();
    await client.readPosture(ORGANISER);
    await client.readPosture(ORGANISER);
    const tokens = async () =>
      ((await admin('GET', '/requests')) as { operation: string }[]).filter(
        ({ operation }) => operation === 'token',
      ).length;
    expect(await tokens()).toBe(1);
    await admin('POST', '/reset');
    await setUp();
    await client.readPosture(ORGANISER);
    expect(await tokens()).toBe(1);
  });

  it('name the scope that a call needs', async () => {
    const { client, plan, intend } = await zoomWith({ scopes: ['meeting:read:admin', 'user:read:admin'] });
    const error = await failureOf(client.provision(await plan(), intend()));
    expect([error.code, error.facts]).toEqual(['AUTH_FAILED', { scope: 'meeting:write:meeting:admin' }]);
  });

  it('name the field that Zoom refuses', async () => {
    const { client, plan, intend } = await zoomWith();
    const compiled = await plan();
    const wire = { ...compiled.wire, 'meeting.settings.auto_recording': 7 };
    const error = await failureOf(client.provision({ ...compiled, wire }, intend()));
    expect([error.code, error.field]).toEqual(['REJECTED', 'meeting.settings.auto_recording']);
  });

  it('wait until the UTC day is over where the host’s writes of the day are used up', async () => {
    const { client, plan, intend } = await zoomWith({ writesPerDay: 1 });
    await client.provision(await plan(), intend());
    const error = await failureOf(client.provision(await plan(), intend()));
    expect([error.code, error.retryAfterMs]).toEqual(['RATE_LIMITED', 15 * 3_600_000]);
  });

  it('take leave first: the category’s calls a second, and only then one of the host’s writes of the day', async () => {
    const { client, plan, intend, budgets } = await zoomWith();
    const compiled = await plan();
    budgets.length = 0;
    await client.provision(compiled, intend());
    expect(budgets).toEqual([
      { scope: 'light', limit: 30, windowMs: 1_000 },
      { scope: `writes:${ORGANISER}`, limit: 100, windowMs: 86_400_000 },
    ]);
  });

  it('keep to the plan’s limits, or to those that Zoom has raised', async () => {
    const { connect, budgets } = await zoomWith();
    await connect({ settings: { plan: 'free' } }).readPosture(ORGANISER);
    expect(budgets).toContainEqual({ scope: 'medium', limit: 2, windowMs: 1_000 });
    expect(budgets).toContainEqual({ scope: 'medium-day', limit: 2_000, windowMs: 86_400_000 });
    budgets.length = 0;
    await connect({ settings: { rateLimits: { medium: 500 } } }).readPosture(ORGANISER);
    expect(new Set(budgets.map(({ limit }) => limit))).toEqual(new Set([500]));
  });
});

describe('a Zoom connection', () => {
  it('goes to Zoom’s own addresses unless told otherwise', () => {
    const settings = providers.zoom.settings.parse({});
    expect(providers.zoom.originsOf(settings)).toEqual(providers.zoom.vendorOrigins);
  });

  it.each([{ surprise: 1 }, { apiUrl: 'file:///etc/hosts' }, { plan: 'imaginary' }])(
    'refuses the settings %j',
    (settings) => {
      expect(providers.zoom.settings.safeParse(settings).success).toBe(false);
    },
  );

  it('knows a host by the e-mail address alone, in one spelling', () => {
    expect(providers.zoom.identity.schema.parse(' Coach@Practice.Example ')).toBe('coach@practice.example');
  });

  it.each(['aB-1_cD', 'a b', 'x/../y', '', 'me', 'a..b', '..', 'a@b.example;c@d.example', 'a@', 'a@b@c'])(
    'refuses the host %j',
    (host) => {
      expect(providers.zoom.identity.schema.safeParse(host).success).toBe(false);
    },
  );
});
