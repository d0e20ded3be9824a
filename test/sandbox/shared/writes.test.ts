import { describe, expect, it } from 'vitest';
import { Misbehaviours, type Misbehaviour } from '../../../src/sandbox/shared/misbehaviour.ts';
import type { JsonObject } from '../../../src/sandbox/shared/paths.ts';
import { applyWrite, type Written } from '../../../src/sandbox/shared/writes.ts';

const defaults: JsonObject = { settings: { door: 'open', colour: 'grey' } };
const fresh = (): Written => ({ stored: structuredClone(defaults), effective: structuredClone(defaults) });

function write(rules: Misbehaviour[], body: JsonObject, before = fresh()) {
  const misbehaviours = new Misbehaviours();
  for (const rule of rules) misbehaviours.add(rule);
  const written = applyWrite({ before, body, defaults, misbehaviours, account: 'a', operation: 'create' });
  return { ...written, misbehaviours };
}

const shut: JsonObject = { settings: { door: 'shut' } };

describe('applying a write', () => {
  it('stores what was sent beside what was there', () => {
    const { stored, effective } = write([], shut);
    expect(stored).toEqual({ settings: { door: 'shut', colour: 'grey' } });
    expect(effective).toEqual(stored);
  });

  it('drops a field: what was there stays', () => {
    expect(write([{ kind: 'drop', field: 'settings.door' }], shut).stored).toEqual(defaults);
  });

  it('takes the account’s default instead of the field', () => {
    const before = write([], { settings: { door: 'ajar' } });
    const { stored } = write([{ kind: 'inherit', field: 'settings.door' }], shut, before);
    expect(stored).toEqual(defaults);
  });

  it('overrides a field even where it was not sent', () => {
    const { stored, effective } = write([{ kind: 'override', field: 'settings.colour', value: 'red' }], shut);
    expect(stored).toEqual({ settings: { door: 'shut', colour: 'red' } });
    expect(effective).toEqual(stored);
  });

  it('lies: reads back what was sent and behaves otherwise, until the field is written again', () => {
    const lied = write([{ kind: 'lie', field: 'settings.door', value: 'open' }], shut);
    expect(lied.stored).toMatchObject({ settings: { door: 'shut' } });
    expect(lied.effective).toMatchObject({ settings: { door: 'open' } });

    const unrelated = write([], { settings: { colour: 'blue' } }, lied);
    expect(unrelated.effective).toMatchObject({ settings: { door: 'open' } });
    expect(write([], shut, unrelated).effective).toMatchObject({ settings: { door: 'shut' } });
  });

  it('keeps an earlier lie when the same field is dropped afterwards', () => {
    const lied = write([{ kind: 'lie', field: 'settings.door', value: 'open' }], shut);
    const dropped = write([{ kind: 'drop', field: 'settings.door' }], shut, lied);
    expect(dropped.effective).toMatchObject({ settings: { door: 'open' } });
  });

  it('does not use up a rule about a field that was not sent', () => {
    const { misbehaviours } = write([{ kind: 'drop', field: 'settings.door', times: 1 }], { settings: {} });
    expect(misbehaviours.list()[0]?.hits).toBe(0);
  });

  it('changes neither what was before nor the body', () => {
    const before = fresh();
    const body = structuredClone(shut);
    write([{ kind: 'override', field: 'settings.colour', value: 'red' }], body, before);
    expect([before, body]).toEqual([fresh(), shut]);
  });
});
