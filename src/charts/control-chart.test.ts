import { describe, expect, test } from 'vitest';
import { controlChart } from './control-chart.ts';
import type { ControlChartModel, ControlPoint } from './control-chart-model.ts';
import type { AreaMark, LineMark, Mark, SymbolMark, TextMark } from './scene.ts';
import { shapeOf } from './series.ts';

const point = (month: string, value: number | null, more: Partial<ControlPoint> = {}) => ({
  month,
  value,
  centre: 10,
  lower3Sigma: 5,
  upper3Sigma: 15,
  rules: [],
  reading: 'none' as const,
  ...more,
});

const model = (more: Partial<ControlChartModel> = {}): ControlChartModel => ({
  title: 'Waiting',
  description: 'Varies as usual.',
  unit: 'days',
  points: ['2026-01', '2026-02', '2026-03', '2026-04'].map((month, i) => point(month, 9 + i)),
  recalculatedFrom: [],
  target: null,
  least: 0,
  greatest: null,
  flags: [],
  words: {
    value: (value) => `${value} days`,
    tick: String,
    month: (month) => month,
    centre: (value) => `centre ${value} days`,
    target: (value) => `target ${value} days`,
    point: ({ month, value }) => `${month}: ${value} days`,
  },
  ...more,
});

const size = { width: 700, height: 300 };
const draw = (more: Partial<ControlChartModel> = {}) => controlChart(model(more), size).marks;
const texts = (marks: readonly Mark[]) => marks.filter((m): m is TextMark => m.kind === 'text');
const areas = (marks: readonly Mark[]) => marks.filter((m): m is AreaMark => m.kind === 'area');
const points = (marks: readonly Mark[]) =>
  marks.filter((m): m is SymbolMark => m.kind === 'symbol' && m.spot !== null);
const joins = (marks: readonly Mark[]) =>
  marks.filter((m): m is LineMark => m.kind === 'line' && m.stroke === 'common' && m.dash === null);

describe('a control chart', () => {
  test('labels the last value, the centre and the target at the right end', () => {
    const said = texts(draw({ target: 8 })).map((t) => t.text);
    expect(said).toContain('12 days');
    expect(said).toContain('centre 10 days');
    expect(said).toContain('target 8 days');
  });

  test('says every point in words, and draws the usual ones hollow', () => {
    const drawn = points(draw());
    expect(drawn.map((p) => p.spot?.words)).toEqual([
      '2026-01: 9 days',
      '2026-02: 10 days',
      '2026-03: 11 days',
      '2026-04: 12 days',
    ]);
    expect(new Set(drawn.map((p) => `${p.shape} ${p.fill}`))).toEqual(new Set(['circle paper']));
  });

  test('leaves a gap open: no point, and the line is cut', () => {
    const gapped = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'].map((month, i) =>
      point(month, i === 2 ? null : 10),
    );
    const marks = draw({ points: gapped });
    expect(points(marks)).toHaveLength(4);
    expect(
      joins(marks).filter((l) => l.points.length === 2 && l.points[0]?.y === l.points[1]?.y),
    ).toHaveLength(2);
  });

  test('cuts the line at a month that is missing from the series', () => {
    const marks = draw({ points: [point('2026-01', 10), point('2026-03', 10)] });
    expect(
      joins(marks).some((l) => l.points.length === 2 && l.points[0]?.y === l.points[1]?.y),
    ).toBe(false);
  });

  test('shows a recalculation as a step: the band is cut there', () => {
    expect(areas(draw())).toHaveLength(1);
    const parts = areas(draw({ recalculatedFrom: ['2026-03'] }));
    expect(parts).toHaveLength(2);
    const end = Math.max(...(parts[0]?.points ?? []).map((p) => p.x));
    const start = Math.min(...(parts[1]?.points ?? []).map((p) => p.x));
    expect(end).toBeCloseTo(start, 6);
  });

  test('draws a signal larger, filled and in the colour of its meaning', () => {
    const signal = point('2026-04', 20, { rules: ['outside-limits'], reading: 'concern' });
    const [usual, special] = points(draw({ points: [point('2026-03', 10), signal] }));
    expect(special?.fill).toBe('concern');
    expect(special?.radius).toBeGreaterThan(usual?.radius ?? 0);
  });

  test('joins flags of one month and keeps the marks that find them in the list', () => {
    const flag = { month: '2026-02', kind: 'change' as const };
    const marks = draw({
      flags: [
        { ...flag, mark: '1', label: 'Triage' },
        { ...flag, mark: '2', label: 'Letter' },
      ],
    });
    expect(texts(marks).map((t) => t.text)).toContain('1, 2 Triage · Letter');
  });
});

describe('the shape of a point', () => {
  test('is that of the rule that shows most', () => {
    expect(shapeOf(point('2026-01', 10, { rules: ['shift', 'outside-limits'] }), undefined)).toBe(
      'circle',
    );
    expect(shapeOf(point('2026-01', 10, { rules: ['trend', 'shift'] }), undefined)).toBe('diamond');
    expect(shapeOf(point('2026-01', 10, { rules: ['two-of-three'] }), undefined)).toBe('square');
  });
  test('points the way a trend goes', () => {
    const trend = point('2026-02', 10, { rules: ['trend'] });
    expect(shapeOf(trend, point('2026-01', 12))).toBe('triangle-down');
    expect(shapeOf(trend, point('2026-01', 8))).toBe('triangle-up');
  });
});

test('wide limits of a month with few cases do not flatten the others: they run on to the edge', () => {
  const usual = ['2026-01', '2026-02', '2026-03'].map((month) => point(month, 10));
  const wide = point('2026-04', 10, { lower3Sigma: 0, upper3Sigma: 500 });
  const { marks } = controlChart(model({ points: [...usual, wide] }), size);
  const [band] = areas(marks);
  const heights = (band?.points ?? []).map((p) => p.y);
  // Usual limits 5 and 15 fill most of the plot: more than half of its 244 pixels (300 less 28 above and 28 below).
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(244);
  const first = band?.points.filter((p) => p.x < 100).map((p) => p.y) ?? [];
  expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(122);
});
