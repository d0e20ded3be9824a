import { tidy, undress } from './dressing.ts';
import { createNameIndex, rotations, type Found, type NameIndex } from './name-index.ts';
import type { NameFolding } from './name-folding.ts';
import { scriptOf, type Script } from './script.ts';
import { readName, soundsOf, type Reading, type WrittenName } from './written-name.ts';

/** The names of one of the people expected. */
export interface Names {
  name: string;
  aliases: readonly string[];
}

/** What a name in one script finds. */
export interface Finding extends Found {
  /** Whether it was compared by its sound, with names in another script. */
  acrossScripts: boolean;
}

/** A roster, ready to be asked whom a name may stand for. People are indices into the roster. */
export interface RosterIndex {
  find(name: WrittenName): Finding;
  /** Whether a reading looks like a rostered name and is written with letters of another script. */
  isLookAlike(reading: Reading): boolean;
}

/** Every script but the Latin one: names are compared across scripts by way of Latin letters. */
const OTHER_SCRIPTS: readonly Exclude<Script, 'Latin'>[] = [
  'Cyrillic',
  'Greek',
  'Arabic',
  'Hebrew',
  'Han',
  'Kana',
  'Hangul',
  'other',
];

/** Reads a roster's names once. */
export function createRosterIndex(roster: readonly Names[], folding: NameFolding): RosterIndex {
  const letters = createNameIndex();
  const soundsOfLatin = new Map<Script, NameIndex>(
    OTHER_SCRIPTS.map((script) => [script, createNameIndex()]),
  );
  const soundsOfOthers = new Map<Script, NameIndex>();
  const scriptsByLook = new Map<string, Set<string>>();
  const signatures = new Set<string>();

  const add = (person: number, words: readonly string[], single: boolean): void => {
    const reading = readName(words, folding);
    if (reading.mixed || reading.coded) return;
    for (const name of reading.names) {
      for (const spelling of name.letters) letters.add(person, spelling, single);
      const scripts = name.script === 'Latin' ? OTHER_SCRIPTS : [name.script];
      for (const script of scripts) {
        const sounds = name.script === 'Latin' ? soundsOfLatin : soundsOfOthers;
        const index = sounds.get(script) ?? createNameIndex();
        sounds.set(script, index);
        index.add(person, soundsOf(name, script).parts, single);
      }
    }
    for (const look of rotations(reading.looks()).map((rotated) => rotated.join('')))
      scriptsByLook.set(look, (scriptsByLook.get(look) ?? new Set()).add(signatureOf(reading)));
    signatures.add(signatureOf(reading));
  };

  for (const [person, names] of roster.entries())
    for (const { words, single } of spellingsOf(names, folding)) add(person, words, single);

  return {
    find(name) {
      const own = name.letters.map((spelling) => letters.find(spelling));
      const heard =
        name.script === 'Latin'
          ? [...soundsOfOthers].map(([script, index]) => bySound(index, name, script))
          : [bySound(soundsOfLatin.get(name.script) ?? createNameIndex(), name, name.script)];
      return { ...joined([...own, ...heard]), acrossScripts: own.every(({ whole }) => whole.size === 0) };
    },
    isLookAlike(reading) {
      const signature = signatureOf(reading);
      if (signatures.size === 1 && signatures.has(signature)) return false;
      const scripts = scriptsByLook.get(reading.looks().join(''));
      return scripts !== undefined && !scripts.has(signature);
    },
  };
}

/** The scripts that a reading is written in. */
const signatureOf = ({ names }: Reading): string => names.map(({ script }) => script).join(' ');

/** The names a person goes by, in words. An alias of one word stands for any one word of the name. */
function spellingsOf({ name, aliases }: Names, folding: NameFolding): { words: string[]; single: boolean }[] {
  const wordsOf = (text: string) => undress(tidy(text).name).words;
  const own = wordsOf(name);
  return [
    { words: own, single: own.length === 1 },
    ...aliases.map(wordsOf).flatMap((alias) => {
      const [only] = alias;
      if (alias.length !== 1 || only === undefined) return [{ words: alias, single: false }];
      // Who goes by a Latin word writes the rest of the name in Latin letters too.
      const rest = own.map((word) =>
        scriptOf(only) === 'Latin' && scriptOf(word) !== 'Latin' ? folding.toLatin(word) : word,
      );
      const inPlace = own.length > 1 ? own.map((_, at) => rest.with(at, only)) : [];
      const withLast = own.length > 2 ? [[only, rest.at(-1) ?? '']] : [];
      return [alias, ...inPlace, ...withLast].map((words) => ({ words, single: false }));
    }),
  ];
}

/** What a name finds by its sound. Where vowels are not written, nothing it finds is sure. */
function bySound(index: NameIndex, name: WrittenName, script: Script): Found {
  const { parts, certain } = soundsOf(name, script);
  const found = index.find(parts);
  if (certain) return found;
  const near = [...found.partly].filter(([, shortfall]) => shortfall === 'less' || shortfall === 'more');
  const people = [...found.whole, ...near.map(([person]) => person)];
  return { whole: new Set(), partly: new Map(people.map((person) => [person, 'vowels'])) };
}

function joined(all: readonly Found[]): Found {
  const whole = new Set(all.flatMap((found) => [...found.whole]));
  const partly = new Map(all.flatMap((found) => [...found.partly]).filter(([person]) => !whole.has(person)));
  return { whole, partly };
}
