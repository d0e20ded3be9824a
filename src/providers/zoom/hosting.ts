import type { CompileContext, HostingFacts } from '../../domain/plan/declaration.ts';
import { hostingBy } from '../shared/hosting.ts';

/**
 * Who can start, admit and end. Only a licensed user of the organiser's own account can be an alternative host; a guest or an
 * outsider cannot (support.zoom.com KB0067027, KB0082130).
 */
export const hosting = (context: Pick<CompileContext, 'hosting' | 'people'>): HostingFacts =>
  hostingBy(context, {
    coachHelps: context.people.coach === 'member',
    besideSponsor: 'the coach is an alternative host where the coach is a licensed user of that account.',
    closes:
      'Have the coach made a Licensed user of the same Zoom account, or let the organiser take part in the session.',
  });
