import { tTwoSided } from '../distributions/student-t.ts';
import { at } from '../element.ts';
import { sum } from '../summary/sum.ts';

/** Past counts, each with its season level (0, 1, …) and its time. */
export interface PastCounts {
  readonly counts: readonly number[];
  readonly levels: readonly number[];
  readonly times: readonly number[];
}

export interface ModelChoice {
  readonly hasTrend: boolean;
  /** One weight per count. */
  readonly weights: readonly number[];
}

/** A fitted quasi-Poisson model ln μ = level + slope · time. */
export interface SeasonalTrendFit {
  readonly fitted: readonly number[];
  readonly leverages: readonly number[];
  /** Σ working weight · ((y − μ)/μ)² / df. */
  readonly dispersion: number;
  readonly degreesOfFreedom: number;
  readonly slope: number;
  /** Variance of the slope at dispersion 1; 0 without a trend. */
  readonly slopeVariance: number;
  /** ln μ and its variance at dispersion 1, for a level and a time. */
  readonly predict: (
    level: number,
    time: number,
  ) => { readonly eta: number; readonly variance: number };
}

const MAX_STEPS = 25;
const TOLERANCE = 1e-8;

/**
 * Poisson regression on one season level per count and a common trend.
 *
 * Every step of the iteration regresses z = ln μ + (y − μ)/μ with weights ωμ. With one level per row
 * that regression has a closed form: the slope comes from times and values centred within their
 * level, and each level is then a weighted mean. Centring also keeps the digits of large times.
 *
 * Starts at μ = y + 0.1 and stops when the deviance changes by less than 1e-8 of itself, like R's glm.
 *
 * @returns null when it does not settle in 25 steps, or leaves no degree of freedom
 * @see docs/methods/farrington-flexible.md
 */
export function fitSeasonalTrend(past: PastCounts, choice: ModelChoice): SeasonalTrendFit | null {
  let eta: Float64Array = Float64Array.from(past.counts, (count) => Math.log(count + 0.1));
  let deviance = devianceOf(past.counts, eta, choice.weights);
  for (let step = 1; step <= MAX_STEPS; step += 1) {
    const solved = leastSquares(past, choice, eta);
    eta = solved.eta;
    const next = devianceOf(past.counts, eta, choice.weights);
    if (Math.abs(next - deviance) / (Math.abs(next) + 0.1) < TOLERANCE) {
      return describe(past, choice, solved);
    }
    deviance = next;
  }
  return null;
}

/** A mean of exactly 0 has no logarithm; it is held at one rounding above. */
const meanOf = (eta: number): number => Math.max(Math.exp(eta), Number.EPSILON);

/** 2 Σ ω (y ln(y/μ) − (y − μ)). */
function devianceOf(
  counts: readonly number[],
  eta: Float64Array,
  weights: readonly number[],
): number {
  let total = 0;
  for (let i = 0; i < eta.length; i += 1) {
    const y = counts[i] ?? 0;
    const logMean = eta[i] ?? 0;
    const part = y > 0 ? y * (Math.log(y) - logMean) : 0;
    total += (weights[i] ?? 0) * (part - y + meanOf(logMean));
  }
  return 2 * total;
}

/** What each season level adds up to, weighted. */
interface LevelTotals {
  readonly weight: Float64Array;
  readonly meanTime: Float64Array;
  readonly meanValue: Float64Array;
}

interface LeastSquares extends LevelTotals {
  readonly workingWeights: Float64Array;
  readonly slope: number;
  /** Weighted sum of squares of time within levels. */
  readonly timeSquares: number;
  /** The new ln μ of every count. */
  readonly eta: Float64Array;
}

function leastSquares(past: PastCounts, choice: ModelChoice, eta: Float64Array): LeastSquares {
  const workingWeights = new Float64Array(eta.length);
  const values = new Float64Array(eta.length);
  for (let i = 0; i < eta.length; i += 1) {
    const mean = meanOf(eta[i] ?? 0);
    workingWeights[i] = (choice.weights[i] ?? 0) * mean;
    values[i] = (eta[i] ?? 0) + ((past.counts[i] ?? 0) - mean) / mean;
  }
  const totals = levelTotals(past, workingWeights, values);
  const { slope, timeSquares } = commonSlope(past, totals, workingWeights, values);
  const kept = choice.hasTrend ? slope : 0;
  const next = new Float64Array(eta.length);
  for (let i = 0; i < eta.length; i += 1) {
    next[i] = valueAt(totals, kept, past.levels[i] ?? 0, past.times[i] ?? 0);
  }
  return { ...totals, workingWeights, slope: kept, timeSquares, eta: next };
}

/** Level mean plus slope times the distance from the level's mean time. */
const valueAt = (
  { meanTime, meanValue }: LevelTotals,
  slope: number,
  level: number,
  time: number,
): number => (meanValue[level] ?? 0) + slope * (time - (meanTime[level] ?? 0));

function commonSlope(
  { levels, times }: PastCounts,
  { meanTime, meanValue }: LevelTotals,
  weights: Float64Array,
  values: Float64Array,
): { readonly slope: number; readonly timeSquares: number } {
  let timeSquares = 0;
  let products = 0;
  for (let i = 0; i < values.length; i += 1) {
    const level = levels[i] ?? 0;
    const time = (times[i] ?? 0) - (meanTime[level] ?? 0);
    const weighted = (weights[i] ?? 0) * time;
    timeSquares += weighted * time;
    products += weighted * ((values[i] ?? 0) - (meanValue[level] ?? 0));
  }
  return { timeSquares, slope: timeSquares > 0 ? products / timeSquares : 0 };
}

function levelTotals(
  { levels, times }: PastCounts,
  weights: Float64Array,
  values: Float64Array,
): LevelTotals {
  const count = levels.reduce((a, b) => Math.max(a, b), 0) + 1;
  const weight = new Float64Array(count);
  const meanTime = new Float64Array(count);
  const meanValue = new Float64Array(count);
  for (let i = 0; i < values.length; i += 1) {
    const level = levels[i] ?? 0;
    const w = weights[i] ?? 0;
    weight[level] = (weight[level] ?? 0) + w;
    meanTime[level] = (meanTime[level] ?? 0) + w * (times[i] ?? 0);
    meanValue[level] = (meanValue[level] ?? 0) + w * (values[i] ?? 0);
  }
  for (let level = 0; level < count; level += 1) {
    const total = weight[level] ?? 0;
    if (total === 0) continue;
    meanTime[level] = (meanTime[level] ?? 0) / total;
    meanValue[level] = (meanValue[level] ?? 0) / total;
  }
  return { weight, meanTime, meanValue };
}

function describe(
  past: PastCounts,
  choice: ModelChoice,
  solved: LeastSquares,
): SeasonalTrendFit | null {
  const { levels, times, counts } = past;
  const { workingWeights, slope, weight, meanTime, timeSquares } = solved;
  const fitted = Array.from(solved.eta, meanOf);
  const hasTrend = choice.hasTrend && timeSquares > 0;
  const parameters = new Set(levels).size + (hasTrend ? 1 : 0);
  const degreesOfFreedom = counts.length - parameters;
  if (degreesOfFreedom < 1) return null;
  const variance = (level: number, time: number): number =>
    1 / at(weight, level) + (hasTrend ? (time - at(meanTime, level)) ** 2 / timeSquares : 0);
  const squares = counts.map((y, i) => at(workingWeights, i) * (y / at(fitted, i) - 1) ** 2);
  return {
    fitted,
    leverages: levels.map((level, i) => at(workingWeights, i) * variance(level, at(times, i))),
    dispersion: sum(squares) / degreesOfFreedom,
    degreesOfFreedom,
    slope,
    slopeVariance: hasTrend ? 1 / timeSquares : 0,
    predict: (level, time) => ({
      eta: valueAt(solved, slope, level, time),
      variance: variance(level, time),
    }),
  };
}

/** A fit in which past outbreaks weigh little. */
export interface Baseline {
  readonly fit: SeasonalTrendFit;
  /** Dispersion for thresholds, never below 1. */
  readonly phi: number;
  /** Dispersion behind standard errors. */
  readonly errorDispersion: number;
}

export interface BaselineChoice {
  readonly hasTrend: boolean;
  /** Standardised residuals above this are weighted down; null leaves all weights at 1. */
  readonly reweightAbove: number | null;
  /**
   * Which dispersion the standard errors use after reweighting: that of the model, or the one of the
   * R package surveillance, Σ ωᵢ((yᵢ − μᵢ)/μᵢ)²/df, which its published thresholds rest on.
   */
  readonly errorDispersion: 'model' | 'relative-residuals';
}

/**
 * The model fitted twice, the second time with weights that shrink past outbreaks.
 *
 * Anscombe residuals sᵢ = 1.5 (yᵢ^⅔ μᵢ^−⅙ − μᵢ^½) / √(φ(1 − hᵢ)); weights γ sᵢ⁻² where sᵢ exceeds the
 * threshold and γ elsewhere, with γ such that they add up to n.
 *
 * @see Farrington CP et al. J R Stat Soc A 1996;159:547–63.
 */
export function fitBaseline(past: PastCounts, choice: BaselineChoice): Baseline | null {
  const { hasTrend, reweightAbove } = choice;
  const equal = past.counts.map(() => 1);
  const first = fitSeasonalTrend(past, { hasTrend, weights: equal });
  if (first === null || reweightAbove === null) return first && plain(first);
  const weights = outbreakWeights(first, past.counts, reweightAbove);
  const second = fitSeasonalTrend(past, { hasTrend, weights });
  if (second === null || choice.errorDispersion === 'model') return second && plain(second);
  const squares = past.counts.map((y, i) => at(weights, i) * (y / at(second.fitted, i) - 1) ** 2);
  return { ...plain(second), errorDispersion: sum(squares) / second.degreesOfFreedom };
}

const plain = (fit: SeasonalTrendFit): Baseline => ({
  fit,
  phi: Math.max(1, fit.dispersion),
  errorDispersion: fit.dispersion,
});

/** A leverage this close to 1 leaves no residual to standardise. */
const LARGEST_LEVERAGE = 1 - 1e-12;

function outbreakWeights(
  { dispersion, fitted, leverages }: SeasonalTrendFit,
  counts: readonly number[],
  threshold: number,
): number[] {
  const phi = Math.max(1, dispersion);
  const raw = counts.map((y, i) => {
    const mu = at(fitted, i);
    const residual = 1.5 * (y ** (2 / 3) * mu ** (-1 / 6) - Math.sqrt(mu));
    const s = residual / Math.sqrt(phi * (1 - Math.min(LARGEST_LEVERAGE, at(leverages, i))));
    return s > threshold ? 1 / (s * s) : 1;
  });
  const gamma = raw.length / sum(raw);
  return raw.map((weight) => gamma * weight);
}

/** Two-sided p-value of the slope by Student's t; 1 without a slope. */
export function trendPValue({ fit, errorDispersion }: Baseline): number {
  const variance = fit.slopeVariance * errorDispersion;
  if (fit.slope === 0) return 1;
  return variance > 0 ? tTwoSided(fit.slope / Math.sqrt(variance), fit.degreesOfFreedom) : 0;
}
