import type { RulePreset } from '../signal-rules/rule.ts';

/** One value per point; null is a gap: the point keeps its place and nothing is drawn. */
export type Series = readonly (number | null)[];

export type SeriesKind = 'run' | 'i' | 'mr' | 'c' | 'g' | 't' | 'ewma';
export type RateKind = 'p' | 'pPrime' | 'u' | 'uPrime' | 'iPrime';
export type SubgroupKind = 'xbar' | 's' | 'r';
export type ChartKind = SeriesKind | RateKind | SubgroupKind;

/** What is plotted. Rates take events and cases (or days, or visits) apart, never a ratio. */
export type ChartData =
  | { readonly kind: SeriesKind; readonly values: Series }
  | { readonly kind: RateKind; readonly events: Series; readonly cases: Series }
  | { readonly kind: SubgroupKind; readonly subgroups: readonly Series[] };

/** Points from `start` (counted from 0) to the next part have their own centre and limits. */
export interface ChartPart {
  readonly start: number;
  /** How many points from the start of the part set its limits; all of them when absent. */
  readonly baseline?: number | undefined;
}

/** How the limits of I and T charts (and the z-scores of P′ and U′) are drawn from moving ranges. */
export interface IndividualsMethod {
  readonly centre: 'mean' | 'median';
  readonly range: 'mean' | 'median';
  /** 1.128 as in textbooks (3 sigma = 2.6596 ranges), or NHS England's 2.66 ranges for 3 sigma. */
  readonly scale: 'three-sigma' | '2.66';
}

export type Direction = 'increase' | 'decrease' | 'neutral';

export interface ChartOptions {
  /** Limits from the first points of every part that states no baseline of its own. */
  readonly freeze?: number | undefined;
  readonly parts?: readonly ChartPart[] | undefined;
  /** Positions (from 0) that are shown but shape no limits and take part in no rule. */
  readonly exclude?: readonly number[] | undefined;
  /** Leave out moving ranges above 3.267 times their mean, once (Nelson 1982). On by default. */
  readonly screenMovingRanges?: boolean | undefined;
  readonly individuals?: IndividualsMethod | undefined;
  /** A centre line given from outside, in the unit of the points. */
  readonly centre?: number | undefined;
  /** I′ only: spread from the baseline (default), or from every point as qicharts2 does. */
  readonly iPrimeSpread?: 'baseline' | 'every-point' | undefined;
  /** X̄ only: spread from the standard deviations (default) or from the ranges within subgroups. */
  readonly xbarSpread?: 'standard-deviation' | 'range' | undefined;
  /** MR, S, R and EWMA charts are judged point by point, unless every rule of the preset is wanted. */
  readonly dependentPoints?: 'single-points-only' | 'every-rule' | undefined;
  /** C, P and U only: symmetric limits (default), or exact ones with the same tail probabilities. */
  readonly attributeLimits?: 'symmetric' | 'exact' | undefined;
  /** P′ and U′ only: spread of the z-scores by moving ranges, or plainly when order means nothing. */
  readonly zSpread?: 'moving-range' | 'standard-deviation' | undefined;
  /** EWMA only: the weight λ of the newest point, above 0 and up to 1; 0.2 by default. */
  readonly lambda?: number | undefined;
  readonly preset?: RulePreset | undefined;
  /** Which direction is improvement; neutral by default. */
  readonly direction?: Direction | undefined;
  /** One target for all points, or one per point. */
  readonly target?: number | Series | undefined;
  /** Does a target that lies exactly on a limit count as outside it? Not by default. */
  readonly targetOnLimit?: 'inside' | 'outside' | undefined;
}

export type ChartRequest = ChartData & ChartOptions;
