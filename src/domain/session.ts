import { z } from 'zod';
import { DomainError } from './errors.ts';
import type { SealReason } from './judge.ts';

/** The life of a session (DESIGN §5). */
export const SessionState = z.enum([
  'draft',
  'provisioning',
  'scheduled',
  'revising',
  'blocked',
  'open',
  'live',
  'ended',
  'attested',
  'cancelled',
]);
export type SessionState = z.infer<typeof SessionState>;

/** Sealed: nothing can release the platform's link. Unsealed: the front door may release it to a person. */
export const LinkState = z.enum(['sealed', 'unsealed']);
export type LinkState = z.infer<typeof LinkState>;

/** What can happen to a session. `judged` carries why the link must stay sealed; with none it unseals. */
export type SessionEvent =
  | { type: 'submit' }
  | { type: 'judged'; reasons: readonly SealReason[] }
  | { type: 'failed' }
  | { type: 'retry' }
  | { type: 'revise' }
  | { type: 'front-door-opened' }
  | { type: 'host-started' }
  | { type: 'ended' }
  | { type: 'attested' }
  | { type: 'cancel' };

export interface SessionStatus {
  state: SessionState;
  link: LinkState;
}

type Step = (event: SessionEvent) => SessionStatus;

const to =
  (state: SessionState, link: LinkState = 'sealed') =>
  (): SessionStatus => ({ state, link });

/** Unseals where nothing speaks against it; anything that is not met reseals. */
const judged =
  (whenMet: SessionState, whenNot: SessionState): Step =>
  (event) =>
    event.type === 'judged' && event.reasons.length === 0
      ? { state: whenMet, link: 'unsealed' }
      : { state: whenNot, link: 'sealed' };

/** Which event leads where. What is not here is refused: the session's only way from one state to another. */
const transitions: Record<SessionState, Partial<Record<SessionEvent['type'], Step>>> = {
  draft: { submit: to('provisioning'), cancel: to('cancelled') },
  provisioning: { judged: judged('scheduled', 'blocked'), failed: to('blocked'), cancel: to('cancelled') },
  scheduled: {
    judged: judged('scheduled', 'blocked'),
    failed: to('blocked'),
    revise: to('revising'),
    'front-door-opened': to('open', 'unsealed'),
    cancel: to('cancelled'),
  },
  revising: { judged: judged('scheduled', 'blocked'), failed: to('blocked'), cancel: to('cancelled') },
  blocked: { retry: to('provisioning'), revise: to('revising'), cancel: to('cancelled') },
  open: {
    judged: judged('open', 'open'),
    failed: to('open'),
    'host-started': to('live', 'unsealed'),
    ended: to('ended'),
    cancel: to('cancelled'),
  },
  live: { judged: judged('live', 'live'), failed: to('live'), ended: to('ended') },
  ended: { attested: to('attested') },
  attested: {},
  cancelled: {},
};

/**
 * The session after an event.
 *
 * @throws DomainError INVALID_TRANSITION where the state does not allow the event.
 */
export function transition(from: SessionStatus, event: SessionEvent): SessionStatus {
  const step = transitions[from.state][event.type];
  if (step === undefined || (opensTheDoor(event) && from.link === 'sealed')) {
    throw new DomainError(
      'INVALID_TRANSITION',
      `A session that is ${from.state} cannot do this: ${event.type}.`,
      {
        facts: { state: from.state, event: event.type },
      },
    );
  }
  return step(event);
}

const opensTheDoor = ({ type }: SessionEvent) => type === 'front-door-opened' || type === 'host-started';

/** The platform's meeting is being made, or brought to a change, and nobody is in it. */
export const isSettling = ({ state }: Pick<SessionStatus, 'state'>): boolean =>
  state === 'provisioning' || state === 'revising';

/** People may be arriving or be in it. */
export const isOpen = ({ state }: Pick<SessionStatus, 'state'>): boolean =>
  state === 'open' || state === 'live';

/** Whether an event would be accepted now. */
export const allows = (from: SessionState, type: SessionEvent['type']): boolean =>
  transitions[from][type] !== undefined;

/** States in which a session holds its host and its platform identity for its time. */
export const reservingStates: readonly SessionState[] = [
  'provisioning',
  'scheduled',
  'revising',
  'blocked',
  'open',
  'live',
];

/** Time that a host has between two sessions. */
export const HOST_BUFFER_MS = 10 * 60_000;
