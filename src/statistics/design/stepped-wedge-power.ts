import { normalCdf, normalUpperQuantile } from '../distributions/normal.ts';
import { positions } from '../element.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { requirePositive, requireProbability } from '../requirements.ts';
import { sum } from '../summary/sum.ts';

export interface SteppedWedgeDesign {
  /** Steps at which clusters change; there is one period more. */
  readonly steps: number;
  readonly clustersPerStep: number;
  /** Observed in each cluster and period. */
  readonly perClusterPeriod: number;
  /** Of clusters, 0…1. */
  readonly intraclassCorrelation: number;
  /** Standard deviation of one observation, clusters included. */
  readonly totalStandardDeviation: number;
}

export interface SteppedWedgePower {
  /** Of the estimated effect. */
  readonly variance: number;
  /** Chance of finding the effect, 0…1. */
  readonly power: number;
}

/**
 * Precision of a stepped-wedge design: all clusters start without the change and take it up, some at every step.
 *
 * Assumes period effects, random cluster levels, independent observations within a cluster, and an effect that starts at
 * once. With I clusters, T periods, x_ij 1 when cluster i is treated in period j, s² = σ_e²/N, τ² between clusters,
 * U = Σ x, W = Σ_j (Σ_i x)², V = Σ_i (Σ_j x)²:
 * var = I s² (s² + T τ²) / [(I U − W) s² + (U² + I T U − T W − I V) τ²],
 * power = Φ(|effect|/√var − z_{α/2}).
 *
 * @param effect to be found, in the unit of the outcome
 * @returns not estimable with fewer than two steps' worth of comparison
 * @example two steps of one cluster, one observation a period, ICC 0, SD 1: U 3, W 5, variance 2
 * @see Hussey & Hughes (2007); docs/methods/stepped-wedge.md
 */
export function steppedWedgePower(
  design: SteppedWedgeDesign,
  effect: number,
  alpha = 0.05,
): Outcome<SteppedWedgePower> {
  requireDesign(design);
  requirePositive(alpha, 'steppedWedgePower: alpha');
  const treated = treatmentTable(design);
  const periods = design.steps + 1;
  const clusters = treated.length;
  const perCluster = treated.map(sum);
  const perPeriod = positions(periods).map((period) => sum(treated.map((row) => row[period] ?? 0)));
  const [u, w, v] = [sum(perCluster), sumOfSquares(perPeriod), sumOfSquares(perCluster)];
  const total = design.totalStandardDeviation ** 2;
  const between = design.intraclassCorrelation * total;
  const within = ((1 - design.intraclassCorrelation) * total) / design.perClusterPeriod;
  const information =
    (clusters * u - w) * within +
    (u ** 2 + clusters * periods * u - periods * w - clusters * v) * between;
  const variance = (clusters * within * (within + periods * between)) / information;
  if (!(information > 0 && variance > 0)) {
    return cannotEstimate(
      'nothing-to-compare',
      'In no period are some clusters treated and others not, or nothing varies: there is no comparison.',
    );
  }
  const power = normalCdf(Math.abs(effect) / Math.sqrt(variance) - normalUpperQuantile(alpha / 2));
  return estimated({ variance, power });
}

const sumOfSquares = (values: readonly number[]): number =>
  sum(values.map((value) => value * value));

/** One row per cluster, one 0/1 per period: a cluster of step s is treated from period s + 1 on. */
const treatmentTable = ({ steps, clustersPerStep }: SteppedWedgeDesign): number[][] =>
  positions(steps * clustersPerStep).map((cluster) =>
    positions(steps + 1).map((period) => (period > Math.floor(cluster / clustersPerStep) ? 1 : 0)),
  );

function requireDesign(design: SteppedWedgeDesign): void {
  const name = 'steppedWedgePower';
  for (const [what, count] of [
    ['steps', design.steps],
    ['clusters per step', design.clustersPerStep],
  ] as const) {
    if (!(Number.isInteger(count) && count >= 1 && count <= 1000)) {
      throw new RangeError(`${name}: ${what} ${count}; a whole number from 1 to 1000 is needed`);
    }
  }
  requirePositive(design.perClusterPeriod, `${name}: observations per cluster and period`);
  requireProbability(design.intraclassCorrelation, `${name}: intraclass correlation`);
  requirePositive(design.totalStandardDeviation, `${name}: standard deviation`);
}
