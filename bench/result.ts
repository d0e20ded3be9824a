/** What a benchmark measured, on both sides. More is better, except of a time. */
export interface Result {
  name: string;
  ours: number;
  baseline: number;
  unit: string;
  /** Where it is not simply ours by baseline. */
  ratio?: number;
}

/** The one line of a benchmark. */
export function asLine({ name, ours, baseline, unit, ratio = ours / baseline }: Result): string {
  return JSON.stringify({
    name,
    ours: rounded(ours),
    baseline: rounded(baseline),
    ratio: rounded(ratio),
    unit,
  });
}

/** Three significant figures: more would be noise. */
const rounded = (value: number): number => Number(value.toPrecision(3));
