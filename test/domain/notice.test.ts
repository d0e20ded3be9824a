import { describe, expect, it } from 'vitest';
import { catalogue, type ControlId } from '../../src/domain/controls/catalogue.ts';
import { noticeOf, type Notice } from '../../src/domain/notice.ts';
import { compile } from '../../src/domain/plan/compile.ts';
import type { Plan } from '../../src/domain/plan/plan.ts';
import type { Role } from '../../src/domain/roster.ts';
import { ordinary } from '../house/platform-table.ts';

const platforms = Object.entries(ordinary).map(([id, input]) => ({
  id,
  platform: input.declaration,
  plan: compile(input),
}));

const tellingOf = ({ protections, open, notGiven, asked }: Notice, control: ControlId): string[] =>
  Object.entries({ protections, open, notGiven, asked })
    .filter(([, told]) => told.some((one) => one.control === control))
    .map(([where]) => where);

const withControl = (plan: Plan, control: ControlId, change: Partial<Plan['controls'][number]>): Plan => ({
  ...plan,
  controls: plan.controls.map((planned) =>
    planned.control === control ? { ...planned, ...change } : planned,
  ),
});

describe('the notice', () => {
  it.each(platforms)('tells of every control of the plan on $id, each in one place', ({ platform, plan }) => {
    const notice = noticeOf(plan, { platform, roles: [] });
    for (const { control, value } of plan.controls) {
      const where = tellingOf(notice, control);
      const asksNothing =
        control === 'confidentiality.end-to-end-encryption.v1' ||
        control === 'confidentiality.data-region.v1';
      if (control.startsWith('record.')) expect(where, control).toEqual([]);
      else if (asksNothing) expect([control, value, where]).toEqual([control, value, ['notGiven']]);
      else expect(where, control).toHaveLength(1);
    }
  });

  it.each(platforms)(
    'claims as protected on $id nothing that is disclosed or unconfirmed',
    ({ platform, plan }) => {
      const { protections, open } = noticeOf(plan, { platform, roles: [] });
      for (const { control } of [...protections, ...open]) {
        const planned = plan.controls.find((candidate) => candidate.control === control);
        expect(planned?.means).not.toBe('disclosed');
        expect(planned?.obligations.some(({ unverified }) => unverified)).toBe(false);
      }
    },
  );

  it.each(platforms)(
    'says on $id that there is no end-to-end encryption, and who operates the platform',
    (one) => {
      const notice = noticeOf(one.plan, { platform: one.platform, roles: [] });
      expect(notice.notGiven.map(({ control }) => control)).toContain(
        'confidentiality.end-to-end-encryption.v1',
      );
      expect(notice.operator).toContain(one.platform.operator.name);
      expect(notice.operator).toContain('the United States');
    },
  );

  const [zoom] = platforms;
  const facts = (roles: Role[] = []) => ({
    platform: zoom?.platform ?? ordinary['zoom']!.declaration,
    roles,
  });
  const plan = zoom?.plan ?? compile(ordinary['zoom']!);

  it('promises nothing for a value that asks for nothing', () => {
    const control = 'entry.lock.v1';
    const notice = noticeOf(withControl(plan, control, { value: 'not-required' }), facts());
    expect(tellingOf(notice, control)).toEqual([]);
  });

  it('does not say that nobody records where the policy allows it', () => {
    const allowed = withControl(plan, 'confidentiality.recording-manual.v1', { value: 'allowed' });
    expect(noticeOf(plan, facts()).recording).toContain('do not record');
    expect(noticeOf(allowed, facts()).recording).toBe('This session may be recorded.');
  });

  it('names the days after which what is kept is deleted', () => {
    expect(noticeOf(plan, facts()).log).toContain('365 days after the session');
    expect(noticeOf(withControl(plan, 'record.retention.v1', { value: 1 }), facts()).log).toContain(
      'one day',
    );
  });

  it('says which roles are present, and nobody’s name', () => {
    expect(noticeOf(plan, facts(['participant', 'participant'])).present).toEqual([]);
    expect(noticeOf(plan, facts(['observer', 'participant', 'interpreter', 'interpreter'])).present).toEqual([
      'An observer is present.',
      'Interpreters are present.',
    ]);
  });

  it('says of each protection who keeps it', () => {
    const { protections } = noticeOf(plan, facts());
    const keeperOf = (control: ControlId) => protections.find((told) => told.control === control)?.keeper;
    expect(keeperOf('entry.waiting-room.v1')).toBe('platform');
    expect(keeperOf('entry.passcode-delivery.v1')).toBe('practice');
    expect(keeperOf('entry.roll-call.v1')).toBe('coach');
    expect(protections.every(({ control, sentence }) => catalogue[control].meaning === sentence)).toBe(true);
  });
});
