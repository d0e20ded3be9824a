import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import { controlIds, requiredControlIds, type ControlId } from '../../src/domain/controls/catalogue.ts';
import { Overlay, Policy, Waiver, withWaivers } from '../../src/domain/policy.ts';
import { AT, isoAt, policy, writtenValue } from './arbitraries.ts';

const LOCK = 'entry.lock.v1';
const guide = confidentialSession.controls;
const lockAs = (requirement: unknown) => ({
  ...confidentialSession,
  controls: { ...guide, [LOCK]: requirement },
});

/** The path of each issue and what it says of it. */
const issuesOf = (schema: typeof Policy | typeof Overlay, written: unknown): [string, string][] =>
  (schema.safeParse(written).error?.issues ?? []).map(({ path, message }) => [path.join(' '), message]);

describe('a policy', () => {
  it('is the same after it was read again', () => {
    fc.assert(
      fc.property(policy, (made) => {
        expect(Policy.parse(structuredClone(made))).toEqual(made);
      }),
      { numRuns: 30 },
    );
  });

  it('names a control that there is not', () => {
    const written = { ...confidentialSession, controls: { ...guide, 'entry.pascode.v1': guide[LOCK] } };
    expect(issuesOf(Policy, written)).toEqual([['controls', expect.stringContaining('entry.pascode.v1')]]);
  });

  it.each(requiredControlIds)('names %s where it is missing', (id) => {
    const controls = Object.fromEntries(Object.entries(guide).filter(([other]) => other !== id));
    expect(issuesOf(Policy, { ...confidentialSession, controls })).toEqual([
      [`controls ${id}`, expect.stringContaining(id)],
    ]);
  });

  it.each(controlIds)('names %s where its value is none of its own, and takes every value that is', (id) => {
    const withValue = (value: unknown) => ({
      ...confidentialSession,
      controls: { ...guide, [id]: { value, level: 'must', accept: ['host'] } },
    });
    for (const value of ['no such value', 4000, ['Austria'], [], null, true])
      expect(issuesOf(Policy, withValue(value))).toEqual([
        [`controls ${id} value`, expect.stringContaining(id)],
      ]);
    for (const value of fc.sample(writtenValue(id), 10))
      expect(issuesOf(Policy, withValue(value))).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['a further key', { ...guide[LOCK], note: 'x' }, `controls ${LOCK}`],
    ['no means', { ...guide[LOCK], accept: [] }, `controls ${LOCK} accept`],
    ['means that there are not', { ...guide[LOCK], accept: ['magic'] }, `controls ${LOCK} accept 0`],
    ['no level', { value: 'when-all-are-in', accept: ['host'] }, `controls ${LOCK} level`],
  ])('is refused where a requirement has %s', (_title, requirement, path) => {
    expect(issuesOf(Policy, lockAs(requirement)).map(([at]) => at)).toEqual([path]);
  });

  it('does not let evidence be older once the session is open', () => {
    const ages = { postureMaxAgeHours: 2, openPostureMaxAgeHours: 3 };
    expect(issuesOf(Policy, { ...confidentialSession, ...ages }).map(([at]) => at)).toEqual([
      'openPostureMaxAgeHours',
    ]);
  });

  it('holds sets and accepted means in one way, however they were written', () => {
    const read = Policy.parse({
      ...confidentialSession,
      controls: {
        ...guide,
        'entry.countries.v1': {
          value: ['DE', 'AT', 'DE'],
          level: 'should',
          accept: ['disclosed', 'enforced', 'disclosed'],
        },
      },
    });
    expect(read.controls['entry.countries.v1']).toEqual({
      value: ['AT', 'DE'],
      level: 'should',
      accept: ['enforced', 'disclosed'],
    });
  });
});

describe('an overlay', () => {
  const override = (control: ControlId, value: unknown, reason = 'The client wants it.') => ({
    overrides: [{ control, value, reason }],
  });

  it('may be empty', () => {
    expect(Overlay.parse({})).toEqual({ controls: {}, overrides: [] });
  });

  it.each<[string, unknown, string]>([
    [
      'an override’s value is none of the control’s',
      override('collaboration.chat.v1', 'loud'),
      'overrides 0 value',
    ],
    ['an override gives no reason', override('collaboration.chat.v1', 'off', '  '), 'overrides 0 reason'],
    [
      'a control is overridden twice',
      {
        overrides: [
          ...override('collaboration.chat.v1', 'off').overrides,
          ...override('collaboration.chat.v1', 'everyone').overrides,
        ],
      },
      'overrides 1 control',
    ],
    [
      'a value is none of the control’s',
      { controls: { [LOCK]: { ...guide[LOCK], value: 'x' } } },
      `controls ${LOCK} value`,
    ],
  ])('is refused where %s', (_title, written, path) => {
    expect(issuesOf(Overlay, written).map(([at]) => at)).toEqual([path]);
  });
});

describe('a waiver', () => {
  const until = (time: string): Waiver => ({
    control: LOCK,
    by: 'The head of the practice',
    reason: 'People come and go.',
    until: time,
  });
  const acceptedWith = (...waivers: Waiver[]) =>
    withWaivers(confidentialSession, waivers, AT).controls[LOCK]?.accept;

  it('adds disclosed to what its control accepts, and changes nothing else', () => {
    const waived = withWaivers(confidentialSession, [until(isoAt(1)), until(isoAt(2))], AT);
    expect(waived).toEqual({
      ...confidentialSession,
      controls: { ...guide, [LOCK]: { ...guide[LOCK], accept: ['service', 'host', 'disclosed'] } },
    });
  });

  it.each([isoAt(0), isoAt(-1), '2026-11-23T10:00:00+02:00', 'some day'])(
    'that ended %s changes nothing',
    (time) => {
      expect(acceptedWith(until(time))).toEqual(guide[LOCK]?.accept);
    },
  );

  it('ends at its moment, in whatever zone that is written', () => {
    expect(acceptedWith(until('2026-11-23T04:00:01-05:00'))).toContain('disclosed');
  });

  it('needs a person, a reason and an end', () => {
    const whole = until(isoAt(0));
    expect(Waiver.parse(whole)).toEqual(whole);
    for (const lacking of [{ by: ' ' }, { reason: '' }, { until: 'never' }, { control: 'entry.pascode.v1' }])
      expect(Waiver.safeParse({ ...whole, ...lacking }).success).toBe(false);
  });
});
