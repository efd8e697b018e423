import { chiSquaredUpperTail } from '../distributions/chi-squared.ts';
import { at } from '../element.ts';
import { cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import {
  type EffectEstimate,
  effectEstimate,
  intervalMultiplier,
  judgeEffect,
} from '../regression/inference.ts';
import {
  isBeyondDividing,
  isBeyondRange,
  requireFinite,
  requirePositive,
  requireSameLength,
} from '../requirements.ts';
import { weightedMean } from '../summary/moments.ts';
import { sum } from '../summary/sum.ts';
import {
  type HeterogeneityMethod,
  type UnitEstimates,
  varianceBetweenUnits,
  weightedScatter,
  weightsAt,
} from './heterogeneity.ts';

export interface PooledEstimate {
  /** Mean over the population of units, with its interval. */
  readonly mean: EffectEstimate;
  /** Variance between units, in squared units of the estimates; 0 for equal effects. */
  readonly tau2: number;
  /** I²: share of the scatter that is between units, 0…1. */
  readonly inconsistency: number;
  /** H² = 1 / (1 − I²) */
  readonly h2: number;
  /** Cochran's test that all units share one true value. */
  readonly q: number;
  readonly qDegreesOfFreedom: number;
  readonly qPValue: number;
  /** 1/(v + τ²), one per unit. */
  readonly weights: readonly number[];
  readonly units: number;
}

export interface PoolingOptions extends UnitEstimates {
  /** equal-effects: one true value for all units, τ² = 0. A number is a known τ². REML unless given. */
  readonly method?: HeterogeneityMethod | 'equal-effects' | { readonly tau2: number };
  /**
   * normal: μ̂ ± z/√Σw. knapp-hartung (unless given for random effects): standard error √(Σ w (y − μ̂)²/((k − 1) Σ w)) with t, k − 1
   * degrees of freedom, which keeps its promise with few units.
   */
  readonly interval?: 'normal' | 'knapp-hartung';
  readonly confidence?: number;
}

/**
 * The mean effect over units, each estimated with its own precision (random-effects meta-analysis).
 *
 * Assumes estimates that are about normal with known variances, and units that are a sample of those one
 * wants to speak about. μ̂ = Σ w y / Σ w, w = 1/(v + τ²). A mean over very different units says
 * little about the next one: read it with `predictionInterval`.
 *
 * @returns not estimable with fewer than two units, or with numbers too large or small to compute with
 * @throws RangeError when lengths differ, a value is not finite or a variance is not above 0
 * @example estimates 1, 3, 8 with variance 1: mean 4, τ² 13 − 1 = 12, I² 12/13
 * @see DerSimonian & Laird (1986); Paule & Mandel (1982); Knapp & Hartung (2003); docs/methods/pooling-units.md
 */
export function poolEstimates(options: PoolingOptions): Outcome<PooledEstimate> {
  requireUnits('poolEstimates', options);
  const count = options.estimates.length;
  if (count < 2) {
    return cannotEstimate('too-few-units', `${count} units; at least two are needed to pool.`);
  }
  if (isBeyondRange(options.estimates) || isBeyondDividing(options.variances)) return outOfRange();
  const { method = 'REML', confidence = 0.95 } = options;
  const isRandom = method !== 'equal-effects';
  const tau2 = isRandom ? tau2By(options, method) : 0;
  const weights = weightsAt(options, tau2);
  const centre = weightedMean(options.estimates, weights);
  const mean =
    (options.interval ?? (isRandom ? 'knapp-hartung' : 'normal')) === 'knapp-hartung'
      ? judgeEffect(
          centre,
          Math.sqrt(weightedScatter(options, tau2) / ((count - 1) * sum(weights))),
          { reference: count - 1, confidence },
        )
      : judgeEffect(centre, 1 / Math.sqrt(sum(weights)), { reference: 'normal', confidence });
  if (mean.kind === 'not-estimable') return mean;
  const q = weightedScatter(options, 0);
  return estimated({
    mean: mean.value,
    tau2,
    ...inconsistencyOf(options, isRandom ? tau2 : null),
    q,
    qDegreesOfFreedom: count - 1,
    qPValue: chiSquaredUpperTail(q, count - 1),
    weights,
    units: count,
  });
}

function tau2By(
  units: UnitEstimates,
  method: HeterogeneityMethod | { readonly tau2: number },
): number {
  if (typeof method === 'string') return varianceBetweenUnits(units, method);
  if (method.tau2 >= 0 && Number.isFinite(method.tau2)) return method.tau2;
  throw new RangeError(
    `poolEstimates: tau2 is ${method.tau2}; a finite number of at least 0 is needed`,
  );
}

export function requireUnits(name: string, { estimates, variances }: UnitEstimates): void {
  requireSameLength(estimates, variances, `${name}: estimates and variances`);
  requireFinite(estimates, `${name}: estimates`);
  for (const variance of variances) requirePositive(variance, `${name}: variance`);
}

/**
 * I² = τ²/(τ² + v̄) and H² = τ²/v̄ + 1 with the typical variance v̄ = (k − 1) Σw / ((Σw)² − Σw²), w = 1/v;
 * for equal effects from Q: I² = max(0, (Q − (k − 1))/Q), H² = Q/(k − 1).
 */
function inconsistencyOf(units: UnitEstimates, tau2: number | null) {
  const degrees = units.estimates.length - 1;
  if (tau2 === null) {
    const q = weightedScatter(units, 0);
    return { inconsistency: q > degrees ? (q - degrees) / q : 0, h2: q / degrees };
  }
  const weights = weightsAt(units, 0);
  const total = sum(weights);
  const typical = (degrees * total) / (total ** 2 - sum(weights.map((w) => w * w)));
  return { inconsistency: tau2 / (tau2 + typical), h2: tau2 / typical + 1 };
}

/**
 * Where the true value of a new unit is expected: μ̂ ± m √(SE² + τ²).
 *
 * @param multiplier normal: z, as metafor prints. t (unless given): Student's t with k − 2 degrees of freedom, which
 *   allows for τ² being estimated (Higgins, Thompson & Spiegelhalter 2009)
 * @returns not estimable with fewer than three units by t
 */
export function predictionInterval(
  pooled: PooledEstimate,
  options: { readonly multiplier?: 'normal' | 't'; readonly confidence?: number } = {},
): Outcome<{ readonly lower: number; readonly upper: number }> {
  const { multiplier = 't', confidence = 0.95 } = options;
  if (multiplier === 't' && pooled.units < 3) {
    return cannotEstimate(
      'too-few-units',
      `${pooled.units} units; at least three are needed to foretell the next.`,
    );
  }
  const reference = multiplier === 't' ? pooled.units - 2 : 'normal';
  const { estimate, standardError } = pooled.mean;
  const reach =
    intervalMultiplier(reference, confidence) * Math.sqrt(standardError ** 2 + pooled.tau2);
  return estimated({ lower: estimate - reach, upper: estimate + reach });
}

/**
 * Each unit's value drawn towards the mean by how uncertain it is (empirical Bayes, BLUP):
 * λ y + (1 − λ) μ̂ with λ = τ²/(τ² + v), error √(λ v + (1 − λ)² SE²).
 *
 * @param pooled result of `poolEstimates` for the same units
 */
export function shrunkenEstimates(
  units: UnitEstimates,
  pooled: PooledEstimate,
  confidence = 0.95,
): readonly EffectEstimate[] {
  requireUnits('shrunkenEstimates', units);
  requireSameLength(units.estimates, pooled.weights, 'shrunkenEstimates: units and pooled units');
  const { estimate: centre, standardError } = pooled.mean;
  return units.estimates.map((y, i) => {
    const variance = at(units.variances, i);
    const share = pooled.tau2 / (pooled.tau2 + variance);
    const error = Math.sqrt(share * variance + (1 - share) ** 2 * standardError ** 2);
    return effectEstimate(share * y + (1 - share) * centre, error, {
      reference: 'normal',
      confidence,
    });
  });
}
