import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { canEnter, findServerAccount, type Account } from './embedded/account.ts';
import { findServerPackage, provideServer } from './embedded/binaries.ts';
import {
  administrator,
  claimCluster,
  isReady,
  openCluster,
  prepareDataDirectory,
  recoverCluster,
  serverEnvironment,
} from './embedded/cluster.ts';
import { UnfitDatabase } from './unfit-database.ts';

export interface EmbeddedOptions {
  /** Kept between runs unless `temporary`. One process at a time. */
  dataDirectory: string;
  /** Remove the data on stop, and as far as possible when this process dies. Default false. */
  temporary?: boolean;
  /** False trades the safety of the data in a power failure for speed: for tests only. Default true. */
  fsync?: boolean;
}

export interface EmbeddedServer {
  /** The administrator's URL, on 127.0.0.1 with a generated password. Hand it to `createRoles` only. */
  adminUrl: string;
  /** Disconnects everybody, stops the server cleanly and waits for it. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Becomes the server, after leaving a watcher behind that stops it when the pipe to the starting process closes, which it
 * does however that process ends. $$ is the shell's own number, kept by exec. $1 is a cluster to delete, or empty.
 */
const startScript = `
exec 3<&0
(
  cat <&3 >/dev/null
  kill -INT $$ 2>/dev/null
  [ -n "$1" ] || exit 0
  tries=0
  while [ -e "$1/postmaster.pid" ] && [ "$tries" -lt 60 ]; do sleep 1; tries=$((tries + 1)); done
  rm -rf "$1"/*
) &
shift
exec "$@" 3<&- </dev/null
`;

/**
 * Starts a PostgreSQL server of our own, for when no DATABASE_URL is set. Works as root too (the server then runs as an
 * existing unprivileged account) and below folders that other users cannot enter.
 * @throws UnfitDatabase with a sentence for the operator when this system has no such server, or the data are in use.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  if (process.platform === 'win32') {
    throw new UnfitDatabase(
      'There is no embedded database for Windows. Set DATABASE_URL to a PostgreSQL 15 or newer.',
    );
  }
  const account = await findServerAccount();
  const source = await findServerPackage();
  const sharedTemporary =
    account === undefined || (await canEnter(account, tmpdir())) ? tmpdir() : '/var/tmp';
  const path = await provideServer(source, sharedTemporary, account);
  const dataDirectory = await prepareDataDirectory(options.dataDirectory, account);
  const { cluster, password } = await openCluster(dataDirectory, { path, version: source.version }, account);
  await recoverCluster(dataDirectory, cluster);

  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort();
    const server = await launch({ path, cluster, dataDirectory, port, account, options });
    if (await becomesReady(server, cluster)) {
      await claimCluster(dataDirectory);
      return {
        adminUrl: `postgres://${administrator}:${password}@127.0.0.1:${port}/postgres`,
        stop: () => stop(server, options, dataDirectory),
      };
    }
    const log = await readFile(join(dataDirectory, 'server.log'), 'utf8');
    // Between finding a port and using it, somebody else may have taken it.
    if (attempt < 5 && log.includes('Address already in use')) continue;
    throw new UnfitDatabase(
      `The embedded database did not start. Its log ends: ${log.trim().split('\n').slice(-5).join(' | ')}`,
    );
  }
}

interface Launch {
  path: string;
  cluster: string;
  dataDirectory: string;
  port: number;
  account: Account | undefined;
  options: EmbeddedOptions;
}

async function launch({
  path,
  cluster,
  dataDirectory,
  port,
  account,
  options,
}: Launch): Promise<ChildProcess> {
  const log = await open(join(dataDirectory, 'server.log'), 'w', 0o600);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // Statements and error details carry values of rows; the log may not.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(options.fsync === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const deleteAfterwards = options.temporary === true ? cluster : '';
  try {
    const server = spawn(
      '/bin/sh',
      [
        '-c',
        startScript,
        'sh',
        deleteAfterwards,
        join(path, 'bin', 'postgres'),
        '-D',
        cluster,
        '-p',
        String(port),
        ...flags,
      ],
      // Detached: Ctrl-C in a terminal reaches us, not the server, so that we finish our work before it goes.
      { ...account, cwd: '/', env: serverEnvironment, detached: true, stdio: ['pipe', log.fd, log.fd] },
    );
    server.once('exit', () => server.stdin?.destroy());
    server.stdin?.on('error', () => undefined);
    await once(server, 'spawn');
    return server;
  } finally {
    await log.close();
  }
}

async function becomesReady(server: ChildProcess, cluster: string): Promise<boolean> {
  while (server.exitCode === null && server.signalCode === null) {
    if (await isReady(cluster, server.pid)) {
      // A forgotten stop must not keep the process alive: the watcher ends the server.
      server.unref();
      return true;
    }
    await pause(20);
  }
  return false;
}

async function stop(server: ChildProcess, options: EmbeddedOptions, dataDirectory: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const exited = once(server, 'exit');
    server.ref();
    server.stdin?.end();
    await exited;
  }
  if (options.temporary !== true) return;
  // The second is a symbolic link where the data had to be elsewhere.
  for (const path of [dataDirectory, options.dataDirectory]) await rm(path, { recursive: true, force: true });
}

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
