import type { ControlId } from '../../domain/controls/catalogue.ts';
import type { Expectation } from '../../domain/evidence.ts';
import type { CompileContext, ControlDeclaration } from '../../domain/plan/declaration.ts';
import { slot } from '../../domain/plan/wire.ts';
import {
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
import { hostSetting, userReads } from './account-items.ts';
import { unlessLeftOut } from '../shared/left-out.ts';
import { API_2025_12, API_2026_06, SETTINGS, SUPPORT_HOSTS } from './sources.ts';

const waitingRoomFor: Record<string, { on: boolean; who: string }> = {
  off: { on: false, who: 'everyone' },
  outsiders: { on: true, who: 'users_not_in_account' },
  everyone: { on: true, who: 'everyone' },
};

/** What an alternative host may do: where there is none, an answer that says nothing of it says nothing less. */
const alternativeHostMay = [
  'meeting.settings.alternative_host_manage_meeting_summary',
  'meeting.settings.alternative_host_manage_cloud_recording',
] as const;

/** The organiser alone, or with the coach where the organiser is somebody else of the same account. */
const namedHosts = (_value: unknown, { people }: CompileContext): Expectation[] =>
  people.coach === 'member' ? [] : alternativeHostMay.map((item) => unlessLeftOut(item, false));

/** Who gets in, and how. */
export const entryControls = {
  'entry.passcode.v1': {
    fields: (value) => ({
      'meeting.password': value === 'required' ? slot('passcode') : '',
      'meeting.default_password': false,
    }),
    // Taken when the meeting is made and never answered: it only says that no passcode is to be made up.
    notReadBack: ['meeting.default_password'],
    offers: [
      offer(enforced()),
      offer(
        passcodeOnOurPage(
          'Our page asks for the passcode; Zoom itself lets a holder of the link into the waiting room.',
        ),
      ),
    ],
    sources: [API_2025_12, SETTINGS],
  },
  'entry.unique-meeting.v1': {
    fields: () => ({ 'meeting.type': 2, 'meeting.settings.use_pmi': false }),
    offers: [offer(enforced([meetingReads('meeting.pmi', 'none')]))],
    sources: [API_2025_12, SETTINGS],
  },
  'entry.waiting-room.v1': {
    fields: (value) => {
      const { on, who } = waitingRoomFor[typeof value === 'string' ? value : 'everyone'] ?? {
        on: true,
        who: 'everyone',
      };
      return {
        'meeting.settings.waiting_room': on,
        'meeting.settings.waiting_room_options.mode': on ? 'custom' : 'follow_setting',
        'meeting.settings.waiting_room_options.who_goes_to_waiting_room': who,
      };
    },
    offers: [offer(enforced())],
    sources: [API_2026_06, 'Meeting API security enhancements (Zoom): a weak combination is overwritten'],
  },
  'entry.host-first.v1': {
    fields: () => ({ 'meeting.settings.join_before_host': false, 'meeting.settings.jbh_time': 0 }),
    offers: [
      offer(enforced()),
      offer(
        heldUntilHostIsIn(
          'Our page holds everyone until the coach is in; Zoom itself may let a holder of the link in earlier.',
        ),
      ),
    ],
    sources: [API_2026_06],
  },
  'entry.admitters.v1': {
    fields: (_value, { people }) => ({
      'meeting.settings.alternative_hosts': people.coach === 'member' ? slot('coach') : '',
      'meeting.settings.alternative_hosts_email_notification': false,
      'meeting.settings.alternative_host_update_polls': false,
      'meeting.settings.alternative_host_manage_meeting_summary': false,
      'meeting.settings.alternative_host_manage_cloud_recording': false,
      'meeting.settings.email_notification': false,
    }),
    offers: [
      offer(
        enforced(namedHosts),
        hostSetting(
          [
            userReads(
              'meeting_security.waiting_room_settings.users_who_can_admit_participants_from_waiting_room',
              0,
            ),
          ],
          'under Waiting room, let only the host and co-hosts admit.',
        ),
      ),
      offer(
        enforced(namedHosts),
        host(
          'Be there until the end and admit people yourself; make nobody a co-host who was not named beforehand.',
        ),
      ),
    ],
    sources: [API_2025_12, SETTINGS, SUPPORT_HOSTS],
  },
  'entry.registration.v1': {
    fields: () => ({
      'meeting.settings.approval_type': 2,
      'meeting.settings.registrants_confirmation_email': false,
      'meeting.settings.registrants_email_notification': false,
      'meeting.settings.show_share_button': false,
    }),
    offers: [offer(enforced())],
    sources: [API_2025_12],
  },
  'entry.dial-in.v1': {
    fields: (value) => ({
      'meeting.settings.audio': value === 'off' ? 'voip' : 'both',
      'meeting.settings.global_dial_in_countries': [],
    }),
    offers: [
      offerFor(
        ['off'],
        // Where nobody can dial in, real accounts (2024-08) do not answer from which countries.
        enforced([unlessLeftOut('meeting.settings.global_dial_in_countries', [])]),
        disclosed(
          'Telephones cannot dial in. Whether a room system can call in depends on an add-on of the account that cannot be read; it would wait like everyone else.',
        ),
      ),
      offerFor(['allowed'], enforced()),
      offer(disclosed('Telephones and room systems may be able to call in; they wait like everyone else.')),
    ],
    sources: [API_2025_12, SETTINGS],
  },
  'entry.sign-in.v1': {
    fields: (value) => ({
      'meeting.settings.meeting_authentication': value === 'required',
      'meeting.settings.authentication_exception': [],
    }),
    offers: [
      offer(
        // Without a list nobody is excepted; answers of real accounts (2024-09) hold none where it is empty.
        enforced([unlessLeftOut('meeting.settings.authentication_exception', [])]),
      ),
      offerFor(['not-required'], disclosed('Zoom may ask you to sign in before you can join.')),
      offerFor(['required'], disclosed('Zoom may let people in who are not signed in.')),
    ],
    sources: [API_2025_12],
  },
  'entry.bots.v1': {
    offers: [
      offer(
        host(
          'Look through the list of people before you begin, and remove every machine that records or takes notes.',
        ),
      ),
      offer(disclosed('Zoom cannot tell a machine that joins like a person from a person.')),
    ],
    sources: ['Meeting SDK, joining meetings outside the own account (Zoom, 2026-03)'],
  },
  'entry.display-names.v1': {
    offers: [
      offer(
        account([accountReads('account.in_meeting.allow_participants_to_rename', false)], {
          remedy:
            'In Zoom’s web portal, under Account settings, In meeting: do not allow participants to rename themselves.',
          access: 'Add the scope account:read:settings:admin to the Zoom app.',
        }),
      ),
      offer(disclosed('People can change the name that they are shown by.')),
    ],
    sources: [SETTINGS],
  },
  'entry.countries.v1': {
    fields: (value) => ({
      'meeting.settings.approved_or_denied_countries_or_regions.enable': Array.isArray(value),
      ...(Array.isArray(value)
        ? {
            'meeting.settings.approved_or_denied_countries_or_regions.method': 'approve',
            'meeting.settings.approved_or_denied_countries_or_regions.approved_list': value,
          }
        : {}),
    }),
    offers: [offer(enforced())],
    sources: [API_2025_12],
  },
} satisfies Partial<Record<ControlId, ControlDeclaration>>;
