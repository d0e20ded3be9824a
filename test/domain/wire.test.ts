import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { bodyOf, readBack, slot, slotOf, type Wire } from '../../src/domain/plan/wire.ts';

const wire: Wire = {
  'meeting.topic': slot('topic'),
  'meeting.settings.waiting_room': true,
  'meeting.settings.hosts': [{ role: 'cohost', id: slot('coach') }],
  'meeting.settings.alternative_hosts': '',
  'event.subject': slot('topic'),
};
const slots = { topic: 'Session 4f2a', coach: 'coach-account', passcode: 'not in this wire' };
const answered = {
  meeting: {
    topic: 'Session 4f2a',
    password: 'of the vendor',
    settings: { waiting_room: true, hosts: [{ role: 'cohost', id: 'coach-account' }], alternative_hosts: '' },
  },
  event: { subject: 'Session 4f2a', attendees: ['a person'] },
};

describe('a request body', () => {
  it('holds the settings of that body, nested, with its slots filled at any depth', () => {
    expect(bodyOf(wire, 'meeting', slots)).toEqual({
      topic: 'Session 4f2a',
      settings: {
        waiting_room: true,
        hosts: [{ role: 'cohost', id: 'coach-account' }],
        alternative_hosts: '',
      },
    });
    expect(bodyOf(wire, 'event', slots)).toEqual({ subject: 'Session 4f2a' });
    expect(bodyOf(wire, 'meet', slots)).toEqual({});
  });

  it('cannot be made while a slot has no value, and the failure tells none', () => {
    expect(() => bodyOf(wire, 'meeting', { topic: 'Session 4f2a' })).toThrowError(/slot coach/);
    expect(() => bodyOf(wire, 'meeting', { topic: 'Session 4f2a' })).not.toThrowError(/4f2a/);
  });

  it('leaves the plan’s settings as they are', () => {
    const before = structuredClone(wire);
    bodyOf(wire, 'meeting', slots);
    expect(wire).toEqual(before);
  });

  it('knows a slot from any other value', () => {
    expect(slotOf(slot('passcode'))).toBe('passcode');
    for (const value of [null, 'passcode', ['$slot'], { $slot: 'unheard of' }, {}])
      expect(slotOf(value)).toBeUndefined();
  });
});

describe('reading back', () => {
  it('keeps the paths that were sent and nothing else, and secrets as their slots', () => {
    expect(readBack(wire, answered, slots)).toEqual(
      Object.fromEntries(Object.entries(wire).map(([path, value]) => [path, { value }])),
    );
  });

  it('says of a secret that is not the one sent only that it differs', () => {
    const other = { meeting: { ...answered.meeting, topic: 'Coaching for Ana' }, event: { subject: null } };
    const items = readBack(wire, other, slots);
    expect(items['meeting.topic']).toEqual({ value: 'differs' });
    expect(items['event.subject']).toEqual({ value: 'differs' });
  });

  it('says of an address that was not sent only that it differs', () => {
    const settings = { ...answered.meeting.settings, alternative_hosts: 'ana@client.example' };
    const items = readBack(wire, { ...answered, meeting: { ...answered.meeting, settings } }, slots);
    expect(items['meeting.settings.alternative_hosts']).toEqual({ value: 'differs' });
  });

  it('gives what is there where a plain setting differs', () => {
    const settings = { ...answered.meeting.settings, waiting_room: false };
    const items = readBack(wire, { ...answered, meeting: { ...answered.meeting, settings } }, slots);
    expect(items['meeting.settings.waiting_room']).toEqual({ value: false });
  });

  it('is unknown for whatever the answer lacks', () => {
    const items = readBack(wire, { meeting: { settings: null } }, slots);
    for (const path of Object.keys(wire)) expect(items[path]).toHaveProperty('unknown');
    expect(
      readBack({ 'meeting.constructor': true }, { meeting: {} }, {})['meeting.constructor'],
    ).toHaveProperty('unknown');
  });

  it('of what was sent, as it was sent, equals the plan; and no secret comes with it', () => {
    const value: fc.Arbitrary<Json> = fc.oneof(
      fc.boolean(),
      fc.constantFrom<Json>('on', '', null, 0),
      fc.constantFrom<Json>(slot('passcode'), [slot('coach'), 'x'], { deep: slot('topic') }),
    );
    const path = fc.constantFrom('a.one', 'a.two.three', 'a.two.four', 'b.one', 'b.two.three');
    fc.assert(
      fc.property(
        fc.dictionary(path, value),
        fc.uuid(),
        fc.dictionary(fc.constantFrom('five', 'six'), fc.constant<Json>('of the vendor')),
        (sent, secret, more) => {
          const filled = { passcode: `1${secret}`, coach: `2${secret}`, topic: `3${secret}` };
          const answers = {
            a: { ...bodyOf(sent, 'a', filled), ...more },
            b: { ...bodyOf(sent, 'b', filled), ...more },
          };
          const items = readBack(sent, answers, filled);
          expect(items).toEqual(
            Object.fromEntries(Object.entries(sent).map(([at, value]) => [at, { value }])),
          );
          expect(JSON.stringify(items)).not.toContain(secret);
        },
      ),
      { numRuns: 100 },
    );
  });
});
