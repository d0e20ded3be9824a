import { atMostDays, guard, ladder } from './control.ts';

/** What participants are asked to do. */
export const conductControls = {
  'conduct.private-location.v1': guard({
    order: ladder('not-asked', 'asked'),
    meaning: 'You are asked to take part from a private place.',
    guide: 'Please use a private location',
  }),
  'conduct.headphones.v1': guard({
    order: ladder('not-asked', 'asked'),
    meaning: 'You are asked to use headphones.',
    guide: 'Please use a private location',
  }),
  'conduct.share-one-app.v1': guard({
    order: ladder('not-asked', 'asked'),
    meaning: 'If you share your screen, you are asked to share one application only.',
    guide: 'Screen sharing is allowed',
  }),
  'conduct.respectful-background.v1': guard({
    order: ladder('not-asked', 'asked'),
    meaning: 'If you use a background picture, you are asked to choose a respectful one.',
    guide: 'Virtual backgrounds are allowed',
  }),
  'conduct.no-own-recorder.v1': guard({
    order: ladder('not-asked', 'asked'),
    meaning: 'You are asked not to record or take notes by machine yourself.',
    guide: 'We do not record sessions',
  }),
};

/** What we keep ourselves. */
export const recordControls = {
  'record.attendance.v1': guard({
    order: ladder('any', 'own-log-only'),
    meaning: 'The only record of attendance is our own log.',
    guide: 'We do not record sessions',
  }),
  'record.retention.v1': guard({
    order: atMostDays(3650),
    meaning: 'What we keep about the session is deleted after the stated number of days.',
    guide: 'Your confidentiality',
  }),
};
