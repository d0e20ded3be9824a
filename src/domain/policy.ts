import { z } from 'zod';
import { line } from './text.ts';
import { catalogue, ControlId, controlIds, requiredControlIds } from './controls/catalogue.ts';
import { Json } from './json.ts';
import { compareMeans, Level, Means } from './means.ts';

/** How people come in: DESIGN §2, entry mode. */
export const EntryMode = z.enum(['check-in', 'both', 'front-door', 'platform']);
export type EntryMode = z.infer<typeof EntryMode>;

const AcceptedMeans = z
  .array(Means)
  .min(1)
  .transform((means) => [...new Set(means)].sort(compareMeans))
  .describe(
    'Means that satisfy this control. The order does not matter; the strongest that can be had is used.',
  );

/** What a policy asks of one control. */
export const Requirement = z
  .strictObject({
    value: Json.describe("The control's value; each control has its own values."),
    level: Level.describe(
      '`must` keeps the link sealed until it is met; `should` is shown and never blocks.',
    ),
    accept: AcceptedMeans,
  })
  .meta({ id: 'Requirement' });
export type Requirement = z.infer<typeof Requirement>;

export type Requirements = Partial<Record<ControlId, Requirement>>;

/** Requirements by control, each value checked against its control's own schema. Unknown controls are refused by name. */
export const Requirements = z
  .partialRecord(ControlId, Requirement)
  .superRefine((requirements, context) => {
    for (const [id, requirement] of Object.entries(requirements) as [ControlId, Requirement][]) {
      const checked = catalogue[id].order.schema.safeParse(requirement.value);
      if (checked.success) continue;
      context.addIssue({
        code: 'custom',
        path: [id, 'value'],
        message: `Not a value of ${id}: ${checked.error.issues[0]?.message ?? 'refused'}`,
      });
    }
  })
  .transform((requirements) => withCanonicalValues(requirements));

/**
 * A policy: what is promised, how strictly, and by which means. One version of a policy never changes.
 * Hours and minutes are whole numbers.
 */
export const Policy = z
  .strictObject({
    controls: Requirements,
    entryMode: EntryMode.default('check-in').describe('How people come in.'),
    entryModes: z
      .record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), EntryMode)
      .default({})
      .describe('How people come in where it differs from that, by platform.'),
    portalReplacesPasscode: z
      .boolean()
      .default(false)
      .describe(
        'Whether somebody whom your own portal has signed in, and sends to a one-use address, need not enter the passcode.',
      ),
    postureMaxAgeHours: z
      .int()
      .min(1)
      .max(168)
      .default(24)
      .describe('Account evidence older than this counts as unknown until the session is open.'),
    openPostureMaxAgeHours: z.int().min(1).max(24).default(1).describe('The same once the session is open.'),
  })
  .superRefine((policy, context) => {
    if (policy.openPostureMaxAgeHours > policy.postureMaxAgeHours) {
      context.addIssue({
        code: 'custom',
        path: ['openPostureMaxAgeHours'],
        message: 'Evidence may not be older once the session is open than before.',
      });
    }
    for (const id of requiredControlIds) {
      if (policy.controls[id] !== undefined) continue;
      context.addIssue({
        code: 'custom',
        path: ['controls', id],
        message: `A policy names every control; ${id} is missing.`,
      });
    }
  })
  .meta({ id: 'Policy' });
export type Policy = z.infer<typeof Policy>;

/** What a client asks beyond the practice's policy. It may only tighten; an affordance that differs needs an override. */
export const Overlay = z
  .strictObject({
    controls: Requirements.default({}),
    overrides: z
      .array(
        z.strictObject({
          control: ControlId,
          value: Json,
          reason: line(3, 500).describe('Why this client differs; shown with the plan.'),
        }),
      )
      .max(50)
      .default([])
      .describe('Affordances that this client wants otherwise than the practice, each with the reason.'),
  })
  .superRefine(({ overrides }, context) => {
    for (const [index, { control, value }] of overrides.entries()) {
      const checked = catalogue[control].order.schema.safeParse(value);
      if (!checked.success) {
        context.addIssue({
          code: 'custom',
          path: ['overrides', index, 'value'],
          message: `Not a value of ${control}: ${checked.error.issues[0]?.message ?? 'refused'}`,
        });
      }
      if (overrides.findIndex((other) => other.control === control) !== index) {
        context.addIssue({
          code: 'custom',
          path: ['overrides', index, 'control'],
          message: `${control} is overridden twice. Keep one.`,
        });
      }
    }
  })
  .meta({ id: 'Overlay' });
export type Overlay = z.infer<typeof Overlay>;

/** A named person’s decision, for one client, that a control need only be disclosed until a day. */
export const Waiver = z
  .strictObject({
    control: ControlId,
    by: line(2, 200).describe('The person who answers for it.'),
    reason: line(3, 500),
    until: z.iso.datetime({ offset: true }).describe('When it ends.'),
  })
  .meta({ id: 'Waiver' });
export type Waiver = z.infer<typeof Waiver>;

/** How people come in on a platform. */
export const entryModeOn = (
  { entryMode, entryModes }: Pick<Policy, 'entryMode' | 'entryModes'>,
  platform: string,
): EntryMode => entryModes[platform] ?? entryMode;

/** Adds `disclosed` to the accepted means of every control with a waiver in force at `at`. */
export function withWaivers(policy: Policy, waivers: readonly Waiver[], at: Date): Policy {
  const controls: Requirements = { ...policy.controls };
  for (const waiver of waivers) {
    const requirement = controls[waiver.control];
    if (requirement === undefined || !(new Date(waiver.until) > at)) continue;
    controls[waiver.control] = { ...requirement, accept: acceptSet([...requirement.accept, 'disclosed']) };
  }
  return { ...policy, controls };
}

export const acceptSet = (means: readonly Means[]): Means[] => [...new Set(means)].sort(compareMeans);

/** The controls of a policy with their requirements, in the catalogue's order. */
export function requirementsOf(policy: Pick<Policy, 'controls'>): [ControlId, Requirement][] {
  return controlIds.flatMap((id): [ControlId, Requirement][] => {
    const requirement = policy.controls[id];
    return requirement === undefined ? [] : [[id, requirement]];
  });
}

function withCanonicalValues(requirements: Requirements): Requirements {
  const canonical: Requirements = {};
  for (const [id, requirement] of requirementsOf({ controls: requirements })) {
    const checked = catalogue[id].order.schema.safeParse(requirement.value);
    canonical[id] = checked.success ? { ...requirement, value: checked.data } : requirement;
  }
  return canonical;
}
