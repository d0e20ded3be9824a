import { describe, expect, it } from 'vitest';
import { putByRef } from '../../src/application/put-by-ref.ts';
import { DomainError } from '../../src/domain/errors.ts';

/** A record that others change this often just before a change of ours is written. */
const contested = (others: number) => {
  let version = 1;
  let left = others;
  return putByRef({
    find: async () => ({ version }),
    create: async () => ({ version }),
    change: async (before) => {
      if (left > 0) {
        left -= 1;
        version += 1;
      }
      if (before.version !== version) throw new DomainError('VERSION_MISMATCH', 'It has changed.');
      version += 1;
      return { version };
    },
  });
};

describe('a change by reference', () => {
  it.each([1, 2])(
    'is made to the record as it is by then, where others came before it %i times',
    async (others) => {
      expect(await contested(others)).toEqual({ record: { version: others + 2 }, outcome: 'changed' });
    },
  );

  it('gives up where others always come before it', async () => {
    await expect(contested(Infinity)).rejects.toMatchObject({ code: 'VERSION_MISMATCH' });
  });
});
