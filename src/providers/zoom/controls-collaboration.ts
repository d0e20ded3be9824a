import type { ControlId } from '../../domain/controls/catalogue.ts';
import type { ControlDeclaration } from '../../domain/plan/declaration.ts';
import { disclosed, enforced, notice, offer, offerFor } from '../shared/offers.ts';
import { hostSetting, userReads } from './account-items.ts';
import { unlessLeftOut } from '../shared/left-out.ts';
import { API_2025_12, SETTINGS } from './sources.ts';

/** Zoom has to enable cameras being forbidden for an account; where it did not, its answer need not say so. */
const cameraStartsSo = enforced([unlessLeftOut('meeting.settings.disable_participant_video', false)]);

const noRoomsBeforehand = enforced(
  undefined,
  'Nobody is assigned to a room beforehand, which would name people.',
);

/** What the guide opens on purpose. */
export const collaborationControls = {
  'collaboration.camera.v1': {
    fields: (value) => ({
      'meeting.settings.host_video': value === 'expected-on',
      'meeting.settings.participant_video': value === 'expected-on',
      'meeting.settings.disable_participant_video': false,
    }),
    offers: [
      offerFor(
        ['expected-on'],
        cameraStartsSo,
        notice('Please have your camera on. Zoom starts with it on, and nobody can force it.'),
      ),
      offerFor(['own-choice'], cameraStartsSo),
    ],
    sources: [API_2025_12],
  },
  'collaboration.microphone.v1': {
    fields: (value) => ({
      'meeting.settings.mute_upon_entry': value !== 'expected-on',
      'meeting.settings.request_permission_to_unmute_participants': false,
      'meeting.settings.allow_host_control_participant_mute_state': false,
    }),
    offers: [
      offerFor(
        ['expected-on'],
        enforced(),
        notice('Please have your microphone on. Zoom starts with it on, and nobody can force it.'),
      ),
      offerFor(['own-choice'], enforced()),
    ],
    sources: [API_2025_12],
  },
  'collaboration.chat.v1': {
    offers: [
      offerFor(
        ['everyone'],
        hostSetting(
          [userReads('in_meeting.chat', true), userReads('in_meeting.allow_participants_chat_with', 3, 4)],
          'allow participants to chat with everyone.',
        ),
      ),
      offerFor(
        ['off'],
        hostSetting([userReads('in_meeting.chat', false)], 'switch off the chat in meetings.'),
      ),
      offerFor(['everyone'], disclosed('The chat may not be open to everyone on this account.')),
      offerFor(['off'], disclosed('The chat may be open on this account.')),
    ],
    sources: [SETTINGS],
  },
  'collaboration.breakout-rooms.v1': {
    // Only assigns rooms beforehand, which would hold names; the feature itself is a setting of the account.
    fields: () => ({ 'meeting.settings.breakout_room.enable': false }),
    offers: [
      offerFor(
        ['available'],
        noRoomsBeforehand,
        hostSetting([userReads('in_meeting.breakout_room', true)], 'allow breakout rooms.'),
      ),
      offerFor(
        ['off'],
        noRoomsBeforehand,
        hostSetting([userReads('in_meeting.breakout_room', false)], 'switch off breakout rooms.'),
      ),
      offerFor(['available'], disclosed('There may be no breakout rooms on this account.')),
      offerFor(['off'], disclosed('The host may open breakout rooms.')),
    ],
    sources: [API_2025_12, SETTINGS],
  },
  'collaboration.screen-share.v1': {
    offers: [
      offerFor(
        ['everyone'],
        hostSetting(
          [userReads('in_meeting.screen_sharing', true), userReads('in_meeting.who_can_share_screen', 'all')],
          'under Screen sharing, let all participants share.',
        ),
      ),
      offerFor(
        ['host-only'],
        hostSetting(
          [userReads('in_meeting.who_can_share_screen', 'host')],
          'under Screen sharing, let only the host share.',
        ),
      ),
      offerFor(['everyone'], disclosed('The host may have to allow you to share your screen.')),
      offerFor(['host-only'], disclosed('Everyone may be able to share their screen.')),
    ],
    sources: [SETTINGS],
  },
  'collaboration.virtual-background.v1': {
    offers: [
      offerFor(
        ['allowed'],
        hostSetting([userReads('in_meeting.virtual_background', true)], 'allow virtual backgrounds.'),
      ),
      offerFor(
        ['off'],
        hostSetting([userReads('in_meeting.virtual_background', false)], 'switch off virtual backgrounds.'),
      ),
      offer(disclosed('Whether virtual backgrounds can be used is not known for this account.')),
    ],
    sources: [SETTINGS],
  },
  'access.captions.v1': {
    offers: [
      offerFor(
        ['live-and-unsaved'],
        hostSetting(
          [
            userReads('in_meeting.manual_captioning.auto_generated_captions', true),
            userReads('in_meeting.manual_captioning.save_captions', false),
          ],
          'allow automatic captions and switch off saving them.',
        ),
      ),
      offerFor(
        ['off'],
        hostSetting(
          [userReads('in_meeting.manual_captioning.auto_generated_captions', false)],
          'switch off automatic captions.',
        ),
      ),
      offerFor(['live-and-unsaved'], disclosed('There may be no live captions on this account.')),
      offerFor(['off'], disclosed('People may be able to switch captions on.')),
    ],
    sources: [SETTINGS],
  },
} satisfies Partial<Record<ControlId, ControlDeclaration>>;
