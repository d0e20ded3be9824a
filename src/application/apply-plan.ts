import { DomainError } from '../domain/errors.ts';
import type { Observation } from '../domain/evidence.ts';
import { sameJson } from '../domain/json.ts';
import { refuseLeaks } from '../domain/plan/leak.ts';
import type { MeetingRef, Provisioned } from '../domain/provider.ts';
import type { Application } from './context.ts';
import type { Meeting } from './ports.ts';
import { recordIntent } from './intent-jobs.ts';
import { hold, intentOf, leaseFrom, look, type Work } from './settle-attempt.ts';

/**
 * Makes the meeting, or brings the existing one to the plan, and reads it back; one that is gone at the vendor is made anew.
 * Undefined where this attempt may not go on.
 */
export async function applyPlan(application: Application, work: Work): Promise<Observation | undefined> {
  refuseLeaks(work.plan.wire, intentOf(work).slots, work.personal);
  work.hasWritten = true;
  if (work.meeting !== undefined) {
    if (await reviseUnlessGone(application, work, work.meeting)) {
      await retireStrays(work, work.meeting.ref);
      return look(work, work.meeting.ref);
    }
    if (!(await forgetMeeting(application, work, work.meeting))) return undefined;
  }
  const made = await work.provider.provision(work.plan, intentOf(work));
  work.hasUnrecorded = true;
  // Read back while it is recorded: that changes nothing, and is heard only where the meeting is kept.
  const looking = look(work, made.ref);
  const looked = looking.catch(() => undefined);
  const isKept = await keepMeeting(application, work, made).finally(() => looked);
  if (!isKept) await retireUnlessAdopted(application, work, made.ref);
  work.hasUnrecorded = false;
  if (!isKept) return undefined;
  await retireStrays(work, made.ref);
  return looking;
}

/** False where the meeting is gone at the vendor. */
async function reviseUnlessGone(application: Application, work: Work, meeting: Meeting): Promise<boolean> {
  try {
    await revise(application, work, meeting);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NOT_FOUND') return false;
    throw error;
  }
}

/** Brings the meeting to the plan in place, and keeps its link with the passcode as it is from then on. */
export async function revise(application: Application, work: Work, meeting: Meeting): Promise<void> {
  const { joinUrlWithPasscode } = await work.provider.revise(meeting.ref, work.plan, intentOf(work));
  if (joinUrlWithPasscode === meeting.joinUrlWithPasscode) return;
  await application.database.inOrganisation(work.organisationId, async (transaction) => {
    if ((await hold(application, transaction, work)) === undefined) return;
    await transaction.meetings.replaceLinkWithPasscode(meeting.id, joinUrlWithPasscode);
    work.meeting = { ...meeting, joinUrlWithPasscode };
  });
}

/** Records a meeting that was made or adopted, with the stray that it may have left; false where the attempt lost its intent. */
function keepMeeting(application: Application, work: Work, made: Provisioned): Promise<boolean> {
  const { database, ambient } = application;
  return database.inOrganisation(work.organisationId, async (transaction) => {
    const { intent, session } = work;
    const possibleStrays = intent.possibleStrays + (made.possibleStray ? 1 : 0);
    const [mine, current] = await Promise.all([
      transaction.intents.extend(intent.id, intent.attempt, leaseFrom(application), possibleStrays),
      transaction.sessions.findForUpdate(session.id),
    ]);
    if (!mine) return false;
    work.intent = { ...intent, possibleStrays };
    work.meeting = await transaction.meetings.insert({
      id: ambient.newId(),
      sessionId: session.id,
      connectionId: session.connectionId,
      platform: session.platform,
      ref: made.ref,
      joinUrl: made.joinUrl,
      joinUrlWithPasscode: made.joinUrlWithPasscode,
      retiredAt: null,
      createdAt: ambient.now(),
    });
    if (current?.state === 'cancelled') await recordIntent(application, transaction, current, 'retire');
    return true;
  });
}

/** After an attempt whose outcome was unknown: whatever else carries this session's reference is not this meeting. */
async function retireStrays(work: Work, keep: MeetingRef): Promise<void> {
  const { provider, session } = work;
  if (!work.outcomeUnknown) return;
  const intent = intentOf(work);
  const window = { from: session.startsAt.toISOString(), to: session.endsAt.toISOString() };
  for (const stray of (await provider.findStrays(intent, window)) ?? []) {
    if (!sameRef(stray, keep)) await provider.retire(stray, intent);
  }
  work.outcomeUnknown = false;
}

const sameRef = (a: MeetingRef, b: MeetingRef): boolean => sameJson({ ...a }, { ...b });

/** The meeting is gone at the vendor: another may be made. False where this attempt may not go on. */
async function forgetMeeting(application: Application, work: Work, meeting: Meeting): Promise<boolean> {
  const { database, ambient } = application;
  const mine = await database.inOrganisation(work.organisationId, async (transaction) => {
    if ((await hold(application, transaction, work)) === undefined) return false;
    await transaction.meetings.markRetired(meeting.id, ambient.now());
    return true;
  });
  work.meeting = undefined;
  return mine;
}

/**
 * This attempt lost its lease after making a meeting. It stays only where the next attempt has adopted it, or is still to
 * look for it; otherwise nobody else will find it.
 */
async function retireUnlessAdopted({ database }: Application, work: Work, ref: MeetingRef): Promise<void> {
  const stays = await database.inOrganisation(work.organisationId, async ({ meetings, intents }) => {
    const active = await meetings.findActive(work.session.id);
    if (active !== undefined) return sameRef(active.ref, ref);
    return (await intents.find(work.intent.id))?.state === 'pending';
  });
  if (!stays) await work.provider.retire(ref, intentOf(work));
}
