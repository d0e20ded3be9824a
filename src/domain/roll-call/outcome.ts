import type { Shortfall } from './likeness.ts';
import type { NameMatch } from './name-match.ts';
import type { Finding } from './roster-index.ts';

/** What a shown name was found to say. */
export interface Evidence {
  /** For each script it is written in. */
  findings: Finding[];
  /** Letters of another script that only look like those of a name. */
  lookAlike: boolean;
  /** A word holds digits, as no name does. */
  coded: boolean;
}

/** All that is decided upon. */
export interface Seen {
  evidence: Evidence;
  /** What stands behind the name says; undefined where nothing does. */
  behind: Evidence | undefined;
  device: boolean;
  /** Whether there are more people than are named. */
  others: boolean;
}

const NOBODY = 'Nobody on the roster has this name.';
const LOOK_ALIKE =
  'Some letters are of another script and only look like those of a name. Ask for the name before admitting.';

const shortfallWords: Record<Shortfall, string> = {
  order: 'The words of a rostered name are shown in another order than people write them.',
  more: 'More is shown than the name on the roster.',
  less: 'Only a part of the name is shown; others have it too.',
  initial: 'A name is shown by its initial only.',
  'short-form': 'A short form or a related name is shown; others have it too.',
  slip: 'It differs by one letter from the name on the roster.',
  spacing: 'It is written together where the name on the roster is written apart, or apart.',
  vowels: 'Its script does not write vowels, so several names are written like it.',
};

/** Decides what the evidence is worth. `likely` only where all of it speaks for one person's whole name, and nothing else. */
export function outcomeOf(seen: Seen, ids: readonly string[]): NameMatch {
  const { evidence, behind } = seen;
  if (evidence.lookAlike || behind?.lookAlike === true) return unknown(NOBODY, [LOOK_ALIKE]);
  if (evidence.coded) return unknown('Letters are shown together with digits, as in no name.');
  if (evidence.findings.length === 0)
    return unknown(seen.device ? 'A device is shown, and no person’s name.' : 'No name is shown.');
  const all = [...evidence.findings, ...(behind?.findings ?? [])];
  const people = peopleIn(all);
  if (people.size === 0) return unknown(NOBODY);
  const [person] = people;
  const personIds = ids.filter((_, index) => people.has(index));
  const isWhole = evidence.findings.every(({ whole }) => person !== undefined && whole.has(person));
  const isSaidBehind = behind?.findings.some(({ whole, partly }) => whole.size + partly.size > 0) === true;
  if (people.size === 1 && isWhole && !isSaidBehind && !seen.others)
    return { decision: 'likely', personIds, why: whyLikely(seen), warnings: [] };
  return { decision: 'ambiguous', personIds, why: whyAmbiguous(seen, all, isSaidBehind), warnings: [] };
}

/**
 * Everybody it may be. Where it is somebody's whole name it is not another's with more: they would have to have just that name
 * besides the rostered one.
 */
function peopleIn(all: readonly Finding[]): Set<number> {
  const whole = all.flatMap((finding) => [...finding.whole]);
  const partly = all.flatMap((finding) => [...finding.partly]);
  const counted = whole.length > 0 ? partly.filter(([, shortfall]) => shortfall !== 'more') : partly;
  return new Set([...whole, ...counted.map(([person]) => person)]);
}

const unknown = (why: string, warnings: string[] = []): NameMatch => ({
  decision: 'unknown',
  personIds: [],
  why,
  warnings,
});

function whyLikely({ evidence, device }: Seen): string {
  const across = evidence.findings.every(({ acrossScripts }) => acrossScripts)
    ? ', written in another script'
    : '';
  return device
    ? `It is a device named with the whole name of one person on the roster${across}.`
    : `It is the whole name of one person on the roster${across}.`;
}

function whyAmbiguous(seen: Seen, all: readonly Finding[], isSaidBehind: boolean): string {
  const whole = new Set(all.flatMap((finding) => [...finding.whole]));
  const shortfalls = new Set(all.flatMap(({ partly }) => [...partly.values()]));
  if (isSaidBehind) return 'More than one name is shown.';
  if (whole.size > 1) return 'Several people on the roster have this name.';
  if (whole.size === 1 && shortfalls.size > 0)
    return 'It is one person’s whole name, and may be how another’s is shown.';
  if (seen.others) return 'There are more people than are named.';
  const [shortfall = 'more'] = shortfalls;
  return shortfallWords[shortfall];
}
