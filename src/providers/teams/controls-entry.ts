import type { ControlId } from '../../domain/controls/catalogue.ts';
import type { Json } from '../../domain/json.ts';
import type { CompileContext, ControlDeclaration } from '../../domain/plan/declaration.ts';
import {
  absent,
  account,
  accountReads,
  disclosed,
  enforced,
  host,
  meetingReads,
  offer,
  offerFor,
} from '../shared/offers.ts';
import { heldUntilHostIsIn, passcodeOnOurPage } from '../shared/own-controls.ts';
import { coachIsCoOrganiser, isCalendarBacked, nothingOverrides, policyReads, sources } from './parts.ts';

const SCOPE = 'meeting.lobbyBypassSettings.scope';
const CALLERS_BYPASS = 'meeting.lobbyBypassSettings.isDialInBypassEnabled';
const ADMITTERS = 'meeting.allowedLobbyAdmitters';

/** Who passes the lobby for each value; `organizer` lets co-organisers pass too, and nobody else. */
function lobbyScope(value: Json): string {
  if (value === 'off') return 'everyone';
  return value === 'outsiders' ? 'organization' : 'organizer';
}

const admitters = (value: Json): string =>
  value === 'anyone' ? 'organizerAndCoOrganizersAndPresenters' : 'organizerAndCoOrganizers';

/** Where the coach admits as a co-organiser, that role has to read back too: without it nobody present could admit. */
const mayAdmit = (value: Json, context: CompileContext) => [
  ...(value === 'anyone' ? [] : nothingOverrides),
  ...(coachIsCoOrganiser(context) ? [meetingReads('meeting.coach.role', 'coorganizer')] : []),
];

export const entryControls = {
  'entry.passcode.v1': {
    offers: [
      offer(
        passcodeOnOurPage(
          'Our page asks for the passcode. Teams checks none for people who follow its link: a leaked link leads to the lobby.',
        ),
      ),
    ],
    sources: [sources.resource],
  },
  'entry.unique-meeting.v1': {
    offers: [
      offer(
        enforced(
          (_value, context) => [
            meetingReads('meeting.meetingType', 'scheduled'),
            ...(isCalendarBacked(context)
              ? [meetingReads('event.type', 'singleInstance'), meetingReads('event.leadsToMeeting', true)]
              : []),
          ],
          'The meeting was made for this session and does not repeat; it is deleted where the session is cancelled.',
        ),
      ),
    ],
    sources: [sources.schema],
  },
  'entry.waiting-room.v1': {
    fields: (value) => ({
      [SCOPE]: lobbyScope(value),
      [CALLERS_BYPASS]: value === 'off',
    }),
    offers: [
      offerFor(
        ['everyone'],
        enforced(
          nothingOverrides,
          'Everyone but the organiser and co-organisers waits in the lobby, callers included.',
        ),
      ),
      offerFor(
        ['outsiders'],
        enforced(nothingOverrides, 'People from outside the organiser’s organisation wait in the lobby.'),
      ),
      offerFor(['off'], enforced(undefined, 'The lobby holds nobody.')),
    ],
    sources: [sources.lobby, sources.update, sources.coOrganizers, sources.labels],
  },
  'entry.host-first.v1': {
    offers: [
      offer(
        enforced(
          (value) =>
            value === 'required'
              ? [meetingReads(SCOPE, 'organizer'), meetingReads(CALLERS_BYPASS, false), ...nothingOverrides]
              : [meetingReads(SCOPE, 'organizer', 'organization', 'everyone')],
          'The lobby holds everyone until the organiser or a co-organiser lets them in.',
        ),
      ),
      offer(heldUntilHostIsIn('Our page releases nobody before the coach has confirmed being in.')),
    ],
    sources: [sources.lobby, sources.labels],
  },
  'entry.admitters.v1': {
    fields: (value) => ({ [ADMITTERS]: admitters(value) }),
    offers: [
      offer(enforced(mayAdmit, 'Only the organiser and co-organisers can let people in from the lobby.')),
      offer(host('Let people in from the lobby yourself; only you and the named co-coaches do so.')),
    ],
    sources: [sources.update, sources.coOrganizers, sources.labels],
  },
  'entry.registration.v1': {
    offers: [offer(absent('A Teams meeting has no registration; only webinars and town halls have.'))],
    sources: [sources.schema],
  },
  'entry.dial-in.v1': {
    offers: [
      offerFor(
        ['off'],
        account([accountReads('licence.AudioConferencing', false)], {
          remedy:
            'Take the Audio Conferencing licence from the organiser, in the Microsoft 365 admin centre.',
          access:
            'An administrator can see whether the organiser has an Audio Conferencing licence; we do not read it.',
        }),
      ),
      offer(
        disclosed(
          'Teams has no switch for telephones on a single meeting. Where the organiser’s account has dial-in numbers, callers wait in the lobby and can be refused there.',
        ),
      ),
    ],
    sources: [sources.schema, sources.lobby],
  },
  'entry.sign-in.v1': {
    offers: [
      offerFor(['not-required'], policyReads('AllowAnonymousUsersToJoinMeeting', true)),
      offerFor(['required'], policyReads('AllowAnonymousUsersToJoinMeeting', false)),
      offer(
        disclosed(
          'Whether people without a Microsoft account can join is decided for the organiser’s whole account, where we cannot read it.',
        ),
      ),
    ],
    sources: [sources.policy],
  },
  'entry.bots.v1': {
    offers: [
      offer(
        policyReads('ExternalBotAccessMode', 'RequireApprovalWhenDetected'),
        host('Let in no recording or note-taking bot; Teams marks those that it recognises in the lobby.'),
      ),
      offer(host('Let no recording or note-taking bot in from the lobby, and remove one that got in.')),
      offer(disclosed('Teams cannot be told to keep machine participants out of a single meeting.')),
    ],
    sources: [sources.policy],
  },
  'entry.display-names.v1': {
    offers: [
      offer(
        disclosed(
          'Whether people can change their names in the meeting is decided by the organiser’s account. Names identify nobody here; personal passes do.',
        ),
      ),
    ],
    sources: [sources.update],
  },
  'entry.countries.v1': {
    offers: [offer(disclosed('Teams cannot limit the countries from which people join a meeting.'))],
    sources: [sources.schema],
  },
} satisfies Partial<Record<ControlId, ControlDeclaration>>;
