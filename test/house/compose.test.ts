import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import pg from 'pg';
import { afterAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { withClient } from '../../src/storage/roles.ts';
import {
  fillCompose,
  readCompose,
  readComposeSchema,
  readImageCommand,
  readImageEnvironment,
} from './compose.ts';
import { read, root } from './documents.ts';
import { answerOf, ended, findFreePort } from './processes.ts';

const secret = () => randomBytes(24).toString('hex');
const key = () => randomBytes(32).toString('base64');

const variables = {
  POSTGRES_PASSWORD: secret(),
  SUBROSA_OWNER_PASSWORD: secret(),
  SUBROSA_APP_PASSWORD: secret(),
  SUBROSA_ENCRYPTION_KEYS: `first:${key()}`,
  SUBROSA_INDEX_KEY: key(),
};

describe('docker-compose.yml', () => {
  it('is a Compose file by the official schema', async () => {
    // Formats are Go's (durations such as 10s), which ajv does not know.
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(readComposeSchema());
    expect(validate(await readCompose()), JSON.stringify(validate.errors)).toBe(true);
    const misspelt = { services: { service: { image: 'subrosa', enviroment: {} } } };
    expect(validate(misspelt)).toBe(false);
  });

  it('holds no secret: without each variable it does not start', async () => {
    for (const name of Object.keys(variables)) {
      const others = Object.fromEntries(Object.entries(variables).filter(([other]) => other !== name));
      await expect(fillCompose(others)).rejects.toThrow(`${name} is not set`);
    }
  });

  it('keeps the owner’s password from the service', async () => {
    const { services } = await fillCompose(variables);
    expect(JSON.stringify(services['service'])).not.toContain(variables.SUBROSA_OWNER_PASSWORD);
    expect(JSON.stringify(services['service'])).toContain(variables.SUBROSA_APP_PASSWORD);
  });
});

describe('the image', () => {
  it('copies what is there, lets through what it copies, and runs as nobody in particular', async () => {
    const dockerfile = await read('Dockerfile');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) =>
      (paths ?? '').split(' '),
    );
    const letThrough = [...(await read('.dockerignore')).matchAll(/^!(.+)$/gm)].map(([, path]) => path);
    expect([...new Set(copied)].sort()).toEqual(letThrough.toSorted());
    for (const path of copied) expect(existsSync(join(root, path)), path).toBe(true);
    expect(dockerfile).toMatch(/^USER node$/m);
  });
});

/*
 * No Docker engine is needed: the roles are made by Compose's own SQL on the tests' server, and the processes are started with
 * the commands and environment that Compose gives. Only names that are shared on that server, addresses and ports differ.
 */
describe('what Compose starts', () => {
  const { adminUrl, run } = inject('templateDatabase');
  const rename = (text: string) =>
    text
      .replaceAll('subrosa_owner', `subrosa_owner_compose_${run}`)
      .replaceAll('subrosa_app', `subrosa_app_compose_${run}`)
      .replaceAll(/\bDATABASE subrosa\b/g, `DATABASE subrosa_${run}_compose`)
      .replaceAll(/\/subrosa$/g, `/subrosa_${run}_compose`);

  afterAll(() =>
    withClient(adminUrl, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS subrosa_${run}_compose WITH (FORCE)`);
      for (const role of ['subrosa_owner', 'subrosa_app'])
        await client.query(`DROP ROLE IF EXISTS ${rename(role)}`);
    }),
  );

  /** One service as Compose would start it, at this server and port. */
  async function start(name: string, ports: Record<string, string>): Promise<ChildProcess> {
    const { services } = await fillCompose(variables);
    const service = services[name];
    const [, ...args] = service?.command ?? (await readImageCommand());
    const given = Object.entries({ ...(await readImageEnvironment()), ...service?.environment });
    const environment = Object.fromEntries(given.map(([variable, text]) => [variable, atTestServer(text)]));
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...environment, HOST: '127.0.0.1', ...ports },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.resume();
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  }

  const atTestServer = (text: string): string =>
    rename(text.replace('@postgres:5432', `@${new URL(adminUrl).host}`));

  it('makes the roles, migrates as owner, serves as the application, and stops cleanly', async () => {
    const { configs } = await fillCompose(variables);
    await runAsPsql(adminUrl, rename(configs['roles']?.content ?? ''), variables);

    const migration = await start('migrate', {});
    expect(await ended(migration)).toEqual({ code: 0, complaint: '' });

    const port = await findFreePort();
    const service = await start('service', { PORT: String(port) });
    const end = ended(service);
    expect(await answerOf(`http://127.0.0.1:${port}/readyz`, service)).toBe(200);
    service.kill('SIGTERM');
    expect(await end).toEqual({ code: 0, complaint: '' });
  });

  it('starts the three sandboxes on three ports in a row, and stops them cleanly', async () => {
    const first = await findFreePort();
    const sandboxes = await start('sandboxes', { SANDBOX_PORT: String(first) });
    const end = ended(sandboxes);
    for (const port of [first, first + 1, first + 2])
      expect(await answerOf(`http://127.0.0.1:${port}/_sandbox/health`, sandboxes)).toBe(200);
    sandboxes.kill('SIGTERM');
    expect(await end).toEqual({ code: 0, complaint: '' });
  });
});

/** Runs a script as psql does, as far as ours goes: `\getenv` and quoted variables, one statement a line. */
async function runAsPsql(url: string, script: string, environment: Readonly<Record<string, string>>) {
  const values = new Map<string, string>();
  await withClient(url, async (client) => {
    for (const line of script.split('\n').filter((line) => line !== '')) {
      const [, name, variable] = /^\\getenv (\w+) (\w+)$/.exec(line) ?? [];
      if (name !== undefined && variable !== undefined) values.set(name, environment[variable] ?? '');
      else
        await client.query(
          line.replaceAll(/:'(\w+)'/g, (_, name: string) => pg.escapeLiteral(values.get(name) ?? '')),
        );
    }
  });
}
