import type { CompileContext, HostingFacts } from '../../domain/plan/declaration.ts';

/** What a platform says of hosting beyond the people themselves. */
interface HostingWords {
  /** Whether the coach, where not the organiser, can start, admit and end as well. */
  coachHelps: boolean;
  /** What the coach is beside an organiser of the client, and when. */
  besideSponsor: string;
  /** What would let somebody who is there do it. */
  closes: string;
}

/** Who can start, admit and end where the organiser can, and the coach where the platform makes the coach the organiser’s equal. */
export function hostingBy(
  { hosting, people }: Pick<CompileContext, 'hosting' | 'people'>,
  { coachHelps, besideSponsor, closes }: HostingWords,
): HostingFacts {
  const able: HostingFacts['canStart'] = [];
  if (people.organiserPresent) able.push('organiser');
  if (people.coach === 'organiser' || coachHelps) able.push('coach');
  const organisers = {
    practice: 'The coach organises with an account of the practice.',
    'coach-in-client': 'The coach organises with an account that the client gives.',
    sponsor: `An employee of the client organises; ${besideSponsor}`,
  };
  return { organises: organisers[hosting], canStart: able, canAdmit: [...able], canEnd: [...able], closes };
}
