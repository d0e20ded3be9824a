import { allowedSet, guard, ladder } from './control.ts';

/** What stays in the room. */
export const confidentialityControls = {
  'confidentiality.recording-auto.v1': guard({
    order: ladder('allowed', 'off'),
    meaning: 'The platform does not start recording by itself.',
    guide: 'We do not record sessions',
  }),
  'confidentiality.recording-manual.v1': guard({
    order: ladder('allowed', 'nobody'),
    meaning: 'Nobody records, neither in the cloud nor on a device.',
    guide: 'We do not record sessions',
  }),
  'confidentiality.recording-verified.v1': guard({
    order: ladder('not-required', 'none-afterwards'),
    meaning: 'After the session we look whether a recording exists, and say so if we cannot.',
    guide: 'We do not record sessions',
  }),
  'confidentiality.transcription.v1': guard({
    order: ladder('allowed', 'off'),
    meaning: 'What is said is not turned into a stored text.',
    guide: 'We do not record sessions',
  }),
  'confidentiality.ai-assistants.v1': guard({
    order: ladder('allowed', 'off'),
    meaning: 'No assistant of the platform listens, summarises or answers questions about the session.',
    guide: 'Your confidentiality',
  }),
  'confidentiality.attention-tracking.v1': guard({
    order: ladder('allowed', 'never'),
    meaning: 'Nobody is told whether you look at the session.',
    guide: 'We do not use Attendance Tracking',
  }),
  'confidentiality.platform-attendance-report.v1': guard({
    order: ladder('allowed', 'off'),
    meaning: 'The platform writes no report of who attended and when.',
    guide: 'We do not use Attendance Tracking',
  }),
  'confidentiality.participant-data.v1': guard({
    order: ladder('allowed', 'none-at-the-vendor'),
    meaning: 'We give the platform no names or addresses of participants.',
    guide: 'No email registration required',
  }),
  'confidentiality.topic.v1': guard({
    order: ladder('any', 'neutral'),
    meaning: 'The meeting’s title at the platform says nothing about you or the subject.',
    guide: 'No email registration required',
  }),
  'confidentiality.transport-encryption.v1': guard({
    order: ladder('not-required', 'required'),
    meaning: 'Sound and picture are encrypted on their way, room systems included.',
    guide: 'Security built into Zoom',
  }),
  'confidentiality.end-to-end-encryption.v1': guard({
    order: ladder('not-required', 'required'),
    meaning: 'Not even the platform’s operator can listen in.',
    guide: 'Security built into Zoom',
  }),
  'confidentiality.data-region.v1': guard({
    order: allowedSet(/^[A-Z]{2}$/),
    meaning: 'The session’s traffic and data stay in the regions that the client requires.',
    guide: 'Security built into Zoom',
  }),
  'confidentiality.chat-retention.v1': guard({
    order: ladder('any', 'not-kept'),
    meaning: 'The chat is not kept after the session.',
    guide: 'Your confidentiality',
  }),
  'confidentiality.live-streaming.v1': guard({
    order: ladder('allowed', 'off'),
    meaning: 'The session is not streamed anywhere.',
    guide: 'Your confidentiality',
  }),
};
