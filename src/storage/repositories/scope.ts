import type { EntityManager, ObjectLiteral, Repository } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';

import type { FieldCipher } from '../encryption.ts';
import { translate } from '../failures.ts';

/** What every repository works with: one organisation, in one transaction. */
export interface Scope {
  organisationId: string;
  manager: EntityManager;
  cipher: FieldCipher;
}

/** Runs a write; what the database refuses is thrown as a DomainError. */
export async function write<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw translate(error);
  }
}

/** Adds a whole row. Its type is checked here, since TypeORM's own makes every column optional. */
export async function insertRow<Row extends ObjectLiteral>(
  repository: Repository<Row>,
  row: Row,
): Promise<void> {
  await write(repository.insert(row as QueryDeepPartialEntity<Row>));
}
