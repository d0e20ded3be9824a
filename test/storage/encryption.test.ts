import { randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { createKeyring } from '../../src/storage/encryption.ts';

const indexKey = randomBytes(32);
const oldKey = randomBytes(32);
const newKey = randomBytes(32);
const before = createKeyring({ keys: { k1: oldKey }, current: 'k1', indexKey });
const after = createKeyring({ keys: { k1: oldKey, k2: newKey }, current: 'k2', indexKey });
const [here, elsewhere] = ['0198a000-0000-7000-8000-000000000001', '0198a000-0000-7000-8000-000000000002'];
const place = { table: 'meetings', rowId: 'row-1', column: 'link_enc' };
const value = { link: 'a value', list: [1, null, 'é'] };

describe('the index that needs no organisation', () => {
  it('is equal for equal values of one purpose, and never an organisation’s own', () => {
    const index = before.publicIndex('address', 'ana@example.org');
    expect(after.publicIndex('address', 'ana@example.org')).toEqual(index);
    expect(before.publicIndex('code', 'ana@example.org')).not.toEqual(index);
    expect(before.forOrganisation(here).blindIndex('address', 'ana@example.org')).not.toEqual(index);
  });
});

describe('field encryption', () => {
  const stored = before.forOrganisation(here).encrypt(place, value);

  it('gives back what was stored, and stores nothing readable or repeatable', () => {
    expect(before.forOrganisation(here).decrypt(place, stored)).toEqual(value);
    expect(stored.includes('a value')).toBe(false);
    expect(before.forOrganisation(here).encrypt(place, value).equals(stored)).toBe(false);
  });

  it.each([
    ['another organisation', elsewhere, place],
    ['another table', here, { ...place, table: 'sessions' }],
    ['another row', here, { ...place, rowId: 'row-2' }],
    ['another column', here, { ...place, column: 'ref_enc' }],
  ])('does not open in %s', (_, organisation, at) => {
    expect(() => before.forOrganisation(organisation).decrypt(at, stored)).toThrow('cannot be read');
  });

  it('does not open when any byte was changed or the end is missing', () => {
    for (let index = 0; index < stored.length; index += 1) {
      const changed = Buffer.from(stored);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => before.forOrganisation(here).decrypt(place, changed), `byte ${index}`).toThrow(
        'cannot be read',
      );
      expect(() => before.forOrganisation(here).decrypt(place, stored.subarray(0, index))).toThrow(
        'cannot be read',
      );
    }
  });

  it('reads values under an old key after rotation, and writes under the new one', () => {
    expect(after.forOrganisation(here).decrypt(place, stored)).toEqual(value);
    const rewritten = after.forOrganisation(here).encrypt(place, value);
    expect(() => before.forOrganisation(here).decrypt(place, rewritten)).toThrow('cannot be read');
  });

  it('refuses keys that are too short and a current key that is missing', () => {
    expect(() => createKeyring({ keys: { k1: randomBytes(16) }, current: 'k1', indexKey })).toThrow(
      '32 bytes',
    );
    expect(() => createKeyring({ keys: { k1: oldKey }, current: 'k2', indexKey })).toThrow(
      'no encryption key k2',
    );
    expect(() => createKeyring({ keys: { k1: oldKey }, current: 'k1', indexKey: randomBytes(8) })).toThrow(
      '32 bytes',
    );
  });
});

describe('blind indexes', () => {
  const index = (organisation: string, purpose: string, text: string) =>
    after.forOrganisation(organisation).blindIndex(purpose, text).toString('hex');

  it('are equal for equal values, also after the encryption key was rotated', () => {
    expect(index(here, 'organiser', 'u1')).toBe(index(here, 'organiser', 'u1'));
    expect(before.forOrganisation(here).blindIndex('organiser', 'u1').toString('hex')).toBe(
      index(here, 'organiser', 'u1'),
    );
  });

  it('differ by value, purpose, organisation and key', () => {
    const other = createKeyring({ keys: { k1: oldKey }, current: 'k1', indexKey: randomBytes(32) });
    const all = [
      index(here, 'organiser', 'u1'),
      index(here, 'organiser', 'u2'),
      index(here, 'meeting', 'u1'),
      index(elsewhere, 'organiser', 'u1'),
      other.forOrganisation(here).blindIndex('organiser', 'u1').toString('hex'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
