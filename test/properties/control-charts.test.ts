import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ChartPoint,
  type ChartRequest,
  type ControlChart,
  controlChart,
  rulePresets,
  standardDeviation,
} from '#statistics';

const valueSeries = fc.array(fc.integer({ min: -1000, max: 1000 }), {
  minLength: 2,
  maxLength: 60,
});
const withGaps = fc.array(fc.option(fc.integer({ min: 0, max: 200 }), { freq: 8 }), {
  minLength: 1,
  maxLength: 60,
});
const counted = fc.array(fc.tuple(fc.nat({ max: 40 }), fc.integer({ min: 40, max: 400 })), {
  minLength: 3,
  maxLength: 50,
});
const anyPreset = fc.constantFrom(...rulePresets);

function chartOf(request: ChartRequest): ControlChart {
  const chart = controlChart(request);
  if (chart.kind === 'not-estimable') throw new Error(chart.message);
  return chart.value;
}

const lines = ({ centre, lower3Sigma, upper3Sigma, lower2Sigma, upper2Sigma }: ChartPoint) => [
  centre,
  lower3Sigma,
  upper3Sigma,
  lower2Sigma,
  upper2Sigma,
];

function expectLines(got: readonly (number | null)[], wanted: readonly (number | null)[]): void {
  got.forEach((value, i) => {
    const other = wanted[i] ?? null;
    if (value === null || other === null) expect(value).toBe(other);
    else expect(Math.abs(value - other)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(other)));
  });
}

/** Every number anywhere in the chart. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

describe('control charts', () => {
  test('shifting and scaling the values shifts and scales the lines, and moves no signal', () => {
    fc.assert(
      fc.property(
        valueSeries,
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: 1, max: 64 }),
        anyPreset,
        (values, shift, scale, preset) => {
          const plain = chartOf({ kind: 'i', values, preset });
          const moved = chartOf({
            kind: 'i',
            values: values.map((v) => v * scale + shift),
            preset,
          });
          moved.points.forEach((point, i) => {
            const before = plain.points[i];
            if (before === undefined) throw new Error('points are missing');
            expectLines(
              lines(point),
              lines(before).map((v) => (v === null ? null : v * scale + shift)),
            );
          });
        },
      ),
    );
  });

  test('powers of two scale without rounding, so the very same points are marked', () => {
    fc.assert(
      fc.property(valueSeries, anyPreset, (values, preset) => {
        const marks = (chart: ControlChart) => chart.points.map(({ hits }) => hits);
        const plain = chartOf({ kind: 'i', values, preset });
        const doubled = chartOf({ kind: 'i', values: values.map((v) => v * 4), preset });
        expect(marks(doubled)).toEqual(marks(plain));
      }),
    );
  });

  test('mirroring the values mirrors the sides of every mark', () => {
    fc.assert(
      fc.property(valueSeries, anyPreset, (values, preset) => {
        const sides = (sign: number) =>
          chartOf({ kind: 'i', values: values.map((v) => v * sign), preset }).points.map(
            ({ hits }) =>
              hits.map(({ rule, side }) => {
                const shown =
                  sign > 0 || side === 'neither' ? side : side === 'high' ? 'low' : 'high';
                return `${rule} ${shown}`;
              }),
          );
        expect(sides(-1)).toEqual(sides(1));
      }),
    );
  });

  test('the order within a subgroup does not matter', () => {
    const groups = fc.array(
      fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 2, maxLength: 8 }),
      {
        minLength: 2,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(
        groups,
        fc.constantFrom('xbar' as const, 's' as const, 'r' as const),
        (subgroups, kind) => {
          const reversed = subgroups.map((group) => group.toReversed());
          const [plain, turned] = [
            chartOf({ kind, subgroups }),
            chartOf({ kind, subgroups: reversed }),
          ];
          turned.points.forEach((point, i) => {
            const before = plain.points[i];
            if (before !== undefined) expectLines(lines(point), lines(before));
          });
        },
      ),
    );
  });

  test('a P′ chart is the P chart with its spread multiplied by σ_z; the same chart when σ_z is 1', () => {
    fc.assert(
      fc.property(counted, (pairs) => {
        const events = pairs.map(([event]) => event);
        const cases = pairs.map(([, size]) => size);
        const plain = chartOf({ kind: 'p', events, cases });
        const prime = chartOf({ kind: 'pPrime', events, cases, zSpread: 'standard-deviation' });
        const centre = plain.points[0]?.centre ?? 0;
        fc.pre(centre > 0);
        const z = pairs.map(
          ([event, size]) => (event / size - centre) / Math.sqrt((centre * (1 - centre)) / size),
        );
        const factor = standardDeviation(z);
        const width = (centre * (1 - centre)) / (cases[0] ?? 1);
        const upper = Math.min(1, centre + 3 * Math.sqrt(width) * factor);
        expectLines([prime.points[0]?.upper3Sigma ?? null], [upper]);
      }),
    );
  });

  test('limits of proportions stay within 0…1, of counts and rates above 0, and enclose the centre', () => {
    fc.assert(
      fc.property(
        counted,
        fc.constantFrom('p' as const, 'pPrime' as const, 'u' as const, 'uPrime' as const),
        (pairs, kind) => {
          const { points } = chartOf({
            kind,
            events: pairs.map(([event]) => event),
            cases: pairs.map(([, size]) => size),
          });
          for (const { centre, lower3Sigma, upper3Sigma } of points) {
            if (centre === null || lower3Sigma === null || upper3Sigma === null) continue;
            expect(lower3Sigma).toBeGreaterThanOrEqual(0);
            expect(lower3Sigma).toBeLessThanOrEqual(centre);
            expect(upper3Sigma).toBeGreaterThanOrEqual(centre);
            if (kind === 'p' || kind === 'pPrime') expect(upper3Sigma).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  test('larger subgroups have narrower limits', () => {
    fc.assert(
      fc.property(counted, (pairs) => {
        const { points } = chartOf({
          kind: 'p',
          events: pairs.map(([event]) => event),
          cases: pairs.map(([, size]) => size),
        });
        const ordered = points.toSorted((a, b) => (a.size ?? 0) - (b.size ?? 0));
        ordered.reduce((before, point) => {
          expect(point.upper3Sigma ?? 0).toBeLessThanOrEqual(before + 1e-12);
          return point.upper3Sigma ?? 0;
        }, 1);
      }),
    );
  });

  test('whatever the gaps, parts, freeze and exclusions: every number is finite and gaps stay gaps', () => {
    const kinds = fc.constantFrom(
      'run' as const,
      'i' as const,
      'mr' as const,
      'c' as const,
      'g' as const,
      'ewma' as const,
    );
    fc.assert(
      fc.property(
        withGaps,
        kinds,
        anyPreset,
        fc.nat({ max: 20 }),
        fc.nat(),
        (values, kind, preset, freeze, seed) => {
          const start = 1 + (seed % values.length);
          const chart = controlChart({
            kind,
            values: Object.freeze(values),
            preset,
            freeze,
            parts: start < values.length ? [{ start }] : [],
            exclude: [seed % values.length],
            direction: 'increase',
            target: 20,
          });
          expect(numbersIn(chart).every(Number.isFinite)).toBe(true);
          if (chart.kind === 'not-estimable') return;
          chart.value.points.forEach((point, i) => {
            if (values[i] === null) expect(point).toMatchObject({ value: null, hits: [] });
          });
        },
      ),
    );
  });

  test('one and the same rate in subgroups of differing size is never a signal', () => {
    const rateKinds = fc.constantFrom(
      'p' as const,
      'pPrime' as const,
      'u' as const,
      'uPrime' as const,
      'iPrime' as const,
    );
    const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 12, maxLength: 30 });
    const share = fc.tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(sizes, share, rateKinds, anyPreset, (multiples, [top, bottom], kind, preset) => {
        fc.pre(top <= bottom && preset.name !== 'nelson');
        const { points, parts, suggestedRecalculation } = chartOf({
          kind,
          events: multiples.map((multiple) => multiple * top),
          cases: multiples.map((multiple) => multiple * bottom),
          preset,
        });
        expect(points.flatMap(({ hits }) => hits)).toEqual([]);
        expect(parts.map(({ runs }) => runs)).toEqual([null]);
        expect(suggestedRecalculation).toBeNull();
      }),
    );
  });

  test('a value that is not in the baseline does not move the lines', () => {
    fc.assert(
      fc.property(valueSeries, fc.integer(), (values, other) => {
        const freeze = values.length - 1;
        const changed = [...values.slice(0, -1), other];
        fc.pre(freeze >= 1);
        const [a, b] = [
          chartOf({ kind: 'i', values, freeze }),
          chartOf({ kind: 'i', values: changed, freeze }),
        ];
        const [first, second] = [a.points[0], b.points[0]];
        if (first !== undefined && second !== undefined)
          expect(lines(second)).toEqual(lines(first));
      }),
    );
  });
});
