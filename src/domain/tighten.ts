import { catalogue, satisfies, type ControlId } from './controls/catalogue.ts';
import { sameJson } from './json.ts';
import {
  acceptSet,
  requirementsOf,
  type Overlay,
  type Policy,
  type Requirement,
  type Requirements,
} from './policy.ts';

/** Two layers that no policy satisfies together. It absorbs: tightening a conflict stays a conflict. */
export interface Conflict {
  conflict: { control: ControlId; why: string }[];
}

export const isConflict = (value: object): value is Conflict => 'conflict' in value;

/** What `tighten` combines: the requirements of one layer, the practice's policy or a client's overlay. */
export type Layer = { controls: Requirements };

/**
 * The loosest layer that satisfies both: guards take the stricter value, accepted means intersect, must beats should, and
 * affordances that differ conflict. Commutative, associative and idempotent; a control that one side does not name is the
 * other's.
 */
export function tighten(a: Layer | Conflict, b: Layer | Conflict): Layer | Conflict {
  if (isConflict(a)) return a;
  if (isConflict(b)) return b;
  const controls: Requirements = { ...b.controls, ...a.controls };
  const conflict: Conflict['conflict'] = [];
  for (const [id, ours] of requirementsOf(a)) {
    const theirs = b.controls[id];
    if (theirs === undefined) continue;
    const joined = tightenRequirement(id, ours, theirs);
    if (typeof joined === 'string') conflict.push({ control: id, why: joined });
    else controls[id] = joined;
  }
  return conflict.length > 0 ? { conflict } : { controls };
}

function tightenRequirement(id: ControlId, a: Requirement, b: Requirement): Requirement | string {
  const value = catalogue[id].order.join(a.value, b.value);
  if (value === undefined) {
    return catalogue[id].kind === 'affordance'
      ? 'The layers want this differently. Override it with a reason, or make them agree.'
      : 'No value satisfies both layers.';
  }
  const accept = acceptSet(a.accept.filter((means) => b.accept.includes(means)));
  if (accept.length === 0) return 'The layers accept no means in common.';
  return { value, accept, level: a.level === 'must' || b.level === 'must' ? 'must' : 'should' };
}

/** Whether `a` demands at least all that `b` demands. */
export function isAtLeastAsStrict(a: Layer, b: Layer): boolean {
  return requirementsOf(b).every(([id, theirs]) => {
    const ours = a.controls[id];
    return (
      ours !== undefined &&
      satisfies(id, ours.value, theirs.value) &&
      ours.accept.every((means) => theirs.accept.includes(means)) &&
      (ours.level === 'must' || theirs.level === 'should')
    );
  });
}

/**
 * The practice's policy as one client has it: overridden affordances take the client's value in both layers, then the layers
 * are tightened. An override of a guard is a conflict, since a client may only tighten those.
 */
export function policyFor(policy: Policy, overlay: Overlay): Policy | Conflict {
  const guards = overlay.overrides.filter(({ control }) => catalogue[control].kind === 'guard');
  if (guards.length > 0) {
    return {
      conflict: guards.map(({ control }) => ({
        control,
        why: 'A guard can be tightened, never overridden.',
      })),
    };
  }
  const joined = tighten(overridden(policy, overlay), overridden(overlay, overlay));
  return isConflict(joined) ? joined : { ...policy, controls: joined.controls };
}

function overridden(layer: Layer, { overrides }: Overlay): Layer {
  const controls: Requirements = { ...layer.controls };
  for (const { control, value } of overrides) {
    const requirement = controls[control];
    if (requirement !== undefined) controls[control] = { ...requirement, value };
  }
  return { controls };
}

/** Whether two layers ask exactly the same. */
export const sameLayer = (a: Layer, b: Layer): boolean => sameJson(asJson(a), asJson(b));

const asJson = (layer: Layer) =>
  requirementsOf(layer).map(([id, { value, level, accept }]) => [id, value, level, accept]);
