import type { ControlId } from '../../domain/controls/catalogue.ts';
import type { ControlDeclaration } from '../../domain/plan/declaration.ts';
import { disclosed, enforced, host, notice, offerFor } from '../shared/offers.ts';
import { adminSetting, disclosedOffer, fields, sources, unlessSwitchedOff } from './parts.ts';

/** People join able to speak and be seen, not as viewers; Meet has no field for cameras or microphones themselves. */
const joinAsContributors = (what: string): ControlDeclaration => ({
  fields: () => ({ [fields.joinAsViewer]: 'OFF' }),
  offers: [
    offerFor(
      ['expected-on'],
      enforced(undefined, 'People join as contributors and not as mere viewers.'),
      notice(`Please have your ${what} on.`),
    ),
    offerFor(['own-choice'], enforced(undefined, 'People join as contributors and not as mere viewers.')),
  ],
  sources: [sources.discovery],
});

/** What is open on purpose, for small groups that work together; and what makes a session usable for everyone. */
export const collaborationControls = {
  'collaboration.camera.v1': joinAsContributors('camera'),
  'collaboration.microphone.v1': joinAsContributors('microphone'),
  'collaboration.chat.v1': {
    fields: (value) => ({ [fields.chat]: value === 'off' ? 'HOSTS_ONLY' : 'NO_RESTRICTION' }),
    offers: [
      unlessSwitchedOff('meet_messaging', ['everyone'], enforced()),
      offerFor(
        ['off'],
        adminSetting(
          'meet_messaging',
          'enabled',
          [false],
          'Admin console > Apps > Google Workspace > Google Meet: switch chat off.',
        ),
      ),
      offerFor(['everyone'], disclosed('The organisation’s administrator has switched chat off in Meet.')),
      offerFor(['off'], disclosed('Only hosts can write in the chat; it cannot be removed.')),
    ],
    sources: [sources.discovery, sources.baseline],
  },
  'collaboration.breakout-rooms.v1': {
    offers: [
      offerFor(['available'], host('Open breakout rooms from the activities in Meet when they are wanted.')),
      offerFor(['off'], host('Do not open breakout rooms.')),
      disclosedOffer('Whether there are breakout rooms cannot be set or read for one session.'),
    ],
    sources: [sources.discovery, sources.hosts],
  },
  'collaboration.screen-share.v1': {
    fields: (value) => ({ [fields.presenting]: value === 'host-only' ? 'HOSTS_ONLY' : 'NO_RESTRICTION' }),
    offers: [
      unlessSwitchedOff('meet_presenting', ['everyone', 'host-only'], enforced()),
      disclosedOffer('The organisation’s administrator has switched screen sharing off in Meet.'),
    ],
    sources: [sources.discovery, sources.baseline],
  },
  'collaboration.virtual-background.v1': {
    offers: [
      disclosedOffer(
        'Virtual backgrounds are allowed or not in the organisation’s admin console, which cannot be read here.',
      ),
    ],
    sources: [sources.discovery, sources.baseline],
  },
  'access.captions.v1': {
    offers: [
      disclosedOffer(
        'Live captions are each person’s own choice in Meet; whether the organisation allows them cannot be read here.',
      ),
    ],
    sources: [sources.discovery],
  },
} satisfies Partial<Record<ControlId, ControlDeclaration>>;
