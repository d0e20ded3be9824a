import { z } from 'zod';
import { isKnown, type Posture } from '../../domain/evidence.ts';
import type { PasscodeRule } from '../../domain/plan/declaration.ts';

/** Zoom takes at most ten characters (API Hub, 2025-12-16); what the account asks for is never longer. */
const LENGTH = 10;

const Requirement = z.object({
  have_special_character: z.boolean().optional(),
  only_allow_numeric: z.boolean().optional(),
});

/** What a passcode must look like on this account: as strong as Zoom takes, whatever less the account asks for. */
export function passcodeRule(posture: Posture): PasscodeRule {
  const reading = posture['user.meeting_security.meeting_password_requirement'];
  const read = Requirement.safeParse(reading !== undefined && isKnown(reading) ? reading.value : undefined);
  if (read.data?.only_allow_numeric === true) return { length: LENGTH, groups: ['digit'] };
  const lettersAndDigits = ['upper', 'lower', 'digit'] as const;
  // Where the requirement is not known, a special character does no harm and may be asked for.
  const special = !read.success || read.data.have_special_character === true;
  return { length: LENGTH, groups: special ? [...lettersAndDigits, 'special'] : lettersAndDigits };
}
