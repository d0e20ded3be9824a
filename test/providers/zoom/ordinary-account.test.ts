import { describe, expect, it } from 'vitest';
import { confidentialSession } from '../../../src/domain/confidential-session.ts';
import { requiredControlIds, type ControlId } from '../../../src/domain/controls/catalogue.ts';
import type { Json } from '../../../src/domain/json.ts';
import type { Means } from '../../../src/domain/means.ts';
import { mustGaps } from '../../../src/domain/plan/plan.ts';
import { ordinaryZoomPosture } from '../../support/ordinary-zoom.ts';
import { AT, planFor } from './planning.ts';

/** Zoom's column of the catalogue, for the ordinary account. */
const column: [ControlId, Means][] = [
  ['entry.passcode.v1', 'enforced'],
  ['entry.passcode-delivery.v1', 'service'],
  ['entry.unique-meeting.v1', 'enforced'],
  ['entry.waiting-room.v1', 'enforced'],
  ['entry.host-first.v1', 'enforced'],
  ['entry.admitters.v1', 'account'],
  ['entry.roll-call.v1', 'host'],
  ['entry.lock.v1', 'host'],
  ['entry.registration.v1', 'enforced'],
  // Telephones are off on the meeting; no setting that can be read says anything of room systems.
  ['entry.dial-in.v1', 'disclosed'],
  ['entry.sign-in.v1', 'enforced'],
  ['entry.bots.v1', 'host'],
  ['confidentiality.recording-auto.v1', 'enforced'],
  ['confidentiality.recording-manual.v1', 'host'],
  ['confidentiality.recording-verified.v1', 'service'],
  ['confidentiality.transcription.v1', 'host'],
  ['confidentiality.ai-assistants.v1', 'host'],
  ['confidentiality.attention-tracking.v1', 'absent'],
  ['confidentiality.platform-attendance-report.v1', 'disclosed'],
  ['confidentiality.participant-data.v1', 'enforced'],
  ['confidentiality.topic.v1', 'enforced'],
  ['confidentiality.transport-encryption.v1', 'disclosed'],
  ['confidentiality.end-to-end-encryption.v1', 'disclosed'],
  ['confidentiality.data-region.v1', 'disclosed'],
  ['confidentiality.chat-retention.v1', 'account'],
  ['confidentiality.live-streaming.v1', 'account'],
  ['collaboration.camera.v1', 'notice'],
  ['collaboration.microphone.v1', 'notice'],
  ['collaboration.chat.v1', 'account'],
  ['collaboration.breakout-rooms.v1', 'account'],
  ['collaboration.screen-share.v1', 'account'],
  ['collaboration.virtual-background.v1', 'account'],
  ['access.captions.v1', 'account'],
  ['conduct.private-location.v1', 'notice'],
  ['conduct.headphones.v1', 'notice'],
  ['conduct.share-one-app.v1', 'notice'],
  ['conduct.respectful-background.v1', 'notice'],
  ['conduct.no-own-recorder.v1', 'notice'],
  ['record.attendance.v1', 'service'],
  ['record.retention.v1', 'service'],
];

describe('confidential-session on an ordinary Zoom Pro account', () => {
  const plan = planFor();

  it.each(column)('meets %s by %s', (control, means) => {
    expect(plan.controls.find((planned) => planned.control === control)?.means).toBe(means);
  });

  it('has a row for every control and no gap at all', () => {
    expect(column.map(([control]) => control).sort()).toEqual([...requiredControlIds].sort());
    expect(plan.gaps).toEqual([]);
  });

  it('has no must gap where nothing of the account can be read, and claims nothing of it', () => {
    const blind = planFor({ posture: {} });
    expect(mustGaps(blind)).toEqual([]);
    expect(blind.controls.filter(({ means }) => means === 'account')).toEqual([]);
  });

  it('sends the same fields whatever is known of the account', () => {
    expect(planFor({ posture: {} }).wire).toEqual(plan.wire);
  });
});

describe('account settings that an administrator has closed', () => {
  const closed: [ControlId, Record<string, Json>][] = [
    [
      'confidentiality.recording-manual.v1',
      { 'user.recording.local_recording': false, 'user.recording.cloud_recording': false },
    ],
    ['confidentiality.transcription.v1', { 'user.in_meeting.manual_captioning.full_transcript': false }],
    [
      'confidentiality.ai-assistants.v1',
      {
        'user.in_meeting.meeting_summary_with_ai_companion.enable': false,
        'user.in_meeting.ai_companion_questions.enable': false,
      },
    ],
    ['confidentiality.transport-encryption.v1', { 'user.in_meeting.e2e_encryption': true }],
  ];
  it.each(closed)('meet %s by the account', (control, changes) => {
    const plan = planFor({ posture: ordinaryZoomPosture(AT, changes) });
    expect(plan.controls.find((planned) => planned.control === control)?.means).toBe('account');
  });

  it('count for nothing where one of two recordings stays on', () => {
    const posture = ordinaryZoomPosture(AT, { 'user.recording.cloud_recording': false });
    const planned = planFor({ posture }).controls.find(
      ({ control }) => control === 'confidentiality.recording-manual.v1',
    );
    expect(planned?.means).toBe('host');
    expect(planned?.passedOver.map(({ means }) => means)).toEqual(['account']);
  });
});

describe('what a policy may ask otherwise', () => {
  const asking = (control: ControlId, value: Json, accept: Means[]) =>
    planFor({
      policy: {
        ...confidentialSession,
        controls: { ...confidentialSession.controls, [control]: { value, level: 'must', accept } },
      },
      posture: ordinaryZoomPosture(AT, {
        'user.in_meeting.custom_data_center_regions': true,
        'user.in_meeting.data_center_regions': ['DE', 'TY'],
      }),
    });

  it('end-to-end encryption is set on the meeting and takes breakout rooms and captions away', () => {
    const plan = asking('confidentiality.end-to-end-encryption.v1', 'required', ['enforced']);
    expect(plan.wire['meeting.settings.encryption_type']).toBe('e2ee');
    expect(plan.collisions.map(({ removes }) => removes)).toEqual([
      'collaboration.breakout-rooms.v1',
      'access.captions.v1',
    ]);
    expect(mustGaps(plan)).toEqual([]);
  });

  it('data regions are met where the account stays within them, by Zoom’s own codes', () => {
    const region = 'confidentiality.data-region.v1';
    expect(mustGaps(asking(region, ['DE', 'IE', 'JP'], ['account']))).toEqual([]);
    expect(mustGaps(asking(region, ['DE'], ['account'])).map(({ control }) => control)).toEqual([region]);
  });

  it('countries are sent as a list that is approved', () => {
    const plan = asking('entry.countries.v1', ['DE', 'NL'], ['enforced']);
    expect(plan.wire).toMatchObject({
      'meeting.settings.approved_or_denied_countries_or_regions.enable': true,
      'meeting.settings.approved_or_denied_countries_or_regions.method': 'approve',
      'meeting.settings.approved_or_denied_countries_or_regions.approved_list': ['DE', 'NL'],
    });
  });
});

describe('hosting', () => {
  it('makes a coach of the same account an alternative host, named by a slot', () => {
    const plan = planFor({ hosting: 'sponsor', people: { coach: 'member', organiserPresent: false } });
    expect(mustGaps(plan)).toEqual([]);
    expect(plan.wire['meeting.settings.alternative_hosts']).toEqual({ $slot: 'coach' });
    expect(plan.hosting.canAdmit).toEqual(['coach']);
  });

  it.each(['guest', 'outsider'] as const)(
    'leaves nobody to admit where the coach is a %s and the sponsor is away',
    (coach) => {
      const plan = planFor({ hosting: 'sponsor', people: { coach, organiserPresent: false } });
      expect(mustGaps(plan).map(({ code }) => code)).toEqual(['no-one-can-admit']);
    },
  );

  it('lets the sponsor admit who takes part', () => {
    const plan = planFor({ hosting: 'sponsor', people: { coach: 'outsider', organiserPresent: true } });
    expect(mustGaps(plan)).toEqual([]);
    expect(plan.hosting.canEnd).toEqual(['organiser']);
  });
});

describe('the passcode', () => {
  const requirement = 'user.meeting_security.meeting_password_requirement';
  it.each([
    ['has all groups where the requirement is not known', undefined, ['upper', 'lower', 'digit', 'special']],
    [
      'needs no special character where none is asked',
      { have_special_character: false },
      ['upper', 'lower', 'digit'],
    ],
    [
      'has a special character where one is asked',
      { have_special_character: true },
      ['upper', 'lower', 'digit', 'special'],
    ],
    ['has digits only where only they are allowed', { only_allow_numeric: true }, ['digit']],
  ])('%s', (_case, value, groups) => {
    const posture = ordinaryZoomPosture(AT, { [requirement]: value });
    expect(planFor({ posture }).passcodeRule).toEqual({ length: 10, groups });
  });
});
