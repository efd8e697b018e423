import { at } from '../element.ts';
import { type Caution, cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { intercept, type Term } from '../regression/design.ts';
import { type EffectEstimate, judgeEffect } from '../regression/inference.ts';
import { classicalCovariance, fitLinearModel } from '../regression/least-squares.ts';
import { neweyWestLag } from '../regression/robust-covariance.ts';
import { requireProbability } from '../requirements.ts';
import { cautiousErrors, positiveCorrelation } from './cautious-error.ts';
import { type LevelDifference, levelDifference } from './level-difference.ts';
import {
  firstPoints,
  type ObservedPoints,
  type ObservedSeries,
  observedPoints,
} from './observed-series.ts';
import { harmonicTerms, type Seasonality, segmentedTerms } from './segmented-design.ts';
import { type SegmentedEffect, segmentedEffect } from './segmented-effect.ts';
import type { SegmentedModelName } from './segmented-model.ts';

/** Points advised on either side of a change before level and trend are read apart (Penfold & Zhang 2013). */
export const advisedPointsOnASide = 8;
/** A p-value below this counts as a sign of a trend or of autocorrelation. */
const signLevel = 0.05;
/** A scatter this many times that of counting is worth saying. */
const notableDispersion = 1.5;

export interface InterruptedSeriesInput {
  readonly series: ObservedSeries;
  /** Position, from 0, of the first point after the change; the change lies just before it. */
  readonly interruptionIndex: number;
  /** Least squares for values, quasi-binomial for proportions, quasi-Poisson for rates unless given. */
  readonly model?: SegmentedModelName;
  /** Waves to allow for, such as one yearly wave in monthly points. */
  readonly seasonality?: Seasonality;
  /** Further explanatory columns, one value per place of the series. */
  readonly covariates?: readonly Term[];
  /** Lag of the Newey–West errors, in points; `neweyWestLag` of the number of points unless given. */
  readonly lag?: number;
  /** Of the intervals, 0.95 unless given. */
  readonly confidence?: number;
}

export interface LevelReading {
  readonly pointsBefore: number;
  readonly pointsAfter: number;
  readonly pointsMissing: number;
  /** Average difference after against before, without trends. */
  readonly levelOnly: Outcome<LevelDifference>;
}

export interface InterruptedSeriesResult extends LevelReading {
  /** Change of level and of trend, and the distance from the counterfactual. */
  readonly segmented: Outcome<SegmentedEffect>;
}

/**
 * What changed when something else changed: an interrupted time series.
 *
 * Two readings of the same points. `levelOnly` compares the averages before and after and needs
 * three points on either side. `segmented` lets the level and the trend change and compares with the
 * earlier trend carried on; eight points on either side are advised. Both state their cautions:
 * - short-before, few-after: fewer than eight points on that side.
 * - missing-points: gaps in the series; they are left out and keep their place in time.
 * - pre-existing-trend (level only): the values already moved before the change.
 * - autocorrelation (segmented): residuals follow each other; errors allow for it, choose `autoregressive` to model it.
 * - overdispersion (segmented): the counts scatter more than counting alone explains.
 *
 * Neither reading rules out that something else happened at the same time; a comparison series does.
 *
 * @returns not estimable when there is no observed point on one side of the change
 * @throws RangeError when the change lies outside the series, lengths differ, or counts are impossible
 * @example values 9, 11, 9, 11, then 11, 13, 11, 13 with interruptionIndex 4: level-only difference 2 ± 0.82
 * @see docs/methods/interrupted-time-series.md
 */
export function interruptedTimeSeries(
  input: InterruptedSeriesInput,
): Outcome<InterruptedSeriesResult> {
  const level = levelReading(input);
  if (level.kind === 'not-estimable') return level;
  const points = observedPoints(input.series);
  const segmented = segmentedEffect(points, {
    ...optionsOf(input, points),
    model: modelFor(input),
    terms: termsFor(input, points),
  });
  return estimated({ ...level.value, segmented: withModelCautions(segmented) }, level.cautions);
}

/** The first of the two readings of `interruptedTimeSeries` alone, with its cautions, in a fraction of the time. */
export function levelReading(
  input: Pick<InterruptedSeriesInput, 'series' | 'interruptionIndex' | 'lag' | 'confidence'>,
): Outcome<LevelReading> {
  const points = observedPoints(input.series);
  requireInterruption(points, input.interruptionIndex);
  const options = optionsOf(input, points);
  requireProbability(options.confidence, 'interruptedTimeSeries: confidence');
  const pointsAfter = points.places.filter((place) => place >= input.interruptionIndex).length;
  const pointsBefore = points.places.length - pointsAfter;
  if (pointsBefore === 0 || pointsAfter === 0) {
    return cannotEstimate(
      'no-points-on-a-side',
      `${pointsBefore} points before and ${pointsAfter} after the change; both sides are needed.`,
    );
  }
  const pointsMissing = points.length - points.places.length;
  const levelOnly = withTrendCaution(levelDifference(points, options), points, options);
  return estimated(
    { pointsBefore, pointsAfter, pointsMissing, levelOnly },
    countCautions(pointsBefore, pointsAfter, pointsMissing),
  );
}

const optionsOf = (
  input: Pick<InterruptedSeriesInput, 'interruptionIndex' | 'lag' | 'confidence'>,
  points: ObservedPoints,
) => ({
  interruptionIndex: input.interruptionIndex,
  confidence: input.confidence ?? 0.95,
  lag: input.lag ?? neweyWestLag(points.places.length),
});

function requireInterruption(points: ObservedPoints, index: number): void {
  if (Number.isInteger(index) && index >= 0 && index <= points.length) return;
  throw new RangeError(
    `interruptedTimeSeries: change at position ${index} of a series of ${points.length} points`,
  );
}

function modelFor(input: InterruptedSeriesInput): SegmentedModelName {
  if (input.model !== undefined) return input.model;
  const { kind } = input.series;
  if (kind === 'values') return 'least-squares';
  return kind === 'proportions' ? 'quasi-binomial' : 'quasi-poisson';
}

const termsFor = (input: InterruptedSeriesInput, points: ObservedPoints): Term[] => [
  ...segmentedTerms(points.length, input.interruptionIndex),
  ...(input.seasonality === undefined ? [] : harmonicTerms(points.length, input.seasonality)),
  ...(input.covariates ?? []),
];

function countCautions(before: number, after: number, missing: number): Caution[] {
  const cautions: Caution[] = [];
  if (before < advisedPointsOnASide) {
    cautions.push({
      code: 'short-before',
      message: `${before} points before the change, ${advisedPointsOnASide} advised: the earlier level and trend are uncertain.`,
    });
  }
  if (after < advisedPointsOnASide) {
    cautions.push({
      code: 'few-after',
      message: `${after} points after the change, ${advisedPointsOnASide} advised: wait before reading a trend.`,
    });
  }
  if (missing > 0) {
    cautions.push({
      code: 'missing-points',
      message: `${missing} points are missing and were left out; they keep their place in time.`,
    });
  }
  return cautions;
}

interface TrendOptions {
  readonly interruptionIndex: number;
  readonly confidence: number;
  readonly lag: number;
}

/** The level-only difference takes a trend from before the change for an effect: say so where there was one. */
function withTrendCaution(
  outcome: Outcome<LevelDifference>,
  points: ObservedPoints,
  options: TrendOptions,
): Outcome<LevelDifference> {
  if (outcome.kind === 'not-estimable') return outcome;
  const trend = trendBefore(points, options);
  if (trend.kind === 'not-estimable' || trend.value.pValue >= signLevel) return outcome;
  const direction = trend.value.estimate > 0 ? 'rising' : 'falling';
  return estimated(outcome.value, [
    ...outcome.cautions,
    {
      code: 'pre-existing-trend',
      message: `The values were already ${direction} before the change; the plain difference counts that trend as effect.`,
    },
  ]);
}

/** Slope of the points before the change alone. */
function trendBefore(points: ObservedPoints, options: TrendOptions): Outcome<EffectEstimate> {
  const before = firstPoints(
    points,
    points.places.filter((place) => place < options.interruptionIndex).length,
  );
  const { values: response, places: times, sizes: weights } = before;
  const terms = [intercept(times.length), { name: 'time', values: times }];
  const outcome = fitLinearModel({ response, terms, weights });
  if (outcome.kind === 'not-estimable') return outcome;
  const fit = outcome.value;
  const errorOf = cautiousErrors(fit, classicalCovariance(fit), {
    lag: Math.min(options.lag, neweyWestLag(times.length)),
    times,
    phi: positiveCorrelation(before, terms),
  });
  return judgeEffect(at(fit.coefficients, 1), errorOf([0, 1]).standardError, {
    reference: fit.degreesOfFreedom,
    confidence: options.confidence,
  });
}

function withModelCautions(outcome: Outcome<SegmentedEffect>): Outcome<SegmentedEffect> {
  if (outcome.kind === 'not-estimable') return outcome;
  const { ljungBox, dispersion, phi } = outcome.value;
  const cautions = [...outcome.cautions];
  if (phi === null && ljungBox.kind === 'estimate' && ljungBox.value.pValue < signLevel) {
    cautions.push({
      code: 'autocorrelation',
      message:
        'Neighbouring points are related beyond level and trend (Ljung–Box test): a season or another cause may be missing from the model.',
    });
  }
  if (dispersion !== null && dispersion > notableDispersion) {
    cautions.push({
      code: 'overdispersion',
      message: `The counts scatter ${dispersion.toFixed(1)} times as much as counting alone explains; the intervals are widened for it.`,
    });
  }
  return estimated(outcome.value, cautions);
}
