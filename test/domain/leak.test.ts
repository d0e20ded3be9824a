import { describe, expect, it } from 'vitest';
import { refuseLeaks, topicFor } from '../../src/domain/plan/leak.ts';
import { slot } from '../../src/domain/plan/wire.ts';

const wire = {
  'meeting.topic': slot('topic'),
  'meeting.settings.audio': 'voip',
  'meeting.hosts': [slot('coach')],
};
const send = (slots: Record<string, string>, personal: string[]) => () => refuseLeaks(wire, slots, personal);

describe('what is sent to a platform', () => {
  it.each([
    ['a client', 'Acme Holdings'],
    ['a host in other letters', 'ANA LIM'],
    ['an address', 'ana@client.example'],
  ])('may not hold the name of %s', (_who, name) => {
    const topic = `${topicFor('4f2a')} with ${name.toLowerCase()}`;
    expect(send({ topic, coach: 'x' }, [name])).toThrowError(
      expect.objectContaining({ code: 'ROSTER_LEAK', field: 'meeting.topic' }),
    );
  });

  it('never quotes the name in the refusal', () => {
    expect(send({ topic: 'for Ana Lim', coach: 'x' }, ['Ana Lim'])).not.toThrowError(/Ana/);
  });

  it('may hold random values that happen to spell a short name', () => {
    expect(send({ topic: topicFor('abed'), reference: 'abed', coach: 'x' }, ['Abe'])).not.toThrow();
  });

  it('may hold the neutral topic, fixed values, and the coach’s own account', () => {
    const slots = { topic: topicFor('4f2a'), coach: 'ana@practice.example' };
    expect(send(slots, ['Session', 'voip', 'ana@practice.example'])).not.toThrow();
  });
});
