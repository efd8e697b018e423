import { at } from '../element.ts';
import { requirePositive } from '../requirements.ts';
import { requireOutcomes } from './vlad.ts';

export interface OddsChange {
  /** The odds ratio to detect: 2 for doubled odds, 0.5 for halved. */
  readonly alternative: number;
  /** The odds ratio that counts as unchanged, usually 1. */
  readonly unchanged: number;
}

export interface RiskAdjustedCusumRequest {
  /** Probability of the event for each case, in order. */
  readonly risks: readonly number[];
  /** 1 for an event, 0 for none. */
  readonly outcomes: readonly number[];
  readonly oddsRatio: OddsChange;
  /** Signal when the sum reaches this; see `riskAdjustedThreshold`. */
  readonly threshold: number;
  readonly afterSignal?: 'continue' | 'reset' | undefined;
}

export interface RiskAdjustedCusum {
  readonly weights: readonly number[];
  readonly sums: readonly number[];
  /** Positions (from 0) at or above the threshold. */
  readonly signals: readonly number[];
}

/**
 * Log-likelihood ratio of one case: what its outcome says for changed odds.
 *
 * W = ln[(1 − p + R₀p)/(1 − p + R_A p)] + y ln(R_A/R₀)
 */
export const outcomeWeight = (risk: number, outcome: number, odds: OddsChange): number =>
  Math.log((1 - risk + odds.unchanged * risk) / (1 - risk + odds.alternative * risk)) +
  outcome * Math.log(odds.alternative / odds.unchanged);

/**
 * Risk-adjusted CUSUM (Steiner): evidence that the odds of the event have changed, given each case's
 * own risk.
 *
 * Cₜ = max(0, Cₜ₋₁ + Wₜ); signal when Cₜ ≥ h. Use one chart for worse (odds ratio 2) and one for better
 * (0.5).
 *
 * @throws RangeError for risks outside 0…1, outcomes other than 0 and 1, or odds ratios not above 0
 * @see Steiner SH et al. Biostatistics 2000;1:441–52. docs/methods/risk-adjusted-cusum.md
 */
export function riskAdjustedCusum(request: RiskAdjustedCusumRequest): RiskAdjustedCusum {
  const { risks, outcomes, oddsRatio, threshold } = request;
  requireOutcomes(risks, outcomes, 'riskAdjustedCusum');
  requireOdds(oddsRatio);
  requirePositive(threshold, 'riskAdjustedCusum: threshold');
  const weights = risks.map((risk, i) => outcomeWeight(risk, at(outcomes, i), oddsRatio));
  const isReset = request.afterSignal === 'reset';
  let sum = 0;
  const sums = weights.map((weight) => {
    const before = isReset && sum >= threshold ? 0 : sum;
    sum = Math.max(0, before + weight);
    return sum;
  });
  return { weights, sums, signals: sums.flatMap((value, i) => (value >= threshold ? [i] : [])) };
}

export function requireOdds({ alternative, unchanged }: OddsChange): void {
  requirePositive(alternative, 'riskAdjustedCusum: odds ratio to detect');
  requirePositive(unchanged, 'riskAdjustedCusum: unchanged odds ratio');
  if (alternative === unchanged) {
    throw new RangeError(`riskAdjustedCusum: both odds ratios are ${unchanged}; they must differ`);
  }
}
