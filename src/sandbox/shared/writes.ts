import { WRITE_KINDS, type Misbehaviour, type Misbehaviours } from './misbehaviour.ts';
import { mergeDeep, readPath, writePath, type Json, type JsonObject } from './paths.ts';

/** What a write left behind: what reads give back, and how the meeting really behaves. */
export interface Written {
  stored: JsonObject;
  effective: JsonObject;
}

export interface WriteInput {
  before: Written;
  body: JsonObject;
  /** The account's defaults in the shape of the body: `inherit` takes its value from here. */
  defaults: JsonObject;
  misbehaviours: Misbehaviours;
  account: string;
  operation: string;
}

/**
 * Lays a request body over what is stored, with the misbehaviours in force acted out. `drop` and `inherit` need the
 * field to be in the body; `override` and `lie` act on every write, as an account lock does.
 */
export function applyWrite({
  before,
  body,
  defaults,
  misbehaviours,
  account,
  operation,
}: WriteInput): Written {
  const accepted = structuredClone(body);
  const lies: { field: string; value: Json | undefined }[] = [];
  const applies = ({ kind, field }: Misbehaviour) =>
    kind === 'override' || kind === 'lie' || (field !== undefined && readPath(body, field) !== undefined);
  for (const rule of misbehaviours.take(WRITE_KINDS, { account, operation }, applies)) {
    if (rule.field !== undefined) actOut(rule, rule.field, accepted, lies, defaults);
  }
  const stored = mergeDeep(before.stored, accepted);
  const effective = mergeDeep(before.effective, accepted);
  for (const { field, value } of lies) writePath(effective, field, value);
  return { stored, effective };
}

function actOut(
  rule: Misbehaviour,
  field: string,
  accepted: JsonObject,
  lies: { field: string; value: Json | undefined }[],
  defaults: JsonObject,
): void {
  switch (rule.kind) {
    case 'drop':
      writePath(accepted, field, undefined);
      return;
    case 'inherit':
      writePath(accepted, field, readPath(defaults, field));
      return;
    case 'override':
      writePath(accepted, field, rule.value);
      return;
    default:
      lies.push({ field, value: rule.value });
  }
}
