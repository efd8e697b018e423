import { at, positions as firstPositions } from '../element.ts';
import { dot } from '../linear-algebra/vector.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { intercept } from '../regression/design.ts';
import { fitGeneralisedLinearModel } from '../regression/generalised-linear-model.ts';
import { requirePositive } from '../requirements.ts';
import { mean } from '../summary/moments.ts';
import { type Counts, knownCounts, requireCounts } from './surveillance-point.ts';

/** How counts are brought to a standard scale. */
export type CountScore = 'rossi' | 'standard' | 'anscombe';

/** Where the expected counts come from. */
export type ExpectedCounts =
  /** The mean of all counts before the first judged period. */
  | { readonly kind: 'mean' }
  /** A yearly wave fitted to them. `start` is the season position of the first count, usually 1. */
  | { readonly kind: 'seasonal'; readonly period: number; readonly start: number }
  /** Given from outside: one for each judged period. */
  | { readonly kind: 'known'; readonly values: readonly number[] };

export interface PoissonCusumRequest {
  readonly counts: Counts;
  /** The first judged period and the one past the last, from 0. */
  readonly from: number;
  readonly to: number;
  readonly expected: ExpectedCounts;
  readonly score?: CountScore | undefined;
  /** Reference value k; 1.04 by default. */
  readonly k?: number | undefined;
  /** Decision value h; 2.26 by default. */
  readonly h?: number | undefined;
}

export interface CusumPoint {
  readonly position: number;
  readonly observed: number;
  readonly expected: number;
  /** The sum after this period. */
  readonly cusum: number;
  /** The count at which the sum would have reached h. */
  readonly upperBound: number;
  readonly isAlarm: boolean;
}

/**
 * CUSUM for counts (Rossi): small excesses that persist add up to an alarm.
 *
 * With expected count m the score is x = (y − 3m + 2√(ym)) / (2√m) (Rossi), (y − m)/√m (standard) or
 * 1.5 (y^⅔ − m^⅔)/m^⅙ (Anscombe); Cₜ = max(0, Cₜ₋₁ + xₜ − k); alarm when Cₜ ≥ h. The sum is not reset.
 *
 * @returns not estimable without history, with missing counts, or when nothing is expected
 * @see Rossi G, Lampugnani L, Marchi M. Stat Med 1999;18:2111–22. docs/methods/poisson-cusum.md
 */
export function poissonCusum(request: PoissonCusumRequest): Outcome<readonly CusumPoint[]> {
  const { counts, from, to, score = 'rossi', k = 1.04, h = 2.26 } = request;
  requireCounts(counts, 'poissonCusum');
  requirePositive(h, 'poissonCusum: h');
  const observed = knownCounts(
    counts,
    firstPositions(Math.max(0, to - from)).map((i) => from + i),
  );
  if (observed === null) return missing();
  const expected = expectedCounts(request);
  if (expected.kind === 'not-estimable') return expected;
  if (!expected.value.every((m) => m > 0 && Number.isFinite(m))) return nothingExpected();
  let sum = 0;
  const points = observed.map((y, i) => {
    const m = at(expected.value, i);
    const before = sum;
    sum = Math.max(0, before + scores[score].of(y, m) - k);
    const upperBound = Math.max(0, scores[score].inverse(h + k - before, m));
    return {
      position: from + i,
      observed: y,
      expected: m,
      cusum: sum,
      upperBound,
      isAlarm: sum >= h,
    };
  });
  return estimated(points);
}

const missing = <T>(): Outcome<T> =>
  cannotEstimate(
    'missing-counts',
    'A count is missing in the judged or the past periods. Complete the counts first.',
  );

const nothingExpected = <T>(): Outcome<T> =>
  cannotEstimate(
    'no-past-cases',
    'The past periods hold no case, so nothing is expected and no excess can be measured.',
  );

function expectedCounts({
  counts,
  from,
  to,
  expected,
}: PoissonCusumRequest): Outcome<readonly number[]> {
  const judged = firstPositions(Math.max(0, to - from)).map((i) => from + i);
  if (expected.kind === 'known') {
    if (expected.values.length !== judged.length) {
      throw new RangeError(
        `poissonCusum: ${expected.values.length} expected counts for ${judged.length} periods`,
      );
    }
    return estimated(expected.values);
  }
  const past = knownCounts(counts, firstPositions(from));
  if (past === null) return missing();
  if (past.length === 0) {
    return cannotEstimate(
      'too-short',
      'No period lies before the first judged one. Start later, or give the expected counts.',
    );
  }
  if (expected.kind === 'mean') return estimated(judged.map(() => mean(past)));
  return seasonalWave(past, judged, expected);
}

/** Poisson regression on one yearly wave: ln m = β₀ + β₁ cos(2πt/p) + β₂ sin(2πt/p). */
function seasonalWave(
  past: readonly number[],
  judged: readonly number[],
  { period, start }: { readonly period: number; readonly start: number },
): Outcome<readonly number[]> {
  const angle = (position: number): number => (2 * Math.PI * (start + position)) / period;
  const training = firstPositions(past.length);
  const fit = fitGeneralisedLinearModel({
    family: 'poisson',
    response: past,
    terms: [
      intercept(past.length),
      { name: 'cos', values: training.map((t) => Math.cos(angle(t))) },
      { name: 'sin', values: training.map((t) => Math.sin(angle(t))) },
    ],
  });
  if (fit.kind === 'not-estimable') return fit;
  const { coefficients } = fit.value;
  const at = (t: number): number =>
    Math.exp(dot(coefficients, [1, Math.cos(angle(t)), Math.sin(angle(t))]));
  return estimated(judged.map(at));
}

interface Score {
  readonly of: (observed: number, expected: number) => number;
  /** The count that has a given score. */
  readonly inverse: (score: number, expected: number) => number;
}

const power = (base: number, exponent: number): number => (base <= 0 ? 0 : base ** exponent);

const scores: Readonly<Record<CountScore, Score>> = {
  rossi: {
    of: (y, m) => (y - 3 * m + 2 * Math.sqrt(y * m)) / (2 * Math.sqrt(m)),
    inverse: (score, m) => {
      const root = 4 * m * m + 2 * m ** 1.5 * score;
      return root < 0 ? 0 : 2 * score * Math.sqrt(m) + 5 * m - 2 * Math.sqrt(root);
    },
  },
  standard: {
    of: (y, m) => (y - m) / Math.sqrt(m),
    inverse: (score, m) => Math.ceil(Math.sqrt(m) * score + m),
  },
  anscombe: {
    of: (y, m) => (1.5 * (y ** (2 / 3) - m ** (2 / 3))) / m ** (1 / 6),
    inverse: (score, m) => power((2 / 3) * m ** (1 / 6) * score + m ** (2 / 3), 1.5),
  },
};
