import { z } from 'zod';
import { ControlId } from '../controls/catalogue.ts';
import { Expectation } from '../evidence.ts';
import { Json } from '../json.ts';
import { Due, Level, Means } from '../means.ts';
import { EntryMode } from '../policy.ts';
import { hostingModes } from './declaration.ts';
import { Wire } from './wire.ts';

/** One thing that must hold for a control, by one means, by one time. */
export const Obligation = z
  .strictObject({
    means: Means,
    due: Due,
    expects: z.array(Expectation).describe('What must be read for it to be met; enforced and account only.'),
    record: z
      .string()
      .nullable()
      .describe('The kind of record that shows it was done; service, host and notice only.'),
    unverified: z.boolean().describe('No source confirms it; the verdict stays unknown.'),
    sentence: z.string().describe('What is done, or what the platform does not do, in plain words.'),
  })
  .meta({ id: 'Obligation' });
export type Obligation = z.infer<typeof Obligation>;

/** How one control is met in this plan. */
export const PlannedControl = z
  .strictObject({
    control: ControlId,
    value: Json,
    level: Level,
    means: Means.describe('The weakest means that it needs.'),
    obligations: z.array(Obligation).min(1),
    passedOver: z
      .array(z.strictObject({ means: Means, why: z.string() }))
      .describe('Stronger means that could not be had, and why.'),
  })
  .meta({ id: 'PlannedControl' });
export type PlannedControl = z.infer<typeof PlannedControl>;

/** A control with no acceptable means. Only a must's gap keeps a session from unsealing. */
export const Gap = z
  .strictObject({
    code: z.enum(['no-acceptable-means', 'no-one-can-admit', 'entry-mode', 'collision']),
    control: ControlId,
    level: Level,
    why: z.string(),
    closes: z.array(z.string()).describe('What would close it.'),
    unread: z.boolean().describe('An account setting that is not known might close it.'),
  })
  .meta({ id: 'Gap' });
export type Gap = z.infer<typeof Gap>;

/** What compiling a policy for a platform under a posture and hosting gives. Immutable: recompiling makes another. */
export const Plan = z
  .strictObject({
    platform: z.string(),
    backing: z.string().nullable(),
    hosting: z.strictObject({
      mode: z.enum(hostingModes),
      organises: z.string(),
      canStart: z.array(z.enum(['organiser', 'coach'])),
      canAdmit: z.array(z.enum(['organiser', 'coach'])),
      canEnd: z.array(z.enum(['organiser', 'coach'])),
    }),
    entry: z.strictObject({
      mode: EntryMode,
      why: z.string(),
      waits: z
        .int()
        .describe('How many times a person waits to be let in: on our page, at the platform, or both.'),
      waiting: z
        .string()
        .nullable()
        .describe('How one waits at the platform, for participants to read; null where nobody waits there.'),
      portalReplacesPasscode: z
        .boolean()
        .describe('Whether a sign-in at the organisation’s own portal stands for the passcode.'),
    }),
    controls: z.array(PlannedControl),
    gaps: z.array(Gap),
    collisions: z.array(z.strictObject({ control: ControlId, removes: ControlId, why: z.string() })),
    duties: z.array(z.strictObject({ control: ControlId, duty: z.string() })),
    disclosures: z.array(z.strictObject({ control: ControlId, sentence: z.string() })),
    wire: Wire.describe('Every setting that is sent, by dotted path; secret values are slots.'),
    passcodeRule: z.strictObject({
      length: z.int(),
      groups: z.array(z.enum(['upper', 'lower', 'digit', 'special'])),
    }),
    evidenceMaxAgeMs: z.strictObject({ scheduled: z.int(), open: z.int() }),
  })
  .meta({ id: 'Plan' });
export type Plan = z.infer<typeof Plan>;

/** The gaps that keep a session from unsealing. */
export const mustGaps = (plan: Pick<Plan, 'gaps'>): Gap[] => plan.gaps.filter((gap) => gap.level === 'must');
