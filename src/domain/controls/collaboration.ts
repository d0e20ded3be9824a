import { affordance, choice } from './control.ts';

/** What the guide opens on purpose, for small groups that work together. */
export const collaborationControls = {
  'collaboration.camera.v1': affordance({
    order: choice('expected-on', 'own-choice'),
    meaning: 'You are asked to have your camera on.',
    guide: 'Web cam and voice are mandatory',
  }),
  'collaboration.microphone.v1': affordance({
    order: choice('expected-on', 'own-choice'),
    meaning: 'You are asked to have your microphone on.',
    guide: 'Web cam and voice are mandatory',
  }),
  'collaboration.chat.v1': affordance({
    order: choice('everyone', 'off'),
    meaning: 'Everyone can use the chat.',
    guide: 'Chat is encouraged',
  }),
  'collaboration.breakout-rooms.v1': affordance({
    order: choice('available', 'off'),
    meaning: 'There are breakout rooms for work in small groups.',
    guide: 'Breakout sessions are plentiful',
  }),
  'collaboration.screen-share.v1': affordance({
    order: choice('everyone', 'host-only'),
    meaning: 'Everyone can share their screen.',
    guide: 'Screen sharing is allowed',
  }),
  'collaboration.virtual-background.v1': affordance({
    order: choice('allowed', 'off'),
    meaning: 'You may hide your surroundings behind a virtual background.',
    guide: 'Virtual backgrounds are allowed',
  }),
};

/** What makes a session usable for everyone. */
export const accessControls = {
  'access.captions.v1': affordance({
    order: choice('live-and-unsaved', 'off'),
    meaning: 'Live captions can be had on request and are not saved.',
    guide: null,
  }),
};
