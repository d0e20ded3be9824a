import { z } from 'zod';
import { NameMatch, Recognition } from './name-match.ts';

/** What is known of an arrival. */
export interface Known {
  /** Whose pass it came with, after the passcode or a portal's entry. A withdrawn pass is no pass. */
  passOf: string | undefined;
  /** Whose account the vendor verified (a signed-in address that the roster has), never a name. */
  vendorVerified: string | undefined;
  /** What the name it shows says; undefined where none was seen. */
  name: NameMatch | undefined;
}

/** Who an arrival is, as far as that is known, and by what. */
export const Recognised = z
  .strictObject({
    recognition: Recognition,
    by: z.enum(['pass', 'vendor', 'name', 'nothing']),
    ...NameMatch.omit({ decision: true }).shape,
  })
  .meta({ id: 'Recognised' });
export type Recognised = z.infer<typeof Recognised>;

const OTHER_NAME = 'The name shown is that of somebody else on the roster.';

/**
 * Who an arrival is. A pass identifies, and so does an identity that the vendor verified; where the two name different people,
 * neither does. A name alone is never `confirmed`.
 */
export function recognise({ passOf, vendorVerified, name }: Known): Recognised {
  const warnings = name?.warnings ?? [];
  if (passOf !== undefined && vendorVerified !== undefined && passOf !== vendorVerified) {
    return {
      recognition: 'ambiguous',
      by: 'pass',
      personIds: [passOf, vendorVerified].toSorted(),
      why: 'The pass is one person’s, and the account at the vendor another’s.',
      warnings: ['A pass may have been forwarded. Ask for the name before admitting.', ...warnings],
    };
  }
  const identified = passOf ?? vendorVerified;
  if (identified === undefined) return byName(name);
  const isOther = name?.decision === 'likely' && !name.personIds.includes(identified);
  return {
    recognition: 'confirmed',
    by: passOf === undefined ? 'vendor' : 'pass',
    personIds: [identified],
    why: passOf === undefined ? 'The vendor verified the account.' : 'The pass is this person’s.',
    warnings: isOther ? [OTHER_NAME, ...warnings] : warnings,
  };
}

function byName(name: NameMatch | undefined): Recognised {
  if (name === undefined)
    return {
      recognition: 'unknown',
      by: 'nothing',
      personIds: [],
      why: 'No pass and no name was seen.',
      warnings: [],
    };
  const { decision, ...said } = name;
  return { recognition: decision, by: 'name', ...said };
}
