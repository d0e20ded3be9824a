import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import type { CompileInput } from '../../../src/domain/plan/compile.ts';
import { bodyOf } from '../../../src/domain/plan/wire.ts';
import { updateBody } from '../../../src/providers/zoom/meeting.ts';
import { normalise } from '../../../src/providers/zoom/observation.ts';
import { AT, planFor } from './planning.ts';

const slots = { topic: 'Session 1', reference: 'r-1', passcode: 'p-1', coach: 'coach@client.example' };

/** What is read of an answer that holds just what was sent, save for some changes; undefined leaves a field out. */
function read(
  changes: Record<string, Json | undefined>,
  {
    settings = {},
    plan: input = {},
  }: { settings?: Record<string, Json | undefined>; plan?: Partial<CompileInput> } = {},
) {
  const plan = planFor(input);
  const sent = bodyOf(plan.wire, 'meeting', slots);
  const whole = { ...sent, ...changes, settings: { ...(sent['settings'] as object), ...settings } };
  const answer = JSON.parse(JSON.stringify(whole)) as Record<string, Json>;
  return { plan, items: normalise(plan, answer, slots, []) };
}

describe('the time of a meeting', () => {
  it.each([
    ['2026-12-01T09:00:00Z'],
    ['2026-12-01T09:00:00.000Z'],
    ['2026-12-01T09:00:00.0000000+00:00'],
    ['2026-12-01T10:00:00+01:00'],
  ])('reads as it was sent where Zoom answers %s', (start) => {
    const { plan, items } = read({ start_time: start });
    expect(items['meeting.start_time']).toEqual({ value: plan.wire['meeting.start_time'] });
  });

  it.each([
    // Another hour, an hour of no time zone, and nothing that is a time.
    ['2026-12-01T10:00:00Z'],
    ['2026-12-01T09:00:00'],
    ['soon'],
  ])('reads otherwise where Zoom answers %s', (start) => {
    expect(read({ start_time: start }).items['meeting.start_time']).toEqual({ value: start });
  });

  it('is unknown where Zoom answers none', () => {
    expect(read({ start_time: undefined }).items['meeting.start_time']).toHaveProperty('unknown');
  });

  it('reads as it was sent where the meeting was made after its time, which Zoom then takes for now', () => {
    const [start, made] = ['2026-12-01T09:04:00Z', '2026-12-01T09:04:00Z'];
    const { plan, items } = read({ start_time: start, created_at: made });
    expect(items['meeting.start_time']).toEqual({ value: plan.wire['meeting.start_time'] });
    const moved = read({ start_time: '2026-12-01T10:00:00Z', created_at: made });
    expect(moved.items['meeting.start_time']).toEqual({ value: '2026-12-01T10:00:00Z' });
  });

  it('has a time zone by any of its names, and no other one', () => {
    const session = { startsAt: '2026-12-01T09:00:00.000Z', endsAt: '2026-12-01T10:00:00.000Z' };
    const inSaigon = { plan: { session: { ...session, timeZone: 'Asia/Ho_Chi_Minh' } } };
    const zone = (timezone: string) => read({ timezone }, inSaigon).items['meeting.timezone'];
    expect(zone('Asia/Saigon')).toEqual({ value: 'Asia/Ho_Chi_Minh' });
    expect(zone('Europe/Berlin')).toEqual({ value: 'Europe/Berlin' });
    expect(zone('Nowhere/At_All')).toEqual({ value: 'Nowhere/At_All' });
  });

  it('is sent with a change while it is to come, and not once it would move the meeting to now', () => {
    const plan = planFor();
    expect(updateBody(plan, slots, AT)).toHaveProperty('start_time', '2026-12-01T09:00:00Z');
    const during = new Date('2026-12-01T09:30:00Z');
    const late = updateBody(plan, slots, during);
    expect(late).not.toHaveProperty('start_time');
    expect(late).toHaveProperty('settings.waiting_room', true);
  });
});

describe('a field that Zoom’s answer leaves out', () => {
  it.each([
    'authentication_exception',
    'language_interpretation',
    'global_dial_in_countries',
    'alternative_host_manage_cloud_recording',
    'disable_participant_video',
  ])('is taken for an answer where nothing uses it: %s', (field) => {
    const { items } = read({}, { settings: { [field]: undefined } });
    const item = Object.keys(items).find((path) => path.startsWith(`meeting.settings.${field}`)) ?? '';
    expect(items[item]).toEqual({ value: 'left out' });
  });

  it.each(['waiting_room', 'meeting_invitees', 'private_meeting', 'auto_recording', 'alternative_hosts'])(
    'is unknown everywhere else: %s',
    (field) => {
      const { items } = read({}, { settings: { [field]: undefined } });
      expect(items[`meeting.settings.${field}`]).toHaveProperty('unknown');
    },
  );

  it('is unknown of what an alternative host may do where there is one', () => {
    const field = 'alternative_host_manage_cloud_recording';
    const sponsored = { hosting: 'sponsor', people: { coach: 'member', organiserPresent: false } } as const;
    const { items } = read({}, { settings: { [field]: undefined }, plan: sponsored });
    expect(items[`meeting.settings.${field}`]).toHaveProperty('unknown');
  });
});
