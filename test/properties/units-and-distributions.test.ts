import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  betaCdf,
  betaQuantile,
  binomialCdf,
  binomialQuantile,
  clopperPearsonInterval,
  directlyStandardisedRate,
  exactRateInterval,
  farringtonFlexible,
  funnelPlot,
  gammaCdf,
  gammaQuantile,
  normalCdf,
  normalQuantile,
  poissonCdf,
  poissonQuantile,
  riskAdjustedCusum,
  tCdf,
  tQuantile,
  wilsonInterval,
} from '#statistics';

const probability = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
/** Below 1 a beta density piles up at an end, where one rounding of the value carries probability. */
const shape = fc.double({ min: 1, max: 5000, noNaN: true });

describe('distributions', () => {
  test('a quantile leads back to its probability', () => {
    const pairs = [
      (p: number) => normalCdf(normalQuantile(p)),
      (p: number, a: number) => gammaCdf(gammaQuantile(p, a), a),
      (p: number, a: number, b: number) => betaCdf(betaQuantile(p, a, b), a, b),
      (p: number, a: number) => tCdf(tQuantile(p, a), a),
    ];
    fc.assert(
      fc.property(probability, shape, shape, fc.constantFrom(...pairs), (p, a, b, there) => {
        expect(Math.abs(there(p, a, b) - p)).toBeLessThanOrEqual(1e-11 * p + 1e-12);
      }),
    );
  });

  test('distribution functions never fall', () => {
    fc.assert(
      fc.property(shape, probability, probability, (a, x, y) => {
        const [low, high] = x < y ? [x, y] : [y, x];
        expect(gammaCdf(low * a, a)).toBeLessThanOrEqual(gammaCdf(high * a, a) + 1e-15);
        expect(betaCdf(low, a, 2)).toBeLessThanOrEqual(betaCdf(high, a, 2) + 1e-15);
      }),
    );
  });

  test('discrete quantiles are the first count that reaches the probability', () => {
    fc.assert(
      fc.property(probability, fc.integer({ min: 1, max: 5000 }), probability, (p, n, chance) => {
        const k = binomialQuantile(p, n, chance);
        expect(binomialCdf(k, n, chance)).toBeGreaterThanOrEqual(p * (1 - 1e-12));
        if (k > 0) expect(binomialCdf(k - 1, n, chance)).toBeLessThan(p);
        const count = poissonQuantile(p, n * chance);
        expect(poissonCdf(count, n * chance)).toBeGreaterThanOrEqual(p * (1 - 1e-12));
        if (count > 0) expect(poissonCdf(count - 1, n * chance)).toBeLessThan(p);
      }),
    );
  });
});

const units = fc.array(
  fc
    .integer({ min: 1, max: 400 })
    .chain((cases) => fc.tuple(fc.nat({ max: cases }), fc.constant(cases))),
  { minLength: 2, maxLength: 40 },
);

describe('funnels', () => {
  const kinds = fc.constantFrom(
    'proportion' as const,
    'standardised-ratio' as const,
    'ratio-of-counts' as const,
  );

  test('limits narrow as units grow, with and without overdispersion', () => {
    fc.assert(
      fc.property(
        units,
        kinds,
        fc.constantFrom('log' as const, 'square-root' as const),
        (pairs, kind, ratioScale) => {
          const ordered = pairs.toSorted(([, a], [, b]) => a - b);
          const funnel = funnelPlot({
            kind,
            ratioScale,
            numerators: ordered.map(([events]) => events),
            denominators: ordered.map(([, cases]) => cases),
          });
          if (funnel.kind === 'not-estimable') return;
          for (const pick of ['limits', 'adjustedLimits'] as const) {
            let [lower, upper] = [-1, Infinity];
            for (const unit of funnel.value.units) {
              const limits = unit?.[pick];
              if (!limits) continue;
              expect(limits.lower998).toBeGreaterThanOrEqual(lower - 1e-9);
              expect(limits.upper998).toBeLessThanOrEqual(upper + 1e-9);
              [lower, upper] = [limits.lower998, limits.upper998];
            }
          }
        },
      ),
    );
  });

  test('relabelling the units changes nothing but their order', () => {
    fc.assert(
      fc.property(units, kinds, (pairs, kind) => {
        const at = (list: typeof pairs) =>
          funnelPlot({
            kind,
            numerators: Object.freeze(list.map(([events]) => events)),
            denominators: Object.freeze(list.map(([, cases]) => cases)),
          });
        const [plain, turned] = [at(pairs), at(pairs.toReversed())];
        if (plain.kind === 'not-estimable' || turned.kind === 'not-estimable') {
          expect(turned.kind).toBe(plain.kind);
          return;
        }
        expect(turned.value.phi).toBeCloseTo(plain.value.phi, 9);
        expect(turned.value.tau2).toBeCloseTo(plain.value.tau2, 9);
        const values = (funnel: typeof plain.value) => funnel.units.map((unit) => unit?.value);
        expect(values(turned.value).toReversed()).toEqual(values(plain.value));
      }),
    );
  });
});

describe('rates', () => {
  test('intervals enclose what was observed and stay within what can be', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (cases, share) => {
          const events = Math.round(cases * share);
          for (const interval of [
            wilsonInterval(events, cases),
            clopperPearsonInterval(events, cases),
          ]) {
            expect(interval.lower).toBeGreaterThanOrEqual(0);
            expect(interval.lower).toBeLessThanOrEqual(events / cases + 1e-12);
            expect(interval.upper).toBeGreaterThanOrEqual(events / cases - 1e-12);
            expect(interval.upper).toBeLessThanOrEqual(1);
          }
          const rate = exactRateInterval(events, cases);
          expect(rate.lower).toBeLessThanOrEqual(events / cases);
          expect(rate.upper).toBeGreaterThan(events / cases);
        },
      ),
    );
  });

  test('standardised to its own population a rate is the crude rate', () => {
    fc.assert(
      fc.property(units, (pairs) => {
        const events = pairs.map(([event]) => event);
        const population = pairs.map(([, size]) => size);
        const rate = directlyStandardisedRate({ events, population, standard: population });
        if (rate.kind === 'not-estimable') throw new Error(rate.message);
        expect(rate.value.rate).toBeCloseTo(rate.value.crudeRate, 12);
      }),
    );
  });
});

describe('surveillance and risk adjustment', () => {
  test('a Farrington answer is finite or says why there is none', () => {
    const series = fc.array(fc.option(fc.nat({ max: 30 }), { freq: 30 }), {
      minLength: 10,
      maxLength: 160,
    });
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 10 }), (counts, seasonLevels) => {
        const [point] = farringtonFlexible({
          counts: Object.freeze(counts),
          positions: [counts.length - 1],
          years: 2,
          frequency: 26,
          halfWindow: 2,
          seasonLevels,
        });
        if (point?.kind === 'not-run') expect(point.message.length).toBeGreaterThan(20);
        else
          expect([point?.upperBound, point?.expected, point?.pValue].every(Number.isFinite)).toBe(
            true,
          );
      }),
      { numRuns: 60 },
    );
  });

  test('worse outcomes never lower the risk-adjusted sum', () => {
    const cases = fc.array(fc.tuple(probability, fc.boolean()), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(cases, fc.nat(), (list, pick) => {
        const risks = list.map(([risk]) => risk);
        const outcomes = list.map(([, event]) => Number(event));
        const worse = outcomes.map((outcome, i) => (i === pick % list.length ? 1 : outcome));
        const oddsRatio = { alternative: 2, unchanged: 1 };
        const sums = (y: readonly number[]) =>
          riskAdjustedCusum({ risks, outcomes: y, oddsRatio, threshold: 3 }).sums;
        const [before, after] = [sums(outcomes), sums(worse)];
        const fallen = after.filter((sum, i) => sum < (before[i] ?? 0) - 1e-12);
        expect(fallen).toEqual([]);
      }),
    );
  });
});
