import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes } from 'node:crypto';

import type { Json } from '../domain/json.ts';

/** Where an encrypted value stands. It is bound to this place: copied to another row or column it does not open. */
export interface Place {
  table: string;
  /** The row's id, or its key's parts joined. */
  rowId: string;
  column: string;
}

export interface KeyringOptions {
  /** Every key that stored values may be under, by id (1 to 255 bytes); 32 random bytes each. */
  keys: Readonly<Record<string, Buffer>>;
  /** The id of the key that new values are under. To rotate: add a key, make it current, keep the old one. */
  current: string;
  /** 32 random bytes for blind indexes; it cannot be rotated without computing them all again. */
  indexKey: Buffer;
}

/** Field encryption for one organisation. */
export interface FieldCipher {
  encrypt: (place: Place, value: Json) => Buffer;
  /** Throws where the value was changed or belongs elsewhere: never a DomainError, since no caller can mend it. */
  decrypt: (place: Place, stored: Buffer) => Json;
  /** A digest that is equal for equal values of one purpose, and tells nothing without the key. */
  blindIndex: (purpose: string, value: string) => Buffer;
}

export interface Keyring {
  forOrganisation: (organisationId: string) => FieldCipher;
  /**
   * As `blindIndex`, and equal in every organisation: for what must be found before it is known whose it is. Two organisations
   * that store the same value have the same digest, so it is only for values whose rows nobody but the owner can compare.
   */
  publicIndex: (purpose: string, value: string) => Buffer;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with keys of our own. A stored value is: length of the key id (1 byte), key id, nonce (12), tag (16),
 * ciphertext. Nonces are random; a key is safe for some four thousand million values.
 */
export function createKeyring({ keys, current, indexKey }: KeyringOptions): Keyring {
  for (const [id, key] of [...Object.entries(keys), ['the index key', indexKey] as const]) {
    if (key.length !== KEY_BYTES) throw new Error(`Encryption key ${id} must have ${KEY_BYTES} bytes.`);
  }
  // Prepared once: a key given as bytes is prepared again for every value.
  const prepared = new Map(Object.entries(keys).map(([id, key]) => [id, createSecretKey(key)]));
  const preparedIndexKey = createSecretKey(indexKey);
  const currentKey = prepared.get(current);
  const currentId = Buffer.from(current, 'utf8');
  if (currentKey === undefined) throw new Error(`There is no encryption key ${current}.`);
  if (currentId.length === 0 || currentId.length > 255) throw new Error('A key id has 1 to 255 bytes.');

  const index = (...of: string[]): Buffer =>
    createHmac('sha256', preparedIndexKey)
      .update(parts(...of))
      .digest();

  return {
    publicIndex: (purpose, value) => index('', purpose, value),

    forOrganisation: (organisationId) => ({
      encrypt(place, value) {
        const nonce = randomBytes(NONCE_BYTES);
        const cipher = createCipheriv('aes-256-gcm', currentKey, nonce);
        cipher.setAAD(boundTo(organisationId, place));
        const ciphertext = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
        return Buffer.concat([
          Buffer.from([currentId.length]),
          currentId,
          nonce,
          cipher.getAuthTag(),
          ciphertext,
        ]);
      },

      decrypt(place, stored) {
        const nonceAt = 1 + (stored[0] ?? 0);
        const tagAt = nonceAt + NONCE_BYTES;
        const textAt = tagAt + TAG_BYTES;
        const key = prepared.get(stored.toString('utf8', 1, nonceAt));
        if (key === undefined || stored.length < textAt) throw unreadable(place);
        try {
          const decipher = createDecipheriv('aes-256-gcm', key, stored.subarray(nonceAt, tagAt), {
            authTagLength: TAG_BYTES,
          });
          decipher.setAAD(boundTo(organisationId, place));
          decipher.setAuthTag(stored.subarray(tagAt, textAt));
          const text = decipher.update(stored.subarray(textAt), undefined, 'utf8') + decipher.final('utf8');
          return JSON.parse(text) as Json;
        } catch (cause) {
          throw unreadable(place, cause);
        }
      },

      blindIndex: (purpose, value) => index(organisationId, purpose, value),
    }),
  };
}

const boundTo = (organisationId: string, { table, rowId, column }: Place): Buffer =>
  parts(organisationId, table, rowId, column);

/** Joins texts so that no two different lists give the same bytes. */
const parts = (...texts: string[]): Buffer => Buffer.from(JSON.stringify(texts), 'utf8');

const unreadable = ({ table, column }: Place, cause?: unknown): Error =>
  new Error(`An encrypted value in ${table}.${column} cannot be read: wrong key, or changed.`, { cause });
