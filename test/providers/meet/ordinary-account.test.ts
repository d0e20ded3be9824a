import { describe, expect, it } from 'vitest';
import type { ControlId } from '../../../src/domain/controls/catalogue.ts';
import type { Json } from '../../../src/domain/json.ts';
import type { Means } from '../../../src/domain/means.ts';
import { compile, type CompileInput } from '../../../src/domain/plan/compile.ts';
import { mustGaps } from '../../../src/domain/plan/plan.ts';
import { ordinaryMeet } from '../../support/ordinary-meet.ts';

/** The guide's column for Meet (the design, §3): the weakest means that each control needs on an ordinary account. */
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
  ['confidentiality.recording-manual.v1', 'host'],
  ['confidentiality.recording-verified.v1', 'service'],
  ['confidentiality.transcription.v1', 'host'],
  ['confidentiality.ai-assistants.v1', 'host'],
  ['confidentiality.attention-tracking.v1', 'absent'],
  ['confidentiality.platform-attendance-report.v1', 'enforced'],
  ['confidentiality.participant-data.v1', 'enforced'],
  ['confidentiality.topic.v1', 'absent'],
  ['confidentiality.transport-encryption.v1', 'disclosed'],
  ['confidentiality.end-to-end-encryption.v1', 'disclosed'],
  ['confidentiality.data-region.v1', 'disclosed'],
  ['confidentiality.chat-retention.v1', 'disclosed'],
  ['confidentiality.live-streaming.v1', 'disclosed'],
  ['collaboration.camera.v1', 'notice'],
  ['collaboration.microphone.v1', 'notice'],
  ['collaboration.chat.v1', 'enforced'],
  ['collaboration.breakout-rooms.v1', 'host'],
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

const planned = (input: CompileInput, id: ControlId) =>
  compile(input).controls.find(({ control }) => control === id);

const knowing = (known: Record<string, Json>): CompileInput => ({
  ...ordinaryMeet,
  posture: {
    ...ordinaryMeet.posture,
    ...Object.fromEntries(
      Object.entries(known).map(([item, value]) => [
        `policy.meet.${item}`,
        { value, readAt: ordinaryMeet.at.toISOString() },
      ]),
    ),
  },
});

/** The guide with one control asked for otherwise. */
const asking = (id: ControlId, value: Json, input = ordinaryMeet): CompileInput => {
  const requirement = input.policy.controls[id];
  if (requirement === undefined) throw new Error(`The guide has no ${id}`);
  const controls = { ...input.policy.controls, [id]: { ...requirement, value } };
  return { ...input, policy: { ...input.policy, controls } };
};

describe('the guide on an ordinary Google account', () => {
  it.each(column)('%s is met by: %s', (control, means) => {
    expect(planned(ordinaryMeet, control)?.means).toBe(means);
  });

  it('has a row for every control of the policy, and no gap', () => {
    const plan = compile(ordinaryMeet);
    expect(plan.controls.map(({ control }) => control).toSorted()).toEqual(
      column.map(([control]) => control).toSorted(),
    );
    expect(plan.gaps).toEqual([]);
    expect(plan.collisions).toEqual([]);
  });

  it('sends every setting of a space, and no member', () => {
    expect(compile(ordinaryMeet).wire).toEqual({
      'space.config.accessType': 'RESTRICTED',
      'space.config.entryPointAccess': 'ALL',
      'space.config.moderation': 'ON',
      'space.config.moderationRestrictions.chatRestriction': 'NO_RESTRICTION',
      'space.config.moderationRestrictions.reactionRestriction': 'NO_RESTRICTION',
      'space.config.moderationRestrictions.presentRestriction': 'NO_RESTRICTION',
      'space.config.moderationRestrictions.defaultJoinAsViewerType': 'OFF',
      'space.config.attendanceReportGenerationType': 'DO_NOT_GENERATE',
      'space.config.artifactConfig.recordingConfig.autoRecordingGeneration': 'OFF',
      'space.config.artifactConfig.transcriptionConfig.autoTranscriptionGeneration': 'OFF',
      'space.config.artifactConfig.smartNotesConfig.autoSmartNotesGeneration': 'OFF',
    });
  });

  it('says “ask to join” where the guide says waiting room', () => {
    const sentences = planned(ordinaryMeet, 'entry.waiting-room.v1')?.obligations.map(
      ({ sentence }) => sentence,
    );
    expect(sentences?.join()).toContain('ask to join');
  });

  it('leaves attention tracking unverified, so that it is never judged as met', () => {
    const obligations = planned(ordinaryMeet, 'confidentiality.attention-tracking.v1')?.obligations;
    expect(obligations?.map(({ unverified }) => unverified)).toEqual([true]);
  });
});

describe('what a super administrator makes known', () => {
  it.each<[string, Record<string, Json>, ControlId, Means]>([
    [
      'recording switched off',
      { 'video_recording.enableRecording': false },
      'confidentiality.recording-manual.v1',
      'account',
    ],
    [
      'recording allowed',
      { 'video_recording.enableRecording': true },
      'confidentiality.recording-manual.v1',
      'host',
    ],
    [
      'everyone may ask to join',
      { 'safety_domain.usersAllowedToJoin': 'ALL' },
      'entry.sign-in.v1',
      'account',
    ],
    [
      'only signed-in users',
      { 'safety_domain.usersAllowedToJoin': 'LOGGED_IN' },
      'entry.sign-in.v1',
      'disclosed',
    ],
    ['chat switched off', { 'meet_messaging.enabled': false }, 'collaboration.chat.v1', 'disclosed'],
    ['chat left on', { 'meet_messaging.enabled': true }, 'collaboration.chat.v1', 'enforced'],
    [
      'sharing switched off',
      { 'meet_presenting.enabled': false },
      'collaboration.screen-share.v1',
      'disclosed',
    ],
  ])('%s', (_known, items, control, means) => {
    expect(planned(knowing(items), control)?.means).toBe(means);
  });
});

describe('values other than the guide’s', () => {
  it.each<[ControlId, Json, string, Json]>([
    ['collaboration.chat.v1', 'off', 'space.config.moderationRestrictions.chatRestriction', 'HOSTS_ONLY'],
    [
      'collaboration.screen-share.v1',
      'host-only',
      'space.config.moderationRestrictions.presentRestriction',
      'HOSTS_ONLY',
    ],
    [
      'confidentiality.recording-auto.v1',
      'allowed',
      'space.config.artifactConfig.recordingConfig.autoRecordingGeneration',
      'OFF',
    ],
    [
      'confidentiality.platform-attendance-report.v1',
      'allowed',
      'space.config.attendanceReportGenerationType',
      'DO_NOT_GENERATE',
    ],
    ['entry.admitters.v1', 'anyone', 'space.config.moderation', 'ON'],
  ])('%s %s sends %s', (control, value, path, sent) => {
    expect(compile(asking(control, value)).wire[path]).toBe(sent);
  });

  it.each([
    ['outsiders', 'TRUSTED'],
    ['off', 'OPEN'],
  ])('a waiting room for %s alone sends %s', (value, accessType) => {
    const input = asking('entry.host-first.v1', 'not-required', asking('entry.waiting-room.v1', value));
    expect(compile(input).wire['space.config.accessType']).toBe(accessType);
  });

  it('nobody before the host needs everybody to ask, whatever the waiting room is for', () => {
    const input = asking('entry.waiting-room.v1', 'outsiders');
    expect(compile(input).wire['space.config.accessType']).toBe('RESTRICTED');
    const [obligation] = planned(input, 'entry.waiting-room.v1')?.obligations ?? [];
    expect(obligation?.expects[0]?.oneOf).toEqual(['TRUSTED', 'RESTRICTED']);
  });

  it('end-to-end encryption takes the asking to join away, and says so', () => {
    const plan = compile(asking('confidentiality.end-to-end-encryption.v1', 'required'));
    expect(plan.collisions.map(({ removes }) => removes)).toEqual([
      'entry.waiting-room.v1',
      'access.captions.v1',
    ]);
    expect(mustGaps(plan).map(({ control }) => control)).toContain('entry.waiting-room.v1');
  });

  it('an entry mode that lets the bearer of a link in is refused', () => {
    const input = asking('entry.waiting-room.v1', 'off');
    const plan = compile({ ...input, policy: { ...input.policy, entryMode: 'front-door' } });
    expect(mustGaps(plan)[0]).toMatchObject({ code: 'entry-mode' });
  });

  it('without our page nobody checks a passcode', () => {
    const plan = compile({ ...ordinaryMeet, policy: { ...ordinaryMeet.policy, entryMode: 'platform' } });
    expect(mustGaps(plan).map(({ control }) => control)).toContain('entry.passcode.v1');
  });
});

describe('who can start, admit and end', () => {
  it.each<[string, Partial<CompileInput>, string[], boolean]>([
    ['the coach organises', {}, ['organiser', 'coach'], false],
    [
      'a sponsor who is there',
      { hosting: 'sponsor', people: { coach: 'outsider', organiserPresent: true } },
      ['organiser'],
      false,
    ],
    [
      'a sponsor who is not, with an outside coach',
      { hosting: 'sponsor', people: { coach: 'outsider', organiserPresent: false } },
      [],
      true,
    ],
    [
      'a sponsor who is not, with a guest as coach',
      { hosting: 'sponsor', people: { coach: 'guest', organiserPresent: false } },
      [],
      true,
    ],
    [
      'a sponsor who is not, with a colleague as coach',
      { hosting: 'sponsor', people: { coach: 'member', organiserPresent: false } },
      ['coach'],
      false,
    ],
  ])('%s', (_case, change, able, gap) => {
    const plan = compile({ ...ordinaryMeet, ...change });
    expect(plan.hosting).toMatchObject({ canStart: able, canAdmit: able, canEnd: able });
    expect(mustGaps(plan).some(({ code }) => code === 'no-one-can-admit')).toBe(gap);
  });

  it('a coach of the same organisation is sent as co-host, by a slot and not by address', () => {
    const plan = compile({
      ...ordinaryMeet,
      hosting: 'sponsor',
      people: { coach: 'member', organiserPresent: false },
    });
    expect(plan.wire).toMatchObject({ 'member.email': { $slot: 'coach' }, 'member.role': 'COHOST' });
    const expected = plan.controls.find(({ control }) => control === 'entry.admitters.v1')?.obligations[0]
      ?.expects;
    expect(expected?.map(({ item }) => item)).toEqual([
      'space.config.moderation',
      'member.email',
      'member.role',
    ]);
  });
});
