import { positions as firstPositions } from '../element.ts';
import { sum } from '../summary/sum.ts';
import {
  type CountPower,
  normalPowerThreshold,
  type Prediction,
  type Threshold,
} from './farrington-thresholds.ts';
import {
  type Baseline,
  type BaselineChoice,
  fitBaseline,
  type PastCounts,
  trendPValue,
} from './seasonal-trend-model.ts';
import {
  type Counts,
  missingCounts,
  type NotRun,
  notRun,
  requireCounts,
  requirePositions,
  tooShort,
} from './surveillance-point.ts';

/** A trend needs at least this many years of history. */
const YEARS_FOR_TREND = 3;

/** The original method keeps a trend whose p-value is below this. */
const TREND_P_VALUE = 0.05;

/** Anscombe residuals above this are weighted down in the original method. */
const ORIGINAL_REWEIGHT_ABOVE = 1;

export interface RecentCases {
  /** No alarm with fewer cases than this … */
  readonly cases: number;
  /** … in this many latest periods, the current one included. */
  readonly periods: number;
}

export const FIVE_IN_FOUR: RecentCases = { cases: 5, periods: 4 };

export interface FarringtonRequest {
  readonly counts: Counts;
  /** Which periods to judge, from 0. */
  readonly positions: readonly number[];
  /** Periods per year, 52 by default. */
  readonly frequency?: number | undefined;
  /** How many years back, 5 by default. */
  readonly years?: number | undefined;
  /** Periods on either side of the same period in past years, 3 by default. */
  readonly halfWindow?: number | undefined;
  readonly reweight?: boolean | undefined;
  readonly trend?: boolean | undefined;
  readonly power?: CountPower | undefined;
  /** Two-sided level, 0.05 by default: the upper bound has α/2 above it. */
  readonly alpha?: number | undefined;
  readonly recentCases?: RecentCases | undefined;
}

/** What a Farrington model says about one period. */
export interface FarringtonJudged {
  readonly kind: 'judged' | 'too-few-recent-cases';
  readonly position: number;
  readonly observed: number;
  readonly expected: number;
  /** The threshold of the model, also where too few recent cases rule out an alarm. */
  readonly upperBound: number;
  readonly isAlarm: boolean;
  readonly pValue: number;
  readonly dispersion: number;
  readonly trendIncluded: boolean;
  /** Expected count on the log scale. */
  readonly linearPredictor: number;
}

export type FarringtonPoint = FarringtonJudged | NotRun;

/**
 * Farrington's algorithm (1996): this period against the same weeks of past years.
 *
 * Quasi-Poisson log-linear model on the 2w + 1 weeks around this one in each of b past years, with a
 * linear trend when it is significant (5 %), three years are there and it does not predict more than
 * was ever seen; fitted again with past outbreaks weighted down; upper bound by the ⅔ power of the
 * counts. No alarm with fewer than 5 cases in the last 4 weeks.
 *
 * @see Farrington CP, Andrews NJ, Beale AD, Catchpole MA. J R Stat Soc A 1996;159:547–63.
 * @see docs/methods/farrington.md
 */
export function farrington(request: FarringtonRequest): readonly FarringtonPoint[] {
  requireCounts(request.counts, 'farrington');
  requirePositions(request.positions, request.counts, 'farrington');
  return request.positions.map((position) => judgeOriginal(request, position));
}

function judgeOriginal(request: FarringtonRequest, position: number): FarringtonPoint {
  const { frequency = 52, years = 5, halfWindow = 3 } = request;
  const reference = windowPositions({ position, frequency, years, halfWindow });
  const available = reference.filter((each) => each >= 0);
  if (available.length < 2 * halfWindow + 1) return tooShort(position, frequency + halfWindow);
  const choice = { power: request.power ?? '2/3', tail: (request.alpha ?? 0.05) / 2 } as const;
  return judgeByModel({
    counts: request.counts,
    position,
    recentCases: request.recentCases ?? FIVE_IN_FOUR,
    past: pastCounts(request.counts, available, () => 0),
    level: 0,
    reweightAbove: (request.reweight ?? true) ? ORIGINAL_REWEIGHT_ABOVE : null,
    errorDispersion: 'model',
    mayHaveTrend: request.trend ?? true,
    years,
    trendPValue: TREND_P_VALUE,
    predictionDispersion: ({ phi }) => phi,
    threshold: (prediction, observed) => normalPowerThreshold(prediction, observed, choice),
  });
}

/** The same weeks in past years, oldest first; positions before the series are negative. */
export function windowPositions(window: {
  readonly position: number;
  readonly frequency: number;
  readonly years: number;
  readonly halfWindow: number;
}): number[] {
  const { position, frequency, years, halfWindow } = window;
  return firstPositions(years).flatMap((i) => {
    const centre = position - frequency * (years - i);
    return firstPositions(2 * halfWindow + 1).map((j) => centre - halfWindow + j);
  });
}

/** Known counts at the given positions with their season levels; unknown counts are left out. */
export function pastCounts(
  counts: Counts,
  positions: readonly number[],
  levelAt: (position: number) => number,
): PastCounts {
  const known = positions.filter((position) => typeof counts[position] === 'number');
  return {
    times: known,
    counts: known.map((position) => counts[position] ?? 0),
    levels: known.map(levelAt),
  };
}

/** Everything that differs between the original and the flexible method. */
export interface Judgement {
  readonly counts: Counts;
  readonly position: number;
  readonly recentCases: RecentCases;
  readonly past: PastCounts;
  /** Season level of the judged period. */
  readonly level: number;
  readonly reweightAbove: number | null;
  readonly errorDispersion: BaselineChoice['errorDispersion'];
  readonly mayHaveTrend: boolean;
  readonly years: number;
  readonly trendPValue: number;
  /** The dispersion behind the standard error of the prediction. */
  readonly predictionDispersion: (baseline: Baseline) => number;
  readonly threshold: (prediction: Prediction, observed: number) => Threshold;
}

export function judgeByModel(judgement: Judgement): FarringtonPoint {
  const { counts, position, recentCases, past } = judgement;
  const observed = counts[position];
  const recent = recentTotal(counts, position, recentCases.periods);
  if (typeof observed !== 'number' || recent === null) return missingCounts(position);
  if (past.counts.every((count) => count === 0)) {
    return recent < recentCases.cases ? tooFewCases(position) : noPastCases(position);
  }
  const chosen = chooseBaseline(judgement);
  if (chosen === null) return noFit(position);
  const prediction = predictionOf(judgement, chosen.baseline);
  const { upper, pValue } = judgement.threshold(prediction, observed);
  if (!Number.isFinite(upper)) return noFit(position);
  const hasEnough = recent >= recentCases.cases;
  return {
    kind: hasEnough ? 'judged' : 'too-few-recent-cases',
    position,
    observed,
    expected: Math.exp(prediction.eta),
    upperBound: upper,
    isAlarm: hasEnough && observed > upper && observed > 0,
    pValue,
    dispersion: chosen.baseline.phi,
    trendIncluded: chosen.hasTrend,
    linearPredictor: prediction.eta,
  };
}

function recentTotal(counts: Counts, position: number, periods: number): number | null {
  const latest = counts.slice(Math.max(0, position - periods + 1), position + 1);
  const known = latest.filter((count) => count !== null);
  return known.length === latest.length ? sum(known) : null;
}

const noPastCases = (position: number): NotRun =>
  notRun(
    position,
    'no-past-cases',
    'There was no case at all in the comparison weeks, so there is no pattern to compare with. Judge new cases by hand.',
  );

/** No model is needed to say that there is no alarm. */
const tooFewCases = (position: number): NotRun =>
  notRun(
    position,
    'too-few-cases',
    'There was no case at all in the comparison weeks and too few now for an alarm. Nothing to do.',
  );

const noFit = (position: number): NotRun =>
  notRun(
    position,
    'no-fit',
    'The model of past weeks did not settle, with or without trend. Look at the series, or use EARS.',
  );

function predictionOf(judgement: Judgement, baseline: Baseline): Prediction {
  const { eta, variance } = baseline.fit.predict(judgement.level, judgement.position);
  const error = Math.sqrt(variance * judgement.predictionDispersion(baseline));
  return { eta, error, phi: baseline.phi };
}

/** The model with trend when the trend may stay, otherwise the one without. */
function chooseBaseline(
  judgement: Judgement,
): { readonly baseline: Baseline; readonly hasTrend: boolean } | null {
  const { past, mayHaveTrend } = judgement;
  const withTrend = mayHaveTrend ? fitBaseline(past, { ...judgement, hasTrend: true }) : null;
  if (withTrend !== null && keepsTrend(judgement, withTrend)) {
    return { baseline: withTrend, hasTrend: true };
  }
  const without = fitBaseline(past, { ...judgement, hasTrend: false });
  return without === null ? null : { baseline: without, hasTrend: false };
}

/** Significant, at least three years, and no extrapolation beyond what was ever seen. */
function keepsTrend(judgement: Judgement, baseline: Baseline): boolean {
  const { past, years, position, level } = judgement;
  const highest = past.counts.reduce((a, b) => Math.max(a, b), 0);
  return (
    years >= YEARS_FOR_TREND &&
    trendPValue(baseline) < judgement.trendPValue &&
    Math.exp(baseline.fit.predict(level, position).eta) <= highest
  );
}
