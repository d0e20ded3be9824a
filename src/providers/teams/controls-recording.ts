import type { ControlId } from '../../domain/controls/catalogue.ts';
import type { ControlDeclaration } from '../../domain/plan/declaration.ts';
import { disclosed, enforced, host, offer } from '../shared/offers.ts';
import { lookedForAfterwards } from '../shared/own-controls.ts';
import { isCalendarBacked, nothingLoosens, policyReads, sources } from './parts.ts';

/** What Teams writes down for the organiser unless the account has it switched off; `what` begins the sentence of that. */
const reportedUnlessOff = (what: string): ControlDeclaration => ({
  offers: [
    offer(policyReads('AllowEngagementReport', 'Disabled')),
    offer(disclosed(`Unless the organiser’s account has it switched off, Teams ${what}. We do not use it.`)),
  ],
  sources: [sources.policy, sources.report],
});

/** What could record the session or report on it, by machine or by hand. */
export const recordingControls = {
  'confidentiality.recording-auto.v1': {
    fields: (value) => ({ 'meeting.recordAutomatically': value !== 'off' }),
    offers: [
      offer(
        enforced(
          nothingLoosens('off'),
          'Automatic recording is off, and no label or template that could start one is on the meeting.',
        ),
      ),
    ],
    sources: [sources.update, sources.labels],
  },
  'confidentiality.recording-manual.v1': {
    fields: (value) => ({ 'meeting.allowRecording': value !== 'nobody' }),
    offers: [
      offer(
        enforced(
          nothingLoosens('nobody'),
          'Recording is switched off on this meeting. A recorder on somebody’s own device, or one that an attendee’s own organisation requires, cannot be seen by us.',
        ),
      ),
      offer(host('Start no recording. If one is running, stop it at once and say so in the session.')),
    ],
    sources: [sources.update, sources.recording, sources.labels],
  },
  'confidentiality.recording-verified.v1': {
    offers: [
      {
        ...offer(
          lookedForAfterwards(
            'After the session we ask Teams for recordings and transcripts of this meeting.',
          ),
        ),
        when: {
          says: 'the meeting is in the organiser’s calendar',
          holds: (_value, context) => isCalendarBacked(context),
        },
      },
      {
        ...offer(
          disclosed(
            'Teams does not say whether a meeting outside a calendar was recorded, so we cannot look afterwards.',
          ),
        ),
        when: {
          says: 'the meeting is not in a calendar',
          holds: (_value, context) => !isCalendarBacked(context),
        },
      },
    ],
    sources: [sources.transcripts, sources.recording],
  },
  'confidentiality.transcription.v1': {
    fields: (value) => ({ 'meeting.allowTranscription': value !== 'off' }),
    offers: [
      offer(enforced(nothingLoosens('off'), 'Transcription is switched off on this meeting.')),
      offer(host('Start no transcript. If one is running, stop it at once and say so in the session.')),
    ],
    sources: [sources.update, sources.labels],
  },
  'confidentiality.ai-assistants.v1': {
    offers: [
      offer(
        host(
          'Before the session set Copilot to off in the meeting’s options, where Teams shows it. If an assistant appears, choose Turn off for everyone.',
        ),
      ),
    ],
    sources: [sources.policy, sources.copilot],
  },
  'confidentiality.attention-tracking.v1': reportedUnlessOff(
    'can tell the organiser who spoke, raised a hand or had the camera on',
  ),
  'confidentiality.platform-attendance-report.v1': reportedUnlessOff(
    'writes an attendance report for the organiser',
  ),
} satisfies Partial<Record<ControlId, ControlDeclaration>>;
