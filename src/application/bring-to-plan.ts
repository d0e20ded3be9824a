import { samePosture, type Observation, type Posture } from '../domain/evidence.ts';
import { judge, sealReasons, type Verdict } from '../domain/judge.ts';
import { generatePasscode, obeys } from '../domain/passcode.ts';
import { compile, samePlan, type RuledOut } from '../domain/plan/compile.ts';
import { mustGaps, type Plan } from '../domain/plan/plan.ts';
import { withWaivers } from '../domain/policy.ts';
import { applyPlan, revise } from './apply-plan.ts';
import { found, providerOf, type Application } from './context.ts';
import { sessionFacts } from './plan-session.ts';
import { hold, holds, look, type Work } from './settle-attempt.ts';

/** How old a reading of an account may get before the same reading is written anew, milliseconds. */
const POSTURE_KEPT_MS = 60_000;

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
    let observation = await applyPlan(application, work);
    if (observation === undefined) return undefined;
    let verdicts = verdictsOn(application, work, posture, observation);
    if (verdicts.some(isRepairable)) {
      repaired = true;
      if (!(await holds(application, work))) return undefined;
      const meeting = found(work.meeting, 'meeting');
      await revise(application, work, meeting);
      observation = await look(work, meeting.ref);
      verdicts = verdictsOn(application, work, posture, observation);
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
  const isNews = !saysTheSame(work.storedPosture, posture, readAt);
  return database.inOrganisation(work.organisationId, async (transaction) => {
    const locked = await hold(application, transaction, work);
    if (locked === undefined) return false;
    const { connectionId, secrets } = locked;
    if (isNews) await transaction.postures.put(connectionId, secrets.organiser, posture, readAt);
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
 * Whether what is stored of an account says the same as this reading, and is hardly older. Then it is not written anew: all
 * sessions of one organiser would wait for one another to write that row.
 */
const saysTheSame = (stored: Posture | undefined, posture: Posture, readAt: Date): boolean =>
  stored !== undefined &&
  samePosture(stored, posture) &&
  Object.values(stored).every((item) => readAt.getTime() - Date.parse(item.readAt) < POSTURE_KEPT_MS);

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

const verdictsOn = (
  { ambient }: Application,
  { plan }: Work,
  posture: Posture,
  observation: Observation,
): Verdict[] => judge(plan, { observation, posture, records: [], open: false }, ambient.now());

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
