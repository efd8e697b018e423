import { describe, expect, test } from 'vitest';
import { anhoej } from '../signal-rules/presets.ts';
import type { ChartRequest, Series } from './chart-request.ts';
import { type ControlChart, controlChart } from './control-chart.ts';

function chartOf(request: ChartRequest): ControlChart {
  const chart = controlChart(request);
  if (chart.kind === 'not-estimable') throw new Error(chart.reason);
  return chart.value;
}

function cautionsOf(request: ChartRequest): string[] {
  const chart = controlChart(request);
  return chart.kind === 'estimate' ? chart.cautions.map(({ code }) => code) : [];
}

const firstLines = (request: ChartRequest) => {
  const [point] = chartOf(request).points;
  return { lower: point?.lower3Sigma, centre: point?.centre, upper: point?.upper3Sigma };
};

const repeat = (value: number, times: number): number[] =>
  Array.from({ length: times }, () => value);

describe('lines', () => {
  test('P chart: 0.2 ± 3 × 0.02', () => {
    const lines = firstLines({ kind: 'p', events: [70, 90], cases: [400, 400] });
    expect(lines.centre).toBeCloseTo(0.2, 12);
    expect(lines.lower).toBeCloseTo(0.14, 12);
    expect(lines.upper).toBeCloseTo(0.26, 12);
  });

  test('C chart: 16 ± 3 × 4', () => {
    expect(firstLines({ kind: 'c', values: [14, 18] })).toEqual({
      lower: 4,
      centre: 16,
      upper: 28,
    });
  });

  test('U chart: 0.04 ± 3 × √(0.04/100), not below 0', () => {
    const lines = firstLines({ kind: 'u', events: [3, 5], cases: [100, 100] });
    expect(lines).toEqual({ lower: 0, centre: 0.04, upper: 0.04 + 3 * Math.sqrt(0.04 / 100) });
  });

  test('I chart: mean 2, mean range 1.5, sigma 1.5/1.128', () => {
    const lines = firstLines({ kind: 'i', values: [1, 3, 2] });
    expect(lines.centre).toBe(2);
    expect(lines.upper).toBeCloseTo(2 + (3 * 1.5) / 1.128, 12);
    expect(lines.lower).toBeCloseTo(2 - (3 * 1.5) / 1.128, 12);
  });

  test('I chart by the median range: median 2, median of the ranges 2, 2, 8 is 2', () => {
    const lines = firstLines({
      kind: 'i',
      values: [1, 3, 1, 9],
      individuals: { centre: 'median', range: 'median', scale: 'three-sigma' },
    });
    expect(lines.centre).toBe(2);
    expect(lines.upper).toBeCloseTo(2 + (3 * 2) / 0.954, 12);
  });

  test('screening leaves out one wild moving range', () => {
    // ranges 1 × 10 and 9, 9: mean 28/12 = 2.33, limit 7.6; screened mean 1
    const values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2];
    const screened = firstLines({ kind: 'i', values });
    const raw = firstLines({ kind: 'i', values, screenMovingRanges: false });
    const width = (lines: typeof raw): number => (lines.upper ?? 0) - (lines.centre ?? 0);
    expect(width(screened)).toBeCloseTo(3 / 1.128, 10);
    // (8 + 9 + 10 × 1) / 12 = 2.25
    expect(width(raw)).toBeCloseTo((3 * 2.25) / 1.128, 10);
  });

  test('X̄ chart of pairs: s̄ = √2 for differences of 2, c₄(2) = √(2/π)', () => {
    const lines = firstLines({
      kind: 'xbar',
      subgroups: [
        [1, 3],
        [2, 4],
      ],
    });
    const width = (3 * Math.SQRT2) / (Math.sqrt(2 / Math.PI) * Math.SQRT2);
    expect(lines.centre).toBe(2.5);
    expect(lines.upper).toBeCloseTo(2.5 + width, 10);
  });

  test('G chart draws the median and keeps limits above 0', () => {
    const lines = firstLines({ kind: 'g', values: [2, 4, 12] });
    // mean 6: 6 + 3 √42
    expect(lines).toEqual({ lower: 0, centre: 4, upper: 6 + 3 * Math.sqrt(42) });
  });

  test('T chart limits return to the scale of the times', () => {
    const lines = firstLines({ kind: 't', values: [5, 5, 5] });
    expect(lines.centre).toBeCloseTo(5, 10);
    expect(lines.upper).toBeCloseTo(5, 10);
  });

  test('MR chart: centre 1.5, upper limit 3.267 × 1.5, lower 0', () => {
    const chart = chartOf({ kind: 'mr', values: [1, 3, 2] });
    expect(chart.points.map(({ value }) => value)).toEqual([null, 2, 1]);
    expect(chart.points[1]?.upper3Sigma).toBeCloseTo(3.267 * 1.5, 12);
    expect(chart.points[1]?.lower3Sigma).toBe(0);
  });

  test('EWMA starts at the centre and its limits widen', () => {
    const chart = chartOf({ kind: 'ewma', values: [1, 3, 2, 4], lambda: 0.5 });
    // centre 2.5: 0.5 × 1 + 0.5 × 2.5
    expect(chart.points[0]?.value).toBe(1.75);
    const widths = chart.points.map(({ upper3Sigma }) => (upper3Sigma ?? 0) - 2.5);
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
  });

  test('exact limits of small counts are whole counts with at most 0.135 % beyond', () => {
    const lines = firstLines({ kind: 'c', values: [1, 2], attributeLimits: 'exact' });
    // Poisson mean 1.5: Pr(X > 6) = 0.0009, Pr(X > 5) = 0.0045
    expect(lines).toEqual({ lower: 0, centre: 1.5, upper: 6 });
  });
});

describe('parts, freeze, exclusions and gaps together', () => {
  const values: Series = [1, 3, 1, 3, 100, null, 11, 13, 11, 13, 50];

  test('each part has its own centre, a frozen baseline counts from its start, exclusions shape nothing', () => {
    const chart = chartOf({ kind: 'i', values, parts: [{ start: 6 }], freeze: 4, exclude: [7] });
    expect(chart.points.map(({ part }) => part)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(chart.points[0]?.centre).toBe(2);
    // 11, 11, 13 without the excluded 13 and without the fifth point
    expect(chart.points[6]?.centre).toBeCloseTo(35 / 3, 12);
    expect(chart.points[7]).toMatchObject({ value: 13, isExcluded: true, isInBaseline: false });
  });

  test('a part’s own baseline wins over the freeze', () => {
    const chart = chartOf({ kind: 'run', values, parts: [{ start: 6, baseline: 2 }], freeze: 4 });
    expect(chart.points[6]?.centre).toBe(12);
    expect(chart.parts.map(({ baselinePoints }) => baselinePoints)).toEqual([4, 2]);
  });

  test('a gap stays a gap and gives no moving range', () => {
    const chart = chartOf({ kind: 'i', values: [1, 2, null, 9, 8] });
    expect(chart.points[2]).toMatchObject({ value: null, hits: [], centre: 5 });
    // ranges 1 and 1; the jump across the gap is not one
    expect(chart.points[0]?.upper3Sigma).toBeCloseTo(5 + 3 / 1.128, 12);
  });

  test('a subgroup without cases is a gap with a caution', () => {
    const request: ChartRequest = { kind: 'p', events: [1, 0, 2], cases: [10, 0, 10] };
    expect(chartOf(request).points[1]).toMatchObject({ value: null, upper3Sigma: null });
    expect(cautionsOf(request)).toContain('empty-subgroup');
  });

  test('the request is not changed', () => {
    const request = Object.freeze({
      kind: 'i',
      values: Object.freeze([3, 1, 2]),
      exclude: Object.freeze([1]),
      parts: Object.freeze([Object.freeze({ start: 0 })]),
    } as const);
    expect(() => controlChart(request)).not.toThrow();
    expect(request.values).toEqual([3, 1, 2]);
  });
});

describe('degenerate input', () => {
  const kinds = ['run', 'i', 'mr', 'c', 'g', 'ewma'] as const;

  test.each(kinds)('%s chart without points cannot be drawn', (kind) => {
    expect(controlChart({ kind, values: [] })).toMatchObject({ reason: 'no-points' });
    expect(controlChart({ kind, values: [null, null] })).toMatchObject({ reason: 'no-points' });
  });

  test.each(['run', 'i', 'c', 'g', 'ewma'] as const)(
    '%s chart of one point has a centre',
    (kind) => {
      const [point] = chartOf({ kind, values: [4] }).points;
      expect(point?.value).toBe(4);
      expect(point?.centre).toBe(4);
    },
  );

  test('an MR chart of one point has no range to draw', () => {
    expect(controlChart({ kind: 'mr', values: [4] })).toMatchObject({ reason: 'no-points' });
  });

  test.each(['i', 'ewma'] as const)(
    '%s chart of equal points: limits on the centre, nothing fires',
    (kind) => {
      const request: ChartRequest = {
        kind,
        values: repeat(0.1, 15),
        direction: 'increase',
        target: 0.05,
      };
      const chart = chartOf(request);
      expect(chart.points[3]).toMatchObject({ lower3Sigma: 0.1, centre: 0.1, upper3Sigma: 0.1 });
      expect(chart.points.every(({ hits }) => hits.length === 0)).toBe(true);
      expect(chart.assurance).toBe('consistently-meets');
      expect(cautionsOf(request)).toContain('no-variation');
    },
  );

  test.each(['c', 'g'] as const)('%s chart of zeros stays at zero', (kind) => {
    const [point] = chartOf({ kind, values: repeat(0, 14) }).points;
    expect(point).toMatchObject({ lower3Sigma: 0, centre: 0, upper3Sigma: 0, hits: [] });
  });

  test.each(['p', 'u', 'pPrime', 'uPrime', 'iPrime'] as const)(
    '%s chart without any event stays at zero',
    (kind) => {
      const chart = chartOf({ kind, events: repeat(0, 14), cases: repeat(20, 14) });
      expect(chart.points[0]).toMatchObject({
        lower3Sigma: 0,
        centre: 0,
        upper3Sigma: 0,
        hits: [],
      });
    },
  );

  test('7 of 25 in subgroups of every size is one and the same share', () => {
    const sizes = [1, 3, 2, 7, 5, 9, 4, 6, 8, 11, 10, 13];
    const events = sizes.map((size) => size * 7);
    const cases = sizes.map((size) => size * 25);
    for (const kind of ['p', 'pPrime', 'u', 'uPrime', 'iPrime'] as const) {
      const chart = chartOf({ kind, events, cases });
      expect(chart.points[0]?.centre).toBe(0.28);
      expect(chart.points.every(({ hits }) => hits.length === 0)).toBe(true);
    }
  });

  test('equal times between events lie on their line, whatever the powers round to', () => {
    const chart = chartOf({ kind: 't', values: repeat(1 / 7, 15), preset: anhoej });
    expect(chart.parts[0]?.runs).toBeNull();
    expect(chart.points.every(({ hits }) => hits.length === 0)).toBe(true);
    expect(chart.suggestedRecalculation).toBeNull();
  });

  test('values that differ by rounding only do not vary', () => {
    // 0.1 + 0.2 is 0.30000000000000004
    const request: ChartRequest = {
      kind: 'i',
      values: Array.from({ length: 16 }, (_, i) => (i < 8 ? 0.3 : 0.1 + 0.2)),
    };
    expect(chartOf(request).points.every(({ hits }) => hits.length === 0)).toBe(true);
    expect(cautionsOf(request)).toContain('no-variation');
  });

  test('single values in subgroups have a mean but no limits', () => {
    const chart = chartOf({ kind: 'xbar', subgroups: [[1], [2]] });
    expect(chart.points[0]).toMatchObject({ value: 1, centre: 1.5, upper3Sigma: null });
  });

  test('impossible input is named with its position', () => {
    expect(() => controlChart({ kind: 'p', events: [1, 5], cases: [4, 4] })).toThrow(
      'point 2 has 5 events in 4 cases',
    );
    expect(() => controlChart({ kind: 'c', values: [1, -1] })).toThrow('point 2 is -1');
    expect(() => controlChart({ kind: 't', values: [0] })).toThrow('above 0');
    expect(() => controlChart({ kind: 'i', values: [Number.NaN] })).toThrow('finite');
    expect(() => controlChart({ kind: 'u', events: [1], cases: [1, 2] })).toThrow('1 and 2 values');
    expect(() => controlChart({ kind: 'i', values: [1], exclude: [1] })).toThrow('position 1');
    expect(() => controlChart({ kind: 'i', values: [1, 2], parts: [{ start: 2 }] })).toThrow(
      'does not fit',
    );
  });

  test('values too large to square are out of range; a centre that cannot be is refused', () => {
    expect(controlChart({ kind: 'i', values: [1e200, 2e200] })).toMatchObject({
      reason: 'out-of-range',
    });
    expect(controlChart({ kind: 'u', events: [5], cases: [1e-310] })).toMatchObject({
      reason: 'out-of-range',
    });
    expect(() => controlChart({ kind: 't', values: [1, 2], centre: -1 })).toThrow(
      'the centre is -1',
    );
    expect(() => controlChart({ kind: 'p', events: [1], cases: [2], centre: 2 })).toThrow('0…1');
  });

  test('a part whose points are all excluded has no lines, and says so', () => {
    const request: ChartRequest = {
      kind: 'i',
      values: [1, 2, 3],
      parts: [{ start: 2 }],
      exclude: [2],
    };
    expect(chartOf(request).points[2]).toMatchObject({ value: 3, centre: null, hits: [] });
    expect(cautionsOf(request)).toContain('no-baseline');
  });
});

describe('reading', () => {
  const steady = [10, 11, 9, 10, 12, 10, 9, 11, 10, 9, 10, 11, 10, 9];

  test('twelve baseline points are too few for settled limits, thirteen are enough', () => {
    expect(cautionsOf({ kind: 'i', values: steady.slice(0, 12) })).toContain('trial-limits');
    expect(cautionsOf({ kind: 'i', values: steady.slice(0, 13) })).not.toContain('trial-limits');
  });

  test('the latest point decides the variation icon', () => {
    const up = chartOf({ kind: 'i', values: [...steady, 20], direction: 'increase', freeze: 14 });
    expect(up.variation).toEqual({ meaning: 'improvement', side: 'high' });
    const down = chartOf({ kind: 'i', values: [...steady, 20], direction: 'decrease', freeze: 14 });
    expect(down.variation).toEqual({ meaning: 'concern', side: 'high' });
    const neutral = chartOf({ kind: 'i', values: [...steady, 20, 10], freeze: 14 });
    expect(neutral.variation).toEqual({ meaning: 'common-cause', side: 'neither' });
  });

  test('assurance compares the target with the latest limits', () => {
    const assurance = (target: number) =>
      chartOf({ kind: 'i', values: steady, direction: 'increase', target }).assurance;
    expect([assurance(1), assurance(10), assurance(100)]).toEqual([
      'consistently-meets',
      'hit-or-miss',
      'consistently-fails',
    ]);
    expect(chartOf({ kind: 'i', values: steady, target: 1 }).assurance).toBeNull();
    expect(
      chartOf({ kind: 'run', values: steady, target: 1, direction: 'increase' }).assurance,
    ).toBeNull();
  });

  test('a target on the limit is hit or miss, unless it is to count as outside', () => {
    const request: ChartRequest = {
      kind: 'c',
      values: [14, 18],
      direction: 'decrease',
      target: 28,
    };
    expect(chartOf(request).assurance).toBe('hit-or-miss');
    expect(chartOf({ ...request, targetOnLimit: 'outside' }).assurance).toBe('consistently-meets');
  });

  test('the newest target counts', () => {
    const target = [...repeat(1, 13), 100];
    expect(chartOf({ kind: 'i', values: steady, direction: 'increase', target }).assurance).toBe(
      'consistently-fails',
    );
  });

  test('nine points on one side up to now propose new limits; eight do not', () => {
    const moved = (count: number) =>
      chartOf({ kind: 'i', values: [...steady, 9, ...repeat(14, count)], freeze: 14 })
        .suggestedRecalculation;
    expect(moved(9)).toEqual({ start: 15, points: 9, side: 'high' });
    expect(moved(8)).toBeNull();
  });

  test('an unusually long run signals without marking a point', () => {
    // 16 useful points: round(log₂ 16) + 3 = 7, and both halves are 8 long
    const values = [1, 2, 1, 2, 1, 2, 1, 2, 8, 9, 8, 9, 8, 9, 8, 9];
    const chart = chartOf({ kind: 'run', values, preset: anhoej, direction: 'increase' });
    expect(chart.parts[0]?.runs).toMatchObject({
      usefulPoints: 16,
      longestRun: 8,
      longestRunLimit: 7,
      crossings: 1,
      isSignal: true,
    });
    expect(chart.points.every(({ hits }) => hits.length === 0)).toBe(true);
    expect(chart.variation).toEqual({ meaning: 'improvement', side: 'high' });
  });

  test('range charts are judged point by point only', () => {
    const rising = [1, 2, 4, 7, 11, 16, 22, 29, 37, 46];
    expect(
      chartOf({ kind: 'mr', values: rising }).points.every(({ hits }) => hits.length === 0),
    ).toBe(true);
  });
});
