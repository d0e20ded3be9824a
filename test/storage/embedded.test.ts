import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findServerAccount } from '../../src/storage/embedded/account.ts';
import { findServerPackage, provideServer } from '../../src/storage/embedded/binaries.ts';
import { startEmbedded } from '../../src/storage/embedded.ts';
import { withClient } from '../../src/storage/roles.ts';

const startModule = new URL('../../src/storage/embedded.ts', import.meta.url).href;

describe('the embedded database', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'subrosa-embedded-'));
    await chmod(root, 0o711);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const start = (name: string) => startEmbedded({ dataDirectory: join(root, name), fsync: false });

  it('keeps its data and its password between runs', async () => {
    const first = await start('kept');
    await withClient(first.adminUrl, (client) => client.query('CREATE TABLE kept AS SELECT 7 AS seven'));
    await first.stop();
    await first.stop();

    const second = await start('kept');
    const { rows } = await withClient(second.adminUrl, (client) => client.query('SELECT seven FROM kept'));
    await second.stop();
    expect(rows).toEqual([{ seven: 7 }]);
    expect(new URL(second.adminUrl).password).toBe(new URL(first.adminUrl).password);
  });

  it('recovers what a killed process left, and refuses while that process lives', async () => {
    const child = spawn(
      process.execPath,
      [
        '--input-type=module-typescript',
        '--eval',
        `import { startEmbedded } from ${JSON.stringify(startModule)};
         await startEmbedded({ dataDirectory: ${JSON.stringify(join(root, 'crashed'))}, fsync: false });
         console.log('ready');
         setInterval(() => undefined, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(child.stdout, 'data');
    await expect(start('crashed')).rejects.toThrow(`in use by process ${child.pid}`);

    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    const server = await start('crashed');
    const { rows } = await withClient(server.adminUrl, (client) => client.query('SELECT 1 AS one'));
    await server.stop();
    expect(rows).toEqual([{ one: 1 }]);
  });

  it('starts with a stale lock that names a process of somebody else', async () => {
    await (await start('stale')).stop();
    await writeFile(join(root, 'stale', 'cluster', 'postmaster.pid'), `${process.pid}\n`);
    const server = await start('stale');
    await server.stop();
    expect(server.adminUrl).toContain('127.0.0.1');
  });

  it('leaves nothing behind when temporary', async () => {
    const server = await startEmbedded({ dataDirectory: join(root, 'gone'), temporary: true, fsync: false });
    await server.stop();
    expect(await readdir(root)).not.toContain('gone');
  });

  it('says so when the data were made by another version', async () => {
    await mkdir(join(root, 'old', 'cluster'), { recursive: true });
    await writeFile(join(root, 'old', 'cluster', 'PG_VERSION'), '12\n');
    await expect(start('old')).rejects.toThrow('made by PostgreSQL 12');
  });
});

/** Only root has to hand the server to another account, so only root can be shut out of its own folder by that. */
describe.runIf(process.getuid?.() === 0)('the embedded database below a closed folder', () => {
  it('copies the server once, whole, however many processes do it together', async () => {
    const root = await mkdtemp(join(tmpdir(), 'subrosa-closed-'));
    try {
      const account = await findServerAccount();
      const original = await findServerPackage();
      const closed = join(root, 'closed');
      await mkdir(join(closed, 'bin'), { recursive: true });
      await chmod(closed, 0o700);
      await cp(join(original.path, 'bin', 'initdb'), join(closed, 'bin', 'initdb'));
      await mkdir(join(closed, 'lib'));
      await writeFile(join(closed, 'lib', 'library.so.2'), 'x');
      await writeFile(
        join(closed, 'pg-symlinks.json'),
        JSON.stringify([{ source: 'native/lib/library.so.2', target: 'native/lib/library.so' }]),
      );
      const source = { path: closed, version: '0.0.0-test' };
      const copies = await Promise.all([1, 2, 3].map(() => provideServer(source, root, account)));
      expect(new Set(copies).size).toBe(1);
      const copy = copies[0] ?? '';
      expect(copy).not.toBe(closed);
      expect((await readdir(copy, { recursive: true })).sort()).toEqual(
        ['bin', 'bin/initdb', 'lib', 'lib/library.so', 'lib/library.so.2', 'pg-symlinks.json'].sort(),
      );

      await rm(join(copy, 'lib', 'library.so.2'));
      await provideServer(source, root, account);
      expect(await readdir(join(copy, 'lib'))).toContain('library.so.2');

      await chmod(copy, 0o777);
      await expect(provideServer(source, root, account)).rejects.toThrow('can be written by others');
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});
