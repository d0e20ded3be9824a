import { z } from 'zod';
import type { FilledRoster } from '../../application/fill-roster.ts';
import type { ShownPass } from '../../application/people-passes.ts';
import type { Person } from '../../application/ports.ts';
import { isWeaker, PasscodeChannel, PersonRequest } from '../../domain/roster.ts';
import { recordShape, recordView } from './record.ts';

/** The `{id}` of the session and the `{personId}` of a path. */
export const PersonParams = z.strictObject({ id: z.uuid(), personId: z.uuid() });

const { name, aliases, role, email, timeZone } = PersonRequest.shape;

export const PersonResource = z
  .object({
    ...recordShape,
    sessionId: z.uuid(),
    name,
    aliases,
    role,
    email,
    timeZone,
    passcodeChannel: PasscodeChannel.describe('How the passcode comes.'),
    weaker: z
      .boolean()
      .describe('Invitation and passcode come to the same mailbox: whoever reads it has both.'),
    withdrawnAt: z.iso.datetime().nullable().describe('Set: the pass does not work any more.'),
    removedAt: z.iso
      .datetime()
      .nullable()
      .describe('Set: the coach sent the person out, and has not reopened the pass.'),
  })
  .meta({ id: 'Person', description: 'Somebody on a session’s roster.' });

export const personView = (person: Person): z.infer<typeof PersonResource> => ({
  ...recordView(person),
  sessionId: person.sessionId,
  name: person.name,
  aliases: person.aliases,
  role: person.role,
  email: person.email,
  timeZone: person.timeZone,
  passcodeChannel: person.passcodeChannel,
  weaker: isWeaker(person),
  withdrawnAt: person.withdrawnAt?.toISOString() ?? null,
  removedAt: person.removedAt?.toISOString() ?? null,
});

export const RosterResource = z
  .object({ items: z.array(PersonResource) })
  .meta({ id: 'Roster', description: 'Everybody who is or was expected, in the order they were added.' });

export const FilledRosterResource = z
  .object({
    added: z.array(PersonResource),
    alreadyThere: z
      .int()
      .describe('How many were passed over: on the roster already, with the same name and address.'),
  })
  .meta({ id: 'FilledRoster', description: 'Whom a file or an earlier session brought.' });

export const filledRosterView = ({
  added,
  alreadyThere,
}: FilledRoster): z.infer<typeof FilledRosterResource> => ({ added: added.map(personView), alreadyThere });

export const PassResource = z
  .object({
    link: z
      .string()
      .describe('Opens the front door. Opening it changes nothing until the passcode is entered.'),
    code: z.string().describe('The same pass to be read out; typed at `/p`.'),
    issuedAt: z.iso.datetime(),
  })
  .meta({ id: 'Pass', description: 'What is one person’s alone: send or read it to that person only.' });

export const passView = ({ link, code, issuedAt }: ShownPass): z.infer<typeof PassResource> => ({
  link,
  code,
  issuedAt: issuedAt.toISOString(),
});

export const PortalEntryResource = z
  .object({
    link: z.string().describe('Send the person’s browser there. It works once.'),
    expiresAt: z.iso.datetime().describe('A minute after it was made.'),
  })
  .meta({ id: 'PortalEntry', description: 'A one-use way in for somebody whom your portal has signed in.' });
