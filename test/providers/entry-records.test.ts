import { describe, expect, it } from 'vitest';
import type { ControlId } from '../../src/domain/controls/catalogue.ts';
import { entryRecords, type EntryFacts } from '../../src/domain/entry-records.ts';
import { judge, type VerdictKind } from '../../src/domain/judge.ts';
import { compile } from '../../src/domain/plan/compile.ts';
import { ordinaryMeet } from '../support/ordinary-meet.ts';
import { ordinaryTeams } from '../support/ordinary-teams.ts';
import { planFor } from './zoom/planning.ts';

const now = new Date('2026-11-20T10:00:00.000Z');
const held: EntryFacts = {
  admitted: [{ identifiedBy: 'passcode', acknowledged: true }],
  hostIn: true,
  locked: true,
  ended: true,
  linkTaken: false,
};

describe.each([
  ['Zoom', planFor()],
  ['Teams', compile(ordinaryTeams)],
  ['Meet', compile(ordinaryMeet)],
] as const)('the records of an entry on %s', (_name, plan) => {
  const verdicts = (facts: EntryFacts) => {
    const records = [...entryRecords(facts)].map(([kind, holds]) => ({
      kind,
      holds,
      recordedAt: now.toISOString(),
    }));
    // What the coach attests of the platform's own lock, and what the deliveries say.
    for (const kind of ['host-duty:entry.lock.v1', 'passcode-delivered'])
      records.push({ kind, holds: true, recordedAt: now.toISOString() });
    const judged = judge(plan, { observation: null, posture: {}, records, open: true }, now);
    return (control: ControlId): VerdictKind[] =>
      (judged.find((one) => one.control === control)?.obligations ?? [])
        .filter(({ due }) => due !== 'before-unseal')
        .map(({ verdict }) => verdict);
  };

  it('meet what our page and the coach owe', () => {
    const of = verdicts(held);
    for (const control of ['entry.passcode.v1', 'entry.roll-call.v1', 'entry.lock.v1'] as const)
      expect([...new Set(of(control))], control).toEqual(of(control).length === 0 ? [] : ['met']);
    expect(of('conduct.headphones.v1')).toEqual(['met']);
    expect(of('record.attendance.v1')).toEqual(['met']);
  });

  it('do not, where one person was not checked or not told', () => {
    const of = verdicts({
      ...held,
      admitted: [...held.admitted, { identifiedBy: null, acknowledged: false }],
    });
    expect(of('entry.roll-call.v1')).toContain('unmet');
    expect(of('conduct.headphones.v1')).toEqual(['unmet']);
    if (of('entry.passcode.v1').length > 0) expect(of('entry.passcode.v1')).toContain('unmet');
  });

  it('leave pending what nobody can say yet', () => {
    const of = verdicts({ ...held, admitted: [], locked: false, ended: false });
    expect(of('entry.roll-call.v1')).toContain('pending');
    expect(of('conduct.headphones.v1')).toEqual(['pending']);
  });
});
