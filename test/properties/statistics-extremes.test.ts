import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as s from '#statistics';

/** Numbers that break formulas: nothing, ties, the smallest and the largest, and ordinary ones between. */
const awkward = fc.oneof(
  fc.constantFrom(0, 1, 1, 2, 5, 1e-310, 1e-200, 1e-9, 1e9, 1e15 + 1, 1e100, 1e200, 1.7e308),
  fc.integer({ min: 0, max: 12 }),
);
const signed = fc
  .tuple(awkward, fc.boolean())
  .map(([size, isNegative]) => (isNegative ? -size : size));
const anySeries = fc.array(signed, { maxLength: 24 });
const countSeries = fc.array(awkward, { maxLength: 24 });

const alternating = (values: readonly number[]): number[] => values.map((_, i) => i % 2);
const ones = (values: readonly number[]): number[] => values.map(() => 1);
const groupsOf = (values: readonly number[]): string[] => values.map((_, i) => `group ${i % 3}`);
const column = (values: readonly number[]): s.Term => ({ name: 'x', values });

/** What follows from an outcome, or the outcome itself when there is none. */
const then = <T>(outcome: s.Outcome<T>, next: (value: T) => unknown): unknown =>
  outcome.kind === 'estimate' ? [outcome, next(outcome.value)] : outcome;

const seriesKinds = ['run', 'i', 'mr', 'ewma'] as const;
const countKinds = ['c', 'g', 't'] as const;
const rateKinds = ['p', 'pPrime', 'u', 'uPrime', 'iPrime'] as const;

const ofAnyNumbers: Readonly<Record<string, (values: readonly number[]) => unknown>> = {
  'control charts': (values) => seriesKinds.map((kind) => s.controlChart({ kind, values })),
  'control charts of subgroups': (values) =>
    (['xbar', 's', 'r'] as const).map((kind) =>
      s.controlChart({ kind, subgroups: [values, values.slice(1), [], [1]] }),
    ),
  'normalised individuals': (values) =>
    s.controlChart({ kind: 'iPrime', events: values, cases: values.map(Math.abs) }),
  'automatic rebase': (values) =>
    s.rebaseOnSustainedRuns({ values, baselinePoints: 3, runLength: 4, direction: 'both' }),
  'least squares': (values) =>
    then(
      s.fitLinearModel({
        response: values,
        terms: [s.intercept(values.length), column(alternating(values))],
      }),
      (fit) => [
        s.coefficientTable(fit, s.classicalCovariance(fit), { reference: fit.degreesOfFreedom }),
        s.neweyWestCovariance(fit, { lag: 2, adjust: true }),
        s.explainedShare(fit),
      ],
    ),
  'awkward covariates': (values) =>
    s.fitLinearModel({
      response: alternating(values),
      terms: [s.intercept(values.length), column(values)],
    }),
  'logistic and Poisson regression': (values) =>
    (['binomial', 'poisson'] as const).map((family) =>
      s.fitGeneralisedLinearModel({
        family,
        response: alternating(values),
        terms: [s.intercept(values.length), column(values)],
      }),
    ),
  autoregression: (values) => [
    s.fitAutoregressiveModel({
      response: values,
      terms: [s.intercept(values.length)],
      method: 'REML',
    }),
    s.fitFirstOrderAutoregression({ response: values, terms: [s.intercept(values.length)] }),
    s.durbinWatson(values),
    s.ljungBoxTest(values, 2),
  ],
  'mixed models': (values) =>
    s.fitRandomInterceptModel({
      response: values,
      terms: [s.intercept(values.length)],
      groups: groupsOf(values),
      method: 'REML',
    }),
  'difference in differences': (values) =>
    s.differenceInDifferences({
      outcome: values,
      unit: groupsOf(values),
      period: values.map((_, i) => Math.floor(i / 3)),
      treated: values.map((_, i) => Number(i % 3 === 0 && i > 5)),
    }),
  'propensity weighting': (values) => {
    const treated = alternating(values);
    const covariates = [column(values)];
    const weights = ones(values);
    return [
      s.fitPropensity(treated, covariates),
      s.weightedDifference({ outcome: values, treated, weights }),
      s.standardisedDifferences({ covariates, treated, weights, denominator: 'pooled' }),
    ];
  },
  'pooling units': (values) =>
    then(s.poolEstimates({ estimates: values, variances: ones(values) }), (pooled) => [
      s.shrunkenEstimates({ estimates: values, variances: ones(values) }, pooled),
      s.predictionInterval(pooled),
    ]),
  'score change': (values) => [
    s.pairedChange(values, values.toReversed()),
    s.internalConsistency(
      [values, values.toReversed(), alternating(values)].map((answers, i) => ({
        name: `item ${i}`,
        answers,
      })),
    ),
  ],
};

const ofCounts: Readonly<Record<string, (values: readonly number[]) => unknown>> = {
  'charts of counts and times': (values) =>
    countKinds.map((kind) => s.controlChart({ kind, values })),
  'charts of rates': (values) =>
    rateKinds.map((kind) => s.controlChart({ kind, events: values.map(() => 0), cases: values })),
  'charts of rates above every limit': (values) =>
    (['u', 'uPrime'] as const).map((kind) =>
      s.controlChart({ kind, events: ones(values), cases: values }),
    ),
  funnels: (values) =>
    (['standardised-ratio', 'proportion', 'ratio-of-counts'] as const).map((kind) => [
      s.funnelPlot({ kind, numerators: values, denominators: values }),
      s.funnelPlot({ kind, numerators: values.map(() => 0), denominators: values }),
    ]),
  'rate intervals': (values) =>
    values.map((value) => [s.byarInterval(value, 3), s.exactRateInterval(value, 3)]),
  'rates over awkward exposures': (values) =>
    values.filter((value) => value > 0).map((value) => s.exactRateInterval(4, value)),
  'standardised rates': (values) =>
    s.directlyStandardisedRate({
      events: ones(values),
      population: values.map(() => 10),
      standard: values,
    }),
  surveillance: (values) => {
    const counts = Array.from({ length: 300 }, (_, i) => values[i % values.length] ?? 0);
    return [
      s.ears({ method: 'c3', counts, positions: [20, 299] }),
      s.farrington({ counts, positions: [299] }),
      s.farringtonFlexible({ counts, positions: [299], threshold: 'negative-binomial' }),
      s.poissonCusum({ counts, from: 200, to: 300, expected: { kind: 'mean' } }),
    ];
  },
  survival: (values) => {
    const data = { time: values, event: alternating(values) };
    return [
      then(s.kaplanMeier(data), (curve) => [
        s.survivalQuantile(curve, 0.5),
        s.restrictedMean(curve, 1e308),
        s.restrictedMean(curve, 2),
      ]),
      s.logRankTest(data, groupsOf(values)),
      s.fitCoxModel({ ...data, covariates: [column(values.map((_, i) => i))], ties: 'efron' }),
      s.cumulativeIncidence({ time: values, cause: values.map((_, i) => i % 3) }, 2),
    ];
  },
  'variances between units': (values) => {
    const variances = values.map((value) => (value > 0 ? value : 1));
    return s.poolEstimates({ estimates: alternating(values), variances, method: 'Paule-Mandel' });
  },
  'run lengths': (values) => {
    const risks = values.map((value) => Math.min(1, value));
    const oddsRatio = { alternative: 2, unchanged: 1 };
    return [
      s.averageRunLength({ risks, oddsRatio, threshold: 2 }),
      s.riskAdjustedCusum({ risks, outcomes: alternating(risks), oddsRatio, threshold: 2 }),
      s.vlad(risks, alternating(risks)),
    ];
  },
};

/** Where NaN or Infinity stands in a result; null when it is nowhere. */
function wrongNumber(value: unknown, path = 'result'): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${path} is ${value}`;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, part] of Object.entries(value)) {
    const found = wrongNumber(part, `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

/** Impossible input may be refused in words; anything else thrown is our own mistake. */
function answerOf(
  method: (values: readonly number[]) => unknown,
  values: readonly number[],
): unknown {
  try {
    return method(values);
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function isHonest(method: (values: readonly number[]) => unknown, values: number[]): void {
  const answer = answerOf(method, Object.freeze(values));
  expect(wrongNumber(answer)).toBeNull();
}

describe('numbers of any size: finite, or a reason, or refused in words; never changed', () => {
  test.each(Object.entries(ofAnyNumbers))('%s', (_, method) => {
    fc.assert(
      fc.property(anySeries, (values) => isHonest(method, values)),
      { numRuns: 60 },
    );
  });

  test.each(Object.entries(ofCounts))('%s', (_, method) => {
    fc.assert(
      fc.property(countSeries, (values) => isHonest(method, values)),
      { numRuns: 60 },
    );
  });
});
