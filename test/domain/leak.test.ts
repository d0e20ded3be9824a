import { describe, expect, it } from 'vitest';
import { personalOf, refuseLeaks, topicFor } from '../../src/domain/plan/leak.ts';
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

  it('may hold nothing of anybody on the roster: name, other names or address', () => {
    const host = { name: 'A Coach', email: null };
    const people = [
      { name: 'Ana Lim', aliases: ['Ani', 'A. Lim'], email: 'ana@client.example' },
      { name: 'Bela Novak', aliases: [], email: null },
    ];
    const personal = personalOf({ name: 'Acme' }, host, people);
    for (const word of ['Acme', 'A Coach', 'Ana Lim', 'ani', 'A. Lim', 'ana@client.example', 'Bela Novak'])
      expect(send({ topic: `for ${word}`, coach: 'x' }, personal), word).toThrowError(
        expect.objectContaining({ code: 'ROSTER_LEAK' }),
      );
    expect(send({ topic: topicFor('4f2a'), coach: 'x' }, personal)).not.toThrow();
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
