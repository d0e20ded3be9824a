import { confidentialSession } from '../../../src/domain/confidential-session.ts';
import { compile, type CompileInput } from '../../../src/domain/plan/compile.ts';
import { declaration } from '../../../src/providers/zoom/declaration.ts';
import { ordinaryZoomPosture } from '../../support/ordinary-zoom.ts';

export const AT = new Date('2026-11-23T09:00:00Z');

/** Compiles confidential-session for Zoom's ordinary account, with what a test changes. */
export const planFor = (changes: Partial<CompileInput> = {}) =>
  compile({
    declaration,
    policy: confidentialSession,
    session: {
      startsAt: '2026-12-01T09:00:00.000Z',
      endsAt: '2026-12-01T10:30:00.000Z',
      timeZone: 'Europe/Berlin',
    },
    hosting: 'practice',
    people: { coach: 'organiser', organiserPresent: true },
    backing: null,
    posture: ordinaryZoomPosture(AT),
    ruledOut: {},
    at: AT,
    ...changes,
  });
