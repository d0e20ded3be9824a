import { z } from 'zod';
import type { Json } from '../json.ts';
import { accessControls, collaborationControls } from './collaboration.ts';
import { conductControls, recordControls } from './conduct.ts';
import { confidentialityControls } from './confidentiality.ts';
import type { Control } from './control.ts';
import { entryControls } from './entry.ts';

const controls = {
  ...entryControls,
  ...confidentialityControls,
  ...collaborationControls,
  ...accessControls,
  ...conductControls,
  ...recordControls,
};

export type ControlId = keyof typeof controls;
/** The value type of one control. */
export type ValueOf<Id extends ControlId> = (typeof controls)[Id] extends Control<infer V> ? V : never;

export const controlIds = Object.keys(controls) as ControlId[];
export const ControlId = z.enum(controlIds as [ControlId, ...ControlId[]]);

/** The whole control catalogue of DESIGN §3, in its order. */
export const catalogue = controls as unknown as Readonly<Record<ControlId, Control>>;

/** Controls that every policy holds; the others are optional guards. */
export const requiredControlIds = controlIds.filter((id) => catalogue[id].off === undefined);

/** Whether value `a` of a control satisfies everything that `b` asks. */
export const satisfies = (id: ControlId, a: Json, b: Json): boolean => catalogue[id].order.satisfies(a, b);
