import { describe, expect, test } from 'vitest';
import { exactProportionLimit, exactRatioLimit, plainProportionLimit } from './exact-limits.ts';
import { type Funnel, type FunnelRequest, funnelPlot } from './funnel-plot.ts';
import { overdispersion, truncated, winsorised } from './overdispersion.ts';

function funnelOf(request: FunnelRequest): Funnel {
  const funnel = funnelPlot(request);
  if (funnel.kind === 'not-estimable') throw new Error(funnel.reason);
  return funnel.value;
}

describe('overdispersion', () => {
  test('winsorising pulls both ends to their quantiles', () => {
    // type 7 quantiles of 1…5 at 25 % and 75 %: 2 and 4
    expect(winsorised([1, 2, 3, 4, 5], 0.25)).toEqual([2, 2, 3, 4, 4]);
  });

  test('truncation leaves out the first and last of ten rank groups', () => {
    // ⌊rank × 10/11⌋ of ranks 1…10: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
    expect(truncated([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.1)).toEqual([
      null,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      9,
      null,
    ]);
  });

  test('φ is the mean square and τ² follows DerSimonian and Laird', () => {
    // z = 3, −3 with s = 1: φ = 9, τ² = (18 − 1)/(2 − 2/2) = 17
    expect(overdispersion([3, -3], [1, 1])).toEqual({ phi: 9, tau2: 17 });
    expect(overdispersion([0.5, -0.5], [1, 1])).toEqual({ phi: 0.25, tau2: 0 });
    expect(overdispersion([5], [1])).toEqual({ phi: 25, tau2: 0 });
    expect(overdispersion([], [])).toEqual({ phi: 0, tau2: 0 });
  });
});

describe('funnel plot', () => {
  test('proportions: arcsine limits around the pooled proportion', () => {
    const funnel = funnelOf({ kind: 'proportion', numerators: [24, 26], denominators: [100, 100] });
    const angle = Math.asin(Math.sqrt(0.25));
    expect(funnel.centre).toBe(0.25);
    // angle 0.5236 − 1.96/20 = 0.4256, sin² = 0.17046
    expect(funnel.units[0]?.limits.lower95).toBeCloseTo(Math.sin(angle - 1.959964 / 20) ** 2, 6);
    expect(funnel.tau2).toBe(0);
    expect(funnel.units[0]?.adjustedLimits).toBeNull();
  });

  test('plain limits of ratios: 10 expected allow 4.795 to 18.39 events with 95 %', () => {
    const funnel = funnelOf({ kind: 'standardised-ratio', numerators: [10], denominators: [10] });
    // exact Poisson interval of 10 events
    expect(funnel.units[0]?.limits.lower95).toBeCloseTo(0.4795389, 6);
    expect(funnel.units[0]?.limits.upper95).toBeCloseTo(1.8390356, 6);
  });

  test('overdispersion widens the limits and can take back a signal', () => {
    const numerators = [40, 160, 60, 140, 80, 120, 50, 150, 70, 130];
    const denominators = numerators.map(() => 100);
    const funnel = funnelOf({ kind: 'standardised-ratio', numerators, denominators });
    const [unit] = funnel.units;
    expect(funnel.phi).toBeGreaterThan(1);
    expect(unit?.value).toBeLessThan(unit?.limits.lower998 ?? 0);
    expect(unit?.outside998).toBe(false);
  });

  test('square-root limits return squared and never below 0, or linear as FunnelPlotR draws them', () => {
    const request: FunnelRequest = {
      kind: 'standardised-ratio',
      ratioScale: 'square-root',
      numerators: [1, 9, 1, 9, 1, 9, 1, 9, 1, 9],
      denominators: Array.from({ length: 10 }, () => 5),
    };
    const squared = funnelOf(request).units[0]?.adjustedLimits;
    const linear = funnelOf({ ...request, squareRootLimits: 'linear' }).units[0]?.adjustedLimits;
    expect(squared?.lower998).toBe(0);
    expect(linear?.lower998).toBeLessThan(0);
    expect(squared?.upper95).toBeCloseTo((linear?.upper95 ?? 0) ** 2, 12);
  });
});

describe('funnel plot, degenerate input', () => {
  test('no unit, or units without cases', () => {
    const empty = { kind: 'proportion', numerators: [], denominators: [] } as const;
    expect(funnelPlot(empty)).toMatchObject({ reason: 'no-units' });
    const funnel = funnelPlot({ kind: 'proportion', numerators: [0, 5], denominators: [0, 10] });
    expect(funnel).toMatchObject({ kind: 'estimate', value: { units: [null, { value: 0.5 }] } });
    expect(funnel.kind === 'estimate' && funnel.cautions.map(({ code }) => code)).toEqual([
      'empty-units',
      'few-units',
    ]);
  });

  test.each(['proportion', 'standardised-ratio'] as const)(
    '%s: all units without events',
    (kind) => {
      const funnel = funnelOf({ kind, numerators: [0, 0, 0], denominators: [10, 20, 30] });
      expect(Number.isFinite(funnel.phi)).toBe(true);
      expect(
        funnel.units.every((unit) => unit !== null && Number.isFinite(unit.limits.upper998)),
      ).toBe(true);
    },
  );

  test('a ratio of counts needs an event somewhere', () => {
    const none = { kind: 'ratio-of-counts', numerators: [0, 0], denominators: [5, 5] } as const;
    expect(funnelPlot(none)).toMatchObject({ reason: 'no-events' });
  });

  test('a unit without events has no place on the log scale but keeps its limits', () => {
    const funnel = funnelPlot({
      kind: 'standardised-ratio',
      numerators: [0, 6],
      denominators: [5, 5],
    });
    expect(funnel).toMatchObject({
      kind: 'estimate',
      value: { units: [{ value: 0, z: null }, {}] },
    });
    expect(funnel.kind === 'estimate' && funnel.cautions.map(({ code }) => code)).toContain(
      'unscored-units',
    );
  });

  test('a unit of next to no expectation keeps finite limits', () => {
    // 1/√1e-5 = 316 on the log scale: exp(1.96 × 316) is more than a number can hold
    const funnel = funnelOf({
      kind: 'standardised-ratio',
      numerators: [9, 1, 12, 30, 2, 0],
      denominators: [3, 8, 5, 10, 11, 1e-5],
    });
    const limits = funnel.units[5]?.adjustedLimits;
    expect(limits).toMatchObject({ upper998: Number.MAX_VALUE });
    expect(Number.isFinite(funnel.units[5]?.limits.upper998)).toBe(true);
  });

  test('numbers too large to square are out of range', () => {
    const request = {
      kind: 'standardised-ratio',
      numerators: [1, 2],
      denominators: [1e200, 1e200],
    };
    expect(funnelPlot({ ...request, kind: 'standardised-ratio' })).toMatchObject({
      reason: 'out-of-range',
    });
  });

  test('equal units are not overdispersed', () => {
    const funnel = funnelOf({
      kind: 'proportion',
      numerators: [5, 5, 5],
      denominators: [10, 10, 10],
    });
    expect(funnel).toMatchObject({ phi: 0, tau2: 0 });
  });

  test('impossible units are named', () => {
    const bad = (numerators: number[], denominators: number[]) => () =>
      funnelPlot({ kind: 'proportion', numerators, denominators });
    expect(bad([5], [4])).toThrow('unit 1 has 5 events in 4 cases');
    expect(bad([-1], [4])).toThrow('numbers of 0 or more');
    expect(bad([1], [4, 5])).toThrow('1 and 2 values');
  });
});

describe('exact limits', () => {
  test('the interpolated quantile lies within one count below the plain one', () => {
    // Binomial(10, ½): Pr(X ≤ 2) = 56/1024, Pr(X ≤ 1) = 11/1024; α = (56 − 25.6)/45
    expect(plainProportionLimit(0.025, 10, 0.5)).toBe(0.2);
    expect(exactProportionLimit(0.025, 10, 0.5)).toBeCloseTo((2 - (56 - 25.6) / 45) / 10, 12);
  });

  test('limits stay within what can be', () => {
    expect(exactProportionLimit(0.001, 5, 0.01)).toBe(0);
    expect(exactProportionLimit(0.999, 5, 0)).toBe(0);
    expect(exactProportionLimit(0.999, 5, 1)).toBeLessThanOrEqual(1);
    expect(exactRatioLimit(0.001, 0.5)).toBe(0);
  });
});
