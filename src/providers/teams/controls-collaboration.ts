import type { ControlId } from '../../domain/controls/catalogue.ts';
import type { ControlDeclaration, Part } from '../../domain/plan/declaration.ts';
import { disclosed, enforced, notice, offer, offerFor } from '../shared/offers.ts';
import { policyReads, sources } from './parts.ts';

/** The organiser's own policy can still take away what a meeting allows, and Graph does not show that. */
const setHere = (what: string): Part =>
  enforced(undefined, `${what} on this meeting; a rule of the organiser’s account could still take it away.`);

const cameraOn = notice('You are asked to have your camera on.');
const microphoneOn = notice('You are asked to have your microphone on.');

export const collaborationControls = {
  'collaboration.camera.v1': {
    fields: () => ({ 'meeting.allowAttendeeToEnableCamera': true }),
    offers: [
      offerFor(['expected-on'], setHere('Cameras are allowed'), cameraOn),
      offerFor(['expected-on'], cameraOn),
      offerFor(['own-choice'], setHere('Cameras are allowed')),
    ],
    sources: [sources.update],
  },
  'collaboration.microphone.v1': {
    fields: () => ({ 'meeting.allowAttendeeToEnableMic': true }),
    offers: [
      offerFor(['expected-on'], setHere('Microphones are allowed'), microphoneOn),
      offerFor(['expected-on'], microphoneOn),
      offerFor(['own-choice'], setHere('Microphones are allowed')),
    ],
    sources: [sources.update],
  },
  'collaboration.chat.v1': {
    // `limited` opens the chat to everyone for the time of the session, which suits a chat that is not to be kept.
    fields: (value) => ({ 'meeting.allowMeetingChat': value === 'off' ? 'disabled' : 'limited' }),
    offers: [
      offerFor(['everyone'], setHere('The chat is open to everyone during the session')),
      offerFor(['off'], enforced(undefined, 'The chat is switched off on this meeting.')),
      offer(disclosed('Whether the chat can be used is decided by the organiser’s account.')),
    ],
    sources: [sources.update, sources.labels],
  },
  'collaboration.breakout-rooms.v1': {
    fields: (value) => ({ 'meeting.allowBreakoutRooms': value !== 'off' }),
    offers: [
      {
        ...offer(setHere('Breakout rooms are allowed')),
        when: {
          says: 'asked for: available, and somebody of the organiser’s own organisation is present to open them',
          holds: (value, { people }) =>
            value === 'available' &&
            (people.organiserPresent || people.coach === 'organiser' || people.coach === 'member'),
        },
      },
      offerFor(['off'], enforced(undefined, 'Breakout rooms are switched off on this meeting.')),
      offer(
        disclosed('There may be no breakout rooms: who is present, or another setting, may not allow them.'),
      ),
    ],
    sources: [sources.update, sources.coOrganizers],
  },
  'collaboration.screen-share.v1': {
    fields: (value) => {
      const everyone = value !== 'host-only';
      return {
        'meeting.allowedPresenters': everyone ? 'everyone' : 'organizer',
        'meeting.allowPowerPointSharing': everyone,
        'meeting.allowWhiteboard': everyone,
        'meeting.allowLiveShare': everyone ? 'enabled' : 'disabled',
      };
    },
    offers: [
      offerFor(['everyone'], setHere('Everyone may share')),
      offerFor(['host-only'], enforced(undefined, 'Only the organiser may share on this meeting.')),
      offer(disclosed('Whether screens can be shared is decided by the organiser’s account.')),
    ],
    sources: [sources.update],
  },
  'collaboration.virtual-background.v1': {
    offers: [
      offer(
        disclosed(
          'Which backgrounds you can choose is decided by your own account and device, not by the meeting.',
        ),
      ),
    ],
    sources: [sources.policy],
  },
  'access.captions.v1': {
    offers: [
      offerFor(['live-and-unsaved'], policyReads('LiveCaptionsEnabledType', 'DisabledUserOverride')),
      offerFor(['off'], policyReads('LiveCaptionsEnabledType', 'Disabled')),
      offer(
        disclosed(
          'Whether live captions can be had is decided for whole accounts, where we cannot read it; the meeting has no switch for them.',
        ),
      ),
    ],
    sources: [sources.policy, sources.captions],
  },
} satisfies Partial<Record<ControlId, ControlDeclaration>>;
