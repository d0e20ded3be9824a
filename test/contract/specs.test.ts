import { expect, it, describe } from 'vitest';
import { closed, describeContract, loadSpec, validator, type Schema } from './specs.ts';

const object = (properties: Schema): Schema => ({ type: 'object', properties });

describe('closing a schema', () => {
  it('refuses a property that is not listed, at any depth', () => {
    const problems = validator(
      closed(object({ a: object({ b: { type: 'string' } }), c: { items: object({}) } })),
    );
    expect(problems({ a: { b: 'x' }, c: [{}] })).toEqual([]);
    expect(problems({ a: { misspelt: 'x' } })).toHaveLength(1);
    expect(problems({ c: [{ misspelt: 1 }] })).toHaveLength(1);
  });

  it('closes a join of shapes as a whole, so that each part may use its own properties', () => {
    const problems = validator(
      closed({ allOf: [object({ a: { type: 'string' } }), object({ b: { type: 'string' } })] }),
    );
    expect(problems({ a: 'x', b: 'y' })).toEqual([]);
    expect(problems({ a: 'x', c: 'y' })).not.toEqual([]);
  });

  it('keeps what a schema says about further properties', () => {
    const problems = validator(
      closed({ type: 'object', properties: {}, additionalProperties: { type: 'number' } }),
    );
    expect(problems({ free: 1 })).toEqual([]);
  });
});

describeContract('the vendors’ documents', () => {
  it('can be read', () => {
    expect(Object.keys(loadSpec('token-endpoints.schemas.json'))).toContain('zoom');
  });
});
