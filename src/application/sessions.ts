import type { z } from 'zod';
import { DomainError } from '../domain/errors.ts';
import { generatePasscode } from '../domain/passcode.ts';
import { HOST_BUFFER_MS, transition } from '../domain/session.ts';
import { ExternalRef } from './connections.ts';
import {
  asCaller,
  audit,
  digestJson,
  newRecord,
  requireOwnSession,
  requireScope,
  requireVersion,
} from './context.ts';
import type { Application, Caller } from './context.ts';
import type { Complete } from './idempotency.ts';
import { insertIntent, recordIntent } from './intent-jobs.ts';
import { planDeliveriesSoon } from './deliveries/plan-deliveries.ts';
import { checkTimes, PlanRequest, planSession, type Planned } from './plan-session.ts';
import type { PageRequest, Session, SessionFilter, SessionSummary, Transaction } from './ports.ts';

export const SessionRequest = PlanRequest.extend({ externalRef: ExternalRef.nullable().default(null) }).meta({
  id: 'SessionRequest',
});
export type SessionRequest = z.infer<typeof SessionRequest>;

export const SessionChange = PlanRequest.pick({ startsAt: true, endsAt: true, timeZone: true }).meta({
  id: 'SessionChange',
});
export type SessionChange = z.infer<typeof SessionChange>;

/** Where and how a session would be held. Nothing is stored. */
export async function previewSession(
  application: Application,
  caller: Caller,
  request: PlanRequest,
): Promise<Planned> {
  // It names any client and any coach, and says what their accounts can do: more than a coach may know of.
  if (caller.hostId !== undefined) requireScope(caller, 'sessions:write');
  return planSession(application, caller, request);
}

/**
 * Records a session with its intent and its job in one transaction; the platform is decided and never changes from here.
 * The work at the vendor follows by itself.
 *
 * @throws DomainError as `planSession`; HOST_OVERLAP, IDENTITY_OVERLAP, EXTERNAL_REF_TAKEN.
 */
export async function createSession(
  application: Application,
  caller: Caller,
  request: SessionRequest,
  complete?: Complete,
): Promise<Session> {
  requireScope(caller, 'sessions:write');
  const planned = await planSession(application, caller, request);
  return asCaller(application, caller, 'sessions:write', async (transaction) => {
    const session = newSession(application, request, planned);
    await Promise.all([
      transaction.sessions.insert(session),
      transaction.plans.insert(session.id, 1, planned.plan),
      insertIntent(application, transaction, session, { kind: 'settle', outcomeUnknown: false }),
      auditSession(application, transaction, caller, 'session.created', session),
    ]);
    await complete?.(transaction, session.id);
    return session;
  });
}

function newSession(application: Application, request: SessionRequest, planned: Planned): Session {
  const { ambient } = application;
  const startsAt = new Date(request.startsAt);
  const endsAt = new Date(request.endsAt);
  return {
    ...newRecord(application),
    ...transition({ state: 'draft', link: 'sealed' }, { type: 'submit' }),
    externalRef: request.externalRef,
    clientId: planned.client.id,
    hostId: planned.host.id,
    connectionId: planned.connection.id,
    platform: planned.approved.platform,
    hosting: planned.approved.hosting,
    backing: planned.backing,
    people: planned.people,
    policyId: planned.version.policyId,
    policyVersion: planned.version.number,
    policy: planned.policy,
    startsAt,
    endsAt,
    reservedUntil: new Date(endsAt.getTime() + HOST_BUFFER_MS),
    timeZone: request.timeZone,
    planVersion: 1,
    choice: planned.choice,
    reasons: [],
    ruledOut: {},
    requestDigest: requestDigest(request),
    secrets: {
      passcode: generatePasscode(planned.plan.passcodeRule, ambient.randomInt),
      reference: ambient.randomBytes(12).toString('hex'),
      organiser: planned.organiser,
      coach: planned.coach,
    },
  };
}

/** What of a request must change for the session to change. */
/** Of a request, so that an unchanged one is known again. */
export const requestDigest = ({
  clientId,
  hostId,
  platform,
  startsAt,
  endsAt,
  timeZone,
}: SessionRequest): string =>
  digestJson({
    clientId,
    hostId,
    platform,
    timeZone,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
  });

/** Moves a session in time, in place: sealed until the platform's meeting reads back as planned for the new time. */
export async function rescheduleSession(
  application: Application,
  caller: Caller,
  id: string,
  change: SessionChange,
  expectedVersion: number | undefined,
): Promise<Session> {
  requireScope(caller, 'sessions:write');
  const before = await asCaller(application, caller, 'sessions:read', async ({ sessions }) =>
    requireOwnSession(caller, await sessions.find(id)),
  );
  requireVersion(before, expectedVersion);
  if (sameTimes(before, change)) return before;
  checkTimes(application, change);
  return asCaller(application, caller, 'sessions:write', async (transaction) => {
    const locked = requireOwnSession(caller, await transaction.sessions.findForUpdate(id));
    requireVersion(locked, before.version);
    const session = await transaction.sessions.update({
      ...locked,
      ...moved(locked, change),
      ...transition(locked, { type: 'revise' }),
      reasons: [],
      updatedAt: application.ambient.now(),
    });
    await recordIntent(application, transaction, session, 'settle');
    await transaction.doors.touch(session.id);
    await auditSession(application, transaction, caller, 'session.rescheduled', session);
    return session;
  });
}

const sameTimes = ({ startsAt, endsAt, timeZone }: SessionSummary, change: SessionChange): boolean =>
  startsAt.getTime() === Date.parse(change.startsAt) &&
  endsAt.getTime() === Date.parse(change.endsAt) &&
  timeZone === change.timeZone;

const moved = (session: Session, change: SessionChange) => {
  const startsAt = new Date(change.startsAt);
  const endsAt = new Date(change.endsAt);
  const { clientId, hostId, choice, platform } = session;
  const request = {
    ...change,
    clientId,
    hostId,
    externalRef: null,
    platform: choice.named ? platform : null,
  };
  return {
    startsAt,
    endsAt,
    reservedUntil: new Date(endsAt.getTime() + HOST_BUFFER_MS),
    timeZone: change.timeZone,
    requestDigest: requestDigest(request),
  };
};

/** Cancels a session that is not live; its meeting is retired at the vendor. Cancelling twice changes nothing. */
export const cancelSession = (
  application: Application,
  caller: Caller,
  id: string,
  expectedVersion: number | undefined,
): Promise<Session> =>
  asCaller(application, caller, 'sessions:write', async (transaction) => {
    const locked = requireOwnSession(caller, await transaction.sessions.findForUpdate(id));
    if (locked.state === 'cancelled') return locked;
    requireVersion(locked, expectedVersion);
    const session = await transaction.sessions.update({
      ...locked,
      ...transition(locked, { type: 'cancel' }),
      updatedAt: application.ambient.now(),
    });
    await recordIntent(application, transaction, session, 'retire');
    await planDeliveriesSoon(application, transaction, session.id);
    await transaction.doors.touch(session.id);
    await auditSession(application, transaction, caller, 'session.cancelled', session);
    return session;
  });

/**
 * Tries a blocked session again: after a change of posture, access or waiver.
 *
 * @throws DomainError INVALID_TRANSITION where it is not blocked, or its end has come: nothing unseals from then on.
 */
export const retrySession = (application: Application, caller: Caller, id: string): Promise<Session> =>
  asCaller(application, caller, 'sessions:write', async (transaction) => {
    const locked = requireOwnSession(caller, await transaction.sessions.findForUpdate(id));
    const next = transition(locked, { type: 'retry' });
    if (application.ambient.now() >= locked.endsAt) throw endHasCome(locked);
    const session = await transaction.sessions.update({
      ...locked,
      ...next,
      reasons: [],
      ruledOut: {},
      updatedAt: application.ambient.now(),
    });
    await recordIntent(application, transaction, session, 'settle');
    await transaction.doors.touch(session.id);
    await auditSession(application, transaction, caller, 'session.retried', session);
    return session;
  });

const endHasCome = ({ state }: Session): DomainError =>
  new DomainError(
    'INVALID_TRANSITION',
    'The session’s end has come: it cannot be retried any more. Book another one.',
    { facts: { state, event: 'retry' } },
  );

export async function getSession(
  { database }: Application,
  caller: Caller,
  id: string,
): Promise<SessionSummary> {
  requireScope(caller, 'sessions:read');
  return requireOwnSession(caller, await database.findSession(caller.organisationId, id));
}

/** @throws DomainError RESOURCE_NOT_FOUND where no session has this reference, or another coach's has. */
export const getSessionByRef = (
  application: Application,
  caller: Caller,
  ref: string,
): Promise<SessionSummary> =>
  asCaller(application, caller, 'sessions:read', async ({ sessions }) =>
    requireOwnSession(caller, await sessions.findByRef(ref)),
  );

export const listSessions = (
  application: Application,
  caller: Caller,
  page: PageRequest,
  filter: SessionFilter,
): Promise<SessionSummary[]> =>
  asCaller(application, caller, 'sessions:read', async ({ sessions }) => {
    const hostId = caller.hostId ?? filter.hostId;
    if (filter.hostId !== undefined && filter.hostId !== hostId) return [];
    return sessions.list(page, { ...filter, hostId });
  });

const auditSession = (
  application: Application,
  transaction: Transaction,
  { actor }: Caller,
  action: string,
  { id }: Session,
): Promise<void> =>
  audit(application, transaction, { actor, action, resourceKind: 'session', resourceId: id });
