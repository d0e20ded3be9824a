import type { ConsoleSession, SignIn, Transaction } from '../../application/ports.ts';
import {
  ConsoleSessionEntity,
  SignInEntity,
  type ConsoleSessionRow,
  type SignInRow,
} from '../entities/console.entity.ts';
import { PublicIdEntity } from '../entities/organisation.entity.ts';
import { insertRow, selectRow, updateRows } from './rows.ts';
import type { Scope } from './scope.ts';

/** One-time links of coaches. Their secret is derived from the id, so that nothing here opens anything. */
export function createSignIns({ manager, organisationId }: Scope): Transaction['signIns'] {
  const mine = { organisation_id: organisationId };
  const spend = (condition: Partial<SignInRow>, at: Date) =>
    updateRows(manager, SignInEntity, { ...mine, ...condition, spent_at: null }, { spent_at: at });
  return {
    async insert(signIn) {
      await insertRow(manager, PublicIdEntity, { ...mine, public_id: signIn.publicId, kind: 'sign-in' });
      await insertRow(manager, SignInEntity, {
        ...mine,
        id: signIn.id,
        host_id: signIn.hostId,
        public_id: signIn.publicId,
        expires_at: signIn.expiresAt,
        spent_at: signIn.spentAt,
      });
      return signIn;
    },
    find: async (id) => readSignIn(await selectRow(manager, SignInEntity, { ...mine, id })),
    findByPublicId: async (publicId) =>
      readSignIn(await selectRow(manager, SignInEntity, { ...mine, public_id: publicId })),
    spend: async (id, at) => (await spend({ id }, at)) === 1,
    spendAllOf: async (hostId, at) => void (await spend({ host_id: hostId }, at)),
  };
}

/** What coaches are signed in to. */
export function createConsoleSessions({ manager, organisationId }: Scope): Transaction['consoleSessions'] {
  const mine = { organisation_id: organisationId };
  const change = async (condition: Partial<ConsoleSessionRow>, to: Partial<ConsoleSessionRow>) =>
    void (await updateRows(manager, ConsoleSessionEntity, { ...mine, ...condition, ended_at: null }, to));
  return {
    async insert(session) {
      await insertRow(manager, PublicIdEntity, {
        ...mine,
        public_id: session.publicId,
        kind: 'console-session',
      });
      await insertRow(manager, ConsoleSessionEntity, {
        ...mine,
        id: session.id,
        host_id: session.hostId,
        public_id: session.publicId,
        secret_hash: session.secretHash,
        created_at: session.createdAt,
        seen_at: session.seenAt,
        ended_at: session.endedAt,
      });
      return session;
    },
    async findByPublicId(publicId) {
      const row = await selectRow(manager, ConsoleSessionEntity, { ...mine, public_id: publicId });
      return row === undefined ? undefined : readConsoleSession(row);
    },
    markSeen: (id, at) => change({ id }, { seen_at: at }),
    end: (id, at) => change({ id }, { ended_at: at }),
    endAllOf: (hostId, at) => change({ host_id: hostId }, { ended_at: at }),
  };
}

const readSignIn = (row: SignInRow | undefined): SignIn | undefined =>
  row === undefined
    ? undefined
    : {
        id: row.id,
        hostId: row.host_id,
        publicId: row.public_id,
        expiresAt: row.expires_at,
        spentAt: row.spent_at,
      };

const readConsoleSession = (row: ConsoleSessionRow): ConsoleSession => ({
  id: row.id,
  hostId: row.host_id,
  publicId: row.public_id,
  secretHash: row.secret_hash,
  createdAt: row.created_at,
  seenAt: row.seen_at,
  endedAt: row.ended_at,
});
