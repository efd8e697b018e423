import { at } from '../element.ts';
import { timesVector } from '../linear-algebra/matrix.ts';
import { dot, minus, norm } from '../linear-algebra/vector.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { intercept, type Term } from '../regression/design.ts';
import { logistic } from '../regression/families.ts';
import { fitGeneralisedLinearModel } from '../regression/generalised-linear-model.ts';
import { type EffectEstimate, judgeEffect } from '../regression/inference.ts';
import { fitLinearModel, type ScoredFit } from '../regression/least-squares.ts';
import { scores } from '../regression/robust-covariance.ts';
import { requireSameLength } from '../requirements.ts';
import { mean, standardDeviation } from '../summary/moments.ts';
import { type Arm, requireComparison, tooFewInAnArm } from './arms.ts';
import { requireInside } from './propensity.ts';

export interface AdjustedComparison {
  /** Any number for a linear outcome model, 0 or 1 (or a share) for a logistic one. */
  readonly outcome: readonly number[];
  /** 0 or 1 per row. */
  readonly treated: readonly number[];
  /** Columns without an intercept. */
  readonly covariates: readonly Term[];
  readonly outcomeModel: 'linear' | 'logistic';
  readonly confidence?: number;
}

/** What the outcome model foretells for every row if treated and if not. */
interface Predictions {
  readonly fit: ScoredFit;
  readonly ifTreated: readonly number[];
  readonly ifNot: readonly number[];
  /** Mean gradient of ifTreated − ifNot in the coefficients. */
  readonly gradient: readonly number[];
}

const treatedName = 'treated';

function predict(comparison: AdjustedComparison): Outcome<Predictions> {
  const { outcome, treated, covariates, outcomeModel } = comparison;
  requireComparison('outcome model', outcome, treated);
  const terms = [intercept(outcome.length), ...covariates, { name: treatedName, values: treated }];
  const fitted: Outcome<ScoredFit> =
    tooFewInAnArm<ScoredFit>(treated) ??
    (outcomeModel === 'linear'
      ? fitLinearModel({ response: outcome, terms })
      : fitGeneralisedLinearModel({ family: 'binomial', response: outcome, terms }));
  if (fitted.kind === 'not-estimable') return fitted;
  const fit = fitted.value;
  if (!fit.names.includes(treatedName)) {
    return cannotEstimate(
      'aliased',
      'Treated is a combination of the covariates; leave out a covariate that gives it away.',
    );
  }
  return estimated(contrast(fit, treated.length, outcomeModel), fitted.cautions);
}

function contrast(
  fit: ScoredFit,
  rows: number,
  outcomeModel: AdjustedComparison['outcomeModel'],
): Predictions {
  const meanOf = outcomeModel === 'linear' ? (eta: number) => eta : logistic;
  const slopeOf =
    outcomeModel === 'linear' ? () => 1 : (eta: number) => logistic(eta) * logistic(-eta);
  const under = (arm: Arm) => {
    const columns = fit.columns.map((column, k) =>
      fit.names[k] === treatedName ? Array.from({ length: rows }, () => arm) : column,
    );
    const predictor = timesVector(columns, fit.coefficients);
    const slopes = predictor.map(slopeOf);
    return {
      means: predictor.map(meanOf),
      gradient: columns.map((column) => dot(column, slopes) / rows),
    };
  };
  const [treated, control] = [under(1), under(0)];
  return {
    fit,
    ifTreated: treated.means,
    ifNot: control.means,
    gradient: minus(treated.gradient, control.gradient),
  };
}

/**
 * Effect standardised over the covariates of all rows (g-computation): the mean of what the outcome
 * model foretells if everyone were treated minus if no one were.
 *
 * Assumes that the outcome model is right and the covariates hold everything that influences both
 * treatment and outcome. Linear model: main effects by least squares; logistic: main effects, the difference is in
 * probabilities. Standard error from the influence of each row, on the mean and through the coefficients:
 * IFᵢ = (dᵢ − Δ)/n + (∂Δ/∂β)ᵀ B sᵢ with d the row's predicted difference, B (XᵀWX)⁻¹ and s its score; SE = √Σ IFᵢ².
 *
 * @returns not estimable with fewer than two rows in an arm, or when the outcome model is not
 * @example logistic, no covariates, events in 3 of 4 treated and 1 of 4 untreated: 0.5 ± √(2 × 0.1875/4)
 * @see Hernán & Robins, Causal Inference: What If (2020) chapter 13; docs/methods/propensity-weighting.md
 */
export function standardisedEffect(comparison: AdjustedComparison): Outcome<EffectEstimate> {
  const outcome = predict(comparison);
  if (outcome.kind === 'not-estimable') return outcome;
  const { fit, ifTreated, ifNot, gradient } = outcome.value;
  const differences = minus(ifTreated, ifNot);
  const effect = mean(differences);
  const direction = timesVector(fit.bread, gradient);
  const throughCoefficients = timesVector(scores(fit), direction);
  const influence = differences.map(
    (d, row) => (d - effect) / differences.length + at(throughCoefficients, row),
  );
  return judgeEffect(effect, norm(influence), {
    reference: 'normal',
    confidence: comparison.confidence ?? 0.95,
  });
}

/**
 * Effect by augmented inverse probability weighting: right when either the propensity or the outcome model is.
 *
 * With m₁, m₀ the outcome model's predictions and p the propensity, each row contributes
 * m₁ + z (y − m₁)/p − m₀ − (1 − z)(y − m₀)/(1 − p); the effect is their mean and its standard error
 * their standard deviation / √n.
 *
 * @param propensity probability of being treated, above 0 and below 1
 * @see Robins, Rotnitzky & Zhao (1994); docs/methods/propensity-weighting.md
 */
export function doublyRobustEffect(
  comparison: AdjustedComparison,
  propensity: readonly number[],
): Outcome<EffectEstimate> {
  requireInside('doublyRobustEffect', propensity);
  requireSameLength(comparison.outcome, propensity, 'doublyRobustEffect: outcome and propensity');
  const outcome = predict(comparison);
  if (outcome.kind === 'not-estimable') return outcome;
  const { ifTreated, ifNot } = outcome.value;
  const contributions = comparison.outcome.map((y, row) => {
    const [m1, m0, p] = [at(ifTreated, row), at(ifNot, row), at(propensity, row)];
    return at(comparison.treated, row) === 1
      ? m1 - m0 + (y - m1) / p
      : m1 - m0 - (y - m0) / (1 - p);
  });
  const standardError = standardDeviation(contributions) / Math.sqrt(contributions.length);
  return judgeEffect(mean(contributions), standardError, {
    reference: 'normal',
    confidence: comparison.confidence ?? 0.95,
  });
}
