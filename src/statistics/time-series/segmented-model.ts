import { at, positions } from '../element.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import type { Term } from '../regression/design.ts';
import { type FamilyName, families } from '../regression/families.ts';
import { fitGeneralisedLinearModel } from '../regression/generalised-linear-model.ts';
import { linearCombination, type Reference } from '../regression/inference.ts';
import { classicalCovariance, fitLinearModel } from '../regression/least-squares.ts';
import { fitAutoregressiveModel } from './autoregressive-errors.ts';
import { cautiousErrors, type ErrorOf, positiveCorrelation } from './cautious-error.ts';
import type { ObservedPoints } from './observed-series.ts';
import { pickTermRows } from './segmented-design.ts';

/**
 * How the points scatter around the segments:
 * - least-squares: about equally; errors by Newey–West.
 * - autoregressive: each error is tied to the one before (GLS-AR(1), REML).
 * - quasi-poisson: events over an exposure; changes are rate ratios.
 * - quasi-binomial: cases with an event among cases; changes are odds ratios.
 */
export type SegmentedModelName =
  | 'least-squares'
  | 'autoregressive'
  | 'quasi-poisson'
  | 'quasi-binomial';

/** What any of the models says about the segments. */
export interface FittedSegments {
  readonly names: readonly string[];
  readonly coefficients: readonly number[];
  readonly scale: 'unit' | 'log-rate' | 'log-odds';
  /** From the linear predictor to the unit of the series, and its slope. */
  readonly inverseLink: (linearPredictor: number) => number;
  readonly slope: (linearPredictor: number) => number;
  readonly errorOf: ErrorOf;
  readonly degreesOfFreedom: Reference;
  /** In time order, scaled to about equal scatter. */
  readonly residuals: readonly number[];
  readonly dispersion: number | null;
  readonly phi: number | null;
}

interface SegmentedModel {
  readonly model: SegmentedModelName;
  /** Over every place of the series. */
  readonly terms: readonly Term[];
  readonly lag: number;
}

/** Fits the segments to the observed points with the model named. */
export function fitSegmentedModel(
  points: ObservedPoints,
  { model, terms, lag }: SegmentedModel,
): Outcome<FittedSegments> {
  const rows = pickTermRows(terms, points.places);
  switch (model) {
    case 'least-squares':
      return byLeastSquares(points, rows, lag);
    case 'autoregressive':
      return byAutoregression(points, rows);
    case 'quasi-poisson':
    case 'quasi-binomial':
      return byCounting(points, rows, { family: model, lag });
    default:
      return model satisfies never;
  }
}

const tiesInTime = (points: ObservedPoints, terms: readonly Term[], lag: number) => ({
  lag,
  times: points.places,
  phi: positiveCorrelation(points, terms),
});

const identityLink = { inverseLink: (eta: number) => eta, slope: () => 1 };

function byLeastSquares(
  points: ObservedPoints,
  terms: readonly Term[],
  lag: number,
): Outcome<FittedSegments> {
  const outcome = fitLinearModel({ response: points.values, terms, weights: points.sizes });
  if (outcome.kind === 'not-estimable') return outcome;
  const fit = outcome.value;
  return estimated({
    ...identityLink,
    names: fit.names,
    coefficients: fit.coefficients,
    scale: 'unit',
    errorOf: cautiousErrors(fit, classicalCovariance(fit), tiesInTime(points, terms, lag)),
    degreesOfFreedom: fit.degreesOfFreedom,
    residuals: fit.residuals.map((residual, i) => residual * Math.sqrt(at(points.sizes, i))),
    dispersion: null,
    phi: null,
  });
}

function byAutoregression(points: ObservedPoints, terms: readonly Term[]): Outcome<FittedSegments> {
  const { values: response, places: times } = points;
  const outcome = fitAutoregressiveModel({ response, terms, times, method: 'REML' });
  if (outcome.kind === 'not-estimable') return outcome;
  const fit = outcome.value;
  return estimated({
    ...identityLink,
    names: fit.names,
    coefficients: fit.coefficients,
    scale: 'unit',
    errorOf: (contrast) => ({
      standardError: linearCombination(fit, fit.covariance, contrast).standardError,
      from: 'autoregressive',
    }),
    degreesOfFreedom: fit.degreesOfFreedom,
    residuals: fit.residuals,
    dispersion: null,
    phi: fit.phi,
  });
}

/**
 * Counts with a dispersion that is never taken below 1: a series that happens to scatter less than
 * counting allows does not make us surer than counting allows.
 */
function byCounting(
  points: ObservedPoints,
  terms: readonly Term[],
  { family, lag }: { readonly family: FamilyName; readonly lag: number },
): Outcome<FittedSegments> {
  const isProportion = family === 'quasi-binomial';
  const counts = points.values.map((value, i) => Math.round(value * at(points.sizes, i)));
  const outcome = fitGeneralisedLinearModel({
    family,
    response: isProportion ? points.values : counts,
    terms,
    weights: isProportion ? points.sizes : counts.map(() => 1),
    offset: points.sizes.map((size) => (isProportion ? 0 : Math.log(size))),
  });
  if (outcome.kind === 'not-estimable') return outcome;
  if (outcome.cautions.some(({ code }) => code === 'certain-fit')) return oneSided();
  const fit = outcome.value;
  const dispersion = Math.max(1, fit.pearsonDispersion);
  const classical = fit.bread.map((column) => Array.from(column, (value) => value * dispersion));
  const { inverseLink, slope, variance } = families[family];
  return estimated(
    {
      names: fit.names,
      coefficients: fit.coefficients,
      scale: isProportion ? 'log-odds' : 'log-rate',
      inverseLink,
      slope,
      errorOf: cautiousErrors(fit, classical, tiesInTime(points, terms, lag)),
      degreesOfFreedom: fit.degreesOfFreedom,
      residuals: positions(counts.length).map((i) => {
        const mean = at(fit.fitted, i);
        const observed = isProportion ? at(points.values, i) : at(counts, i);
        return (observed - mean) * Math.sqrt(at(fit.weights, i) / variance(mean));
      }),
      dispersion: fit.pearsonDispersion,
      phi: null,
    },
    outcome.cautions,
  );
}

const oneSided = (): Outcome<FittedSegments> =>
  cannotEstimate(
    'separation',
    'Part of the series has no events, or nothing but events, so no finite ratio describes the change. Read the plain difference.',
  );
