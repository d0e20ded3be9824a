import { catalogue, controlIds, type ControlId } from '../controls/catalogue.ts';
import { sameJson } from '../json.ts';
import type { Means } from '../means.ts';
import { requirementsOf, type Policy, type Requirement } from '../policy.ts';
import { type CompileContext, type Declaration } from './declaration.ts';
import { entryModeGaps, entryOf } from './entry.ts';
import { takeOffer, type Taken } from './offer.ts';
import type { Gap, Plan, PlannedControl } from './plan.ts';
import type { Wire } from './wire.ts';

/** Means that were tried for a control in this session and turned out unknown; they are not taken again. */
export type RuledOut = Partial<Record<ControlId, Means[]>>;

export interface CompileInput extends CompileContext {
  declaration: Declaration;
  policy: Policy;
  ruledOut: RuledOut;
  /** Posture older than the policy allows at this time counts as unknown. */
  at: Date;
}

const HOUR_MS = 3_600_000;

/**
 * Compiles a policy for a platform: pure, total, and with every controlled field sent explicitly whichever means a control is
 * met by. What cannot be had becomes a gap, never an omission.
 */
export function compile(input: CompileInput): Plan {
  const { declaration, policy } = input;
  const hosting = declaration.hosting(input);
  const planned: PlannedControl[] = [];
  const gaps: Gap[] = [...hostingGaps(hosting), ...entryModeGaps(input)];
  const collisions = collisionsOf(input);
  const wire = wireOf(input);
  const waitingRoomHolds = holdsEveryone(input, collisions, wire);

  for (const [control, requirement] of requirementsOf(policy)) {
    const removedBy = collisions.find((collision) => collision.removes === control);
    const taken = takeOffer({
      ...input,
      control,
      requirement,
      wire,
      waitingRoomHolds,
      removed: removedBy !== undefined,
    });
    if (taken.found) planned.push(taken.planned);
    else gaps.push(gapOf(control, requirement, taken, removedBy?.why));
  }

  return {
    platform: declaration.platform,
    backing: input.backing,
    hosting: {
      mode: input.hosting,
      organises: hosting.organises,
      canStart: hosting.canStart,
      canAdmit: hosting.canAdmit,
      canEnd: hosting.canEnd,
    },
    entry: entryOf(input),
    controls: planned,
    gaps,
    collisions,
    duties: listed(planned, 'host').map(([control, sentence]) => ({ control, duty: sentence })),
    disclosures: listed(planned, 'disclosed').map(([control, sentence]) => ({ control, sentence })),
    wire,
    passcodeRule: clonePasscodeRule(declaration, input),
    evidenceMaxAgeMs: {
      scheduled: policy.postureMaxAgeHours * HOUR_MS,
      open: policy.openPostureMaxAgeHours * HOUR_MS,
    },
  };
}

/** Every field the platform's declaration controls, for the policy's values; optional guards send their off value. */
function wireOf(input: CompileInput): Wire {
  const wire: Wire = { ...input.declaration.base(input) };
  for (const control of controlIds) {
    const fields = input.declaration.controls[control].fields;
    const value = input.policy.controls[control]?.value ?? catalogue[control].off;
    if (fields !== undefined && value !== undefined) Object.assign(wire, fields(value, input));
  }
  return wire;
}

function clonePasscodeRule({ passcodeRule }: Declaration, { posture }: CompileContext): Plan['passcodeRule'] {
  const { length, groups } = passcodeRule(posture);
  return { length, groups: [...groups] };
}

/**
 * Whether this plan's waiting room is set on the meeting and holds everyone: the backstop of the service's entry controls. It
 * has to be a must, or the link would unseal although the backstop does not read back.
 */
function holdsEveryone(input: CompileInput, collisions: Plan['collisions'], wire: Wire): boolean {
  const control = 'entry.waiting-room.v1';
  const requirement = input.policy.controls[control];
  if (requirement?.value !== 'everyone' || requirement.level !== 'must') return false;
  const removed = collisions.some(({ removes }) => removes === control);
  const taken = takeOffer({ ...input, control, requirement, wire, waitingRoomHolds: false, removed });
  return taken.found && taken.planned.means === 'enforced';
}

function collisionsOf({ declaration, policy }: CompileInput): Plan['collisions'] {
  return declaration.collisions.flatMap(({ control, value, removes, why }) => {
    const asked = policy.controls[control];
    if (asked === undefined || !catalogue[control].order.satisfies(asked.value, value)) return [];
    return removes.filter((id) => isTakenFrom(id, policy)).map((id) => ({ control, removes: id, why }));
  });
}

/** Whether a policy asks something of this control that a platform without it cannot give. */
function isTakenFrom(control: ControlId, { controls }: Policy): boolean {
  const asked = controls[control];
  const { satisfies, without } = catalogue[control].order;
  return asked !== undefined && !satisfies(without, asked.value);
}

function hostingGaps({ canStart, canAdmit, canEnd, closes }: ReturnType<Declaration['hosting']>): Gap[] {
  const able = canStart.filter((who) => canAdmit.includes(who) && canEnd.includes(who));
  if (able.length > 0) return [];
  const why = 'Nobody who will be present can start the session, admit people and end it.';
  return [
    {
      code: 'no-one-can-admit',
      control: 'entry.admitters.v1',
      level: 'must',
      why,
      closes: [closes],
      unread: false,
    },
  ];
}

function gapOf(
  control: ControlId,
  { level, accept }: Requirement,
  { refused }: Extract<Taken, { found: false }>,
  collision: string | undefined,
): Gap {
  const had = refused.map(({ means, why }) => `${means}: ${why}`).join(' ');
  const closes = [...new Set(refused.flatMap((refusal) => refusal.closes ?? []))];
  if (collision !== undefined)
    return { code: 'collision', control, level, why: collision, closes, unread: false };
  const why = `Accepted here: ${accept.join(', ')}. ${had === '' ? 'This platform offers none.' : had}`;
  const unread = refused.some((refusal) => refusal.unread === true);
  return { code: 'no-acceptable-means', control, level, why, closes, unread };
}

const listed = (planned: PlannedControl[], means: Means): [ControlId, string][] =>
  planned.flatMap(({ control, obligations }) =>
    obligations
      .filter((obligation) => obligation.means === means)
      .map(({ sentence }): [ControlId, string] => [control, sentence]),
  );

/** Whether two plans are the same in all that matters: a recompiled plan that is the same makes no new version. */
export const samePlan = (a: Plan, b: Plan): boolean => sameJson(a, b);
