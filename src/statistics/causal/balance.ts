import { cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import type { Term } from '../regression/design.ts';
import { isBeyondRange, requireFinite, requireSameLength } from '../requirements.ts';
import { variance, weightedMean } from '../summary/moments.ts';
import { pick, requireArms, rowsOfArm, tooFewInAnArm } from './arms.ts';

/**
 * What a difference in means is divided by, always from the unweighted rows so that it is the same
 * before and after weighting or matching:
 * - pooled: √((s₁² + s₀²)/2), variances with n − 1.
 * - treated: s₁, suited to effects on the treated.
 * - treated-binary-aware: as treated, but √(p(1 − p)) for a 0/1 column, as MatchIt does.
 */
export type BalanceDenominator = 'pooled' | 'treated' | 'treated-binary-aware';

export interface BalanceRow {
  readonly name: string;
  readonly meanTreated: number;
  readonly meanControl: number;
  /** (meanTreated − meanControl) / denominator; not estimable for a column without scatter. */
  readonly standardisedDifference: Outcome<number>;
}

export interface BalanceTable {
  /** Stated because a standardised difference means nothing without it. */
  readonly denominator: BalanceDenominator;
  readonly rows: readonly BalanceRow[];
}

/**
 * How far apart the arms are in each covariate, in standard deviations; below 0.1 is usually called balanced.
 *
 * @param covariates columns, categories as 0/1
 * @param weights of the rows, ones for the raw data; 0 leaves a row out (unmatched)
 * @param denominator see `BalanceDenominator`
 * @example treated 1, 3, 5 and untreated 2, 2, 5 have equal means: 0 by any denominator
 * @see Austin (2009); docs/methods/propensity-weighting.md
 */
export function standardisedDifferences(comparison: {
  readonly covariates: readonly Term[];
  readonly treated: readonly number[];
  readonly weights: readonly number[];
  readonly denominator: BalanceDenominator;
}): Outcome<BalanceTable> {
  const { covariates, treated, weights, denominator } = comparison;
  requireArms('standardisedDifferences', treated);
  requireSameLength(treated, weights, 'standardisedDifferences: treated and weights');
  const tooFew = tooFewInAnArm<BalanceTable>(treated);
  if (tooFew !== null) return tooFew;
  if ([weights, ...covariates.map(({ values }) => values)].some(isBeyondRange)) return outOfRange();
  const arms = { treated: rowsOfArm(treated, 1), control: rowsOfArm(treated, 0) };
  const meanIn = (values: readonly number[], rows: readonly number[]): number =>
    weightedMean(pick(values, rows), pick(weights, rows));
  const rows = covariates.map(({ name, values }) => {
    requireSameLength(treated, values, `standardisedDifferences: treated and ${name}`);
    requireFinite(values, `standardisedDifferences: ${name}`);
    const meanTreated = meanIn(values, arms.treated);
    const meanControl = meanIn(values, arms.control);
    const scale = scaleOf(pick(values, arms.treated), pick(values, arms.control), denominator);
    return {
      name,
      meanTreated,
      meanControl,
      standardisedDifference: inUnitsOf(scale, meanTreated - meanControl),
    };
  });
  return estimated({ denominator, rows });
}

function scaleOf(
  treated: readonly number[],
  control: readonly number[],
  denominator: BalanceDenominator,
): number {
  switch (denominator) {
    case 'pooled':
      return Math.sqrt((variance(treated) + variance(control)) / 2);
    case 'treated':
      return Math.sqrt(variance(treated));
    case 'treated-binary-aware':
      return Math.sqrt(
        isBinary([...treated, ...control]) ? binaryVariance(treated) : variance(treated),
      );
    default:
      return denominator satisfies never;
  }
}

const isBinary = (values: readonly number[]): boolean =>
  values.every((value) => value === 0 || value === 1);

function binaryVariance(values: readonly number[]): number {
  const share = values.filter((value) => value === 1).length / values.length;
  return share * (1 - share);
}

const inUnitsOf = (scale: number, difference: number): Outcome<number> =>
  scale > 0
    ? estimated(difference / scale)
    : cannotEstimate('no-variation', 'All values are equal: there is no scatter to measure by.');
