import { z } from 'zod';
import { ControlId } from '../../domain/controls/catalogue.ts';
import { Json } from '../../domain/json.ts';
import { Due, Means } from '../../domain/means.ts';

const JsonSchema = z.record(z.string(), Json);

const OfferResource = z
  .object({
    means: Means.describe('The weakest means that it needs.'),
    when: z
      .string()
      .nullable()
      .describe('When it can be had, beyond what the account allows; null for always.'),
    parts: z
      .array(
        z.object({
          means: Means,
          due: Due,
          sentence: z.string().nullable(),
          remedy: z.string().nullable().describe('`account`: what an administrator would set, and where.'),
          access: z.string().nullable().describe('`account`: the access that makes it readable.'),
          unverified: z.boolean().describe('No source confirms it; the verdict stays unknown.'),
        }),
      )
      .describe('Needed together.'),
  })
  .meta({ id: 'Offer', description: 'One way to meet a control on a platform.' });

export const PlatformResource = z
  .object({
    platform: z.string(),
    name: z.string(),
    backings: z
      .array(z.object({ hosting: z.string(), offered: z.array(z.string()) }))
      .describe('Ways to hold a meeting, the default first; empty where there is one way only.'),
    liveActs: z.array(z.string()).describe('What can be done while a session runs.'),
    identity: z.string().describe('How a host is named on this platform.'),
    settingsSchema: JsonSchema.describe('JSON Schema of a connection’s settings.'),
    credentialsSchema: JsonSchema.describe('JSON Schema of a connection’s credentials.'),
    refusedEntryModes: z.array(z.object({ mode: z.string(), why: z.string() })),
    collisions: z.array(
      z.object({ control: ControlId, value: Json, removes: z.array(ControlId), why: z.string() }),
    ),
    controls: z.array(
      z.object({ control: ControlId, offers: z.array(OfferResource), sources: z.array(z.string()) }),
    ),
  })
  .meta({ id: 'Platform', description: 'What a platform can do for each control, as compiling sees it.' });

export const PlatformList = z
  .object({ items: z.array(PlatformResource) })
  .meta({ id: 'PlatformList', description: 'Every registered platform.' });

export const ControlResource = z
  .object({
    id: ControlId,
    kind: z.enum(['guard', 'affordance']),
    meaning: z.string().describe('What it means for a participant.'),
    guide: z.string().nullable().describe('The heading of the practice’s guide that promises it.'),
    optional: z.boolean().describe('Whether a policy may leave it out.'),
    valueSchema: JsonSchema.describe('JSON Schema of its value in a policy.'),
  })
  .meta({ id: 'Control', description: 'One security property. Its id is permanent.' });

export const ControlList = z
  .object({ items: z.array(ControlResource) })
  .meta({ id: 'ControlList', description: 'The control catalogue.' });
