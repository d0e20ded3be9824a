import type { CompileContext, HostingFacts } from '../../domain/plan/declaration.ts';

/**
 * Who can start, admit and end. Only a licensed user of the organiser's own account can be an alternative host; a guest or an
 * outsider cannot (support.zoom.com KB0067027, KB0082130).
 */
export function hosting({ people }: Pick<CompileContext, 'people'>): HostingFacts {
  const able: HostingFacts['canStart'] = [];
  if (people.organiserPresent || people.coach === 'organiser') able.push('organiser');
  if (people.coach === 'organiser' || people.coach === 'member') able.push('coach');
  return {
    organises: people.coach === 'organiser' ? 'The coach organises.' : 'Somebody of the client organises.',
    canStart: able,
    canAdmit: [...able],
    canEnd: [...able],
    closes:
      'Have the coach made a Licensed user of the same Zoom account, or let the organiser take part in the session.',
  };
}
