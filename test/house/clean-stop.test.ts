import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createPractice, rowsOf, type Practice } from '../chaos/practice.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { platformStarters, type Platform } from '../support/platforms.ts';
import { openWorking } from '../support/working.ts';
import { root } from './documents.ts';
import { answerOf, ended, findFreePort } from './processes.ts';

/** How long the vendor takes over the first meeting; time to ask the process to stop meanwhile. */
const STALL_MS = 3_000;

describe('the service as a process', () => {
  let platform: Platform;
  let database: TestDatabase;
  let working: Awaited<ReturnType<typeof openWorking>>;
  let practice: Practice;

  beforeAll(async () => {
    platform = await platformStarters.zoom(() => new Date());
    database = await createTestDatabase();
    // Makes the practice, and works on nothing itself.
    working = await openWorking(database.appUrl, [platform.origin]);
    practice = await createPractice(working.application, working.caller, {
      ...platform,
      settings: platform.settings(),
    });
  });
  afterAll(async () => {
    await working.close();
    await platform.close();
    await database.drop();
  });

  /** The service with one job of a connection at a time, once it answers. */
  async function start(): Promise<{ service: ChildProcess; address: string; end: ReturnType<typeof ended> }> {
    const port = await findFreePort();
    const { encryptionKeys, indexKey } = working.config;
    const service = spawn(process.execPath, [join(root, 'src/main.ts')], {
      cwd: root,
      env: {
        HOST: '127.0.0.1',
        PORT: String(port),
        DATABASE_URL: database.appUrl,
        SUBROSA_ENCRYPTION_KEYS: encryptionKeys
          .map(({ id, key }) => `${id}:${key.toString('base64')}`)
          .join(','),
        SUBROSA_INDEX_KEY: indexKey.toString('base64'),
        SUBROSA_VENDOR_ORIGINS: platform.origin,
        SUBROSA_PUBLIC_URL: 'https://door.example',
        SUBROSA_QUEUE_PER_CONNECTION: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    service.stdout.resume();
    onTestFinished(() => void service.kill('SIGKILL'));
    const address = `http://127.0.0.1:${port}`;
    const end = ended(service);
    expect(await answerOf(`${address}/readyz`, service)).toBe(200);
    return { service, address, end };
  }

  async function book(address: string): Promise<void> {
    const answer = await fetch(`${address}/v1/sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${working.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(practice.nextRequest()),
    });
    expect(answer.status).toBe(202);
  }

  const standings = async () =>
    (
      await rowsOf<{ state: string; link: string }>(
        { testDatabase: database },
        'SELECT state, link FROM sessions ORDER BY state',
      )
    ).map(({ state, link }) => `${state}, ${link}`);
  const made = async () =>
    (await platform.requests()).filter(({ operation }) => operation === platform.operations.create).length;

  it('is asked to stop with a meeting on the way: ends it, hands over what has not begun, and makes nothing twice', async () => {
    const { create } = platform.operations;
    await platform.misbehave({ kind: 'stall', operation: create, times: 1, delayMs: STALL_MS });
    const first = await start();
    await book(first.address);
    await book(first.address);
    await vi.waitUntil(
      async () => ((await platform.admin('GET', '/misbehaviours')) as { hits: number }[])[0]?.hits === 1,
      { timeout: 15_000, interval: 100 },
    );
    expect(await standings()).toEqual(['provisioning, sealed', 'provisioning, sealed']);

    first.service.kill('SIGTERM');
    expect(await first.end).toEqual({ code: 0, complaint: '' });
    expect(await standings()).toEqual(['provisioning, sealed', 'scheduled, unsealed']);
    expect(await made()).toBe(1);

    const second = await start();
    await vi.waitUntil(
      async () => (await standings()).every((standing) => standing === 'scheduled, unsealed'),
      { timeout: 20_000, interval: 100 },
    );
    second.service.kill('SIGTERM');
    expect(await second.end).toEqual({ code: 0, complaint: '' });
    expect(await made()).toBe(2);
    expect(await platform.meetings()).toHaveLength(2);
  }, 90_000);
});
