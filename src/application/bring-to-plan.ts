import { DomainError } from '../domain/errors.ts';
import type { Observation, Posture } from '../domain/evidence.ts';
import { sameJson } from '../domain/json.ts';
import { judge, sealReasons, type Verdict } from '../domain/judge.ts';
import { generatePasscode, obeys } from '../domain/passcode.ts';
import { compile, samePlan, type RuledOut } from '../domain/plan/compile.ts';
import { refuseLeaks, topicFor } from '../domain/plan/leak.ts';
import { mustGaps, type Plan } from '../domain/plan/plan.ts';
import { withWaivers } from '../domain/policy.ts';
import type { Intent, MeetingRef, ProviderClient, Provisioned } from '../domain/provider.ts';
import { isOpen } from '../domain/session.ts';
import { found, providerOf, type Application } from './context.ts';
import { sessionFacts } from './plan-session.ts';
import type { Client, IntentRecord, Meeting, Session, Transaction } from './ports.ts';
import { recordIntent } from './sessions.ts';

/** One attempt at one settle intent. */
export interface Work {
  organisationId: string;
  intent: IntentRecord;
  /** An earlier attempt may have made the meeting without our knowing. */
  lookFirst: boolean;
  session: Session;
  client: Client;
  /** Names and addresses that must not reach the vendor. */
  personal: string[];
  plan: Plan;
  meeting: Meeting | undefined;
  provider: ProviderClient;
  /** Whether a call of this or an earlier attempt may have left a meeting that is neither recorded nor retired. */
  outcomeUnknown: boolean;
  /** Whether this attempt has begun a write at the vendor. */
  hasWritten: boolean;
  /** Whether a meeting that this attempt made stands at the vendor, neither recorded nor retired. */
  hasUnrecorded: boolean;
}

/** What an attempt found: judged by the domain, written by `settleSession`. */
export interface Settled {
  plan: Plan;
  planVersion: number;
  observation: Observation | null;
  verdicts: Verdict[];
  repaired: boolean;
  possibleStrays: number;
}

/**
 * Compiles anew under the posture as it is now, makes or revises the meeting, reads it back, repairs it once, and recompiles
 * with the next acceptable means for what stays unknown. Undefined where the attempt lost its intent or was cancelled.
 */
export async function bringToPlan(application: Application, work: Work): Promise<Settled | undefined> {
  const readAt = application.ambient.now();
  const posture = await work.provider.readPosture(work.session.secrets.organiser);
  let repaired = false;
  for (;;) {
    if (!(await record(application, work, posture, readAt))) return undefined;
    if (mustGaps(work.plan).length > 0) return settledAs(work, null, [], repaired);
    if (!(await applyPlan(application, work))) return undefined;
    let { observation, verdicts } = await lookAndJudge(application, work, posture);
    if (verdicts.some(isRepairable)) {
      repaired = true;
      if (!(await holds(application, work))) return undefined;
      await revise(application, work, found(work.meeting, 'meeting'));
      ({ observation, verdicts } = await lookAndJudge(application, work, posture));
    }
    const ruledOut = ruleOutUnknown(work, verdicts);
    if (ruledOut === undefined) return settledAs(work, observation, verdicts, repaired);
    work.session = { ...work.session, ruledOut };
  }
}

const settledAs = (
  work: Work,
  observation: Observation | null,
  verdicts: Verdict[],
  repaired: boolean,
): Settled => ({
  plan: work.plan,
  planVersion: work.session.planVersion,
  observation,
  verdicts,
  repaired,
  possibleStrays: work.intent.possibleStrays,
});

const isRepairable = ({ obligations }: Verdict): boolean =>
  obligations.some(({ means, verdict }) => means === 'enforced' && verdict === 'unmet');

/**
 * Writes down what the next vendor call will be made from: the posture, and a new plan version and passcode where they
 * changed. False where this attempt no longer holds the intent, or the session is not being settled any more.
 */
async function record(
  application: Application,
  work: Work,
  posture: Posture,
  readAt: Date,
): Promise<boolean> {
  const { database, ambient } = application;
  const plan = recompile(application, work, posture);
  const changed = !samePlan(plan, work.plan);
  return database.inOrganisation(work.organisationId, async (transaction) => {
    const locked = await hold(application, transaction, work);
    if (locked === undefined) return false;
    const { connectionId, secrets } = locked;
    await transaction.postures.put(connectionId, secrets.organiser, posture, readAt);
    if (!changed) return true;
    const passcode = obeys(secrets.passcode, plan.passcodeRule)
      ? secrets.passcode
      : generatePasscode(plan.passcodeRule, ambient.randomInt);
    const planVersion = locked.planVersion + 1;
    await transaction.plans.insert(locked.id, planVersion, plan);
    work.plan = plan;
    work.session = await transaction.sessions.update({
      ...locked,
      planVersion,
      ruledOut: work.session.ruledOut,
      secrets: { ...secrets, passcode },
      updatedAt: ambient.now(),
    });
    return true;
  });
}

/**
 * Before each write at the vendor: a worker that was outlived by its lease must not write after the next one has read back.
 * Undefined where this attempt no longer holds the intent, or the session is not being settled any more.
 */
async function hold(
  application: Application,
  transaction: Transaction,
  { intent, session }: Work,
): Promise<Session | undefined> {
  const [mine, lockedFound] = await Promise.all([
    transaction.intents.extend(intent.id, intent.attempt, leaseFrom(application)),
    transaction.sessions.findForUpdate(session.id),
  ]);
  if (!mine) return undefined;
  const locked = found(lockedFound, 'session');
  const goesOn = locked.state === session.state || (isOpen(locked) && isOpen(session));
  return goesOn ? locked : undefined;
}

const holds = async (application: Application, work: Work): Promise<boolean> =>
  application.database.inOrganisation(
    work.organisationId,
    async (transaction) => (await hold(application, transaction, work)) !== undefined,
  );

const leaseFrom = ({ ambient, leaseMs }: Application): Date => new Date(ambient.now().getTime() + leaseMs);

function recompile(application: Application, { session, client }: Work, posture: Posture): Plan {
  const at = application.ambient.now();
  return compile({
    declaration: providerOf(application, session.platform).declaration,
    // A waiver counts where it covers the whole session, whenever the plan is compiled.
    policy: withWaivers(session.policy, client.waivers, session.endsAt),
    session: sessionFacts(session),
    hosting: session.hosting,
    people: session.people,
    backing: session.backing,
    posture,
    ruledOut: session.ruledOut,
    at,
  });
}

/** Makes the meeting, or brings the existing one to the plan; one that is gone at the vendor is made anew. */
async function applyPlan(application: Application, work: Work): Promise<boolean> {
  refuseLeaks(work.plan.wire, intentOf(work).slots, work.personal);
  work.hasWritten = true;
  if (work.meeting !== undefined) {
    if (await reviseUnlessGone(application, work, work.meeting)) {
      await retireStrays(work, work.meeting.ref);
      return true;
    }
    if (!(await forgetMeeting(application, work, work.meeting))) return false;
  }
  const made = await work.provider.provision(work.plan, intentOf(work));
  work.hasUnrecorded = true;
  const isKept = await keepMeeting(application, work, made);
  if (!isKept) await retireUnlessAdopted(application, work, made.ref);
  work.hasUnrecorded = false;
  if (!isKept) return false;
  await retireStrays(work, made.ref);
  return true;
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
async function revise(application: Application, work: Work, meeting: Meeting): Promise<void> {
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
    const leaseUntil = leaseFrom(application);
    if (!(await transaction.intents.extend(intent.id, intent.attempt, leaseUntil, possibleStrays)))
      return false;
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
    const current = found(await transaction.sessions.findForUpdate(session.id), 'session');
    if (current.state === 'cancelled') await recordIntent(application, transaction, current, 'retire');
    return true;
  });
}

/** After an attempt whose outcome was unknown: whatever else carries this session's reference is not this meeting. */
async function retireStrays(work: Work, keep: MeetingRef): Promise<void> {
  const { provider, session } = work;
  if (!work.outcomeUnknown) return;
  const intent = intentOf(work);
  const window = { from: session.startsAt.toISOString(), to: session.endsAt.toISOString() };
  for (const stray of await provider.findStrays(intent, window)) {
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

const meetingRef = ({ meeting }: Work): MeetingRef => found(meeting, 'meeting').ref;

async function lookAndJudge(application: Application, work: Work, posture: Posture) {
  const observation = await work.provider.observe(meetingRef(work), work.plan, intentOf(work));
  const evidence = { observation, posture, records: [], open: isOpen(work.session) };
  return { observation, verdicts: judge(work.plan, evidence, application.ambient.now()) };
}

/** What the vendor calls of this attempt are made with. */
export function intentOf({ session, lookFirst }: Pick<Work, 'session' | 'lookFirst'>): Intent {
  const { passcode, reference, organiser, coach } = session.secrets;
  const slots = { passcode, reference, topic: topicFor(reference), ...(coach === null ? {} : { coach }) };
  return { reference, slots, organiser, lookFirst };
}

/** Adds the means that stayed unknown for a must, so that the next acceptable one is tried; undefined where none is new. */
function ruleOutUnknown({ plan, session }: Work, verdicts: Verdict[]): RuledOut | undefined {
  const ruledOut: RuledOut = structuredClone(session.ruledOut);
  const unknown = sealReasons(plan, verdicts).filter(({ verdict }) => verdict === 'unknown');
  let grown = false;
  for (const { control } of unknown) {
    const judged = verdicts.find((verdict) => verdict.control === control);
    for (const { means, verdict } of judged?.obligations ?? []) {
      const before = ruledOut[control] ?? [];
      if (verdict !== 'unknown' || before.includes(means)) continue;
      ruledOut[control] = [...before, means];
      grown = true;
    }
  }
  return grown ? ruledOut : undefined;
}
