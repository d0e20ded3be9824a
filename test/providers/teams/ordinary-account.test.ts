import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogue, controlIds, type ControlId } from '../../../src/domain/controls/catalogue.ts';
import { Means } from '../../../src/domain/means.ts';
import { compile, type CompileInput } from '../../../src/domain/plan/compile.ts';
import { mustGaps } from '../../../src/domain/plan/plan.ts';
import { ordinaryTeams } from '../../support/ordinary-teams.ts';

/** The guide's column for Teams (the design, §3): the weakest means that each control needs on an ordinary account. */
const column: [ControlId, Means][] = [
  ['entry.passcode.v1', 'service'],
  ['entry.passcode-delivery.v1', 'service'],
  ['entry.unique-meeting.v1', 'enforced'],
  ['entry.waiting-room.v1', 'enforced'],
  ['entry.host-first.v1', 'enforced'],
  ['entry.admitters.v1', 'enforced'],
  ['entry.roll-call.v1', 'host'],
  ['entry.lock.v1', 'host'],
  ['entry.registration.v1', 'absent'],
  ['entry.dial-in.v1', 'disclosed'],
  ['entry.sign-in.v1', 'disclosed'],
  ['entry.bots.v1', 'host'],
  ['confidentiality.recording-auto.v1', 'enforced'],
  ['confidentiality.recording-manual.v1', 'enforced'],
  ['confidentiality.recording-verified.v1', 'service'],
  ['confidentiality.transcription.v1', 'enforced'],
  ['confidentiality.ai-assistants.v1', 'host'],
  ['confidentiality.attention-tracking.v1', 'disclosed'],
  ['confidentiality.platform-attendance-report.v1', 'disclosed'],
  ['confidentiality.participant-data.v1', 'enforced'],
  ['confidentiality.topic.v1', 'enforced'],
  ['confidentiality.transport-encryption.v1', 'disclosed'],
  ['confidentiality.end-to-end-encryption.v1', 'disclosed'],
  ['confidentiality.data-region.v1', 'disclosed'],
  ['confidentiality.chat-retention.v1', 'enforced'],
  ['confidentiality.live-streaming.v1', 'disclosed'],
  ['collaboration.camera.v1', 'notice'],
  ['collaboration.microphone.v1', 'notice'],
  ['collaboration.chat.v1', 'enforced'],
  ['collaboration.breakout-rooms.v1', 'enforced'],
  ['collaboration.screen-share.v1', 'enforced'],
  ['collaboration.virtual-background.v1', 'disclosed'],
  ['access.captions.v1', 'disclosed'],
  ['conduct.private-location.v1', 'notice'],
  ['conduct.headphones.v1', 'notice'],
  ['conduct.share-one-app.v1', 'notice'],
  ['conduct.respectful-background.v1', 'notice'],
  ['conduct.no-own-recorder.v1', 'notice'],
  ['record.attendance.v1', 'service'],
  ['record.retention.v1', 'service'],
];

const meansOf = (input: CompileInput, id: ControlId) =>
  compile(input).controls.find(({ control }) => control === id)?.means;

const knowing = (known: Record<string, string | boolean>): CompileInput => ({
  ...ordinaryTeams,
  posture: {
    ...ordinaryTeams.posture,
    ...Object.fromEntries(
      Object.entries(known).map(([item, value]) => [item, { value, readAt: ordinaryTeams.at.toISOString() }]),
    ),
  },
});

describe('the guide on an ordinary Teams account', () => {
  it.each(column)('%s is met by: %s', (control, means) => {
    expect(meansOf(ordinaryTeams, control)).toBe(means);
  });

  it('has a row for every control of the policy, and no gap', () => {
    const plan = compile(ordinaryTeams);
    expect(plan.controls.map(({ control }) => control).toSorted()).toEqual(
      column.map(([control]) => control).toSorted(),
    );
    expect(plan.gaps).toEqual([]);
    expect(plan.collisions).toEqual([]);
  });

  it('needs the service for the roll-call and the lock besides the host', () => {
    for (const id of ['entry.roll-call.v1', 'entry.lock.v1'] as const) {
      const planned = compile(ordinaryTeams).controls.find(({ control }) => control === id);
      expect(planned?.obligations.map(({ means }) => means)).toEqual(['service', 'host']);
    }
  });
});

describe('what an administrator can make known', () => {
  it.each<[string, Record<string, string | boolean>, ControlId, Means]>([
    [
      'no attendance report',
      { 'policy.AllowEngagementReport': 'Disabled' },
      'confidentiality.platform-attendance-report.v1',
      'account',
    ],
    [
      'no attention tracking',
      { 'policy.AllowEngagementReport': 'Disabled' },
      'confidentiality.attention-tracking.v1',
      'account',
    ],
    [
      'an attendance report',
      { 'policy.AllowEngagementReport': 'Enabled' },
      'confidentiality.platform-attendance-report.v1',
      'disclosed',
    ],
    ['no telephone', { 'licence.AudioConferencing': false }, 'entry.dial-in.v1', 'account'],
    [
      'people without account',
      { 'policy.AllowAnonymousUsersToJoinMeeting': true },
      'entry.sign-in.v1',
      'account',
    ],
    [
      'captions',
      { 'policy.LiveCaptionsEnabledType': 'DisabledUserOverride' },
      'access.captions.v1',
      'account',
    ],
    [
      'no streaming',
      { 'policy.LiveStreamingMode': 'Disabled' },
      'confidentiality.live-streaming.v1',
      'account',
    ],
  ])('%s', (_what, known, control, means) => {
    expect(meansOf(knowing(known), control)).toBe(means);
  });

  it('is needed, with Teams Premium, before end-to-end encryption counts as had', () => {
    const control = 'confidentiality.end-to-end-encryption.v1';
    const asked = (input: CompileInput): CompileInput => ({
      ...input,
      policy: {
        ...input.policy,
        controls: {
          ...input.policy.controls,
          [control]: { value: 'required', level: 'should', accept: ['enforced', 'account', 'disclosed'] },
        },
      },
    });
    expect(meansOf(asked(ordinaryTeams), control)).toBe('disclosed');
    const premium = asked(
      knowing({
        'licence.TeamsPremium': true,
        'encryption.MeetingEndToEndEncryption': 'DisabledUserOverride',
      }),
    );
    expect(meansOf(premium, control)).toBe('account');
    const plan = compile(premium);
    expect(plan.collisions.map(({ removes }) => removes)).toEqual([
      'collaboration.breakout-rooms.v1',
      'access.captions.v1',
    ]);
    expect(plan.wire['meeting.isEndToEndEncryptionEnabled']).toBe(true);
  });
});

describe('where the meeting is held', () => {
  const standalone: CompileInput = { ...ordinaryTeams, backing: 'standalone' };

  it('decides whether recordings can be looked for afterwards', () => {
    const control = 'confidentiality.recording-verified.v1';
    expect(meansOf(ordinaryTeams, control)).toBe('service');
    expect(meansOf(standalone, control)).toBe('disclosed');
    expect(mustGaps(compile(standalone))).toEqual([]);
  });

  it('decides which bodies are sent', () => {
    const bodies = (input: CompileInput) => [
      ...new Set(Object.keys(compile(input).wire).map((path) => path.split('.')[0])),
    ];
    expect(bodies(ordinaryTeams).toSorted()).toEqual(['event', 'meeting']);
    expect(bodies(standalone)).toEqual(['meeting']);
  });
});

describe('who can admit', () => {
  const sponsor: CompileInput = { ...ordinaryTeams, hosting: 'sponsor', backing: 'standalone' };
  const attendees = 'meeting.participants.attendees';

  it('is the coach who organises, with nobody named at Teams', () => {
    const plan = compile({ ...ordinaryTeams, hosting: 'coach-in-client' });
    expect(plan.hosting.canAdmit).toContain('coach');
    expect(plan.wire[attendees]).toEqual([]);
    expect(plan.gaps).toEqual([]);
  });

  it.each(['member', 'guest'] as const)('is the coach as co-organiser where the coach is a %s', (coach) => {
    const plan = compile({ ...sponsor, people: { coach, organiserPresent: false } });
    expect(plan.hosting.canAdmit).toEqual(['coach']);
    expect(plan.gaps).toEqual([]);
    expect(plan.wire[attendees]).toEqual([
      { identity: { user: { id: { $slot: 'coach' } } }, role: 'coorganizer' },
    ]);
  });

  it('is nobody where the coach is an outsider and the organiser absent: a gap that says what closes it', () => {
    const plan = compile({ ...sponsor, people: { coach: 'outsider', organiserPresent: false } });
    const [gap] = mustGaps(plan);
    expect(gap?.code).toBe('no-one-can-admit');
    expect(gap?.closes.join()).toMatch(/guest account/);
    expect(plan.wire[attendees]).toEqual([]);
  });

  it('is the sponsor where the sponsor is present', () => {
    const plan = compile({ ...sponsor, people: { coach: 'outsider', organiserPresent: true } });
    expect(plan.hosting.canAdmit).toEqual(['organiser']);
    expect(mustGaps(plan)).toEqual([]);
  });

  it('promises no breakout rooms where only a guest could open them', () => {
    const guest: CompileInput = { ...sponsor, people: { coach: 'guest', organiserPresent: false } };
    expect(meansOf(guest, 'collaboration.breakout-rooms.v1')).toBe('disclosed');
    expect(
      meansOf(
        { ...guest, people: { coach: 'member', organiserPresent: false } },
        'collaboration.breakout-rooms.v1',
      ),
    ).toBe('enforced');
  });
});

describe('a policy that asks otherwise than the guide', () => {
  const enumerable = controlIds.flatMap((id) => {
    const { schema } = catalogue[id].order;
    return schema instanceof z.ZodEnum ? schema.options.map((value) => [id, String(value)] as const) : [];
  });

  it.each(enumerable)('finds a means for %s at %s', (control, value) => {
    const controls = {
      ...ordinaryTeams.policy.controls,
      [control]: { value, level: 'must' as const, accept: [...Means.options] },
    };
    const plan = compile({ ...ordinaryTeams, policy: { ...ordinaryTeams.policy, controls } });
    expect(plan.gaps.filter((gap) => gap.control === control)).toEqual([]);
  });
});
