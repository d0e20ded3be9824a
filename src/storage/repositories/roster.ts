import { createHash } from 'node:crypto';

import type { Pass, Person, PortalEntry, Transaction } from '../../application/ports.ts';
import { codeFrom } from '../../domain/pass.ts';
import type { Keyring } from '../encryption.ts';
import { PublicIdEntity } from '../entities/organisation.entity.ts';
import {
  PassEntity,
  PersonEntity,
  PortalEntryEntity,
  type PassRow,
  type PersonRow,
  type PortalEntryRow,
} from '../entities/roster.entity.ts';
import { mutableRecords } from './mutable-records.ts';
import { insertRow, selectRow, selectRows, updateRows } from './rows.ts';
import type { Scope } from './scope.ts';

type Encrypted = Pick<Person, 'name' | 'aliases' | 'email' | 'timeZone'>;

const place = (rowId: string) => ({ table: 'people', rowId, column: 'person_enc' });

/** The people expected in sessions. */
export function createPeople(scope: Scope): Transaction['people'] {
  const { manager, organisationId, cipher } = scope;
  const toRow = ({ name, aliases, email, timeZone, ...person }: Person) => ({
    session_id: person.sessionId,
    role: person.role,
    person_enc: cipher.encrypt(place(person.id), { name, aliases, email, timeZone }),
    passcode_channel: person.passcodeChannel,
    withdrawn_at: person.withdrawnAt,
    removed_at: person.removedAt,
  });
  const fromRow = (row: PersonRow) => ({
    ...(cipher.decrypt(place(row.id), row.person_enc) as unknown as Encrypted),
    sessionId: row.session_id,
    role: row.role as Person['role'],
    passcodeChannel: row.passcode_channel as Person['passcodeChannel'],
    withdrawnAt: row.withdrawn_at,
    removedAt: row.removed_at,
  });
  const people = mutableRecords<PersonRow, Person>(scope, {
    entity: PersonEntity,
    toRow,
    fromRow,
  });
  return {
    ...people,
    async listOf(sessionId) {
      const condition = { organisation_id: organisationId, session_id: sessionId };
      const rows = await selectRows(manager, PersonEntity, condition, 'ORDER BY id');
      return rows.map((row) => ({
        ...fromRow(row),
        id: row.id,
        version: row.version,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
      }));
    },
  };
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The public id that stands for a short code. The dot keeps it apart from every other public id. */
export const publicIdOfCode = ({ publicIndex }: Pick<Keyring, 'publicIndex'>, code: string): string =>
  `c.${publicIndex('pass-code', code).toString('base64url')}`;

/** Passes. What opens the door follows from a pass's id and the index key, so that no table holds it. */
export function createPasses({ manager, organisationId, cipher, publicIndex }: Scope): Transaction['passes'] {
  const mine = { organisation_id: organisationId };
  const findOne = async (condition: Partial<PassRow>) => {
    const row = await selectRow(manager, PassEntity, { ...mine, ...condition });
    return row === undefined ? undefined : readPass(row);
  };
  const reveal = (id: string) => ({
    secret: cipher.blindIndex('pass', id).toString('base64url'),
    code: codeFrom(cipher.blindIndex('pass-code', id)),
  });
  return {
    async insert({ id, sessionId, personId, publicId, issuedAt }) {
      const { secret, code } = reveal(id);
      const codeId = publicIdOfCode({ publicIndex }, code);
      await insertRow(manager, PublicIdEntity, { ...mine, public_id: publicId, kind: 'pass' });
      await insertRow(manager, PublicIdEntity, { ...mine, public_id: codeId, kind: 'pass-code' });
      const row: PassRow = {
        ...mine,
        id,
        session_id: sessionId,
        person_id: personId,
        public_id: publicId,
        secret_hash: sha256(secret),
        code_id: codeId,
        issued_at: issuedAt,
        revoked_at: null,
      };
      await insertRow(manager, PassEntity, row);
      return readPass(row);
    },
    reveal,
    async revoke(id, at) {
      await updateRows(manager, PassEntity, { ...mine, id, revoked_at: null }, { revoked_at: at });
    },
    findActive: (personId) => findOne({ person_id: personId, revoked_at: null }),
    findByPublicId: (publicId) => findOne({ public_id: publicId }),
    findByCode: (codeId) => findOne({ code_id: codeId }),
    async listActive(sessionId) {
      const condition = { ...mine, session_id: sessionId, revoked_at: null };
      return (await selectRows(manager, PassEntity, condition)).map(readPass);
    },
  };
}

const readPass = (row: PassRow): Pass => ({
  id: row.id,
  sessionId: row.session_id,
  personId: row.person_id,
  publicId: row.public_id,
  secretHash: row.secret_hash,
  issuedAt: row.issued_at,
  revokedAt: row.revoked_at,
});

/** One-use ways in from an organisation's own portal. */
export function createPortalEntries({ manager, organisationId }: Scope): Transaction['portalEntries'] {
  const mine = { organisation_id: organisationId };
  return {
    async insert(entry) {
      await insertRow(manager, PublicIdEntity, {
        ...mine,
        public_id: entry.publicId,
        kind: 'portal-entry',
      });
      await insertRow(manager, PortalEntryEntity, {
        ...mine,
        id: entry.id,
        session_id: entry.sessionId,
        person_id: entry.personId,
        public_id: entry.publicId,
        secret_hash: entry.secretHash,
        expires_at: entry.expiresAt,
        spent_at: entry.spentAt,
      });
      return entry;
    },
    async findByPublicId(publicId) {
      const row = await selectRow(manager, PortalEntryEntity, { ...mine, public_id: publicId });
      return row === undefined ? undefined : readEntry(row);
    },
    spend: async (id, at) =>
      (await updateRows(manager, PortalEntryEntity, { ...mine, id, spent_at: null }, { spent_at: at })) === 1,
  };
}

const readEntry = (row: PortalEntryRow): PortalEntry => ({
  id: row.id,
  sessionId: row.session_id,
  personId: row.person_id,
  publicId: row.public_id,
  secretHash: row.secret_hash,
  expiresAt: row.expires_at,
  spentAt: row.spent_at,
});
