import { describe, expect, it } from 'vitest';
import { compile } from '../../src/domain/plan/compile.ts';
import { mustGaps } from '../../src/domain/plan/plan.ts';
import { withWaivers, type EntryMode } from '../../src/domain/policy.ts';
import { ordinary } from '../house/platform-table.ts';

const PASSCODE = 'entry.passcode.v1';
const WAITING_ROOM = 'entry.waiting-room.v1';

const inputFor = (platform: string) => {
  const input = ordinary[platform];
  if (input === undefined) throw new Error(`No ordinary account of ${platform}`);
  return input;
};

/** The built-in policy on the platform's ordinary account, with this entry mode there and any other elsewhere. */
const policyWith = (platform: string, mode: EntryMode) => ({
  ...inputFor(platform).policy,
  entryModes: { [platform]: mode },
});

const planWith = (platform: string, mode: EntryMode) =>
  compile({ ...inputFor(platform), policy: policyWith(platform, mode) });

describe.each([
  ['zoom', 'Zoom’s waiting room'],
  ['teams', 'the Teams lobby'],
  ['meet', 'Meet’s queue of those who ask to join'],
])('on %s', (platform, place) => {
  it.each([
    ['check-in', 1],
    ['both', 2],
  ] as const)('%s has no gap and says how many times people wait', (mode, waits) => {
    const plan = planWith(platform, mode);
    expect(mustGaps(plan)).toEqual([]);
    expect(plan.entry).toMatchObject({ mode, waits });
    expect(plan.entry.why).toContain(place);
  });
});

describe('without a page of ours', () => {
  it('Zoom itself asks for the passcode: nothing is missing', () => {
    expect(mustGaps(planWith('zoom', 'platform'))).toEqual([]);
  });

  it.each(['teams', 'meet'])('%s asks for none: a gap that one waiver closes', (platform) => {
    const input = inputFor(platform);
    const gaps = mustGaps(planWith(platform, 'platform'));
    expect(gaps.map(({ control }) => control)).toEqual([PASSCODE]);
    expect(gaps[0]?.closes).toContain('Choose another entry mode, or waive this for the client.');
    const until = new Date(input.at.getTime() + 1).toISOString();
    const waiver = {
      control: PASSCODE,
      by: 'The head of the practice',
      reason: 'Cannot reach us.',
      until,
    } as const;
    const policy = withWaivers(policyWith(platform, 'platform'), [waiver], input.at);
    const plan = compile({ ...input, policy });
    expect(mustGaps(plan)).toEqual([]);
    expect(plan.disclosures.map(({ control }) => control)).toContain(PASSCODE);
  });
});

describe('where our page alone admits', () => {
  const openTo = (platform: string) => {
    const policy = policyWith(platform, 'front-door');
    const waitingRoom = policy.controls[WAITING_ROOM];
    if (waitingRoom === undefined) throw new Error('The policy asks for no waiting room');
    const controls = { ...policy.controls, [WAITING_ROOM]: { ...waitingRoom, value: 'off' } };
    return compile({ ...inputFor(platform), policy: { ...policy, controls } });
  };

  it.each(['zoom', 'teams'])('%s lets the bearer of a link in, where the policy accepts that', (platform) => {
    const plan = openTo(platform);
    expect(mustGaps(plan)).toEqual([]);
    expect(plan.entry).toMatchObject({ waits: 1, waiting: null });
  });

  it.each(['zoom', 'teams'])('%s cannot where the policy wants its waiting room', (platform) => {
    expect(mustGaps(planWith(platform, 'front-door')).map(({ code }) => code)).toContain('entry-mode');
  });

  it('Meet never can', () => {
    expect(mustGaps(openTo('meet'))[0]).toMatchObject({
      code: 'entry-mode',
      closes: ['Choose the entry mode check-in for Google Meet.'],
    });
  });
});

it('everywhere the coach is told what the platform’s own lock does to whoever drops', () => {
  const dutyOn = (platform: string) =>
    compile(inputFor(platform)).duties.find(({ control }) => control === 'entry.lock.v1')?.duty;
  for (const platform of ['zoom', 'teams'])
    expect(dutyOn(platform)).toMatch(/keep them out, too, until you unlock it/);
  expect(dutyOn('meet')).toMatch(/Meet has no lock of its own/);
});
