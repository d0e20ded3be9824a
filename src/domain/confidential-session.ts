import type { Json } from './json.ts';
import type { ControlId } from './controls/catalogue.ts';
import type { Level, Means } from './means.ts';
import { Policy } from './policy.ts';

const means: Record<string, Means> = {
  E: 'enforced',
  A: 'account',
  S: 'service',
  H: 'host',
  N: 'notice',
  D: 'disclosed',
  X: 'absent',
};

/** Writes a requirement as the catalogue does: `must('required', 'E S')`. */
const asks = (level: Level) => (value: Json, accept: string) => ({
  value,
  level,
  accept: accept.split(' ').map((letter) => means[letter] ?? letter),
});
const must = asks('must');
const should = asks('should');

const controls = {
  'entry.passcode.v1': must('required', 'E S'),
  'entry.passcode-delivery.v1': must('apart-from-invitation', 'S'),
  'entry.unique-meeting.v1': must('one-per-session', 'E'),
  'entry.waiting-room.v1': must('everyone', 'E'),
  'entry.host-first.v1': must('required', 'E S'),
  'entry.admitters.v1': must('coach-and-named-co-coaches', 'E A H'),
  'entry.roll-call.v1': must('required', 'S H'),
  'entry.lock.v1': must('when-all-are-in', 'S H'),
  'entry.registration.v1': must('outside-the-platform', 'E X'),
  'entry.dial-in.v1': should('off', 'E A D'),
  'entry.sign-in.v1': should('not-required', 'E A D'),
  'entry.bots.v1': should('none', 'A H D'),
  'confidentiality.recording-auto.v1': must('off', 'E'),
  'confidentiality.recording-manual.v1': must('nobody', 'E A H'),
  'confidentiality.recording-verified.v1': must('none-afterwards', 'S D'),
  'confidentiality.transcription.v1': must('off', 'E A H'),
  'confidentiality.ai-assistants.v1': must('off', 'E A H'),
  'confidentiality.attention-tracking.v1': must('never', 'X A D'),
  'confidentiality.platform-attendance-report.v1': must('off', 'E A D'),
  'confidentiality.participant-data.v1': must('none-at-the-vendor', 'E'),
  'confidentiality.topic.v1': must('neutral', 'E X'),
  'confidentiality.transport-encryption.v1': must('required', 'E A D'),
  'confidentiality.end-to-end-encryption.v1': should('not-required', 'E A H D'),
  'confidentiality.data-region.v1': should('any', 'E A H D'),
  'confidentiality.chat-retention.v1': should('not-kept', 'E A D'),
  'confidentiality.live-streaming.v1': should('off', 'A D'),
  'collaboration.camera.v1': should('expected-on', 'E N'),
  'collaboration.microphone.v1': should('expected-on', 'E N'),
  'collaboration.chat.v1': should('everyone', 'E A D'),
  'collaboration.breakout-rooms.v1': should('available', 'E A H D'),
  'collaboration.screen-share.v1': should('everyone', 'E A D'),
  'collaboration.virtual-background.v1': should('allowed', 'A D'),
  'access.captions.v1': should('live-and-unsaved', 'A H D'),
  'conduct.private-location.v1': must('asked', 'N'),
  'conduct.headphones.v1': must('asked', 'N'),
  'conduct.share-one-app.v1': must('asked', 'N'),
  'conduct.respectful-background.v1': must('asked', 'N'),
  'conduct.no-own-recorder.v1': must('asked', 'N'),
  'record.attendance.v1': must('own-log-only', 'S'),
  'record.retention.v1': must(365, 'S'),
} satisfies Partial<Record<ControlId, unknown>>;

/** The built-in policy: the practice's guide, control by control (DESIGN §3). */
export const confidentialSession: Policy = Policy.parse({ controls });
