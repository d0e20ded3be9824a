import type { ControlId } from '../../domain/controls/catalogue.ts';
import type {
  CompileContext,
  ControlDeclaration,
  Declaration,
  HostingFacts,
} from '../../domain/plan/declaration.ts';
import { slot, type Wire } from '../../domain/plan/wire.ts';
import { hostingBy } from '../shared/hosting.ts';
import { ownControls } from '../shared/own-controls.ts';
import { collaborationControls } from './controls-collaboration.ts';
import { confidentialityControls } from './controls-confidentiality.ts';
import { entryControls } from './controls-entry.ts';
import { recordingControls } from './controls-recording.ts';
import { coachIsCoOrganiser, isCalendarBacked } from './parts.ts';

const controls = {
  ...ownControls({
    lock: 'When everyone is in, admit nobody further, save those who were in and dropped. Teams’ own lock (People, Lock the meeting) would keep them out, too, until you unlock it.',
  }),
  ...entryControls,
  ...recordingControls,
  ...confidentialityControls,
  ...collaborationControls,
} satisfies Record<ControlId, ControlDeclaration>;

/** Microsoft Teams as compiling knows it. `meeting.…` is an onlineMeeting of Graph, `event.…` its calendar event. */
export const declaration: Declaration = {
  platform: 'teams',
  name: 'Microsoft Teams',
  operator: { name: 'Microsoft Corporation', basedIn: 'the United States' },
  backings: {
    practice: ['calendar', 'standalone'],
    'coach-in-client': ['calendar', 'standalone'],
    // An employee's mailbox is not ours to be let into; a meeting outside the calendar needs no such permission.
    sponsor: ['standalone', 'calendar'],
  },
  controls,
  schedule: (context) =>
    isCalendarBacked(context)
      ? ['event.start', 'event.end'].flatMap((time) => [`${time}.dateTime`, `${time}.timeZone`])
      : ['meeting.startDateTime', 'meeting.endDateTime'],
  base: (context) => ({
    ...(isCalendarBacked(context) ? calendarBase(context) : standaloneBase(context)),
    'meeting.allowTeamworkReactions': true,
    'meeting.isEntryExitAnnounced': true,
    'meeting.watermarkProtection.isEnabledForContentSharing': false,
    'meeting.watermarkProtection.isEnabledForVideo': false,
  }),
  collisions: [
    {
      control: 'confidentiality.end-to-end-encryption.v1',
      value: 'required',
      removes: ['collaboration.breakout-rooms.v1', 'access.captions.v1'],
      why: 'End-to-end encrypted meetings in Teams have no breakout rooms and no live captions, and people cannot join by browser.',
    },
  ],
  waiting: {
    place: 'the Teams lobby',
    how: 'Teams holds you in its lobby until an organiser lets you in.',
  },
  refusedEntryModes: {},
  hosting,
  passcodeRule: () => ({ length: 10, groups: ['upper', 'lower', 'digit'] }),
};

function calendarBase({ session }: CompileContext): Wire {
  return {
    'event.transactionId': slot('reference'),
    'event.isOnlineMeeting': true,
    'event.onlineMeetingProvider': 'teamsForBusiness',
    'event.responseRequested': false,
    'event.allowNewTimeProposals': false,
    ...zoned('event.start', session.startsAt),
    ...zoned('event.end', session.endsAt),
  };
}

const standaloneBase = ({ session }: CompileContext): Wire => ({
  'meeting.externalId': slot('reference'),
  'meeting.startDateTime': new Date(session.startsAt).toISOString(),
  'meeting.endDateTime': new Date(session.endsAt).toISOString(),
});

/** The calendar takes a wall-clock time and a zone; UTC needs no table of Windows zone names. */
const zoned = (path: string, instant: string): Wire => ({
  [`${path}.dateTime`]: new Date(instant).toISOString().slice(0, 19),
  [`${path}.timeZone`]: 'UTC',
});

/**
 * The organiser and co-organisers pass the lobby, admit, lock and end; a co-organiser needs an account or a guest account
 * in the organiser's tenant (support.microsoft.com, co-organizers).
 */
function hosting(context: Pick<CompileContext, 'hosting' | 'people'>): HostingFacts {
  return hostingBy(context, {
    coachHelps: coachIsCoOrganiser(context),
    besideSponsor: 'the coach is a co-organiser where the coach has an account or a guest account there.',
    closes:
      'Give the coach a guest account in the organiser’s tenant, or let the organiser be in the session.',
  });
}
