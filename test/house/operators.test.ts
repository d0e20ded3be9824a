import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { urlFor, withClient } from '../../src/storage/roles.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { root } from './documents.ts';

const key = randomBytes(32).toString('base64');
const keys = { SUBROSA_ENCRYPTION_KEYS: `first:${key}`, SUBROSA_INDEX_KEY: key };
const programs = {
  service: ['src/main.ts'],
  migrate: ['src/cli/main.ts', 'migrate'],
  organisation: ['src/cli/main.ts', 'organisation', 'create', 'A practice'],
  sandbox: ['src/sandbox/main.ts'],
};

/** Runs a program to its end, which it has to come to by itself. */
async function run(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, complaint] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    child.exitCode ?? once(child, 'exit'),
  ]);
  return { status: child.exitCode, out, complaint };
}

/** What a program says that cannot start: one sentence, without stack or secret, and a status that says so. */
async function complaintOf(program: keyof typeof programs, env: Record<string, string>): Promise<string> {
  const { status, out, complaint } = await run(programs[program], env);
  expect({ status, out }, complaint).toEqual({ status: 2, out: '' });
  expect(complaint.trimEnd().split('\n')).toHaveLength(1);
  const secrets = Object.values(env).flatMap((value) => [key, passwordOf(value)]);
  for (const secret of secrets) if (secret !== '') expect(complaint).not.toContain(secret);
  return complaint;
}

const passwordOf = (value: string): string => (URL.canParse(value) ? new URL(value).password : '');

describe('a program that cannot do its work', () => {
  const { adminUrl, ownerUrl, appUrl, run: runName } = inject('templateDatabase');
  const empty = `subrosa_${runName}_empty`;
  let migrated: TestDatabase;
  let taken: Server;
  beforeAll(async () => {
    migrated = await createTestDatabase();
    taken = createServer();
    await once(taken.listen(0, '127.0.0.1'), 'listening');
    const owner = pg.escapeIdentifier(decodeURIComponent(new URL(ownerUrl).username));
    await withClient(adminUrl, (client) => client.query(`CREATE DATABASE ${empty} OWNER ${owner}`));
  });
  afterAll(async () => {
    taken.close();
    await migrated.drop();
    await withClient(adminUrl, (client) => client.query(`DROP DATABASE ${empty} WITH (FORCE)`));
  });

  const takenPort = () => String((taken.address() as AddressInfo).port);
  const change = (url: string, parts: Partial<Pick<URL, 'port' | 'password' | 'pathname'>>) =>
    Object.assign(new URL(url), parts).href;

  it.each(['service', 'migrate', 'organisation'] as const)(
    'says that the database is away: %s',
    async (program) => {
      const closed = createServer();
      await once(closed.listen(0, '127.0.0.1'), 'listening');
      const { port } = closed.address() as AddressInfo;
      await new Promise((done) => closed.close(done));
      const away = { port: String(port) };
      const env = { DATABASE_URL: change(appUrl, away), ...keys };
      const owner = program === 'migrate' ? { DATABASE_OWNER_URL: change(ownerUrl, away) } : {};
      expect(await complaintOf(program, { ...env, ...owner })).toMatch(
        /^DATABASE_(OWNER_)?URL: The server does not answer\. Start it/,
      );
    },
  );

  it('says that the role’s password is wrong, and that there is no such database', async () => {
    const wrong = change(migrated.appUrl, { password: 'another-password' });
    expect(await complaintOf('service', { DATABASE_URL: wrong, ...keys })).toMatch(
      /this role with this password/,
    );
    const none = change(appUrl, { pathname: '/no_such_database' });
    expect(await complaintOf('service', { DATABASE_URL: none, ...keys })).toMatch(/has no such database/);
  });

  it('says that isolation would not bind the role', async () => {
    for (const url of [migrated.adminUrl, migrated.ownerUrl])
      expect(await complaintOf('service', { DATABASE_URL: url, ...keys })).toMatch(
        /^DATABASE_URL: The application's database role .*Give it a role of its own/,
      );
  });

  it.each(['service', 'organisation'] as const)(
    'says that the database was not migrated, and how to: %s',
    async (program) => {
      const admin = new URL(adminUrl);
      const { username, password } = new URL(appUrl);
      const url = urlFor(admin.href, decodeURIComponent(username), decodeURIComponent(password), empty);
      expect(await complaintOf(program, { DATABASE_URL: url, ...keys })).toMatch(
        /^DATABASE_URL: .*not at this release.*npm run subrosa -- migrate/,
      );
    },
  );

  it('says that a migration failed, and with what code', async () => {
    const inEmpty = (url: string) => change(url, { pathname: `/${empty}` });
    await withClient(inEmpty(ownerUrl), (client) => client.query('CREATE TABLE organisations ()'));
    const env = { DATABASE_URL: inEmpty(appUrl), DATABASE_OWNER_URL: inEmpty(ownerUrl), ...keys };
    expect(await complaintOf('migrate', env)).toMatch(/^DATABASE_OWNER_URL: .*SQLSTATE 42P07/);
  });

  it('says that its port is taken', async () => {
    const env = { DATABASE_URL: migrated.appUrl, PORT: takenPort(), ...keys };
    expect(await complaintOf('service', env)).toMatch(new RegExp(`^PORT: ${takenPort()} is taken`));
    expect(await complaintOf('sandbox', { SANDBOX_PORT: takenPort() })).toMatch(
      /^SANDBOX_PORT: \d+ is taken/,
    );
  });

  it('says which variable is missing', async () => {
    expect(await complaintOf('migrate', {})).toMatch(/^DATABASE_URL: set/);
    expect(await complaintOf('migrate', { DATABASE_URL: appUrl, ...keys })).toMatch(
      /^DATABASE_OWNER_URL: set/,
    );
  });

  it.each([[[]], [['organisation', 'create']], [['migrate', 'now']], [['--force']]])(
    'says what the commands are where it is called with %j',
    async (words) => {
      const { status, complaint } = await run(['src/cli/main.ts', ...words], {});
      expect(status).toBe(2);
      expect(complaint).toMatch(/^Usage:/);
      expect(complaint).not.toMatch(/^\s+at /m);
    },
  );
});
