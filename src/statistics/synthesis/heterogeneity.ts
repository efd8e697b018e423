import { at, positions } from '../element.ts';
import { minimise } from '../numerical/minimise.ts';
import { findRoot } from '../numerical/root.ts';
import { mean, weightedMean } from '../summary/moments.ts';
import { sum } from '../summary/sum.ts';

/** Estimates of the same quantity from several units, each with its own sampling variance. */
export interface UnitEstimates {
  readonly estimates: readonly number[];
  /** Squared standard errors, above 0. */
  readonly variances: readonly number[];
}

/**
 * How the variance between units τ² is estimated:
 * - DerSimonian-Laird: by moments, without iteration.
 * - Paule-Mandel: the τ² at which the weighted scatter equals its expectation k − 1.
 * - REML, ML: the most likely τ² when units are normal; ML is biased towards 0.
 */
export type HeterogeneityMethod = 'DerSimonian-Laird' | 'Paule-Mandel' | 'REML' | 'ML';

/** 1/(v + τ²) */
export const weightsAt = ({ variances }: UnitEstimates, tau2: number): number[] =>
  variances.map((variance) => 1 / (variance + tau2));

/** Σ w (y − μ̂)² with w = 1/(v + τ²): Cochran's Q at τ² = 0. */
export function weightedScatter(units: UnitEstimates, tau2: number): number {
  const weights = weightsAt(units, tau2);
  const centre = weightedMean(units.estimates, weights);
  return sum(units.estimates.map((y, i) => at(weights, i) * (y - centre) ** 2));
}

/** The variance between units, never below 0. */
export function varianceBetweenUnits(units: UnitEstimates, method: HeterogeneityMethod): number {
  switch (method) {
    case 'DerSimonian-Laird':
      return byMoments(units);
    case 'Paule-Mandel':
      return byPauleMandel(units);
    case 'REML':
    case 'ML':
      return mostLikely(units, method);
    default:
      return method satisfies never;
  }
}

/** (Q − (k − 1)) / (Σw − Σw²/Σw), w = 1/v */
function byMoments(units: UnitEstimates): number {
  const weights = weightsAt(units, 0);
  const total = sum(weights);
  const excess = weightedScatter(units, 0) - (weights.length - 1);
  return Math.max(0, excess / (total - sum(weights.map((w) => w * w)) / total));
}

function byPauleMandel(units: UnitEstimates): number {
  const expected = units.estimates.length - 1;
  const excess = (tau2: number): number => weightedScatter(units, tau2) - expected;
  return excess(0) <= 0 ? 0 : findRoot(excess, { low: 0, high: upperBound(units) });
}

/** τ² beyond which the weighted scatter is certainly below k − 1: the plain scatter of the estimates. */
function upperBound({ estimates }: UnitEstimates): number {
  const centre = mean(estimates);
  return sum(estimates.map((y) => (y - centre) ** 2)) + Number.MIN_VALUE;
}

const gridSteps = 50;

/** Maximises −½ [Σ ln(v + τ²) + Σ w (y − μ̂)² (+ ln Σ w for REML)]: a grid, then golden sections around its best. */
function mostLikely(units: UnitEstimates, method: 'REML' | 'ML'): number {
  const cost = (tau2: number): number => {
    const weights = weightsAt(units, tau2);
    const spread = sum(units.variances.map((variance) => Math.log(variance + tau2)));
    const penalty = method === 'REML' ? Math.log(sum(weights)) : 0;
    return (spread + weightedScatter(units, tau2) + penalty) / 2;
  };
  const width = upperBound(units) / gridSteps;
  const costs = positions(gridSteps + 1).map((k) => cost(k * width));
  const best = costs.indexOf(Math.min(...costs));
  const low = Math.max(0, best - 1) * width;
  const peak = minimise(cost, { low, high: (best + 1) * width, tolerance: 1e-14 });
  return cost(0) <= peak.value ? 0 : peak.x;
}
