import type { ControlId } from '../../domain/controls/catalogue.ts';
import type { CompileContext, ControlDeclaration } from '../../domain/plan/declaration.ts';
import { slot } from '../../domain/plan/wire.ts';
import {
  account,
  accountReads,
  disclosed,
  enforced,
  meetingReads,
  offer,
  offerFor,
} from '../shared/offers.ts';
import { coachIsCoOrganiser, isCalendarBacked, nothingLoosens, policyReads, sources } from './parts.ts';

/** What stays in the room; recording is in a file of its own. */
export const confidentialityControls = {
  'confidentiality.participant-data.v1': {
    fields: (_value, context) => ({
      'meeting.participants.attendees': attendeesOf(context),
      ...(isCalendarBacked(context)
        ? { 'event.attendees': [], 'event.hideAttendees': true, 'event.sensitivity': 'private' }
        : {}),
    }),
    offers: [
      offer(
        enforced(
          undefined,
          'We name no participant to Teams. It sees the names that people type when they join.',
        ),
      ),
    ],
    sources: [sources.schema, sources.coOrganizers],
  },
  'confidentiality.topic.v1': {
    fields: (_value, context) => ({
      [isCalendarBacked(context) ? 'event.subject' : 'meeting.subject']: slot('topic'),
    }),
    offers: [offer(enforced(undefined, 'The meeting has a neutral title, set and read back.'))],
    sources: [sources.schema],
  },
  'confidentiality.transport-encryption.v1': {
    offers: [
      offer(
        disclosed(
          'Teams encrypts sound and picture on their way by itself; it cannot be set for a meeting or read back.',
        ),
      ),
    ],
    sources: [sources.encryption],
  },
  'confidentiality.end-to-end-encryption.v1': {
    fields: (value) => ({ 'meeting.isEndToEndEncryptionEnabled': value === 'required' }),
    offers: [
      offerFor(
        ['required'],
        enforced(undefined, 'End-to-end encryption is switched on for this meeting.'),
        account(
          [
            accountReads('licence.TeamsPremium', true),
            accountReads('encryption.MeetingEndToEndEncryption', 'DisabledUserOverride'),
          ],
          {
            remedy:
              'Give the organiser Teams Premium, and set MeetingEndToEndEncryption to DisabledUserOverride in the organiser’s enhanced encryption policy.',
            access:
              'An administrator can see whether the organiser has Teams Premium and what the enhanced encryption policy says; we do not read it.',
          },
        ),
      ),
      offer(disclosed('Teams does not encrypt this session end to end: its operator could listen in.')),
    ],
    sources: [sources.encryption, sources.update],
  },
  'confidentiality.data-region.v1': {
    offers: [
      offer(
        disclosed(
          'Teams keeps data where the organiser’s account has its home; that cannot be chosen for a meeting.',
        ),
      ),
    ],
    sources: [sources.residency, sources.schema],
  },
  'confidentiality.chat-retention.v1': {
    // The chat's own switch is a field of collaboration.chat, whose open value ends with the session.
    fields: (value) => ({ 'meeting.allowCopyingAndSharingMeetingContent': value !== 'not-kept' }),
    offers: [
      offer(
        enforced(
          (value) => [
            meetingReads('meeting.allowMeetingChat', 'limited', 'disabled'),
            ...nothingLoosens('not-kept')(value),
          ],
          'The chat can be used during the session only. What Teams stores of it follows the organiser’s own retention rules.',
        ),
      ),
      offer(disclosed('Teams keeps the chat; how long is decided by the organiser’s account.')),
    ],
    sources: [sources.update, sources.labels],
  },
  'confidentiality.live-streaming.v1': {
    offers: [
      offerFor(['off'], policyReads('LiveStreamingMode', 'Disabled')),
      offer(
        disclosed(
          'Whether a session could be streamed is decided for the organiser’s whole account, where we cannot read it. We stream nothing.',
        ),
      ),
    ],
    sources: [sources.policy],
  },
} satisfies Partial<Record<ControlId, ControlDeclaration>>;

/** Nobody, or the coach where the coach has to be a co-organiser to be able to admit: never a participant. */
const attendeesOf = (context: CompileContext) =>
  coachIsCoOrganiser(context) ? [{ identity: { user: { id: slot('coach') } }, role: 'coorganizer' }] : [];
