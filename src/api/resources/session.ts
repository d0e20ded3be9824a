import { z } from 'zod';
import type { AssuranceReport } from '../../application/assurance.ts';
import type { Planned } from '../../application/plan-session.ts';
import type { SessionSummary } from '../../application/ports.ts';
import { Choice } from '../../domain/choice.ts';
import { SealReason, Verdict } from '../../domain/judge.ts';
import { hostingModes } from '../../domain/plan/declaration.ts';
import { Plan } from '../../domain/plan/plan.ts';
import { LinkState, SessionState } from '../../domain/session.ts';
import { recordShape, recordView } from './record.ts';

/** A session as it is shown: neither link nor passcode, and nothing that the platform calls it. */
export const SessionResource = z
  .object({
    ...recordShape,
    externalRef: z.string().nullable(),
    clientId: z.uuid(),
    hostId: z.uuid(),
    platform: z.string().describe('Never changes.'),
    hosting: z.enum(hostingModes).describe('Whose account organises.'),
    backing: z.string().nullable().describe('How the platform holds the meeting, where it has several ways.'),
    policyId: z.uuid(),
    policyVersion: z.int(),
    state: SessionState,
    link: LinkState.describe('`sealed`: nothing can release the platform’s link.'),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    timeZone: z.string(),
    planVersion: z.int(),
    choice: Choice,
    reasons: z.array(SealReason).describe('Why it is blocked, and what would close each reason.'),
  })
  .meta({ id: 'Session', description: 'A session. It never holds the link, the passcode or a vendor’s id.' });

export const sessionView = (session: SessionSummary): z.infer<typeof SessionResource> => ({
  ...recordView(session),
  externalRef: session.externalRef,
  clientId: session.clientId,
  hostId: session.hostId,
  platform: session.platform,
  hosting: session.hosting,
  backing: session.backing,
  policyId: session.policyId,
  policyVersion: session.policyVersion,
  state: session.state,
  link: session.link,
  startsAt: session.startsAt.toISOString(),
  endsAt: session.endsAt.toISOString(),
  timeZone: session.timeZone,
  planVersion: session.planVersion,
  choice: session.choice,
  reasons: session.reasons,
});

export const PlanPreview = z
  .object({
    platform: z.string(),
    connectionId: z.uuid(),
    policyId: z.uuid(),
    policyVersion: z.int(),
    choice: Choice,
    plan: Plan,
  })
  .meta({ id: 'PlanPreview', description: 'Where and how a session would be held. Nothing is stored.' });

export const planPreview = ({
  approved,
  connection,
  version,
  choice,
  plan,
}: Planned): z.infer<typeof PlanPreview> => ({
  platform: approved.platform,
  connectionId: connection.id,
  policyId: version.policyId,
  policyVersion: version.number,
  choice,
  plan,
});

export const SessionPlan = z.object({ sessionId: z.uuid(), version: z.int(), plan: Plan }).meta({
  id: 'SessionPlan',
  description: 'The plan that a session is held to now. A version never changes.',
});

export const AssuranceResource = z
  .object({
    sessionId: z.uuid(),
    state: SessionState,
    link: LinkState,
    planVersion: z.int(),
    at: z.iso.datetime().describe('The time the verdicts are for.'),
    verdicts: z.array(Verdict),
    reasons: z
      .array(SealReason)
      .describe('Why the link is, or would now have to be, sealed. Empty: it may be released.'),
    cleanup: z
      .object({
        state: z
          .enum(['none', 'pending', 'possible-stray'])
          .describe(
            '`pending`: the meeting is to be retired at the platform and that has not succeeded yet. `possible-stray`: an unanswered call may have left a meeting there that could not be looked for; its link was given to nobody. `none`: nothing is known to be left.',
          ),
        since: z.iso.datetime().nullable(),
        code: z.string().nullable().describe('Why the last attempt failed, as in the list of errors.'),
      })
      .describe('What may be left of the session at the platform.'),
  })
  .meta({
    id: 'Assurance',
    description:
      'All verdicts of a session at a time, on the evidence that is there. `unknown` is never `met`.',
  });

export const assuranceView = ({
  session,
  at,
  verdicts,
  reasons,
  cleanup,
}: AssuranceReport): z.infer<typeof AssuranceResource> => ({
  sessionId: session.id,
  state: session.state,
  link: session.link,
  planVersion: session.planVersion,
  at: at.toISOString(),
  verdicts,
  reasons,
  cleanup: { ...cleanup, since: cleanup.since?.toISOString() ?? null },
});

export const RevealedLinkResource = z
  .object({
    joinUrl: z
      .string()
      .describe('The platform’s link. Keep it secret; it is not logged or stored by the API.'),
    passcode: z
      .object({
        value: z.string(),
        checkedBy: z
          .enum(['platform', 'front-door'])
          .describe('`platform`: it asks whoever follows the link. `front-door`: nobody but yours does.'),
      })
      .nullable()
      .describe(
        'The session’s passcode, to be delivered apart from the link; null where the policy requires none. As secret as the link.',
      ),
    takenOver: z
      .array(z.object({ control: z.string(), sentence: z.string() }))
      .describe('What the front door would have done, and who takes the link does now.'),
  })
  .meta({
    id: 'RevealedLink',
    description: 'The platform’s link and the passcode, and what whoever takes them takes over.',
  });
