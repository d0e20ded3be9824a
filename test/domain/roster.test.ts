import { describe, expect, it } from 'vitest';
import { channelOf, isWeaker, PersonRequest, requireOpenRoster } from '../../src/domain/roster.ts';
import { SessionState } from '../../src/domain/session.ts';

const problemOf = (work: () => void): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('a roster', () => {
  const lockedAt = new Date('2026-03-02T12:10:00.000Z');
  const over: readonly SessionState[] = ['ended', 'attested', 'cancelled'];

  it.each(SessionState.options)('of a session that is %s', (state) => {
    const refusal = (locked: boolean, byCoach: boolean) =>
      problemOf(() => requireOpenRoster({ state, lockedAt: locked ? lockedAt : null, byCoach }));
    const isOver = over.includes(state) ? 'INVALID_TRANSITION' : undefined;
    expect(refusal(false, false)).toBe(isOver);
    expect(refusal(false, true)).toBe(isOver);
    expect(refusal(true, true)).toBe(isOver);
    expect(refusal(true, false)).toBe(isOver ?? 'ROSTER_LOCKED');
  });
});

describe('somebody who is expected', () => {
  const read = (person: object) => PersonRequest.safeParse({ name: 'Ana', ...person });
  const email = 'ana@client.example';

  it('is a participant without e-mail where nothing else is said', () => {
    expect(read({}).data).toEqual({
      name: 'Ana',
      aliases: [],
      role: 'participant',
      email: null,
      timeZone: null,
      passcodeChannel: null,
    });
  });

  it.each([
    ['a name of spaces', { name: '  ' }, 'name'],
    ['a name with a line break', { name: 'Ana\nLim' }, 'name'],
    ['an unknown role', { role: 'guest' }, 'role'],
    ['an address that is none', { email: 'ana' }, 'email'],
    ['an address with a name', { email: 'Ana <ana@client.example>' }, 'email'],
    ['an offset for a zone', { timeZone: '+02:00' }, 'timeZone'],
    ['a passcode by e-mail without an address', { passcodeChannel: 'email' }, 'passcodeChannel'],
    ['too many other names', { aliases: Array(11).fill('A') }, 'aliases'],
    ['a field that there is not', { phone: '1' }, undefined],
  ])('does not have %s', (_, person, field) => {
    const parsed = read(person);
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues[0]?.path[0]).toBe(field);
  });

  it.each([
    [email, null, 'email', true],
    [email, 'email', 'email', true],
    [email, 'text', 'text', false],
    [email, 'handed-over', 'handed-over', false],
    [null, null, 'handed-over', false],
    [null, 'text', 'text', false],
  ] as const)(
    'with address %s who asks for %s gets the passcode by %s; weaker: %s',
    (address, asked, by, weaker) => {
      expect(channelOf({ email: address, passcodeChannel: asked })).toBe(by);
      expect(isWeaker({ email: address, passcodeChannel: by })).toBe(weaker);
    },
  );
});
