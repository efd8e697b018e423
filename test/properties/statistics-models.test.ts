import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as s from '#statistics';

/** Freezes everything inside, so that a method that changes its input fails. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) frozen(part);
    Object.freeze(value);
  }
  return value;
}

/** Every number inside is finite, whatever the shape. */
function expectFinite(value: unknown, path = 'result'): void {
  if (typeof value === 'number') expect(Number.isFinite(value), `${path} is ${value}`).toBe(true);
  else if (ArrayBuffer.isView(value)) expectFinite(Object.values(value), path);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) expectFinite(part, `${path}.${name}`);
  }
}

/** The value where there is one; a property holds trivially where there is none. */
const when = <T>(outcome: s.Outcome<T>, hold: (value: T) => void): void => {
  expectFinite(outcome);
  if (outcome.kind === 'estimate') hold(outcome.value);
};

const near = (got: number, expected: number, relative = 1e-6): void => {
  const scale = Math.max(1e-6, Math.abs(got), Math.abs(expected));
  expect(Math.abs(got - expected), `${got} for ${expected}`).toBeLessThanOrEqual(relative * scale);
};

const permuted = <T>(values: readonly T[], order: readonly number[]): T[] =>
  order.map((row) => values[row]).filter((value) => value !== undefined);

const orderOf = (length: number) =>
  fc.shuffledSubarray(
    Array.from({ length }, (_, i) => i),
    { minLength: length, maxLength: length },
  );

const score = fc.integer({ min: -20, max: 20 });
const measured = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const column = (length: number, element: fc.Arbitrary<number> = score) =>
  fc.array(element, { minLength: length, maxLength: length });

describe('regression', () => {
  const rows = fc.integer({ min: 0, max: 12 }).chain((length) =>
    fc.record({
      response: column(length, measured),
      x: column(length),
      z: column(length, measured),
      order: orderOf(length),
    }),
  );
  const termsOf = (x: readonly number[], z: readonly number[]): s.Term[] => [
    s.intercept(x.length),
    { name: 'x', values: x },
    { name: 'z', values: z },
  ];

  test('finite input gives finite output or a reason, and is never changed', () => {
    fc.assert(
      fc.property(rows, ({ response, x, z }) => {
        const input = frozen({ response, terms: termsOf(x, z) });
        when(s.fitLinearModel(input), (fit) => {
          expectFinite(s.classicalCovariance(fit));
          expectFinite(s.heteroscedasticCovariance(fit, 'HC1'));
          expectFinite(s.neweyWestCovariance(fit, { lag: 2, adjust: true }));
          expectFinite(
            s.coefficientTable(fit, s.classicalCovariance(fit), { reference: 'normal' }),
          );
        });
        expectFinite(s.fitAutoregressiveModel({ ...input, method: 'REML' }));
        expectFinite(s.fitFirstOrderAutoregression(input));
      }),
      { numRuns: 100 },
    );
  });

  test('the order of the rows does not matter', () => {
    fc.assert(
      fc.property(rows, ({ response, x, z, order }) => {
        const there = s.fitLinearModel({ response, terms: termsOf(x, z) });
        const again = s.fitLinearModel({
          response: permuted(response, order),
          terms: termsOf(permuted(x, order), permuted(z, order)),
        });
        expect(again.kind).toBe(there.kind);
        when(there, (fit) => {
          if (again.kind !== 'estimate' || fit.aliased.length > 0) return;
          near(again.value.residualSumOfSquares, fit.residualSumOfSquares, 1e-6);
        });
      }),
    );
  });

  test('a shifted and scaled response shifts the level and scales the rest', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), score, ({ response, x }, factor, shift) => {
        const terms = [s.intercept(x.length), { name: 'x', values: x }];
        const moved = response.map((y) => factor * y + shift);
        when(s.fitLinearModel({ response, terms }), (fit) => {
          when(s.fitLinearModel({ response: moved, terms }), (other) => {
            const [level = 0, slope = 0] = fit.coefficients;
            near(other.coefficients[0] ?? 0, factor * level + shift);
            near(other.coefficients[1] ?? 0, factor * slope);
          });
        });
      }),
    );
  });

  test('counts and proportions of any size give finite answers or a reason', () => {
    const counts = fc.array(fc.tuple(fc.nat(30), fc.nat(30), score), { maxLength: 10 });
    fc.assert(
      fc.property(counts, (triples) => {
        const events = triples.map(([a]) => a);
        const cases = triples.map(([a, b]) => a + b + 1);
        const terms = [
          s.intercept(triples.length),
          { name: 'x', values: triples.map(([, , x]) => x) },
        ];
        const offset = cases.map(Math.log);
        expectFinite(
          s.fitGeneralisedLinearModel(
            frozen({ family: 'quasi-poisson', response: events, terms, offset }),
          ),
        );
        const response = events.map((y, i) => y / (cases[i] ?? 1));
        expectFinite(
          s.fitGeneralisedLinearModel(
            frozen({ family: 'binomial', response, weights: cases, terms }),
          ),
        );
      }),
    );
  });
});

test('numbers too large to be squared are out of range, not infinite', () => {
  const response = [1e200, -1e200, 3e200, 2e200, 5e200, 1];
  const terms = [s.intercept(6)];
  expect(s.fitLinearModel({ response, terms })).toMatchObject({ reason: 'out-of-range' });
  const groups = [1, 1, 2, 2, 3, 3];
  const mixed = s.fitRandomInterceptModel({ response, terms, groups, method: 'ML' });
  expect(mixed).toMatchObject({ reason: 'out-of-range' });
  expect(s.fitAutoregressiveModel({ response, terms, method: 'ML' })).toMatchObject({
    reason: 'out-of-range',
  });
});

describe('interrupted time series', () => {
  const series = fc.integer({ min: 6, max: 26 }).chain((length) =>
    fc.record({
      values: fc.array(fc.option(measured, { freq: 8 }), { minLength: length, maxLength: length }),
      interruptionIndex: fc.integer({ min: 0, max: length }),
    }),
  );

  test('every model is finite or has a reason, gaps included, and input stays as it was', () => {
    const models = fc.constantFrom('least-squares' as const, 'autoregressive' as const);
    fc.assert(
      fc.property(series, models, ({ values, interruptionIndex }, model) => {
        expectFinite(
          s.interruptedTimeSeries(
            frozen({ series: { kind: 'values', values }, interruptionIndex, model }),
          ),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('proportions and rates are finite or have a reason, months without cases included', () => {
    const points = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { minLength: 6, maxLength: 24 });
    const kinds = fc.constantFrom('proportions' as const, 'rates' as const);
    fc.assert(
      fc.property(
        points,
        kinds,
        fc.integer({ min: 0, max: 6 }),
        (pairs, kind, interruptionIndex) => {
          const events = pairs.map(([a]) => a);
          const sizes = pairs.map(([a, b]) => a + b);
          const observed: s.ObservedSeries =
            kind === 'rates' ? { kind, events, exposure: sizes } : { kind, events, cases: sizes };
          expectFinite(s.interruptedTimeSeries(frozen({ series: observed, interruptionIndex })));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a constant added to every point leaves the effects, a factor scales them', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 5 }), score, (input, factor, shift) => {
        const moved = input.values.map((y) => (y === null ? null : factor * y + shift));
        const at = (values: readonly (number | null)[]) =>
          s.interruptedTimeSeries({ ...input, series: { kind: 'values', values } });
        when(at(input.values), (before) => {
          when(at(moved), (after) => {
            when(before.levelOnly, ({ difference }) => {
              when(after.levelOnly, (other) => {
                near(other.difference.estimate, factor * difference.estimate, 1e-5);
              });
            });
          });
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('panels', () => {
  const panel = fc
    .record({ units: fc.integer({ min: 2, max: 7 }), periods: fc.integer({ min: 2, max: 6 }) })
    .chain(({ units, periods }) =>
      fc.record({
        units: fc.constant(units),
        periods: fc.constant(periods),
        outcome: column(units * periods, measured),
        starts: column(units, fc.integer({ min: 1, max: 8 })),
        unitLevels: column(units),
        periodLevels: column(periods),
      }),
    )
    .map(({ units, periods, outcome, starts, unitLevels, periodLevels }) => {
      const cells = Array.from({ length: units * periods }, (_, i) => ({
        unit: Math.floor(i / periods),
        period: i % periods,
      }));
      return {
        panel: {
          outcome,
          unit: cells.map(({ unit }) => unit),
          period: cells.map(({ period }) => period),
          treated: cells.map(({ unit, period }) => (period >= (starts[unit] ?? 0) ? 1 : 0)),
        },
        levels: cells.map(
          ({ unit, period }) => (unitLevels[unit] ?? 0) + (periodLevels[period] ?? 0),
        ),
      };
    });

  test('finite or a reason, for every panel method; input stays as it was', () => {
    fc.assert(
      fc.property(panel, ({ panel: input }) => {
        frozen(input);
        expectFinite(s.differenceInDifferences(input));
        expectFinite(s.stackedDifferenceInDifferences(input));
        expectFinite(s.preTrendDifference(input));
        expectFinite(s.steppedWedgeEffect(input));
        expectFinite(s.steppedWedgeByExposure(input));
      }),
      { numRuns: 60 },
    );
  });

  test('levels of units and periods do not touch the effect, nor do their names', () => {
    fc.assert(
      fc.property(panel, ({ panel: input, levels }) => {
        const moved = {
          ...input,
          outcome: input.outcome.map((y, i) => y + (levels[i] ?? 0)),
          unit: input.unit.map((unit) => `ward ${100 - unit}`),
        };
        when(s.differenceInDifferences(input), ({ effect }) => {
          when(s.differenceInDifferences(moved), (other) => {
            near(other.effect.estimate, effect.estimate, 1e-5);
            near(other.effect.standardError, effect.standardError, 1e-3);
          });
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('mixed models', () => {
  const grouped = fc.integer({ min: 0, max: 20 }).chain((length) =>
    fc.record({
      response: column(length, measured),
      x: column(length),
      groups: column(length, fc.nat(4)),
    }),
  );

  test('finite or a reason; the names of the groups do not matter', () => {
    fc.assert(
      fc.property(grouped, ({ response, x, groups }) => {
        const terms = [s.intercept(x.length), { name: 'x', values: x }];
        const fit = s.fitRandomInterceptModel(frozen({ response, groups, terms, method: 'REML' }));
        const names = groups.map((group) => `unit ${9 - group}`);
        const other = s.fitRandomInterceptModel({ response, groups: names, terms, method: 'REML' });
        when(fit, (a) => {
          when(other, (b) => {
            expect(b.coefficients).toEqual(a.coefficients);
            expect(b.groups.map(({ effect }) => effect)).toEqual(
              a.groups.map(({ effect }) => effect),
            );
          });
        });
      }),
    );
  });

  test('group levels weighted by size and shrinkage leave no mean of their own', () => {
    fc.assert(
      fc.property(grouped, ({ response, groups }) => {
        const terms = [s.intercept(response.length)];
        when(s.fitRandomInterceptModel({ response, groups, terms, method: 'ML' }), (fit) => {
          // Σ b̂ = 0 with only an intercept: the normal equation of the level
          near(1 + s.sum(fit.groups.map(({ effect }) => effect)) / 1e3, 1, 1e-5);
        });
      }),
    );
  });

  test('logistic group levels are finite or have a reason', () => {
    const counts = fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.nat(3)), { maxLength: 10 });
    fc.assert(
      fc.property(counts, fc.constantFrom(1, 9), (triples, quadraturePoints) => {
        const events = triples.map(([a]) => a);
        const cases = triples.map(([a, b]) => a + b + 1);
        const groups = triples.map(([, , group]) => group);
        const terms = [s.intercept(events.length)];
        expectFinite(
          s.fitLogisticRandomIntercept(frozen({ events, cases, groups, terms, quadraturePoints })),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('causal comparisons', () => {
  const arms = fc.integer({ min: 0, max: 24 }).chain((length) =>
    fc.record({
      outcome: column(length, measured),
      treated: column(length, fc.nat(1)),
      x: column(length),
      z: column(length, fc.nat(1)),
    }),
  );
  const covariatesOf = ({ x, z }: { readonly x: number[]; readonly z: number[] }): s.Term[] => [
    { name: 'x', values: x },
    { name: 'z', values: z },
  ];

  test('finite or a reason, for every estimand and model; input stays as it was', () => {
    fc.assert(
      fc.property(arms, (input) => {
        frozen(input);
        const { outcome, treated } = input;
        const covariates = covariatesOf(input);
        const comparison = { outcome, treated, covariates, outcomeModel: 'linear' } as const;
        expectFinite(s.standardisedEffect(comparison));
        when(s.fitPropensity(treated, covariates), ({ propensity }) => {
          if (!propensity.every((p) => p > 0 && p < 1)) return;
          expectFinite(s.doublyRobustEffect(comparison, propensity));
          for (const estimand of ['ate', 'att', 'overlap'] as const) {
            const weights = s.balancingWeights(propensity, treated, estimand);
            expectFinite(s.weightedDifference({ outcome, treated, weights }));
          }
        });
      }),
    );
  });

  test('overlap weights balance the means of the covariates exactly', () => {
    fc.assert(
      fc.property(arms, (input) => {
        const { treated } = input;
        const covariates = covariatesOf(input);
        when(s.fitPropensity(treated, covariates), ({ propensity, model }) => {
          if (!propensity.every((p) => p > 1e-3 && p < 1 - 1e-3)) return;
          const weights = s.balancingWeights(propensity, treated, 'overlap');
          const table = s.standardisedDifferences({
            covariates,
            treated,
            weights,
            denominator: 'pooled',
          });
          when(table, ({ rows }) => {
            for (const { name, meanTreated, meanControl } of rows) {
              if (model.names.includes(name)) near(1 + meanTreated, 1 + meanControl, 1e-3);
            }
          });
        });
      }),
    );
  });

  test('every match is used once, and matched rows are as many as their weights', () => {
    fc.assert(
      fc.property(arms, ({ treated, outcome }) => {
        when(s.matchNearest(frozen(treated), frozen(outcome)), (matching) => {
          const controls = matching.pairs.map(({ control }) => control);
          expect(new Set(controls).size).toBe(controls.length);
          const weights = s.matchingWeights(matching, treated.length);
          expect(s.sum(weights)).toBe(2 * matching.pairs.length);
          expect(matching.pairs.length + matching.unmatched.length).toBe(s.sum(treated));
        });
      }),
    );
  });
});

describe('survival', () => {
  const followUp = fc.integer({ min: 0, max: 25 }).chain((length) =>
    fc.record({
      time: column(length, fc.nat(12)),
      event: column(length, fc.nat(1)),
      x: column(length),
      order: orderOf(length),
    }),
  );

  test('a curve never rises and its limits stay around it, within 0…1', () => {
    const intervals = fc.constantFrom('log' as const, 'log-log' as const, 'plain' as const);
    fc.assert(
      fc.property(followUp, intervals, ({ time, event }, interval) => {
        when(s.kaplanMeier(frozen({ time, event }), { interval }), ({ points }) => {
          let before = 1;
          for (const { survival, uncertainty } of points) {
            expect(survival).toBeLessThanOrEqual(before);
            before = survival;
            when(uncertainty, ({ lower, upper }) => {
              expect(lower).toBeGreaterThanOrEqual(0);
              expect(lower).toBeLessThanOrEqual(survival);
              expect(upper).toBeGreaterThanOrEqual(survival);
              expect(upper).toBeLessThanOrEqual(1);
            });
          }
        });
      }),
    );
  });

  test('quantiles and restricted means are finite or have a reason; the mean lies within its window', () => {
    fc.assert(
      fc.property(followUp, fc.integer({ min: 1, max: 20 }), ({ time, event }, tau) => {
        when(s.kaplanMeier({ time, event }), (curve) => {
          expectFinite([0.1, 0.5, 0.9].map((share) => s.survivalQuantile(curve, share)));
          when(s.restrictedMean(curve, tau), ({ mean }) => {
            expect(mean).toBeGreaterThanOrEqual(0);
            expect(mean).toBeLessThanOrEqual(tau + 1e-9);
          });
        });
      }),
    );
  });

  test('the order of the rows and the unit of time change nothing but the times', () => {
    fc.assert(
      fc.property(followUp, ({ time, event, order }) => {
        const other = s.kaplanMeier({
          time: permuted(time, order).map((t) => 7 * t),
          event: permuted(event, order),
        });
        when(s.kaplanMeier({ time, event }), ({ points }) => {
          when(other, (curve) => {
            expect(curve.points.map(({ survival }) => survival)).toEqual(
              points.map(({ survival }) => survival),
            );
          });
        });
      }),
    );
  });

  test('the log-rank test is the same whatever the groups are called', () => {
    fc.assert(
      fc.property(followUp, ({ time, event, x }) => {
        const groups = x.map((value) => value % 3);
        const renamed = groups.map((group) => `group ${10 - group}`);
        when(s.logRankTest(frozen({ time, event }), groups), (a) => {
          when(s.logRankTest({ time, event }, renamed), (b) => {
            near(b.statistic, a.statistic);
            expect(b.pValue).toBeGreaterThanOrEqual(0);
          });
        });
      }),
    );
  });

  test('Cox: finite or a reason; scaling a covariate scales its coefficient the other way', () => {
    fc.assert(
      fc.property(followUp, ({ time, event, x }) => {
        const fitWith = (factor: number) =>
          s.fitCoxModel(
            frozen({ time, event, covariates: [{ name: 'x', values: x.map((v) => factor * v) }] }),
          );
        when(fitWith(1), (plain) => {
          when(fitWith(4), (scaled) => {
            near(1 + 4 * (scaled.coefficients[0] ?? 0), 1 + (plain.coefficients[0] ?? 0), 1e-4);
          });
        });
      }),
    );
  });

  test('competing causes and being free of all of them sum to 1 at every time', () => {
    fc.assert(
      fc.property(followUp, ({ time, x }) => {
        const cause = x.map((value) => Math.abs(value) % 3);
        when(s.cumulativeIncidence(frozen({ time, cause }), 2), (points) => {
          let before = [0, 0];
          for (const { eventFree, incidence } of points) {
            near(eventFree + s.sum(incidence), 1, 1e-9);
            incidence.forEach((value, k) => {
              expect(value).toBeGreaterThanOrEqual(before[k] ?? 0);
            });
            before = [...incidence];
          }
        });
      }),
    );
  });
});

describe('pooling', () => {
  const units = fc
    .array(fc.tuple(measured, fc.double({ min: 0.01, max: 100, noNaN: true })), { maxLength: 9 })
    .map((pairs) => ({ estimates: pairs.map(([y]) => y), variances: pairs.map(([, v]) => v) }));
  const methods = fc.constantFrom(
    'DerSimonian-Laird' as const,
    'Paule-Mandel' as const,
    'REML' as const,
    'ML' as const,
    'equal-effects' as const,
  );

  test('finite or a reason; the mean lies among the units and the next unit is less certain', () => {
    fc.assert(
      fc.property(units, methods, (input, method) => {
        when(s.poolEstimates({ ...frozen(input), method, interval: 'normal' }), (pooled) => {
          expect(pooled.tau2).toBeGreaterThanOrEqual(0);
          expect(pooled.mean.estimate).toBeGreaterThanOrEqual(Math.min(...input.estimates) - 1e-9);
          expect(pooled.mean.estimate).toBeLessThanOrEqual(Math.max(...input.estimates) + 1e-9);
          const next = s.predictionInterval(pooled, { multiplier: 'normal' });
          when(next, ({ lower, upper }) => {
            expect(lower).toBeLessThanOrEqual(pooled.mean.lower + 1e-9);
            expect(upper).toBeGreaterThanOrEqual(pooled.mean.upper - 1e-9);
          });
          s.shrunkenEstimates(input, pooled).forEach(({ estimate }, i) => {
            const ends = [input.estimates[i] ?? 0, pooled.mean.estimate];
            expect(estimate).toBeGreaterThanOrEqual(Math.min(...ends) - 1e-9);
            expect(estimate).toBeLessThanOrEqual(Math.max(...ends) + 1e-9);
          });
        });
      }),
    );
  });

  test('a shift moves the mean and leaves the variance between units', () => {
    fc.assert(
      fc.property(units, methods, score, (input, method, shift) => {
        const moved = { ...input, estimates: input.estimates.map((y) => y + shift) };
        when(s.poolEstimates({ ...input, method, interval: 'normal' }), (a) => {
          when(s.poolEstimates({ ...moved, method, interval: 'normal' }), (b) => {
            near(1e3 + b.mean.estimate, 1e3 + a.mean.estimate + shift, 1e-5);
            near(1 + b.tau2, 1 + a.tau2, 1e-4);
          });
        });
      }),
    );
  });

  test('expected ranks sum to the sum of all ranks, and every rank range is possible', () => {
    fc.assert(
      fc.property(units, (input) => {
        when(s.rankUncertainty(frozen(input)), (ranks) => {
          const count = ranks.length;
          near(s.sum(ranks.map(({ expectedRank }) => expectedRank)), (count * (count + 1)) / 2);
          for (const { lowestRank, highestRank } of ranks) {
            expect(lowestRank).toBeGreaterThanOrEqual(1);
            expect(highestRank).toBeLessThanOrEqual(count);
            expect(lowestRank).toBeLessThanOrEqual(highestRank);
          }
        });
      }),
    );
  });
});

describe('score change and design', () => {
  const pairs = fc
    .integer({ min: 0, max: 12 })
    .chain((length) => fc.record({ before: column(length), after: column(length) }));

  test('turning the score around turns nothing but its sign', () => {
    fc.assert(
      fc.property(
        pairs,
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        ({ before, after }, reliability) => {
          const asked = {
            reliability,
            standardDeviationBefore: 5,
            dysfunctional: { mean: 12, standardDeviation: 4 },
            functional: { mean: 2, standardDeviation: 3 },
            higherIsBetter: false,
          };
          const there = s.reliableChange(frozen({ ...asked, before, after }));
          const turned = s.reliableChange({
            ...asked,
            before: before.map((value) => -value),
            after: after.map((value) => -value),
            dysfunctional: { mean: -12, standardDeviation: 4 },
            functional: { mean: -2, standardDeviation: 3 },
            higherIsBetter: true,
          });
          expectFinite(there);
          expect(turned.classes).toEqual(there.classes);
          expect(s.sum(Object.values(there.counts))).toBe(before.length);
          expectFinite(s.pairedChange(frozen(before), frozen(after)));
        },
      ),
    );
  });

  test('alpha does not change when an item is shifted, and is at most 1', () => {
    const answers = fc
      .integer({ min: 0, max: 9 })
      .chain((persons) => fc.array(column(persons, fc.nat(4)), { minLength: 0, maxLength: 5 }));
    fc.assert(
      fc.property(answers, score, (columns, shift) => {
        const items = columns.map((each, i) => ({ name: `item ${i}`, answers: each }));
        const moved = items.map(({ name, answers: each }, i) => ({
          name,
          answers: i === 0 ? each.map((value) => value + shift) : each,
        }));
        when(s.internalConsistency(frozen(items)), ({ alpha }) => {
          expect(alpha).toBeLessThanOrEqual(1 + 1e-12);
          when(s.internalConsistency(moved), (other) => near(1 + other.alpha, 1 + alpha));
        });
      }),
    );
  });

  test('chances of being best sum to 1', () => {
    const results = fc.array(
      fc.tuple(fc.nat(40), fc.nat(40)).map(([events, rest]) => ({ events, cases: events + rest })),
      { minLength: 2, maxLength: 4 },
    );
    fc.assert(
      fc.property(results, (input) => {
        near(s.sum(s.probabilityBest(frozen(input))), 1, 1e-7);
      }),
      { numRuns: 40 },
    );
  });

  test('more clusters never lower the power of a stepped wedge', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (steps, clustersPerStep, intraclassCorrelation) => {
          const design = {
            steps,
            clustersPerStep,
            perClusterPeriod: 10,
            intraclassCorrelation,
            totalStandardDeviation: 2,
          };
          when(s.steppedWedgePower(design, 0.5), ({ power }) => {
            const larger = { ...design, clustersPerStep: clustersPerStep + 1 };
            when(s.steppedWedgePower(larger, 0.5), (more) => {
              expect(more.power).toBeGreaterThanOrEqual(power - 1e-12);
            });
          });
        },
      ),
    );
  });

  test('blocks never let arms differ by more than half the largest block', () => {
    const numbers = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), {
      minLength: 20,
      maxLength: 60,
    });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 40 }), (draws, rowsPerStratum) => {
        let next = 0;
        const random = (): number => draws[next++ % draws.length] ?? 0;
        const lists = s.permutedBlocks(['one'], {
          arms: ['A', 'B'],
          blockSizes: [2, 4, 6],
          rowsPerStratum,
          random,
        });
        let lead = 0;
        for (const { arm } of lists[0]?.allocations ?? []) {
          lead += arm === 'A' ? 1 : -1;
          expect(Math.abs(lead)).toBeLessThanOrEqual(3);
        }
      }),
    );
  });

  test('minimisation without chance keeps a single factor within one of balance', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 40 }), (levels) => {
        const earlier: s.Assigned[] = [];
        for (const level of levels) {
          const { arm } = s.assignByMinimisation([level], frozen([...earlier]), {
            arms: 2,
            weights: [1],
          });
          earlier.push({ levels: [level], arm });
          const counts = [0, 1].map(
            (each) => earlier.filter((one) => one.levels[0] === level && one.arm === each).length,
          );
          expect(Math.abs((counts[0] ?? 0) - (counts[1] ?? 0))).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
