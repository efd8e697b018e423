import { at } from '../element.ts';
import { transpose } from '../linear-algebra/matrix.ts';
import { dot, minus, scaled } from '../linear-algebra/vector.ts';
import { cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import type { Term } from '../regression/design.ts';
import { type EffectEstimate, effectEstimate, withoutScatter } from '../regression/inference.ts';
import { mean } from '../summary/moments.ts';
import { durbinWatson, ljungBoxTest, type PortmanteauTest } from './autocorrelation.ts';
import type { StandardErrorSource } from './cautious-error.ts';
import { tooFewOnASide } from './level-difference.ts';
import type { ObservedPoints } from './observed-series.ts';
import {
  type FittedSegments,
  fitSegmentedModel,
  type SegmentedModelName,
} from './segmented-model.ts';

export interface Ratio {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

export interface SegmentedEffect {
  readonly model: SegmentedModelName;
  /** Scale of the three changes: unit of the series, or natural logarithm of a rate or of odds. */
  readonly scale: FittedSegments['scale'];
  /** Change per point before the interruption. */
  readonly trendBefore: EffectEstimate;
  /** Step at the interruption, beyond what the earlier trend foretold. */
  readonly levelChange: EffectEstimate;
  /** How much the change per point differs after the interruption. */
  readonly trendChange: EffectEstimate;
  /** exp(levelChange) with its interval: a rate ratio or an odds ratio; null on the unit scale. */
  readonly levelRatio: Ratio | null;
  /** Fitted − counterfactual at the last point, in the unit of the series. */
  readonly effectAtEnd: EffectEstimate;
  /** Mean of fitted − counterfactual over the points after the change, in the unit of the series. */
  readonly averageEffect: EffectEstimate;
  /** Fitted value at every place of the series, gaps included. */
  readonly fitted: readonly number[];
  /** The earlier level and trend carried on; equals `fitted` before the change. */
  readonly counterfactual: readonly number[];
  /** Where the standard error of the level change comes from. */
  readonly standardErrorFrom: StandardErrorSource;
  /** Lag of the Newey–West error, in points. */
  readonly lag: number;
  readonly durbinWatson: Outcome<number>;
  readonly ljungBox: Outcome<PortmanteauTest>;
  /** Scatter beyond counting, for rates and proportions; null for other models. */
  readonly dispersion: number | null;
  /** Correlation of neighbouring errors in the autoregressive model; null for other models. */
  readonly phi: number | null;
}

export interface SegmentedOptions {
  readonly model: SegmentedModelName;
  /** Position, from 0, of the first point after the change. */
  readonly interruptionIndex: number;
  /** Of the intervals, 0.95 for 95 %. */
  readonly confidence: number;
  readonly lag: number;
  /** `segmentedTerms` and any seasonal or other terms, over every place of the series. */
  readonly terms: readonly Term[];
}

/**
 * Change of level and of trend at an interruption, and the distance from the counterfactual: the
 * level and trend from before, carried on as if nothing had changed.
 *
 * Assumes that the earlier trend would have gone on and that nothing else happened at the same time.
 * With xₜ the terms at point t and x⁰ₜ the same with level and trend set to zero, the effect at t
 * is g⁻¹(xₜᵀβ) − g⁻¹(x⁰ₜᵀβ) with g the link of the model, its standard error by the delta method.
 *
 * @returns not estimable with fewer than three points on a side, without scatter, or when the
 *   model itself is not
 * @see Wagner et al. (2002); Bernal, Cummins & Gasparrini (2017); docs/methods/interrupted-time-series.md
 */
export function segmentedEffect(
  points: ObservedPoints,
  options: SegmentedOptions,
): Outcome<SegmentedEffect> {
  const steps = points.places.map((place) => (place >= options.interruptionIndex ? 1 : 0));
  const outcome = tooFewOnASide<FittedSegments>(steps) ?? fitSegmentedModel(points, options);
  if (outcome.kind === 'not-estimable') return outcome;
  const fit = outcome.value;
  if (fit.residuals.every((residual) => residual === 0)) return withoutScatter();
  const missing = ['time', 'level', 'trend'].find((name) => !fit.names.includes(name));
  if (missing !== undefined) return notSeparable(missing);
  const effect = describe(fit, options);
  const isHeld = Object.values(effect.levelRatio ?? {}).every(Number.isFinite);
  return isHeld ? estimated(effect, outcome.cautions) : outOfRange();
}

function describe(fit: FittedSegments, options: SegmentedOptions): SegmentedEffect {
  const judgement = { reference: fit.degreesOfFreedom, confidence: options.confidence };
  const lines = linesOf(fit, options.terms);
  const after = lines.slice(options.interruptionIndex);
  const effectOf = ({ value, gradient }: Distance): EffectEstimate =>
    effectEstimate(value, fit.errorOf(gradient).standardError, judgement);
  const levelChange = effectOf(coefficientOf(fit, 'level'));
  return {
    model: options.model,
    scale: fit.scale,
    trendBefore: effectOf(coefficientOf(fit, 'time')),
    levelChange,
    trendChange: effectOf(coefficientOf(fit, 'trend')),
    levelRatio: fit.scale === 'unit' ? null : ratioOf(levelChange),
    effectAtEnd: effectOf(meanDistance(fit, after.slice(-1))),
    averageEffect: effectOf(meanDistance(fit, after)),
    fitted: lines.map((line) => fit.inverseLink(line.fitted)),
    counterfactual: lines.map((line) => fit.inverseLink(line.counterfactual)),
    standardErrorFrom: fit.errorOf(coefficientOf(fit, 'level').gradient).from,
    lag: options.lag,
    durbinWatson: durbinWatson(fit.residuals),
    ljungBox: ljungBoxTest(fit.residuals, ljungBoxLags(fit.residuals.length)),
    dispersion: fit.dispersion,
    phi: fit.phi,
  };
}

/** A number made of the coefficients, and how it moves with each of them. */
interface Distance {
  readonly value: number;
  readonly gradient: readonly number[];
}

/** One place of the series on the scale of the linear predictor, with and without the change. */
interface Line {
  readonly terms: readonly number[];
  readonly termsWithoutChange: readonly number[];
  readonly fitted: number;
  readonly counterfactual: number;
}

function linesOf(fit: FittedSegments, terms: readonly Term[]): Line[] {
  const columns = fit.names.map((name) => terms.find((term) => term.name === name)?.values ?? []);
  return transpose(columns).map((row) => {
    const withoutChange = row.map((value, k) =>
      at(fit.names, k) === 'level' || at(fit.names, k) === 'trend' ? 0 : value,
    );
    return {
      terms: row,
      termsWithoutChange: withoutChange,
      fitted: dot(row, fit.coefficients),
      counterfactual: dot(withoutChange, fit.coefficients),
    };
  });
}

function coefficientOf(fit: FittedSegments, name: string): Distance {
  const position = fit.names.indexOf(name);
  return {
    value: at(fit.coefficients, position),
    gradient: fit.names.map((_, k) => (k === position ? 1 : 0)),
  };
}

/** Mean of g⁻¹(xᵀβ) − g⁻¹(x⁰ᵀβ) over some places, and its gradient in β. */
function meanDistance(fit: FittedSegments, lines: readonly Line[]): Distance {
  const value = mean(
    lines.map((line) => fit.inverseLink(line.fitted) - fit.inverseLink(line.counterfactual)),
  );
  const gradients = lines.map((line) =>
    minus(
      scaled(line.terms, fit.slope(line.fitted)),
      scaled(line.termsWithoutChange, fit.slope(line.counterfactual)),
    ),
  );
  return { value, gradient: transpose(gradients).map(mean) };
}

const ratioOf = (change: EffectEstimate): Ratio => ({
  estimate: Math.exp(change.estimate),
  lower: Math.exp(change.lower),
  upper: Math.exp(change.upper),
});

/** Up to ten lags and a fifth of the points, as Hyndman & Athanasopoulos advise. */
const ljungBoxLags = (count: number): number => Math.max(1, Math.min(10, Math.floor(count / 5)));

const notSeparable = (name: string): Outcome<SegmentedEffect> =>
  cannotEstimate(
    'aliased',
    `The term ${name} cannot be told from the other terms. Leave out a covariate that changes with it.`,
  );
