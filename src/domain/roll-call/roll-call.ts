import { tidy, undress } from './dressing.ts';
import type { NameFolding } from './name-folding.ts';
import type { NameMatch } from './name-match.ts';
import { outcomeOf, type Evidence } from './outcome.ts';
import { createRosterIndex } from './roster-index.ts';
import { readName } from './written-name.ts';

/** One of the people expected, as far as names go. */
export interface RosteredName {
  id: string;
  name: string;
  /** Other names they go by: whole ones, or single words that stand for one word of the name (`Bob`). */
  aliases: readonly string[];
}

/** Says of shown names whom on the roster they may belong to. */
export interface RollCall {
  match(seenName: string): NameMatch;
}

/** What is longer is cut: no vendor shows it, and the work for one name must stay bounded. */
const MOST_CHARACTERS = 200;

const NOTE_TAKER =
  /note.?taker|otter(?:\.ai|\s?pilot)|fireflies|fathom|read\.ai|tl;?dv\b|\brecorder\b|copilot|meetgeek|avoma|sembly|transcri|\b(?:ai|bot)\b.*\b(?:notes?|assistant|companion|meeting)\b|\bmeeting\s(?:notes|bot|assistant)\b/iu;
const REORDERING = /[\u202a-\u202e\u2066-\u2069]/u;
const SEVERAL = /[&;/＆]|\+(?!\s*\d)|\s(?:and|und)\s/iu;
/** Words for "and" that also stand inside names (Costa e Silva): they part people only where the whole says nothing. */
const PERHAPS_SEVERAL = /\s(?:y|e|i|et|og|och|ja|en|и|та|й|και|و|と|和)\s/iu;

/**
 * A matcher for one roster. It says `likely` only where the whole rostered name, or an alias, is shown and nobody else can be
 * meant; marks, case, which part comes first, script, titles, devices and the like aside. What says less or otherwise (a part, an
 * initial, a short form, a slip) is `ambiguous` and tells whom it may be, because strangers show such names as well.
 *
 * The order of the roster does not matter, and ids are never looked for in a name.
 */
export function createRollCall(roster: readonly RosteredName[], folding: NameFolding): RollCall {
  const people = roster.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const ids = people.map(({ id }) => id);
  const index = createRosterIndex(people, folding);

  const evidenceOf = (words: readonly string[]): Evidence => {
    const reading = readName(words, folding);
    return {
      findings: reading.names.map((name) => index.find(name)),
      lookAlike: reading.mixed || index.isLookAlike(reading),
      coded: reading.coded,
    };
  };

  const matchOne = (name: string, behind: string, others: boolean): NameMatch => {
    const { words, device } = undress(name);
    const after = behind === '' ? undefined : evidenceOf(undress(behind).words);
    const match = outcomeOf({ evidence: evidenceOf(words), behind: after, device, others }, ids);
    const owner = device && match.decision === 'unknown' ? withoutGenitive(words) : undefined;
    if (owner === undefined) return match;
    const owned = outcomeOf({ evidence: evidenceOf(owner), behind: after, device, others }, ids);
    return owned.decision === 'unknown' ? match : { ...owned, decision: 'ambiguous', why: GENITIVE };
  };

  const matchAll = (parts: readonly string[], behind: string): NameMatch => {
    const matches = parts.map((part) => matchOne(part, behind, false));
    const personIds = ids.filter((id) => matches.some((match) => match.personIds.includes(id)));
    const warnings = [SEVERAL_PEOPLE, ...new Set(matches.flatMap((match) => match.warnings))];
    return personIds.length > 0
      ? { decision: 'ambiguous', personIds, why: 'More than one name is shown.', warnings }
      : { ...nobody('Several names are shown, and none is on the roster.'), warnings };
  };

  const matchText = (shown: string): NameMatch => {
    const { name, behind, others } = tidy(shown);
    const parts = partsOf(name, SEVERAL);
    if (parts.length > 1) return matchAll(parts, behind);
    const match = matchOne(name, behind, others);
    const perhaps = match.decision === 'unknown' ? partsOf(name, PERHAPS_SEVERAL) : [];
    const several = perhaps.length > 1 ? matchAll(perhaps, behind) : match;
    return several.decision === 'unknown' ? match : several;
  };

  return {
    match(seenName) {
      const shown = seenName.slice(0, MOST_CHARACTERS);
      if (NOTE_TAKER.test(shown)) return nobody('It calls itself a recorder or note-taker.', [MACHINE]);
      if (REORDERING.test(shown)) return nobody('It is not shown as it is written.', [HIDDEN]);
      return matchText(shown);
    },
  };
}

const nobody = (why: string, warnings: string[] = []): NameMatch => ({
  decision: 'unknown',
  personIds: [],
  why,
  warnings,
});

const GENITIVE =
  'A device is shown. Its owner’s name is one on the roster if the last s does not belong to it.';
const SEVERAL_PEOPLE =
  'Several people may sit at this device. Each of them needs to be known before they are admitted.';
const MACHINE = 'No machine takes part: do not admit it.';
const HIDDEN = 'Hidden characters turn the order of its letters around. Ask for the name before admitting.';

/** In German the owner of a device gets an s without an apostrophe. */
const withoutGenitive = (words: readonly string[]): string[] | undefined => {
  const last = words.at(-1) ?? '';
  return /\p{L}s$/u.test(last) ? [...words.slice(0, -1), last.slice(0, -1)] : undefined;
};

const partsOf = (name: string, between: RegExp): string[] =>
  name.split(between).filter((part) => /\p{L}/u.test(part));
