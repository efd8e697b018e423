import {
  type CountPower,
  type CountScore,
  type EarsMethod,
  type ExpectedCounts,
  ears,
  type FarringtonPoint,
  type FlexibleThreshold,
  farrington,
  farringtonFlexible,
  poissonCusum,
} from '#statistics';
import {
  type Adapter,
  type Fields,
  fields,
  number,
  numbers,
  numbersWithGaps,
  optionalFlag,
  optionalNumber,
  optionalNumbers,
  optionalText,
  type StatisticsCase,
  text,
} from './case.ts';

const earsMethods: Readonly<Record<string, EarsMethod>> = { C1: 'c1', C2: 'c2', C3: 'c3' };

function known<T>(table: Readonly<Record<string, T>>, name: string): T {
  const found = table[name];
  if (found === undefined) throw new Error(`no option ${name}`);
  return found;
}

/** The judged weeks: a stated range, or those the case lists results for. Counted from 0 here. */
function judgedPositions({ options, expected }: StatisticsCase): number[] {
  const from = optionalNumber(options, 'range_from');
  if (from === undefined)
    return numbers(fields({ expected }, 'expected'), 'index').map((i) => i - 1);
  const count = number(options, 'range_to') - from + 1;
  return Array.from({ length: count }, (_, i) => from - 1 + i);
}

const indexOf = (positions: readonly number[]): number[] => positions.map((i) => i + 1);

function earsCase(theCase: StatisticsCase): unknown {
  const { options, input } = theCase;
  const positions = judgedPositions(theCase);
  const points = ears({
    method: known(earsMethods, text(options, 'method')),
    counts: numbersWithGaps(input, 'observed'),
    positions,
    baseline: optionalNumber(options, 'baseline'),
    minimumSigma: optionalNumber(options, 'minSigma'),
    alpha: optionalNumber(options, 'alpha'),
  });
  return {
    index: indexOf(positions),
    upperbound: points.map((point) => (point.kind === 'judged' ? point.upperBound : null)),
    alarm: points.map((point) => (point.kind === 'judged' ? point.isAlarm : null)),
  };
}

const powers: Readonly<Record<string, CountPower>> = { '2/3': '2/3', '1/2': '1/2', none: 'none' };

/** What both Farrington methods share. */
function farringtonOptions(theCase: StatisticsCase) {
  const { options, input } = theCase;
  const recent = optionalNumbers(options, 'limit54');
  return {
    counts: numbersWithGaps(input, 'observed'),
    positions: judgedPositions(theCase),
    frequency: optionalNumber(input, 'frequency'),
    years: optionalNumber(options, 'b'),
    halfWindow: optionalNumber(options, 'w'),
    reweight: optionalFlag(options, 'reweight'),
    trend: optionalFlag(options, 'trend'),
    power: known(powers, optionalText(options, 'powertrans') ?? '2/3'),
    alpha: optionalNumber(options, 'alpha'),
    recentCases: recent && { cases: recent[0] ?? 5, periods: recent[1] ?? 4 },
  };
}

/** The original method reports a bound of 0 where too few recent cases rule out an alarm. */
function farringtonCase(theCase: StatisticsCase): unknown {
  const points = farrington(farringtonOptions(theCase));
  return {
    index: indexOf(points.map(({ position }) => position)),
    upperbound: points.map((point) => {
      if (isRuledOut(point)) return 0;
      return point.kind === 'judged' ? point.upperBound : null;
    }),
    alarm: points.map((point) =>
      point.kind === 'not-run' ? (isRuledOut(point) ? 0 : null) : Number(point.isAlarm),
    ),
    trend: points.map(trendOf),
  };
}

/** Too few recent cases for an alarm, whether or not there was a past to fit a model to. */
const isRuledOut = (point: FarringtonPoint): boolean =>
  point.kind === 'too-few-recent-cases' ||
  (point.kind === 'not-run' && point.reason === 'too-few-cases');

const trendOf = (point: FarringtonPoint): number | null =>
  point.kind === 'not-run' ? null : Number(point.trendIncluded);

const thresholds: Readonly<Record<string, FlexibleThreshold>> = {
  delta: 'delta',
  nbPlugin: 'negative-binomial',
  muan: 'negative-binomial-upper-mean',
};

function farringtonFlexibleCase(theCase: StatisticsCase): unknown {
  const { options } = theCase;
  const threshold = known(thresholds, optionalText(options, 'thresholdMethod') ?? 'delta');
  const points = farringtonFlexible({
    ...farringtonOptions(theCase),
    threshold,
    seasonLevels: optionalNumber(options, 'noPeriods'),
    leaveOutLatest: optionalNumber(options, 'pastWeeksNotIncluded'),
    reweightAbove: optionalNumber(options, 'weightsThreshold'),
    trendPValue: optionalNumber(options, 'pThresholdTrend'),
  });
  return {
    index: indexOf(points.map(({ position }) => position)),
    upperbound: points.map((point) => (point.kind === 'judged' ? point.upperBound : null)),
    alarm: points.map((point) => {
      if (isRuledOut(point)) return false;
      return point.kind === 'not-run' ? null : point.isAlarm;
    }),
    expected: points.map((point) => (point.kind === 'judged' ? point.expected : null)),
    pvalue: points.map((point) => (point.kind === 'not-run' ? null : point.pValue)),
    score: points.map((point) => exceedance(point, threshold)),
    trend: points.map(trendOf),
  };
}

/** (y − centre)/(U − centre); for the negative binomial thresholds the reference takes the centre on the log scale. */
function exceedance(point: FarringtonPoint, threshold: FlexibleThreshold): number | null {
  if (point.kind === 'not-run') return null;
  const centre = threshold === 'delta' ? point.expected : point.linearPredictor;
  return (point.observed - centre) / (point.upperBound - centre);
}

const countScores: Readonly<Record<string, CountScore>> = {
  rossi: 'rossi',
  standard: 'standard',
  anscombe: 'anscombe',
};

/**
 * `m` as in the reference: a number, 'glm' for a yearly wave (of 52 weeks unless stated), or nothing for
 * the mean of the past. The shared case names no option at all; its call has the yearly wave.
 */
function expectedCounts(options: Fields, input: Fields, judged: number): ExpectedCounts {
  const given = options.m;
  if (typeof given === 'number')
    return { kind: 'known', values: Array.from({ length: judged }, () => given) };
  const isNamed = Object.keys(options).some((name) => name === 'k' || name === 'h' || name === 'm');
  if (isNamed && given !== 'glm') return { kind: 'mean' };
  const period = optionalNumber(options, 'frequency') ?? optionalNumber(input, 'frequency') ?? 52;
  const start = optionalNumbers(input, 'start')?.[1] ?? 1;
  return { kind: 'seasonal', period, start };
}

function poissonCusumCase(theCase: StatisticsCase): unknown {
  const { options, input } = theCase;
  const positions = judgedPositions(theCase);
  const from = positions[0] ?? 0;
  const found = poissonCusum({
    counts: numbersWithGaps(input, 'observed'),
    from,
    to: from + positions.length,
    expected: expectedCounts(options, input, positions.length),
    score: known(countScores, optionalText(options, 'trans') ?? 'rossi'),
    k: optionalNumber(options, 'k'),
    h: optionalNumber(options, 'h'),
  });
  if (found.kind === 'not-estimable') throw new Error(`no CUSUM: ${found.message}`);
  return {
    index: indexOf(found.value.map(({ position }) => position)),
    upperbound: found.value.map(({ upperBound }) => upperBound),
    alarm: found.value.map(({ isAlarm }) => Number(isAlarm)),
  };
}

export const surveillanceAdapters: Readonly<Record<string, Adapter>> = {
  ears: earsCase,
  farrington: farringtonCase,
  farringtonflex: farringtonFlexibleCase,
  'poisson-cusum': poissonCusumCase,
};
