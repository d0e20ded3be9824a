import { z } from 'zod';
import { TimeZone } from './delivery.ts';
import { DomainError } from './errors.ts';
import type { SessionState } from './session.ts';
import { line } from './text.ts';

/** What somebody is in a session: DESIGN §2, roster. The session's own coach uses the board and needs no place on the roster. */
export const Role = z.enum([
  'participant',
  'coach',
  'co-coach',
  'greeter',
  'observer',
  'interpreter',
  'captioner',
  'support',
]);
export type Role = z.infer<typeof Role>;

/** How a person gets the passcode: by e-mail, by the organisation's own text messages, or from somebody who hands it over. */
export const PasscodeChannel = z.enum(['email', 'text', 'handed-over']);
export type PasscodeChannel = z.infer<typeof PasscodeChannel>;

/** More people than this no session has. */
export const MAX_ROSTER = 500;
export const MAX_ALIASES = 10;

const fields = {
  name: line(1, 200).describe(
    'As the person is known in the session. Encrypted at rest; never sent to a platform.',
  ),
  aliases: z
    .array(line(1, 200))
    .max(MAX_ALIASES)
    .describe('Other names that the person may show at the platform. Encrypted at rest.'),
  role: Role,
  email: z
    .email()
    .max(254)
    .nullable()
    .describe('Where the invitation goes; null for somebody who is read a short code. Encrypted at rest.'),
  timeZone: TimeZone.nullable().describe(
    'The person’s own zone, for the times in messages; null takes the session’s.',
  ),
  passcodeChannel: PasscodeChannel.nullable().describe(
    'How the passcode comes; null takes `email` where there is an address, else `handed-over`.',
  ),
};

/** One person who is expected, as a request or a row of a file gives them. */
export const PersonRequest = z
  .strictObject({
    name: fields.name,
    aliases: fields.aliases.default([]),
    role: fields.role.default('participant'),
    email: fields.email.default(null),
    timeZone: fields.timeZone.default(null),
    passcodeChannel: fields.passcodeChannel.default(null),
  })
  .superRefine(({ email, passcodeChannel }, context) => {
    if (email !== null || passcodeChannel !== 'email') return;
    context.addIssue({
      code: 'custom',
      path: ['passcodeChannel'],
      message: 'There is no e-mail address. Choose text or handed-over.',
    });
  })
  .meta({ id: 'PersonRequest' });
export type PersonRequest = z.infer<typeof PersonRequest>;

/** What changes of a person; the rest stays as it is. */
export const PersonChange = z.strictObject(fields).partial().meta({ id: 'PersonChange' });
export type PersonChange = z.infer<typeof PersonChange>;

/** The channel that a request asks for, or the usual one. */
export const channelOf = ({
  email,
  passcodeChannel,
}: Pick<PersonRequest, 'email' | 'passcodeChannel'>): PasscodeChannel =>
  passcodeChannel ?? (email === null ? 'handed-over' : 'email');

/** Whether invitation and passcode come to the same mailbox: whoever reads it has both. The board shows this as weaker. */
export const isWeaker = (person: { email: string | null; passcodeChannel: PasscodeChannel }): boolean =>
  person.email !== null && person.passcodeChannel === 'email';

const finished: ReadonlySet<SessionState> = new Set(['ended', 'attested', 'cancelled']);

/**
 * Whether the roster may change now: by anybody who may until the door is locked, after that by the coach alone, and by nobody
 * once the session is over, because the attendance refers to it.
 *
 * @throws DomainError ROSTER_LOCKED, INVALID_TRANSITION
 */
export function requireOpenRoster({
  state,
  lockedAt,
  byCoach,
}: {
  state: SessionState;
  lockedAt: Date | null;
  byCoach: boolean;
}): void {
  if (finished.has(state)) {
    throw new DomainError('INVALID_TRANSITION', `The roster of a session that is ${state} does not change.`, {
      facts: { state },
    });
  }
  if (lockedAt === null || byCoach) return;
  throw new DomainError(
    'ROSTER_LOCKED',
    'The door is locked. From now on the coach adds and withdraws people, on the board.',
  );
}
