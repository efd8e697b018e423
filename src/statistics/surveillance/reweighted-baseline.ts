import { tTwoSided } from '../distributions/student-t.ts';
import { at } from '../element.ts';
import { quadraticForm } from '../linear-algebra/matrix.ts';
import { dot } from '../linear-algebra/vector.ts';
import type { Outcome } from '../outcome.ts';
import type { Term } from '../regression/design.ts';
import {
  fitGeneralisedLinearModel,
  type GeneralisedLinearFit,
} from '../regression/generalised-linear-model.ts';
import { sum } from '../summary/sum.ts';

/** A quasi-Poisson model of past counts in which past outbreaks weigh little. */
export interface Baseline {
  readonly fit: GeneralisedLinearFit;
  /** Dispersion for thresholds, never below 1. */
  readonly phi: number;
  /** Dispersion behind standard errors. */
  readonly errorDispersion: number;
}

export interface BaselineRequest {
  readonly response: readonly number[];
  readonly terms: readonly Term[];
  /** Standardised residuals above this are weighted down; null leaves all weights at 1. */
  readonly reweightAbove: number | null;
  /**
   * Which dispersion the standard errors use after reweighting: that of the model, or the one of the
   * R package surveillance, Σ ωᵢ((yᵢ − μᵢ)/μᵢ)²/df, which its published thresholds rest on.
   */
  readonly errorDispersion: 'model' | 'relative-residuals';
}

/**
 * Quasi-Poisson regression with a log link, fitted twice: the second time with weights that shrink
 * past outbreaks.
 *
 * Anscombe residuals sᵢ = 1.5 (yᵢ^⅔ μᵢ^−⅙ − μᵢ^½) / √(φ(1 − hᵢ)); weights γ sᵢ⁻² where sᵢ exceeds the
 * threshold and γ elsewhere, with γ such that they add up to n.
 *
 * @see Farrington CP et al. J R Stat Soc A 1996;159:547–63.
 */
export function fitBaseline(request: BaselineRequest): Outcome<Baseline> {
  const { response, terms, reweightAbove } = request;
  const first = fitGeneralisedLinearModel({ family: 'quasi-poisson', response, terms });
  if (first.kind === 'not-estimable') return first;
  if (reweightAbove === null) return mapped(first, plain);
  const weights = outbreakWeights(first.value, response, reweightAbove);
  const second = fitGeneralisedLinearModel({ family: 'quasi-poisson', response, terms, weights });
  if (second.kind === 'not-estimable' || request.errorDispersion === 'model') {
    return mapped(second, plain);
  }
  return mapped(second, (fit) => ({
    ...plain(fit),
    errorDispersion: relativeDispersion(fit, response, weights),
  }));
}

function mapped<A, B>(outcome: Outcome<A>, change: (value: A) => B): Outcome<B> {
  return outcome.kind === 'not-estimable' ? outcome : { ...outcome, value: change(outcome.value) };
}

const plain = (fit: GeneralisedLinearFit): Baseline => ({
  fit,
  phi: Math.max(1, fit.dispersion),
  errorDispersion: fit.dispersion,
});

function relativeDispersion(
  { fitted, degreesOfFreedom }: GeneralisedLinearFit,
  response: readonly number[],
  weights: readonly number[],
): number {
  const squares = response.map((y, i) => at(weights, i) * (y / at(fitted, i) - 1) ** 2);
  return sum(squares) / degreesOfFreedom;
}

function outbreakWeights(
  fit: GeneralisedLinearFit,
  response: readonly number[],
  threshold: number,
): number[] {
  const phi = Math.max(1, fit.dispersion);
  const raw = response.map((y, i) => {
    const mu = at(fit.fitted, i);
    const residual = 1.5 * (y ** (2 / 3) * mu ** (-1 / 6) - Math.sqrt(mu));
    const s = residual / Math.sqrt(phi * (1 - leverage(fit, i)));
    return s > threshold ? 1 / (s * s) : 1;
  });
  const gamma = raw.length / sum(raw);
  return raw.map((weight) => gamma * weight);
}

/** hᵢ = wᵢ xᵢᵀ (XᵀWX)⁻¹ xᵢ, kept below 1. */
function leverage(fit: GeneralisedLinearFit, row: number): number {
  const x = fit.columns.map((column) => at(column, row));
  return Math.min(1 - 1e-12, at(fit.workingWeights, row) * quadraticForm(fit.bread, x));
}

/** Two-sided p-value of one coefficient by Student's t. */
export function coefficientPValue({ fit, errorDispersion }: Baseline, name: string): number {
  const index = fit.names.indexOf(name);
  if (index < 0) return 1;
  const variance = at(at(fit.bread, index), index) * errorDispersion;
  const estimate = at(fit.coefficients, index);
  if (estimate === 0) return 1;
  return variance > 0 ? tTwoSided(estimate / Math.sqrt(variance), fit.degreesOfFreedom) : 0;
}

/** Prediction on the log scale, with the standard error of its mean at a given dispersion. */
export function predictLog(
  { fit }: Baseline,
  termAt: (term: string) => number,
  dispersion: number,
): { readonly eta: number; readonly error: number } {
  const x = fit.names.map(termAt);
  return {
    eta: dot(fit.coefficients, x),
    error: Math.sqrt(Math.max(0, quadraticForm(fit.bread, x) * dispersion)),
  };
}
