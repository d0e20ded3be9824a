import type { Posture } from '../../src/domain/evidence.ts';
import type { CompileInput } from '../../src/domain/plan/compile.ts';
import { confidentialSession } from '../../src/domain/confidential-session.ts';
import { declaration } from '../../src/providers/teams/declaration.ts';
import { postureItems } from '../../src/providers/teams/posture.ts';

/** When the posture was read and the plan is compiled. */
export const ordinaryAt = new Date('2026-11-02T09:00:00.000Z');

/**
 * Microsoft 365 Business Standard with an app that may write calendars and online meetings: Graph tells nothing of what the
 * organiser's meeting policy or licences allow, so every such item is unknown.
 */
export const ordinaryTeamsPosture: Posture = Object.fromEntries(
  postureItems.map((item) => [
    item,
    { unknown: 'Microsoft Graph does not show it.', readAt: ordinaryAt.toISOString() },
  ]),
);

/** The practice's guide on that account, the coach organising. */
export const ordinaryTeams: CompileInput = {
  declaration,
  policy: confidentialSession,
  session: {
    startsAt: '2026-11-20T09:00:00.000Z',
    endsAt: '2026-11-20T10:30:00.000Z',
    timeZone: 'Australia/Sydney',
  },
  hosting: 'practice',
  people: { coach: 'organiser', organiserPresent: true },
  backing: 'calendar',
  posture: ordinaryTeamsPosture,
  ruledOut: {},
  at: ordinaryAt,
};
