import type { ControlId } from '../../domain/controls/catalogue.ts';
import type { ControlDeclaration, Part } from '../../domain/plan/declaration.ts';
import { host, notice, offer, offerFor } from './offers.ts';

const GUIDE = ['The practice’s guide; no platform takes part in it.'];

const service = (record: string, due: 'at-entry' | 'after', page: boolean, sentence: string): Part => ({
  means: 'service',
  due,
  record,
  page,
  sentence,
});

/** Our page asks for the session's own passcode. What the platform itself does not check is the platform's sentence. */
export const passcodeOnOurPage = (sentence: string): Part =>
  service('passcode-checked', 'at-entry', true, sentence);

/** Our page holds people until the coach says to be in as the host. */
export const heldUntilHostIsIn = (sentence: string): Part => service('host-in', 'at-entry', true, sentence);

/** After the session the vendor is to be asked what it left behind: due, until a record says that it was. */
export const lookedForAfterwards = (sentence: string): Part =>
  service('recordings-checked', 'after', false, sentence);

const asked = (sentence: string): ControlDeclaration => ({
  offers: [
    offerFor(['asked'], notice(sentence)),
    offerFor(['not-asked'], notice('Nothing is asked of you here.')),
  ],
  sources: GUIDE,
});

const callTheRoll = host('Call the roll: admit only people who are on the list, and check who they are.');

const conductControls = {
  'conduct.private-location.v1': asked(
    'Please take part from a place where nobody else can hear or see you.',
  ),
  'conduct.headphones.v1': asked('Please use headphones, so that nobody near you hears the others.'),
  'conduct.share-one-app.v1': asked(
    'If you share your screen, please share one application and not the whole screen.',
  ),
  'conduct.respectful-background.v1': asked(
    'If you use a background picture, please choose a respectful one.',
  ),
  'conduct.no-own-recorder.v1': asked(
    'Please do not record the session and do not let a device or an app take notes of it.',
  ),
} satisfies Partial<Record<ControlId, ControlDeclaration>>;

const recordControls = {
  'record.attendance.v1': {
    offers: [
      offer(service('attendance-log', 'after', false, 'Attendance belongs in our own log and nowhere else.')),
    ],
    sources: GUIDE,
  },
  'record.retention.v1': {
    offers: [
      offer(service('retention', 'after', false, 'What we keep is to be deleted when its time is over.')),
    ],
    sources: GUIDE,
  },
} satisfies Partial<Record<ControlId, ControlDeclaration>>;

/**
 * Controls that Subrosa and the people in the session meet themselves, the same on every platform. `lock` is the platform's
 * own sentence for the coach: where to lock.
 */
export const ownControls = ({ lock }: { lock: string }) =>
  ({
    'entry.passcode-delivery.v1': {
      offers: [
        offer(
          service(
            'passcode-delivered',
            'at-entry',
            false,
            'The passcode is delivered by another way than the invitation.',
          ),
        ),
      ],
      sources: GUIDE,
    },
    'entry.roll-call.v1': {
      offers: [
        offer(
          service(
            'roll-call',
            'at-entry',
            true,
            'Our page identifies each person before the platform’s link is released.',
          ),
          callTheRoll,
        ),
        offer(callTheRoll),
      ],
      sources: GUIDE,
    },
    'entry.lock.v1': {
      offers: [
        offer(
          service('locked', 'at-entry', true, 'Our page releases no further link once everyone is in.'),
          host(lock),
        ),
        offer(host(lock)),
      ],
      sources: GUIDE,
    },
    ...conductControls,
    ...recordControls,
  }) satisfies Partial<Record<ControlId, ControlDeclaration>>;
