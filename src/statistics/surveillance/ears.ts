import { normalUpperQuantile } from '../distributions/normal.ts';
import { positions as firstPositions } from '../element.ts';
import { mean, standardDeviation } from '../summary/moments.ts';
import {
  type Counts,
  knownCounts,
  missingCounts,
  notRun,
  requireCounts,
  requirePositions,
  type SurveillancePoint,
  tooShort,
} from './surveillance-point.ts';

export type EarsMethod = 'c1' | 'c2' | 'c3';

export interface EarsRequest {
  readonly method: EarsMethod;
  readonly counts: Counts;
  /** Which periods to judge, from 0. */
  readonly positions: readonly number[];
  /** How many past periods set the expectation; 7 by default, at least 3. */
  readonly baseline?: number | undefined;
  /** The standard deviation is taken to be at least this. */
  readonly minimumSigma?: number | undefined;
  /** One-sided false alarm probability; 0.001 for C1 and C2, 0.025 for C3. */
  readonly alpha?: number | undefined;
}

/** C2 and C3 leave this many periods between the baseline and today, so that a slow start is not absorbed. */
const LAG = 2;

/**
 * EARS (Early Aberration Reporting System): today's count against the mean of the last days.
 *
 * C1: baseline y[t−7]…y[t−1]; C2: y[t−9]…y[t−3]; upper bound mean + z(1−α) · sd.
 * C3 adds what the two days before exceeded: with C2ₜ = (yₜ − mean)/sd, upper bound
 * max(0, yₜ + sd (z(1−α) − Σᵢ₌₁² max(0, C2ₜ₋ᵢ − 1))). An alarm is a count above the upper bound.
 *
 * For short series without season; weekly data with a season need Farrington's method.
 *
 * @see Fricker RD, Hegler BL, Dunfee DA. Stat Med 2008;27:3407–29. docs/methods/ears.md
 */
export function ears(request: EarsRequest): readonly SurveillancePoint[] {
  const baseline = request.baseline ?? 7;
  const minimumSigma = request.minimumSigma ?? 0;
  requireCounts(request.counts, 'ears');
  requirePositions(request.positions, request.counts, 'ears');
  if (!(Number.isInteger(baseline) && baseline >= 3 && minimumSigma >= 0)) {
    throw new RangeError(
      `ears: baseline ${baseline}, minimum sigma ${minimumSigma}; at least 3 and 0`,
    );
  }
  const z = normalUpperQuantile(request.alpha ?? (request.method === 'c3' ? 0.025 : 0.001));
  const window = { baseline, minimumSigma, lag: request.method === 'c1' ? 0 : LAG };
  return request.positions.map((position) =>
    request.method === 'c3'
      ? judgeC3(request.counts, position, window, z)
      : judgeDirectly(request.counts, position, window, z),
  );
}

interface Window {
  readonly baseline: number;
  readonly minimumSigma: number;
  readonly lag: number;
}

interface Expectation {
  readonly observed: number;
  readonly expected: number;
  readonly sigma: number;
}

/** Mean and spread of the baseline of one period; null when a count is missing. */
function expectationAt(counts: Counts, position: number, window: Window): Expectation | null {
  const start = position - window.lag - window.baseline;
  const past = knownCounts(
    counts,
    firstPositions(window.baseline).map((i) => start + i),
  );
  const observed = counts[position];
  if (past === null || typeof observed !== 'number') return null;
  const sigma = Math.max(standardDeviation(past), window.minimumSigma);
  return { observed, expected: mean(past), sigma };
}

function judgeDirectly(
  counts: Counts,
  position: number,
  window: Window,
  z: number,
): SurveillancePoint {
  const needed = window.baseline + window.lag;
  if (position < needed) return tooShort(position, needed);
  const today = expectationAt(counts, position, window);
  return today === null
    ? missingCounts(position)
    : judged(position, today, today.expected + z * today.sigma);
}

const judged = (
  position: number,
  { observed, expected }: Expectation,
  upperBound: number,
): SurveillancePoint => ({
  kind: 'judged',
  position,
  observed,
  expected,
  upperBound,
  isAlarm: observed > upperBound,
});

function judgeC3(counts: Counts, position: number, window: Window, z: number): SurveillancePoint {
  const needed = window.baseline + window.lag + 2;
  if (position < needed) return tooShort(position, needed);
  const days = [position, position - 1, position - 2].map((day) =>
    expectationAt(counts, day, window),
  );
  const [today, ...before] = days.flatMap((day) => (day === null ? [] : [day]));
  if (today === undefined || before.length < 2) return missingCounts(position);
  if (before.some(({ sigma }) => sigma === 0)) {
    return notRun(
      position,
      'no-variation',
      'The comparison periods are all equal, so deviations have no scale. Set a minimum sigma.',
    );
  }
  const carried = before.map(({ observed, expected, sigma }) =>
    Math.max(0, (observed - expected) / sigma - 1),
  );
  const evidence = carried.reduce((total, each) => total + each, 0);
  return judged(position, today, Math.max(0, today.observed + today.sigma * (z - evidence)));
}
