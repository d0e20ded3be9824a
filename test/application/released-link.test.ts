import { expect, it } from 'vitest';
import { releasedLink } from '../../src/application/released-link.ts';
import { slot } from '../../src/domain/plan/wire.ts';

const secrets = {
  passcode: 'k4T9wq',
  reference: 'reference',
  organiser: 'coach@practice.example',
  coach: null,
};
const bare = 'https://platform.example/j/1';
const carrying = 'https://platform.example/j/1?pwd=abc';
const withPasscode = { 'meeting.password': slot('passcode') };

it.each([
  ['carries the passcode where the account puts it there', carrying, withPasscode, carrying, null],
  [
    'shows the passcode where the platform asks and the link does not carry it',
    null,
    withPasscode,
    bare,
    'k4T9wq',
  ],
  ['shows none where the platform asks for none', null, { 'meeting.lobby': 'everyone' }, bare, null],
  ['shows none where the policy has none on the meeting', null, { 'meeting.password': '' }, bare, null],
])('a released link %s', (_case, joinUrlWithPasscode, wire, url, passcodeToShow) => {
  const released = releasedLink({ joinUrl: bare, joinUrlWithPasscode }, { secrets }, { wire });
  expect(released).toEqual({ url, passcodeToShow });
});
