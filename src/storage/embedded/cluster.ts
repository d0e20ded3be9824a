import { execFile } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { canEnter, type Account } from './account.ts';
import { UnfitDatabase } from '../unfit-database.ts';

const run = promisify(execFile);

/** The only variables the server's programs are given. The locale is fixed because logs are read by `server.ts`. */
export const serverEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Where data goes that must be outside a folder the server's account cannot enter. */
const sharedDataRoot = '/var/lib/subrosa';

/** The server's administrator. Nothing but `roles.ts` signs in with it. */
export const administrator = 'postgres';

/**
 * Makes the data directory and returns the path the server can use. Where `account` cannot enter the wished place, the data
 * live under /var/lib/subrosa and the wished path becomes a symbolic link to them, so that they can be found and kept.
 */
export async function prepareDataDirectory(wished: string, account: Account | undefined): Promise<string> {
  const path = resolve(wished);
  await mkdir(dirname(path), { recursive: true });
  const existing = await realpath(path).catch(() => undefined);
  const mode = account === undefined ? 0o700 : 0o711;
  if (account === undefined || (await canEnter(account, await realpath(dirname(existing ?? path))))) {
    await mkdir(path, { recursive: true });
    await chmod(path, mode);
    return realpath(path);
  }
  const elsewhere = join(sharedDataRoot, createHash('sha256').update(path).digest('hex').slice(0, 16));
  await mkdir(elsewhere, { recursive: true, mode });
  if (existing === undefined) await symlink(elsewhere, path);
  return elsewhere;
}

/** The database files of a data directory, made by initdb on the first start. */
export async function openCluster(
  dataDirectory: string,
  server: { path: string; version: string },
  account: Account | undefined,
): Promise<{ cluster: string; password: string }> {
  const cluster = join(dataDirectory, 'cluster');
  const passwordFile = join(cluster, 'administrator.password');
  const made = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (made === undefined) await createCluster(cluster, passwordFile, server.path, account);
  else if (made.trim() !== server.version.split('.')[0]) {
    throw new UnfitDatabase(
      `${dataDirectory} was made by PostgreSQL ${made.trim()}, but the embedded one is ${server.version}. Dump it with the old version and restore it with the new.`,
    );
  }
  return { cluster, password: (await readFile(passwordFile, 'utf8')).trim() };
}

async function createCluster(
  cluster: string,
  passwordFile: string,
  serverPath: string,
  account: Account | undefined,
): Promise<void> {
  // Made beside the final place and renamed when whole: a crash half-way leaves nothing that looks like a database.
  const draft = `${cluster}.${randomUUID()}`;
  const draftPassword = `${draft}.password`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(draftPassword, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    if (account !== undefined) {
      await chown(draft, account.uid, account.gid);
      await chown(draftPassword, account.uid, account.gid);
    }
    await run(
      join(serverPath, 'bin', 'initdb'),
      [
        `--pgdata=${draft}`,
        `--username=${administrator}`,
        `--pwfile=${draftPassword}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--locale=C.UTF-8',
        '--lc-messages=C',
      ],
      { ...account, cwd: '/', env: { ...serverEnvironment, LC_ALL: '' } },
    );
    await rename(draftPassword, join(draft, 'administrator.password'));
    await rename(draft, cluster).catch(async (error: unknown) => {
      // Another process was faster; its cluster is as good as ours.
      await readFile(passwordFile).catch(() => {
        throw error;
      });
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(draftPassword, { force: true });
  }
}

const ownerFile = (dataDirectory: string) => join(dataDirectory, 'owner.pid');

/** Notes that this process runs the directory's server, which is ready: for `recoverCluster` in a later process. */
export const claimCluster = (dataDirectory: string): Promise<void> =>
  writeFile(ownerFile(dataDirectory), `${process.pid}\n`);

/**
 * Clears what a crashed run left: stops a server whose starter is dead, and removes a lock whose process number now belongs
 * to something else (usual in containers, where numbers repeat). Refuses when the starter still lives.
 */
export async function recoverCluster(dataDirectory: string, cluster: string): Promise<void> {
  const lock = join(cluster, 'postmaster.pid');
  const server = await readPid(lock);
  if (server === undefined || !isAlive(server)) return;
  // Unreadable on Linux means a zombie or somebody else's process; other systems have no such file, so believe the lock.
  const folder = await readlink(`/proc/${server}/cwd`).catch(() =>
    process.platform === 'linux' ? '' : cluster,
  );
  if (folder !== cluster) return rm(lock, { force: true });

  const owner = await readPid(ownerFile(dataDirectory));
  if (owner !== undefined && isAlive(owner)) {
    throw new UnfitDatabase(
      `${dataDirectory} is in use by process ${owner}. Stop it, or give this one another data directory.`,
    );
  }
  process.kill(server, 'SIGINT');
  while (isAlive(server) && (await readPid(lock)) !== undefined) await pause(50);
}

/** Whether the server with this process number says in its lock file that it takes connections. */
export async function isReady(cluster: string, pid: number | undefined): Promise<boolean> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
}

async function readPid(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isNaN(pid) ? undefined : pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
