import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryRecords, newRecords, type Admitted, type EntryFacts } from '../../src/domain/entry-records.ts';

const known: Admitted = { identifiedBy: 'passcode', acknowledged: true };
const facts = (change: Partial<EntryFacts> = {}): EntryFacts => ({
  admitted: [known],
  hostIn: true,
  locked: false,
  ended: false,
  linkTaken: false,
  ...change,
});
const said = (change: Partial<EntryFacts>) => Object.fromEntries(entryRecords(facts(change)));

describe('the records of the entry', () => {
  it('say nothing of people before anybody was admitted', () => {
    expect(said({ admitted: [] })).toEqual({ 'host-in': true });
  });

  it('hold where everybody came by passcode or portal and was told', () => {
    const admitted: Admitted[] = [known, { identifiedBy: 'portal', acknowledged: true }];
    expect(said({ admitted })).toEqual({
      'host-in': true,
      'passcode-checked': true,
      'roll-call': true,
      'host-duty:entry.roll-call.v1': true,
      notice: true,
    });
  });

  it('do not hold where one person did not', () => {
    const by = (change: Partial<Admitted>) => said({ admitted: [known, { ...known, ...change }] });
    expect(by({ identifiedBy: 'voice' })).toMatchObject({ 'passcode-checked': false, 'roll-call': true });
    expect(by({ identifiedBy: null })).toMatchObject({
      'passcode-checked': false,
      'roll-call': false,
      'host-duty:entry.roll-call.v1': false,
    });
    expect(by({ acknowledged: false })).toMatchObject({ notice: false, 'roll-call': true });
  });

  it('say at the end that nobody locked, where nobody did', () => {
    expect(said({ ended: true })).toMatchObject({ locked: false, 'attendance-log': true });
    expect(said({ ended: true, locked: true })).toMatchObject({ locked: true });
  });

  it('vouch for nothing of our page once an integration has the link, and take back what was said', () => {
    const taken = entryRecords(facts({ linkTaken: true, locked: true }));
    expect([...taken.keys()]).toEqual(['host-duty:entry.roll-call.v1', 'notice']);
    expect(
      newRecords(
        taken,
        new Map([
          ['host-in', true],
          ['notice', true],
        ]),
      ),
    ).toEqual(
      new Map([
        ['host-duty:entry.roll-call.v1', true],
        ['host-in', false],
      ]),
    );
  });

  it('are written where something is new, and never say of somebody unknown that all is well', () => {
    const admitted = fc.array(
      fc.record({
        identifiedBy: fc.constantFrom('passcode' as const, 'portal' as const, 'voice' as const, null),
        acknowledged: fc.boolean(),
      }),
    );
    const anything = fc.record({
      admitted,
      hostIn: fc.boolean(),
      locked: fc.boolean(),
      ended: fc.boolean(),
      linkTaken: fc.boolean(),
    });
    fc.assert(
      fc.property(anything, anything, (before, after) => {
        const written = entryRecords(before);
        for (const [kind, holds] of newRecords(entryRecords(after), written)) written.set(kind, holds);
        const holds = (kind: string) => written.get(kind) === true;
        if (after.admitted.some(({ identifiedBy }) => identifiedBy === null))
          expect([holds('roll-call'), holds('passcode-checked')]).toEqual([false, false]);
        if (after.linkTaken) expect([holds('host-in'), holds('locked')]).toEqual([false, false]);
        if (!after.locked) expect(holds('locked')).toBe(false);
        expect([...newRecords(entryRecords(after), written)]).toEqual([]);
      }),
    );
  });
});
