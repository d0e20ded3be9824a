import { DomainError } from '../domain/errors.ts';
import { asCaller, requireScope, type Application, type Caller } from './context.ts';
import type { PlanRequest } from './plan-session.ts';
import type { Session } from './ports.ts';
import { putByRef, type Put } from './put-by-ref.ts';
import { createSession, requestDigest, rescheduleSession, type SessionRequest } from './sessions.ts';

/**
 * Brings the session with this reference to the request: makes it, moves it in time, or leaves it where nothing changed,
 * which costs no vendor call. What cannot be changed in place is refused.
 */
export async function putSession(
  application: Application,
  caller: Caller,
  externalRef: string,
  request: PlanRequest,
): Promise<Put<Session>> {
  requireScope(caller, 'sessions:write');
  const asked: SessionRequest = { ...request, externalRef };
  return putByRef({
    find: () =>
      asCaller(application, caller, 'sessions:read', ({ sessions }) => sessions.findByRef(externalRef)),
    create: () => createSession(application, caller, asked),
    change: (before) => changeInPlace(application, caller, before, asked),
  });
}

async function changeInPlace(
  application: Application,
  caller: Caller,
  before: Session,
  request: SessionRequest,
): Promise<Session> {
  if (before.state === 'cancelled') {
    throw new DomainError(
      'CONFLICT',
      'The session with this reference was cancelled. Book it anew under another one.',
      {
        field: 'externalRef',
      },
    );
  }
  if (before.requestDigest === requestDigest(request)) return before;
  for (const field of ['clientId', 'hostId'] as const) {
    if (before[field] === request[field]) continue;
    throw new DomainError(
      'CONFLICT',
      `The ${field} of a session cannot change. Cancel it and make another.`,
      { field },
    );
  }
  if (request.platform !== null && request.platform !== before.platform) {
    throw new DomainError(
      'CONFLICT',
      'The platform of a session never changes. Cancel it and make another.',
      { field: 'platform' },
    );
  }
  const { startsAt, endsAt, timeZone } = request;
  const change = { startsAt, endsAt, timeZone };
  return rescheduleSession(application, caller, before.id, change, before.version);
}
