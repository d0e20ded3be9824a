import { relatedNames } from './short-forms.ts';

/**
 * How a shown name falls short of a rostered one: its words are in an order nobody writes, it says more or less, a word is an
 * initial, a short form, or has a slip; it is written together or apart; or the script leaves out the vowels.
 */
export type Shortfall = 'order' | 'more' | 'less' | 'initial' | 'short-form' | 'slip' | 'spacing' | 'vowels';

type Relation = 'same' | Extract<Shortfall, 'initial' | 'short-form' | 'slip'>;

/** The shortest word in which one letter may be a slip. */
const SHORTEST_WITH_A_SLIP = 3;

/** Whether two words differ by one letter left out, added, replaced, or swapped with its neighbour. */
export function differByOneSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < SHORTEST_WITH_A_SLIP || long.length - short.length > 1 || short === long) return false;
  let from = 0;
  while (from < short.length && short[from] === long[from]) from += 1;
  if (long.length > short.length) return short.slice(from) === long.slice(from + 1);
  if (short.slice(from + 1) === long.slice(from + 1)) return true;
  return (
    short[from] === long[from + 1] &&
    short[from + 1] === long[from] &&
    short.slice(from + 2) === long.slice(from + 2)
  );
}

const relates: Record<Relation, (shown: string, rostered: string) => boolean> = {
  same: (shown, rostered) => shown === rostered,
  'short-form': (shown, rostered) => relatedNames(shown).has(rostered),
  initial: (shown, rostered) => (shown.length === 1 || rostered.length === 1) && shown[0] === rostered[0],
  slip: differByOneSlip,
};

/** The surest relation first, so that a word is not taken for another's slip while its own is there. */
const order: readonly Relation[] = ['same', 'short-form', 'initial', 'slip'];

/**
 * How the words of a shown name fall short of a rostered one that they may stand for; undefined where they do not. Every word of
 * one side must have its own on the other, one of them the same or a short form. One may have a slip, where none is left over.
 */
export function shortfallOf(shown: readonly string[], rostered: readonly string[]): Shortfall | undefined {
  let [leftShown, leftRostered] = [shown, rostered];
  let [isAnchored, worst]: [boolean, Relation] = [false, 'same'];
  for (const relation of order) {
    for (const word of leftShown) {
      if (relation === 'slip' && worst === 'slip') break;
      const at = leftRostered.findIndex((other) => relates[relation](word, other));
      if (at === -1) continue;
      leftShown = leftShown.toSpliced(leftShown.indexOf(word), 1);
      leftRostered = leftRostered.toSpliced(at, 1);
      if (relation === 'short-form' || (relation === 'same' && word.length > 1)) isAnchored = true;
      worst = relation;
    }
    // Initials and slips anchor nothing.
    if (relation === 'short-form' && !isAnchored) return undefined;
  }
  const left = leftShown.length + leftRostered.length;
  if (worst === 'slip' && left > 0) return undefined;
  if (leftShown.length > 0 && leftRostered.length > 0) return undefined;
  if (worst !== 'same') return worst;
  if (left === 0) return 'order';
  return leftShown.length > 0 ? 'more' : 'less';
}
