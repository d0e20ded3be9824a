import { LessThan, type EntitySchema, type FindOptionsOrder, type FindOptionsWhere } from 'typeorm';

import type { PageRequest } from '../../application/ports.ts';
import { DomainError } from '../../domain/errors.ts';
import type { MutableRow } from '../entities/columns.ts';
import { insertRow, selectRow, updateRows } from './rows.ts';
import type { Scope } from './scope.ts';

/** A record that changes, as the domain has it. */
interface MutableRecord {
  id: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

interface Mapping<Row extends MutableRow, Record extends MutableRecord> {
  entity: EntitySchema<Row>;
  toRow: (record: Record) => Omit<Row, keyof MutableRow>;
  /** Columns that are written with the row and never changed, so that a large one is not written anew by every change. */
  fixed?: readonly (keyof Row)[];
  fromRow: (row: Row) => Omit<Record, keyof MutableRecord> | Promise<Omit<Record, keyof MutableRecord>>;
}

/** The repository of one kind of record with a version and, for those who have one, an external reference. */
export function mutableRecords<Row extends MutableRow, Record extends MutableRecord>(
  { manager, organisationId }: Scope,
  { entity, toRow, fixed = [], fromRow }: Mapping<Row, Record>,
) {
  const repository = manager.getRepository(entity);
  const ofOrganisation = { organisation_id: organisationId };
  const where = (condition: object) => ({ ...ofOrganisation, ...condition }) as FindOptionsWhere<Row>;
  const key = (condition: object) => ({ ...ofOrganisation, ...condition }) as Partial<Row>;

  const read = async (row: Row): Promise<Record> =>
    ({
      ...(await fromRow(row)),
      id: row.id,
      version: row.version,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }) as Record;
  const readOne = async (row: Row | undefined) => (row === undefined ? undefined : read(row));

  return {
    async insert(record: Record): Promise<Record> {
      const { id, version, createdAt, updatedAt } = record;
      const common = { ...ofOrganisation, id, version, created_at: createdAt, updated_at: updatedAt };
      await insertRow(manager, entity, { ...common, ...toRow(record) } as Row);
      return record;
    },

    async find(id: string): Promise<Record | undefined> {
      return readOne(await selectRow(manager, entity, key({ id })));
    },

    async findForUpdate(id: string): Promise<Record | undefined> {
      return readOne(await selectRow(manager, entity, key({ id }), 'FOR UPDATE'));
    },

    async findByRef(externalRef: string): Promise<Record | undefined> {
      return readOne(await selectRow(manager, entity, key({ external_ref: externalRef })));
    },

    async update(record: Record): Promise<Record> {
      const version = record.version + 1;
      const changed = { ...toRow(record), version, updated_at: record.updatedAt } as unknown as Partial<Row>;
      for (const column of fixed) delete changed[column];
      const affected = await updateRows(
        manager,
        entity,
        key({ id: record.id, version: record.version }),
        changed,
      );
      if (affected !== 1) {
        throw new DomainError(
          'VERSION_MISMATCH',
          'It was changed since it was read. Read it again, then change it.',
        );
      }
      return { ...record, version };
    },

    async list({ after, limit }: PageRequest, condition: object = {}): Promise<Record[]> {
      const rows = await repository.find({
        where: where({ ...condition, ...(after === undefined ? {} : { id: LessThan(after) }) }),
        order: { id: 'DESC' } as FindOptionsOrder<Row>,
        take: limit,
      });
      const records: Record[] = [];
      // One after the other: a transaction has one connection, and some records read a second table.
      for (const row of rows) records.push(await read(row));
      return records;
    },
  };
}
