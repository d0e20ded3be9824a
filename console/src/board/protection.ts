import type { Board } from '../types.ts';

type Verdict = Board['verdicts'][number];

export interface Protection {
  /** One line that says how it stands. */
  summary: string;
  tone: 'good' | 'careful' | 'bad';
  /** What needs a look, weightiest first. */
  problems: Verdict[];
  /** Promises that rest on the notice, where somebody who is in has not had it: one cause, and one thing to do. */
  untold: Verdict[];
  /** Not due before the session, or before its end. */
  pending: Verdict[];
  /** What cannot be had on this platform, and participants are told. */
  disclosed: Verdict[];
  met: Verdict[];
}

const weight = ({ level, verdict }: Verdict): number =>
  (level === 'must' ? 0 : 2) + (verdict === 'unmet' ? 0 : 1);

const count = (things: readonly unknown[], one: string, many: string): string =>
  `${things.length} ${things.length === 1 ? one : many}`;

/** Verdicts in the order in which a coach needs them: a must that does not hold first, what is met last. */
export function protectionOf({ verdicts }: Pick<Board, 'verdicts'>): Protection {
  const those = (...kinds: Verdict['verdict'][]) => verdicts.filter(({ verdict }) => kinds.includes(verdict));
  const open = those('unmet', 'unknown').sort((a, b) => weight(a) - weight(b));
  const isUntold = ({ means, verdict }: Verdict) => means === 'notice' && verdict === 'unmet';
  const [untold, problems] = [open.filter(isUntold), open.filter((one) => !isUntold(one))];
  const musts = open.filter(({ level }) => level === 'must');
  const [pending, disclosed, met] = [those('pending'), those('disclosed'), those('met')];
  const rest = { problems, untold, pending, disclosed, met };
  if (musts.length > 0) {
    return {
      ...rest,
      tone: 'bad',
      summary: `${count(musts, 'promise does', 'promises do')} not hold for certain`,
    };
  }
  if (open.length > 0) {
    return {
      ...rest,
      tone: 'careful',
      summary: `Every promise holds; ${count(open, 'wish is', 'wishes are')} open`,
    };
  }
  const due = pending.length === 0 ? '' : `, ${pending.length} due later`;
  return { ...rest, tone: 'good', summary: `${met.length} hold${due}` };
}

export const verdictWords: Readonly<Record<Verdict['verdict'], string>> = {
  met: 'holds',
  unmet: 'does not hold',
  unknown: 'not known',
  pending: 'due later',
  disclosed: 'disclosed',
};
