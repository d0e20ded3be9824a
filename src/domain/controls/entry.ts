import { affordance, allowedSet, choice, guard, ladder } from './control.ts';

/** Who gets in, and how. */
export const entryControls = {
  'entry.passcode.v1': guard({
    order: ladder('not-required', 'required'),
    meaning: 'You need a passcode of this session’s own to come in.',
    guide: 'Locked Virtual Spaces',
    backstop: 'entry.waiting-room.v1',
  }),
  'entry.passcode-delivery.v1': guard({
    order: ladder('with-invitation', 'apart-from-invitation'),
    meaning: 'The passcode reaches you by another way than the invitation.',
    guide: 'Locked Virtual Spaces',
  }),
  'entry.unique-meeting.v1': guard({
    order: ladder('may-repeat', 'one-per-session'),
    meaning: 'This meeting was made for this session alone and is not used again.',
    guide: 'A unique Zoom session for every session',
  }),
  'entry.waiting-room.v1': guard({
    order: ladder('off', 'outsiders', 'everyone'),
    meaning: 'Everyone waits until the coach lets them in.',
    guide: 'Waiting rooms and rollcall on entry',
  }),
  'entry.host-first.v1': guard({
    order: ladder('not-required', 'required'),
    meaning: 'Nobody is in the session before the coach.',
    guide: 'Waiting rooms and rollcall on entry',
    backstop: 'entry.waiting-room.v1',
  }),
  'entry.admitters.v1': guard({
    order: ladder('anyone', 'coach-and-named-co-coaches'),
    meaning: 'Only the coach, and co-coaches named beforehand, can let people in.',
    guide: 'Waiting rooms and rollcall on entry',
  }),
  'entry.roll-call.v1': guard({
    order: ladder('not-required', 'required'),
    meaning: 'The coach checks each person against the list of those expected.',
    guide: 'Waiting rooms and rollcall on entry',
    backstop: 'entry.waiting-room.v1',
  }),
  'entry.lock.v1': guard({
    order: ladder('not-required', 'when-all-are-in'),
    meaning: 'Once everyone is in, nobody further is let in.',
    guide: 'Locked Virtual Spaces',
    backstop: 'entry.waiting-room.v1',
  }),
  'entry.registration.v1': guard({
    order: ladder('any', 'outside-the-platform'),
    meaning: 'You do not register with the platform to take part.',
    guide: 'No email registration required',
  }),
  'entry.dial-in.v1': guard({
    order: ladder('allowed', 'off'),
    meaning: 'Nobody joins by telephone or room system.',
    guide: null,
  }),
  'entry.sign-in.v1': affordance({
    order: choice('not-required', 'required'),
    meaning: 'You do not need an account with the platform.',
    guide: 'No email registration required',
  }),
  'entry.bots.v1': guard({
    order: ladder('allowed', 'none'),
    meaning: 'No recording or note-taking machine takes part.',
    guide: 'Your confidentiality',
  }),
  'entry.display-names.v1': guard({
    order: ladder('any', 'no-renaming'),
    meaning: 'Names cannot be changed once people are in.',
    guide: null,
    off: 'any',
  }),
  'entry.countries.v1': guard({
    order: allowedSet(/^[A-Z]{2}$/),
    meaning: 'People can join from the listed countries only.',
    guide: null,
    off: 'any',
  }),
};
