import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UnfitDatabase } from '../unfit-database.ts';

/** A numeric user and group that a process can be started as. */
export interface Account {
  uid: number;
  gid: number;
}

/** Accounts that exist on ordinary systems and own nothing of interest, best first. */
const candidates = ['postgres', 'nobody', 'daemon'];

/**
 * The account the database server runs as: undefined (our own) unless this process is root, which the server refuses.
 * initdb looks its own user up, so the account must exist; none is created.
 */
export async function findServerAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of candidates) {
    const [, , uid, gid] = lines.find(([user]) => user === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new UnfitDatabase(
    `The embedded database cannot run as root and found none of the accounts ${candidates.join(', ')}. Set DATABASE_URL instead.`,
  );
}

/** Whether the account may pass through every folder from the root down to and including `folder`. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder);
  const executeBit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  if ((mode & executeBit) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || canEnter(account, parent);
}
