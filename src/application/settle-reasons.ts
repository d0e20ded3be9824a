import type { DomainError } from '../domain/errors.ts';
import type { SealReason } from '../domain/judge.ts';

const remedies: Partial<Record<DomainError['code'], string>> = {
  AUTH_FAILED: 'Verify the connection: it names what is missing and how to grant it.',
  REJECTED: 'Verify the connection and the host’s identity, then retry the session.',
  NOT_FOUND: 'Check the host’s identity at the platform, then retry the session.',
};

/** Why a session whose attempt failed is blocked. */
export const reasonFor = ({ code, field }: DomainError): SealReason => ({
  control: 'entry.unique-meeting.v1',
  verdict: 'unknown',
  why: `The platform did not carry it out (${code}${field === undefined ? '' : `: ${field}`}).`,
  closes: [remedies[code] ?? 'Retry the session.'],
});

export const lateWrite: SealReason = {
  control: 'entry.unique-meeting.v1',
  verdict: 'unknown',
  why: 'A delayed call may have changed the platform’s meeting. It is being brought to its plan and read back.',
  closes: [],
};

export const neverUnsealed: SealReason = {
  control: 'entry.unique-meeting.v1',
  verdict: 'unknown',
  why: 'The session’s end came while its link was sealed.',
  closes: [],
};

/** The queue gave up after many tries that ended by a bug, or by the death of their workers. */
export const givenUp: SealReason = {
  control: 'entry.unique-meeting.v1',
  verdict: 'unknown',
  why: 'Subrosa itself failed at every try to bring the meeting to its plan (INTERNAL).',
  closes: ['Report the bug with the place that the log gives. Once it is mended, retry the session.'],
};
