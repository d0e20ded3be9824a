import { describe, expect, it } from 'vitest';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import { controlIds, type ControlId } from '../../src/domain/controls/catalogue.ts';
import type { Posture } from '../../src/domain/evidence.ts';
import { compile, samePlan, type CompileInput } from '../../src/domain/plan/compile.ts';
import type { ControlDeclaration, Declaration, Offer, Part } from '../../src/domain/plan/declaration.ts';
import {
  acceptSet,
  requirementsOf,
  withWaivers,
  type Policy,
  type Requirement,
} from '../../src/domain/policy.ts';
import { AT, HOUR_MS, isoAt } from './arbitraries.ts';

const offer = (...parts: [Part, ...Part[]]): Offer => ({ parts });
const sets = (path: string, ...offers: Offer[]): ControlDeclaration => ({
  fields: (value) => ({ [path]: value }),
  offers,
  sources: [],
});
const has = (...offers: Offer[]): ControlDeclaration => ({ offers, sources: [] });
const onPage: Part = {
  means: 'service',
  due: 'at-entry',
  record: 'checked',
  page: true,
  sentence: 'Our page.',
};
const byAccount: Part = {
  means: 'account',
  expects: [{ from: 'account', item: 'user.recording', oneOf: [false] }],
  remedy: 'Switch recording off.',
  access: 'Grant reading the settings.',
};
const byHost: Part = { means: 'host', duty: 'Do it.' };

/** A platform on which the practice's guide can be kept: what a test is not about is simply absent there. */
const platform = (
  controls: Partial<Record<ControlId, ControlDeclaration>> = {},
  changes: Partial<Declaration> = {},
): Declaration => ({
  platform: 'made-up',
  name: 'Made Up',
  operator: { name: 'Made Up, Inc.', basedIn: 'Nowhere' },
  backings: {},
  schedule: () => [],
  controls: {
    ...(Object.fromEntries(
      controlIds.map((id) => [id, has(offer({ means: 'absent', sentence: 'There is no such thing.' }))]),
    ) as Declaration['controls']),
    'entry.waiting-room.v1': sets('meeting.waiting', offer({ means: 'enforced' })),
    ...controls,
  },
  base: () => ({}),
  collisions: [],
  waiting: { place: 'the lobby', how: 'You wait in the lobby.' },
  refusedEntryModes: {},
  hosting: () => ({
    organises: 'The coach.',
    canStart: ['coach'],
    canAdmit: ['coach'],
    canEnd: ['coach'],
    closes: '',
  }),
  passcodeRule: () => ({ length: 8, groups: ['digit'] }),
  ...changes,
});

/** The practice's guide, which on this platform may also be kept by there being no such thing. */
const guide: Record<string, Requirement> = Object.fromEntries(
  requirementsOf(confidentialSession).map(([id, requirement]): [string, Requirement] => [
    id,
    { ...requirement, accept: acceptSet([...requirement.accept, 'absent']) },
  ]),
);
const asking = (changed: Record<string, Partial<Requirement>>, changes: Partial<Policy> = {}): Policy => {
  const asked = Object.entries(guide).map(([id, requirement]): [string, Requirement] => [
    id,
    { ...requirement, ...changed[id] },
  ]);
  return { ...confidentialSession, controls: Object.fromEntries(asked), ...changes };
};

const planOf = (changes: Partial<CompileInput>) =>
  compile({
    declaration: platform(),
    policy: asking({}),
    session: { startsAt: isoAt(HOUR_MS), endsAt: isoAt(2 * HOUR_MS), timeZone: 'UTC' },
    hosting: 'practice',
    people: { coach: 'organiser', organiserPresent: true },
    backing: null,
    posture: {},
    ruledOut: {},
    at: AT,
    ...changes,
  });
const meansOf = (control: ControlId, plan: ReturnType<typeof planOf>) =>
  plan.controls.find((planned) => planned.control === control)?.means;
const gapOf = (control: ControlId, plan: ReturnType<typeof planOf>) =>
  plan.gaps.find((gap) => gap.control === control);

const PASSCODE = 'entry.passcode.v1';
const RECORDING = 'confidentiality.recording-manual.v1';

describe('the strongest means that can be had', () => {
  const declaration = platform({
    [RECORDING]: has(offer(byHost), offer(byAccount), offer({ means: 'enforced', expects: [] }, byHost)),
  });
  const reading = (value: boolean, readAt = isoAt(0)): Posture => ({ 'user.recording': { value, readAt } });

  it.each<[string, Posture, string]>([
    ['account, where it is set so', reading(false), 'account'],
    ['host, where it is set otherwise', reading(true), 'host'],
    ['host, where it was not read', {}, 'host'],
    ['host, where it cannot be read', { 'user.recording': { unknown: 'No.', readAt: isoAt(0) } }, 'host'],
    ['host, where it was read too long ago', reading(false, isoAt(-24 * HOUR_MS - 1)), 'host'],
    ['host, where it is dated in the future', reading(false, isoAt(HOUR_MS)), 'host'],
    ['host, where it was read at no time', reading(false, ''), 'host'],
  ])('is %s', (_title, posture, means) => {
    expect(meansOf(RECORDING, planOf({ declaration, posture }))).toBe(means);
  });

  it('is the next one where one was ruled out, and the plan says why', () => {
    const plan = planOf({ declaration, posture: reading(false), ruledOut: { [RECORDING]: ['account'] } });
    expect(plan.controls.find(({ control }) => control === RECORDING)).toMatchObject({
      means: 'host',
      passedOver: [{ means: 'account', why: 'It could not be read back in this session.' }],
    });
  });

  it('is none where the account’s is the only one accepted and not known: a gap that names the access', () => {
    const policy = asking({ [RECORDING]: { accept: ['account'] } });
    expect(gapOf(RECORDING, planOf({ declaration, policy }))).toMatchObject({
      code: 'no-acceptable-means',
      closes: ['Grant reading the settings.'],
    });
    const set = planOf({ declaration, policy, posture: reading(true) });
    expect(gapOf(RECORDING, set)?.closes).toEqual(['Switch recording off.']);
  });

  it('is never an account of which nothing is read', () => {
    const unread = platform({ [RECORDING]: has(offer({ ...byAccount, expects: [] }), offer(byHost)) });
    expect(meansOf(RECORDING, planOf({ declaration: unread }))).toBe('host');
  });

  it('has a record of its own for each duty of the coach', () => {
    const duties = platform({ [RECORDING]: has(offer(byHost)), 'entry.lock.v1': has(offer(byHost)) });
    const records = planOf({ declaration: duties }).controls.flatMap(({ obligations }) =>
      obligations.filter(({ means }) => means === 'host').map(({ record }) => record),
    );
    expect(records).toHaveLength(2);
    expect(new Set(records).size).toBe(2);
  });
});

describe('what the service does at the door', () => {
  const declaration = platform({ [PASSCODE]: has(offer(onPage)) });

  it('stands where the waiting room behind it is a must, for everyone and set on the meeting', () => {
    expect(meansOf(PASSCODE, planOf({ declaration }))).toBe('service');
  });

  it.each<[string, Partial<CompileInput>]>([
    ['lets insiders pass', { policy: asking({ 'entry.waiting-room.v1': { value: 'outsiders' } }) }],
    ['is only a should', { policy: asking({ 'entry.waiting-room.v1': { level: 'should' } }) }],
    ['could not be read back', { ruledOut: { 'entry.waiting-room.v1': ['enforced'] } }],
    [
      'is the host’s doing',
      {
        declaration: platform({
          [PASSCODE]: has(offer(onPage)),
          'entry.waiting-room.v1': has(offer(byHost)),
        }),
        policy: asking({ 'entry.waiting-room.v1': { accept: ['enforced', 'host'] } }),
      },
    ],
    [
      'is taken away by another control',
      {
        declaration: platform(
          { [PASSCODE]: has(offer(onPage)) },
          {
            collisions: [
              {
                control: 'confidentiality.topic.v1',
                value: 'neutral',
                removes: ['entry.waiting-room.v1'],
                why: 'Not together.',
              },
            ],
          },
        ),
        policy: asking({ 'entry.waiting-room.v1': { accept: ['enforced', 'disclosed'] } }),
      },
    ],
  ])('falls where the waiting room %s', (_title, changes) => {
    const plan = planOf({ declaration, ...changes });
    expect(meansOf(PASSCODE, plan)).toBeUndefined();
    expect(gapOf(PASSCODE, plan)?.closes).toEqual([
      'Make a waiting room for everyone, set on the meeting, a must of the policy.',
    ]);
  });

  it('falls in the entry mode platform, and a waiver makes it a disclosure', () => {
    const policy = asking({}, { entryMode: 'platform' });
    expect(gapOf(PASSCODE, planOf({ declaration, policy }))?.level).toBe('must');
    const waiver = {
      control: PASSCODE,
      by: 'The practice’s head',
      reason: 'Cannot reach our page.',
      until: isoAt(HOUR_MS),
    } as const;
    const plan = planOf({ declaration, policy: withWaivers(policy, [waiver], AT) });
    expect(plan.gaps).toEqual([]);
    expect(plan.disclosures).toEqual([
      { control: PASSCODE, sentence: expect.stringContaining('Made Up') as string },
    ]);
  });

  it('stands in the entry mode front-door without a waiting room, which such a policy has to ask for', () => {
    const policy = asking({ 'entry.waiting-room.v1': { value: 'off' } }, { entryMode: 'front-door' });
    expect(planOf({ declaration, policy })).toMatchObject({ gaps: [], entry: { waits: 1, waiting: null } });
    expect(planOf({ declaration, policy: asking({}, { entryMode: 'front-door' }) }).gaps).toMatchObject([
      { code: 'entry-mode', level: 'must' },
    ]);
  });
});

describe('how people come in', () => {
  it.each<[Policy['entryMode'], string, number, RegExp]>([
    ['check-in', 'everyone', 1, /wait once, in the lobby\.$/],
    ['both', 'everyone', 2, /wait a second time, in the lobby\.$/],
    ['platform', 'everyone', 1, /No page of ours.*wait once, in the lobby\.$/],
    ['front-door', 'off', 1, /wait once, on our page.*admits whoever bears it\.$/],
    ['check-in', 'off', 0, /lets them straight in\.$/],
    ['both', 'off', 1, /lets them straight in\.$/],
    ['platform', 'off', 0, /which lets them in\.$/],
  ])('by %s with a waiting room for %s has people wait %i times', (entryMode, value, waits, why) => {
    const { entry } = planOf({ policy: asking({ 'entry.waiting-room.v1': { value } }, { entryMode }) });
    const waiting = value === 'off' ? null : 'You wait in the lobby.';
    expect(entry).toMatchObject({ mode: entryMode, waits, waiting });
    expect(entry.why).toMatch(why);
  });

  it('is what the policy says for this platform, or else for all, and the plan says which', () => {
    const policy = asking({}, { entryMode: 'both', entryModes: { another: 'platform' } });
    expect(planOf({ policy }).entry).toMatchObject({
      mode: 'both',
      why: expect.stringContaining('for every platform') as string,
    });
    const own = { ...policy, entryModes: { 'made-up': 'check-in' } } as const;
    expect(planOf({ policy: own }).entry).toMatchObject({
      mode: 'check-in',
      why: expect.stringContaining('for Made Up') as string,
    });
  });
});

describe('controls that get into each other’s way', () => {
  const E2EE = 'confidentiality.end-to-end-encryption.v1';
  const ROOMS = 'collaboration.breakout-rooms.v1';
  const declaration = platform(
    { [ROOMS]: has(offer(byHost)) },
    {
      collisions: [{ control: E2EE, value: 'required', removes: [ROOMS], why: 'No rooms with encryption.' }],
    },
  );
  const planned = (rooms: Partial<Requirement>, encryption = 'required') =>
    planOf({ declaration, policy: asking({ [E2EE]: { value: encryption }, [ROOMS]: rooms }) });

  it('are reported, and what is lost is a gap, also where it is had by other means', () => {
    const plan = planned({ level: 'must', accept: ['host'] });
    expect(plan.collisions).toEqual([{ control: E2EE, removes: ROOMS, why: 'No rooms with encryption.' }]);
    expect(gapOf(ROOMS, plan)).toMatchObject({ code: 'collision', level: 'must' });
  });

  it('are reported, and what is lost is disclosed where the policy accepts that', () => {
    const plan = planned({});
    expect(plan.collisions).toHaveLength(1);
    expect(meansOf(ROOMS, plan)).toBe('disclosed');
  });

  it('do not where the policy does not want what is lost, or does not ask for what takes it', () => {
    expect(planned({ value: 'off', level: 'must', accept: ['host'] })).toMatchObject({
      collisions: [],
      gaps: [],
    });
    expect(planned({}, 'not-required').collisions).toEqual([]);
  });

  it('never end in a plan that expects back what it does not send', () => {
    const sharing = platform({
      'entry.admitters.v1': {
        ...sets('meeting.waiting', offer({ means: 'enforced' }), offer(byHost)),
        fields: () => ({ 'meeting.waiting': 'off' }),
      },
    });
    const plan = planOf({ declaration: sharing });
    expect(plan.wire['meeting.waiting']).toBe('off');
    expect(gapOf('entry.waiting-room.v1', plan)?.why).toContain('meeting.waiting');
    expect(meansOf('entry.admitters.v1', plan)).toBe('enforced');
  });
});

describe('who is there', () => {
  it('has to be one person who can start, admit and end', () => {
    const hosted = (canStart: 'organiser' | 'coach', canAdmit: 'organiser' | 'coach') =>
      planOf({
        declaration: platform(
          {},
          {
            hosting: () => ({
              organises: 'Somebody.',
              canStart: [canStart],
              canAdmit: [canAdmit],
              canEnd: ['coach'],
              closes: 'Ask for an account.',
            }),
          },
        ),
      });
    expect(hosted('coach', 'coach').gaps).toEqual([]);
    expect(hosted('organiser', 'coach').gaps).toMatchObject([
      { code: 'no-one-can-admit', level: 'must', closes: ['Ask for an account.'] },
    ]);
  });
});

describe('two plans', () => {
  it('are the same where everything that matters is, and no longer where the policy differs', () => {
    expect(samePlan(planOf({}), planOf({ at: new Date(AT.getTime() + 1) }))).toBe(true);
    expect(samePlan(planOf({}), planOf({ policy: asking({ [RECORDING]: { level: 'should' } }) }))).toBe(
      false,
    );
  });
});
