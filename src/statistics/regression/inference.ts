import { normalQuantile, normalTwoSided } from '../distributions/normal.ts';
import { tQuantile, tTwoSided } from '../distributions/student-t.ts';
import { at } from '../element.ts';
import { diagonal, type Matrix, quadraticForm } from '../linear-algebra/matrix.ts';
import { dot } from '../linear-algebra/vector.ts';
import { allEstimated, cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import { requirePositive, requireProbability } from '../requirements.ts';

/** The distribution a statistic is judged by: Student's t with degrees of freedom, or the normal for large samples. */
export type Reference = number | 'normal';

/** An estimate with its uncertainty; the interval is as wide as the confidence asked for. */
export interface EffectEstimate {
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  /** estimate / standard error */
  readonly statistic: number;
  /** Two-sided probability of a statistic at least this large when the true value is 0. */
  readonly pValue: number;
}

export interface CoefficientEstimate extends EffectEstimate {
  readonly name: string;
}

/** Anything with named coefficients. */
interface Coefficients {
  readonly names: readonly string[];
  readonly coefficients: readonly number[];
}

interface Judgement {
  readonly reference: Reference;
  /** Of the interval, 0.95 unless given. */
  readonly confidence?: number;
}

/** How many standard errors a two-sided interval reaches on either side. */
export function intervalMultiplier(reference: Reference, confidence: number): number {
  requireProbability(confidence, 'intervalMultiplier: confidence');
  const upper = (1 + confidence) / 2;
  return reference === 'normal' ? normalQuantile(upper) : tQuantile(upper, reference);
}

/**
 * Estimate ± multiplier × standard error, with its two-sided p-value.
 *
 * @throws RangeError when the standard error is not above 0; `judgeEffect` answers instead
 */
export function effectEstimate(
  value: number,
  standardError: number,
  judgement: Judgement,
): EffectEstimate {
  requirePositive(standardError, 'effectEstimate: standard error');
  const { reference, confidence = 0.95 } = judgement;
  const reach = intervalMultiplier(reference, confidence) * standardError;
  const statistic = value / standardError;
  const pValue =
    reference === 'normal' ? normalTwoSided(statistic) : tTwoSided(statistic, reference);
  return {
    estimate: value,
    standardError,
    lower: value - reach,
    upper: value + reach,
    statistic,
    pValue,
  };
}

/**
 * `effectEstimate`, or not estimable: `no-scatter` when the standard error is zero, `out-of-range` when the
 * numbers were too large or too small to compute with.
 */
export function judgeEffect(
  value: number,
  standardError: number,
  judgement: Judgement,
): Outcome<EffectEstimate> {
  if (standardError === 0) return withoutScatter();
  if (!(Number.isFinite(value) && Number.isFinite(standardError))) return outOfRange();
  const effect = effectEstimate(value, standardError, judgement);
  if (!Object.values(effect).every(Number.isFinite)) return outOfRange();
  return estimated(effect);
}

/** Not estimable: without scatter there is nothing to judge an estimate by. */
export const withoutScatter = <T>(): Outcome<T> =>
  cannotEstimate(
    'no-scatter',
    'The points lie exactly on the model: there is no scatter to judge uncertainty by.',
  );

/** One row per coefficient, judged with a covariance of the reader's choice (classical, HC, Newey–West, CR). */
export function coefficientTable(
  fit: Coefficients,
  covariance: Matrix,
  judgement: Judgement,
): Outcome<readonly CoefficientEstimate[]> {
  return allEstimated(
    diagonal(covariance).map((variance, i) => {
      const judged = judgeEffect(at(fit.coefficients, i), Math.sqrt(variance), judgement);
      if (judged.kind === 'not-estimable') return judged;
      return estimated({ name: at(fit.names, i), ...judged.value });
    }),
  );
}

/** cᵀβ with standard error √(cᵀ V c). */
export const linearCombination = (
  fit: Coefficients,
  covariance: Matrix,
  contrast: readonly number[],
): { readonly estimate: number; readonly standardError: number } => ({
  estimate: dot(contrast, fit.coefficients),
  standardError: Math.sqrt(quadraticForm(covariance, contrast)),
});

/** The position of a named coefficient, or −1 where the term was left out as aliased. */
export const coefficientPosition = (fit: Coefficients, name: string): number =>
  fit.names.indexOf(name);
