import type { Caution, Month } from '#core';

export type RuleName = 'outside-limits' | 'shift' | 'trend' | 'two-of-three';
export type Reading = 'improvement' | 'concern' | 'neutral' | 'none';
export type VariationIcon =
  | 'common-cause'
  | `${'improvement' | 'concern' | 'neutral'}-${'high' | 'low'}`;
export type AssuranceIcon = 'pass' | 'fail' | 'inconsistent' | 'none';

/** One month of a chart. Values are on the measure's display scale; null is a gap, or no limit there. */
export interface ReadPoint {
  readonly month: Month;
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number;
  readonly centre: number | null;
  readonly lower3Sigma: number | null;
  readonly upper3Sigma: number | null;
  readonly lower2Sigma: number | null;
  readonly upper2Sigma: number | null;
  readonly rules: readonly RuleName[];
  readonly reading: Reading;
  readonly inBaseline: boolean;
}

/** A control chart that has been read, or the reason why there is none. */
export type ChartReading =
  | {
      readonly kind: 'chart';
      readonly points: readonly ReadPoint[];
      readonly variation: VariationIcon;
      readonly assurance: AssuranceIcon;
      readonly target: number | null;
      /** Name and version of the rules. */
      readonly preset: string;
      readonly cautions: readonly Caution[];
      readonly recalculatedFrom: readonly Month[];
      readonly lastRunLength: number;
      readonly suggestedRecalculationFrom: Month | null;
    }
  | { readonly kind: 'no-chart'; readonly reason: string };
