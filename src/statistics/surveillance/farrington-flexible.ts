import { positions as firstPositions } from '../element.ts';
import {
  type FarringtonPoint,
  FIVE_IN_FOUR,
  type Judgement,
  judgeByModel,
  pastCounts,
  type RecentCases,
} from './farrington.ts';
import {
  type CountPower,
  negativeBinomialThreshold,
  normalPowerThreshold,
} from './farrington-thresholds.ts';
import { type Counts, requireCounts, requirePositions, tooShort } from './surveillance-point.ts';

/**
 * `delta`: normal ⅔ power. `negative-binomial`: quantile at the predicted mean. `negative-binomial-upper-mean`:
 * quantile at the upper quantile of the mean.
 */
export type FlexibleThreshold = 'delta' | 'negative-binomial' | 'negative-binomial-upper-mean';

export interface FarringtonFlexibleRequest {
  readonly counts: Counts;
  /** Which periods to judge, from 0. */
  readonly positions: readonly number[];
  readonly frequency?: number | undefined;
  readonly years?: number | undefined;
  readonly halfWindow?: number | undefined;
  /** Season levels: 1 uses the reference windows alone, 10 the whole year in ten blocks. */
  readonly seasonLevels?: number | undefined;
  /** Latest periods kept out of the model, so that an outbreak under way does not hide itself. */
  readonly leaveOutLatest?: number | undefined;
  readonly reweight?: boolean | undefined;
  /** Residuals above this are weighted down; 2.58 by default. */
  readonly reweightAbove?: number | undefined;
  readonly trend?: boolean | undefined;
  /** A trend stays when its p-value is below this; 1 keeps it always. */
  readonly trendPValue?: number | undefined;
  readonly threshold?: FlexibleThreshold | undefined;
  readonly power?: CountPower | undefined;
  /** One-sided level: the upper bound has α above it. */
  readonly alpha?: number | undefined;
  readonly recentCases?: RecentCases | undefined;
}

/**
 * The flexible Farrington algorithm (Noufaily 2013): the whole of past years, with a season in
 * blocks, a trend, past outbreaks weighted down only when extreme, and thresholds for small counts.
 *
 * Season: the windows of w weeks around this week in each past year form one level; the rest of every
 * year is cut into `seasonLevels` − 1 blocks of equal length, the remainder going to the first. The
 * latest periods are left out.
 *
 * @see Noufaily A, Enki DG, Farrington P et al. Stat Med 2013;32:1206–22.
 * @see docs/methods/farrington-flexible.md
 */
export function farringtonFlexible(request: FarringtonFlexibleRequest): readonly FarringtonPoint[] {
  requireCounts(request.counts, 'farringtonFlexible');
  requirePositions(request.positions, request.counts, 'farringtonFlexible');
  const calendar = calendarOf(request);
  return request.positions.map((position) => judgeFlexibly(request, calendar, position));
}

interface Calendar {
  readonly frequency: number;
  readonly years: number;
  readonly halfWindow: number;
  readonly seasonLevels: number;
  readonly leaveOutLatest: number;
}

function calendarOf(request: FarringtonFlexibleRequest): Calendar {
  const { frequency = 52, years = 5, halfWindow = 3, seasonLevels = 1 } = request;
  const leaveOutLatest = request.leaveOutLatest ?? halfWindow;
  const between = frequency - 2 * halfWindow - 1;
  if (!(Number.isInteger(seasonLevels) && seasonLevels >= 1 && between >= seasonLevels - 1)) {
    throw new RangeError(
      `farringtonFlexible: ${seasonLevels} season levels do not fit into ${between} periods between windows`,
    );
  }
  return { frequency, years, halfWindow, seasonLevels, leaveOutLatest };
}

function judgeFlexibly(
  request: FarringtonFlexibleRequest,
  calendar: Calendar,
  position: number,
): FarringtonPoint {
  const needed = calendar.years * calendar.frequency + calendar.halfWindow;
  if (position < needed) return tooShort(position, needed);
  const levels = seasonLevelsBefore(position, calendar);
  const windowLevel = calendar.seasonLevels - 1;
  return judgeByModel({
    counts: request.counts,
    position,
    recentCases: request.recentCases ?? FIVE_IN_FOUR,
    past: pastCounts(request.counts, [...levels.keys()], (past) => levels.get(past) ?? windowLevel),
    level: windowLevel,
    reweightAbove: (request.reweight ?? true) ? (request.reweightAbove ?? 2.58) : null,
    errorDispersion: 'relative-residuals',
    mayHaveTrend: request.trend ?? true,
    years: calendar.years,
    trendPValue: request.trendPValue ?? 0.05,
    predictionDispersion: ({ errorDispersion }) => errorDispersion,
    threshold: thresholdOf(request),
  });
}

function thresholdOf({
  threshold = 'delta',
  power = '2/3',
  alpha = 0.05,
}: FarringtonFlexibleRequest): Judgement['threshold'] {
  if (threshold === 'delta') {
    return (prediction, observed) =>
      normalPowerThreshold(prediction, observed, { power, tail: alpha });
  }
  const mean = threshold === 'negative-binomial' ? 'plug-in' : 'upper-mean';
  return (prediction, observed) => negativeBinomialThreshold(prediction, observed, { mean, alpha });
}

/** Season level of every past period that the model uses, in order of time. */
function seasonLevelsBefore(position: number, calendar: Calendar): Map<number, number> {
  const { years, frequency, leaveOutLatest } = calendar;
  const levels = new Map<number, number>();
  for (const i of firstPositions(years)) {
    const reference = position - frequency * (years - i);
    for (const [period, level] of levelsOfYear(reference, calendar)) {
      if (period < position - leaveOutLatest) levels.set(period, level);
    }
  }
  return levels;
}

/** The window around a reference period has the last level; the blocks after it follow from 0. */
function levelsOfYear(reference: number, calendar: Calendar): [number, number][] {
  const { halfWindow, frequency, seasonLevels } = calendar;
  const start = reference - halfWindow;
  const window = firstPositions(2 * halfWindow + 1).map((i): [number, number] => [
    start + i,
    seasonLevels - 1,
  ]);
  if (seasonLevels === 1) return window;
  const between = frequency - 2 * halfWindow - 1;
  const blocks = firstPositions(between).map((i): [number, number] => [
    reference + halfWindow + 1 + i,
    blockOf(i, between, seasonLevels - 1),
  ]);
  return [...window, ...blocks];
}

/** Which of `count` blocks, from 0, the i-th period lies in; the first blocks take the remainder. */
function blockOf(i: number, periods: number, count: number): number {
  const length = Math.floor(periods / count);
  const longer = periods % count;
  const inLonger = longer * (length + 1);
  if (i < inLonger) return Math.floor(i / (length + 1));
  return longer + Math.floor((i - inLonger) / length);
}
