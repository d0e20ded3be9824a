import type { ControlId } from '../../domain/controls/catalogue.ts';
import type { CompileContext, ControlDeclaration, Declaration } from '../../domain/plan/declaration.ts';
import type { Wire } from '../../domain/plan/wire.ts';
import { ownControls } from '../shared/own-controls.ts';
import { collaborationControls } from './controls-collaboration.ts';
import { confidentialityControls } from './controls-confidentiality.ts';
import { entryControls } from './controls-entry.ts';
import { hosting } from './hosting.ts';
import { passcodeRule } from './passcode-rule.ts';
import { schedulePaths, zoomTime } from './schedule.ts';

const controls = {
  ...ownControls({
    lock: 'When everyone is in, admit nobody further, save those who were in and dropped. Zoom’s own lock (Host tools, Lock meeting) would keep them out, too, until you unlock it.',
  }),
  ...entryControls,
  ...confidentialityControls,
  ...collaborationControls,
} satisfies Record<ControlId, ControlDeclaration>;

const MINUTE_MS = 60_000;

/** The schedule, and fields of no control that are sent because leaving them out would inherit the host's default. */
const base = ({ session }: CompileContext): Wire => ({
  [schedulePaths.start]: zoomTime(session.startsAt),
  [schedulePaths.duration]: Math.max(
    1,
    Math.ceil((Date.parse(session.endsAt) - Date.parse(session.startsAt)) / MINUTE_MS),
  ),
  [schedulePaths.timeZone]: session.timeZone,
  'meeting.settings.question_and_answer.enable': false,
  'meeting.settings.watermark': false,
  'meeting.settings.focus_mode': false,
  'meeting.settings.internal_meeting': false,
  'meeting.settings.participant_focused_meeting': false,
  'meeting.settings.device_testing': false,
});

/** Fields that Zoom takes when a meeting is made and not afterwards. */
export const createOnlyFields: readonly string[] = ['meeting.default_password'];

/** What Zoom can do for each control. */
export const declaration: Declaration = {
  platform: 'zoom',
  name: 'Zoom',
  operator: { name: 'Zoom Communications, Inc.', basedIn: 'the United States' },
  backings: {},
  controls,
  schedule: () => Object.values(schedulePaths),
  base,
  collisions: [
    {
      control: 'confidentiality.end-to-end-encryption.v1',
      value: 'required',
      removes: ['collaboration.breakout-rooms.v1', 'access.captions.v1'],
      why: 'With end-to-end encryption Zoom has no breakout rooms and no live captions.',
    },
  ],
  waiting: {
    place: 'Zoom’s waiting room',
    how: 'Zoom holds you in its waiting room until the host lets you in.',
  },
  refusedEntryModes: {},
  hosting,
  passcodeRule,
};
