import type { RuleHit } from '../signal-rules/rule.ts';

/** What the rules say about one point. Common cause is never good or bad. */
export type PointMeaning = 'common-cause' | 'improvement' | 'concern' | 'special-cause';

/** One point with everything that is drawn or said about it. Null lines: the chart has none there. */
export interface ChartPoint {
  /** Null is a gap. */
  readonly value: number | null;
  /** Cases, days or subgroup size behind the value; null when the chart has no such thing. */
  readonly size: number | null;
  /** Which part the point belongs to, from 0. */
  readonly part: number;
  readonly isExcluded: boolean;
  readonly isInBaseline: boolean;
  readonly centre: number | null;
  readonly lower2Sigma: number | null;
  readonly upper2Sigma: number | null;
  readonly lower3Sigma: number | null;
  readonly upper3Sigma: number | null;
  /** Every rule that marks the point, in the order of the preset. */
  readonly hits: readonly RuleHit[];
  readonly meaning: PointMeaning;
}
