import { z } from 'zod';

/**
 * How sure it is who somebody is. `confirmed` needs a pass or an identity that the vendor verified; a name alone gives one of the
 * others.
 */
export const Recognition = z
  .enum(['confirmed', 'likely', 'ambiguous', 'unknown'])
  .meta({ id: 'Recognition' });
export type Recognition = z.infer<typeof Recognition>;

/** What a name alone says. */
export const NameDecision = Recognition.exclude(['confirmed']);
export type NameDecision = z.infer<typeof NameDecision>;

/** What the roll-call says of a shown name. Its sentences hold no name, so they may be kept; the ids say whom they are about. */
export const NameMatch = z
  .strictObject({
    decision: NameDecision,
    personIds: z
      .array(z.string())
      .describe('Whom it may be, in the order of the ids: one where likely, none where unknown.'),
    why: z.string().describe('The reason, in words for the coach.'),
    warnings: z.array(z.string()).describe('What the coach should look at besides, in words.'),
  })
  .meta({ id: 'NameMatch' });
export type NameMatch = z.infer<typeof NameMatch>;
