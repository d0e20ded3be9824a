import { z } from 'zod';
import { ControlId } from './controls/catalogue.ts';
import { SealReason, VerdictKind } from './judge.ts';
import { Level, Means } from './means.ts';
import { EntryMode } from './policy.ts';
import { Role } from './roster.ts';
import { LinkState, SessionState } from './session.ts';
import { line } from './text.ts';

/** How an arrival was identified; only a pass identifies, or a coach who knows the voice and says so. */
export const IdentifiedBy = z.enum(['passcode', 'portal', 'voice']);
export type IdentifiedBy = z.infer<typeof IdentifiedBy>;

/** Where somebody on the roster is. `released`: may go on to the platform. */
export const Presence = z.enum([
  'expected',
  'held',
  'released',
  'admitted',
  'left',
  'turned-away',
  'withdrawn',
  'removed',
]);
export type Presence = z.infer<typeof Presence>;

/** An exception that the coach decides. */
export const CardKind = z.enum(['second-device', 'late', 'greet', 'removed', 'turned-away']);
export type CardKind = z.infer<typeof CardKind>;

const reason = line(3, 500).describe('In the coach’s own words; encrypted at rest.');
const arrival = { arrivalId: z.uuid() };
const person = { personId: z.uuid() };

/** What a coach does on the board. Doing twice what is done already changes nothing. */
export const BoardAct = z
  .discriminatedUnion('act', [
    z
      .strictObject({ act: z.literal('confirm-host'), lobbyVisible: z.literal(true) })
      .describe('I am in as the host, and see the controls of the lobby. Releases those who wait.'),
    z.strictObject({ act: z.literal('let-in'), ...arrival }).describe('Opens for this one arrival.'),
    z.strictObject({ act: z.literal('greet'), ...arrival }).describe('As `let-in`, where a greeter admits.'),
    z.strictObject({ act: z.literal('turn-away'), ...arrival }),
    z.strictObject({ act: z.literal('admit'), ...person }).describe('Admitted at the platform, now.'),
    z.strictObject({ act: z.literal('mark-left'), ...person }),
    z
      .strictObject({
        act: z.literal('vouch'),
        personIds: z.array(z.uuid()).min(1).max(20),
        reason,
        arrivalId: z
          .uuid()
          .optional()
          .describe('The arrival on whose device they are; without one they were seen at the platform only.'),
        noticeTold: z
          .boolean()
          .default(false)
          .describe('They were told how the session is protected and what is asked of them.'),
      })
      .describe('I know these people by voice or by sight, and admitted them. One device may carry several.'),
    z
      .strictObject({ act: z.literal('excuse-passcode'), ...person, reason })
      .describe('I know who is trying: the next entry with this pass needs no passcode, for five minutes.'),
    z.strictObject({ act: z.literal('lock') }).describe('No further link is released.'),
    z.strictObject({ act: z.literal('unlock') }),
    z.strictObject({ act: z.literal('end') }).describe('The session is over, for everyone.'),
    z.strictObject({ act: z.literal('remove'), ...person }).describe('Out until the pass is reopened.'),
    z
      .strictObject({ act: z.literal('reopen'), ...person })
      .describe('A person who was removed may come back.'),
    z
      .strictObject({ act: z.literal('attest'), control: ControlId, holds: z.boolean() })
      .describe('I did this duty of the plan, or could not.'),
    z
      .strictObject({ act: z.literal('check') })
      .describe('Reads the protection at the platform anew; nobody is released meanwhile.'),
  ])
  .meta({ id: 'BoardAct', description: 'What a coach does on the board.' });
export type BoardAct = z.infer<typeof BoardAct>;

const time = z.iso.datetime();

const BoardPerson = z
  .object({
    id: z.uuid(),
    name: z.string(),
    aliases: z.array(z.string()),
    role: Role,
    status: Presence,
    certainty: z
      .literal('confirmed')
      .nullable()
      .describe(
        '`confirmed`: identified by pass, by the organisation’s portal, or vouched for by the coach.',
      ),
    identifiedBy: IdentifiedBy.nullable(),
    back: z.boolean().describe('Was admitted before, and has come back by our page.'),
    arrivalId: z.uuid().nullable().describe('The arrival that this status is of.'),
    hasEmail: z.boolean(),
    code: z.string().nullable().describe('The short code to read out; only for people without e-mail.'),
    invitation: z.string().nullable().describe('State of the latest delivery.'),
    passcode: z.string().nullable().describe('State of the latest delivery.'),
    weaker: z.boolean().describe('Invitation and passcode go to the same mailbox.'),
    wrongTries: z.int().describe('Wrong passcodes tried with this pass.'),
    since: time.nullable().describe('Since when the status is so.'),
  })
  .meta({ id: 'BoardPerson', description: 'Somebody on the roster, as the board shows them.' });

const Card = z
  .object({
    id: z.uuid().describe('The arrival that it is about.'),
    kind: CardKind,
    personIds: z.array(z.uuid()),
    at: time,
    says: z.string(),
    choices: z.array(
      z.object({
        act: z.enum(['let-in', 'greet', 'turn-away', 'reopen']),
        label: z.string(),
        key: z.string().describe('One key that chooses it.'),
      }),
    ),
  })
  .meta({ id: 'BoardCard', description: 'An exception that the coach decides.' });
export type Card = z.infer<typeof Card>;

/** One session as its coach sees it. */
export const Board = z
  .object({
    sessionId: z.uuid(),
    client: z.string().describe('The client’s name.'),
    revision: z.int().describe('Rises with every change.'),
    state: SessionState,
    link: LinkState,
    reasons: z.array(SealReason).describe('Why the link is sealed.'),
    checking: z.boolean().describe('The protection is being read anew; nobody is released meanwhile.'),
    linkTaken: z
      .boolean()
      .describe('The platform’s link was taken by an integration: people may come around our page.'),
    platform: z.object({ id: z.string(), name: z.string() }),
    startsAt: time,
    endsAt: time,
    timeZone: z.string(),
    now: time,
    entry: z.object({ mode: EntryMode, why: z.string(), waits: z.int() }),
    door: z.object({
      openedAt: time.nullable(),
      hostInAt: time.nullable(),
      hostInBy: z.string().nullable(),
      lockedAt: time.nullable(),
      lockedBy: z.string().nullable(),
      endedAt: time.nullable(),
      hostMissing: z.boolean().describe('People wait, and five minutes after the start no host is in.'),
    }),
    people: z.array(BoardPerson),
    cards: z.array(Card),
    counts: z.object({
      expected: z.int().describe('Everybody on the roster.'),
      held: z.int(),
      released: z.int(),
      admitted: z.int(),
      missing: z.int().describe('Neither here nor on the way.'),
    }),
    verdicts: z.array(
      z.object({
        control: ControlId,
        meaning: z.string().describe('In plain words, as participants read it.'),
        level: Level,
        verdict: VerdictKind,
        means: Means,
        why: z.string(),
      }),
    ),
    duties: z.array(
      z.object({
        control: ControlId,
        duty: z.string(),
        done: z.boolean().nullable().describe('What the coach attested last; null while nothing.'),
      }),
    ),
  })
  .meta({ id: 'Board', description: 'One session as its coach sees it: who is expected, here, missing.' });
export type Board = z.infer<typeof Board>;

/** Why an arrival may not go on to the platform now. */
export const HeldBecause = z.enum([
  'not-open-yet',
  'sealed',
  'checking',
  'host-not-in',
  'locked',
  'second-device',
  'greeter',
  'withdrawn',
  'removed',
  'turned-away',
  'over',
]);
export type HeldBecause = z.infer<typeof HeldBecause>;

/** What a participant’s page shows. It never holds the platform’s link: that is only in the answer to Join. */
export const DoorStatus = z.object({
  state: z.enum(['enter', 'early', 'held', 'released', 'refused']),
  because: HeldBecause.nullable().describe('Why held or refused.'),
  back: z.boolean().describe('Was let in before: no passcode, notice or decision is needed.'),
  startsAt: time,
  endsAt: time,
  timeZone: z.string().describe('The person’s own, or the session’s.'),
  opensAt: time,
  now: time,
  hostIsIn: z.boolean(),
  contact: z
    .string()
    .nullable()
    .describe('Whom to call; shown when no host is in five minutes after the start.'),
  join: z
    .object({
      platform: z.string().describe('Its name.'),
      passcode: z.string().nullable().describe('To copy, where the link does not carry it.'),
    })
    .nullable()
    .describe('Where released: Join may be tapped.'),
});
export type DoorStatus = z.infer<typeof DoorStatus>;
