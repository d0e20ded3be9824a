import type { EntityManager } from 'typeorm';

import type { FieldCipher, Keyring } from '../encryption.ts';
import { translate } from '../failures.ts';

/** What every repository works with: one organisation, in one transaction. */
export interface Scope {
  organisationId: string;
  manager: EntityManager;
  cipher: FieldCipher;
  /** See `Keyring`. */
  publicIndex: Keyring['publicIndex'];
}

/** Runs a write; what the database refuses is thrown as a DomainError. */
export async function write<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw translate(error);
  }
}
