import { confidentialSession } from '../../src/domain/confidential-session.ts';
import type { Posture } from '../../src/domain/evidence.ts';
import type { CompileInput } from '../../src/domain/plan/compile.ts';
import { declaration } from '../../src/providers/meet/declaration.ts';
import { policyAccess, postureItems } from '../../src/providers/meet/posture.ts';

/** When the posture was read and the plan is compiled. */
export const ordinaryMeetAt = new Date('2026-11-02T09:00:00.000Z');

/** Google Business Standard with a service account that may act for the organiser, who is no super administrator. */
export const ordinaryMeetPosture: Posture = Object.fromEntries(
  postureItems.map((item) => [item, { unknown: policyAccess, readAt: ordinaryMeetAt.toISOString() }]),
);

/** The practice's guide on that account, the coach organising. */
export const ordinaryMeet: CompileInput = {
  declaration,
  policy: confidentialSession,
  session: {
    startsAt: '2026-11-20T09:00:00.000Z',
    endsAt: '2026-11-20T10:30:00.000Z',
    timeZone: 'Australia/Sydney',
  },
  hosting: 'practice',
  people: { coach: 'organiser', organiserPresent: true },
  backing: null,
  posture: ordinaryMeetPosture,
  ruledOut: {},
  at: ordinaryMeetAt,
};
