import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BesideModel,
  besideChart,
  type ControlChartModel,
  controlChart,
  effectChart,
  lightPalette,
  type Mark,
  type Scene,
  sparkChart,
  svgText,
} from '#charts';
import { addMonths } from '#core';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Widths in Inter as shares of the type size, rounded: the drawing's own estimate is not used to judge itself. */
const letterShare = (letter: string): number => (/[ ,.·…]/.test(letter) ? 0.28 : 0.6);

function boxOf(mark: Extract<Mark, { kind: 'text' }>): Box {
  const width = [...mark.text].reduce((sum, l) => sum + letterShare(l), 0) * mark.size;
  const left =
    mark.anchor === 'start' ? mark.x : mark.anchor === 'end' ? mark.x - width : mark.x - width / 2;
  return { left, right: left + width, top: mark.y - mark.size * 0.75, bottom: mark.y + 2 };
}

const touch = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const placesOf = (mark: Mark): readonly { x: number; y: number }[] =>
  mark.kind === 'line' || mark.kind === 'area' ? mark.points : [mark];

function expectSound(scene: Scene): void {
  for (const mark of scene.marks) {
    for (const { x, y } of placesOf(mark)) {
      expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
      expect(x).toBeGreaterThanOrEqual(-0.01);
      expect(x).toBeLessThanOrEqual(scene.width + 0.01);
      expect(y).toBeGreaterThanOrEqual(-0.01);
      expect(y).toBeLessThanOrEqual(scene.height + 0.01);
    }
  }
  expect(svgText(scene, lightPalette)).not.toMatch(/NaN|Infinity|undefined|null/);
}

function expectApart(scene: Scene): void {
  const texts = scene.marks.filter((m) => m.kind === 'text');
  texts.forEach((a, i) => {
    for (const b of texts.slice(i + 1)) {
      if (touch(boxOf(a), boxOf(b))) expect.fail(`'${a.text}' overlaps '${b.text}'`);
    }
  });
}

const value = fc.double({ min: 0, max: 100, noNaN: true });

const pointAt = (month: string) =>
  fc.record({
    month: fc.constant(month),
    value: fc.option(value, { freq: 8 }),
    centre: fc.option(fc.double({ min: 20, max: 60, noNaN: true }), { freq: 8 }),
    width: fc.double({ min: 0, max: 40, noNaN: true }),
    rules: fc.subarray(['outside-limits', 'shift', 'trend', 'two-of-three'] as const),
    reading: fc.constantFrom('improvement', 'concern', 'neutral', 'none'),
  });

const series = fc
  .integer({ min: 1, max: 60 })
  .chain((length) =>
    fc.tuple(...Array.from({ length }, (_, i) => pointAt(addMonths('2022-11', i)))),
  )
  .map((points) =>
    points.map(({ width, ...p }) => ({
      ...p,
      lower3Sigma: p.centre === null ? null : Math.max(0, p.centre - width),
      upper3Sigma: p.centre === null ? null : p.centre + width,
    })),
  );

const label = fc.string({
  minLength: 1,
  maxLength: 60,
  unit: fc.constantFrom(...'abcdeghkåäö'),
});

const model: fc.Arbitrary<ControlChartModel> = series.chain((points) => {
  const months = points.map((p) => p.month);
  const kind = fc.constantFrom('change', 'recalculation', 'challenge');
  const flag = fc.record({
    month: fc.constantFrom(...months),
    mark: fc.constant('1'),
    label,
    kind,
  });
  return fc.record({
    title: label,
    description: label,
    unit: fc.constantFrom('%', 'days', 'per 1,000 bed days'),
    points: fc.constant(points),
    recalculatedFrom: fc.subarray(months.slice(1)),
    target: fc.option(value),
    least: fc.constant(0),
    greatest: fc.constant(null),
    flags: fc.array(flag, { maxLength: 12 }),
    words: fc.constant({
      value: (v: number) => `${Math.round(v)} days`,
      tick: (v: number) => String(v),
      month: (m: string) => m,
      centre: (v: number) => `centre ${Math.round(v)} days`,
      target: (v: number) => `target ${Math.round(v)} days`,
      point: ({ month }: { month: string }) => month,
    }),
  });
});

const width = fc.integer({ min: 480, max: 1280 });

describe('any control chart', () => {
  test('lies inside its frame, with finite places', () => {
    fc.assert(
      fc.property(model, width, (m, w) => {
        expectSound(controlChart(m, { width: w, height: 380 }));
        expectSound(sparkChart(m, { width: 260, height: 72 }));
      }),
      { numRuns: 150 },
    );
  });
  test('has no label over another', () => {
    fc.assert(
      fc.property(model, width, (m, w) => expectApart(controlChart(m, { width: w, height: 380 }))),
      { numRuns: 150 },
    );
  });
  test('has no flag pole through the label of another flag', () => {
    fc.assert(
      fc.property(model, width, (m, w) => {
        const { marks } = controlChart(m, { width: w, height: 380 });
        const poles = marks.filter((mark) => mark.kind === 'line' && mark.dash === '1 3');
        const labels = marks
          .filter((mark) => mark.kind === 'text')
          .filter((mark) => mark.size === 12)
          .map(boxOf);
        for (const { x, y } of poles.flatMap((pole) => placesOf(pole)[0] ?? []))
          for (const box of labels)
            expect(x > box.left && x < box.right && y < box.top).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
  test('can be read point by point: as many points as months with a value', () => {
    fc.assert(
      fc.property(model, (m) => {
        const { marks } = controlChart(m, { width: 900, height: 380 });
        const spots = marks.filter((mark) => mark.kind === 'symbol' && mark.spot !== null);
        expect(spots).toHaveLength(m.points.filter((p) => p.value !== null).length);
      }),
      { numRuns: 50 },
    );
  });
});

const row = fc
  .record({
    name: label,
    value: fc.option(value),
    half: fc.double({ min: 0, max: 30, noNaN: true }),
    isUnusual: fc.boolean(),
    isOwn: fc.boolean(),
  })
  .map(({ half, ...r }) => ({
    ...r,
    lower95: r.value === null ? null : Math.max(0, r.value - half),
    upper95: r.value === null ? null : r.value + half,
    instead: 'Fewer than 8, hidden to protect people',
    words: r.name,
  }));

const beside: fc.Arbitrary<BesideModel> = fc.record({
  title: label,
  description: label,
  unit: fc.constantFrom('%', 'days'),
  rows: fc
    .array(row, { minLength: 1, maxLength: 30 })
    .map((rows) => rows.map((r, i) => ({ ...r, id: String(i) }))),
  centre: fc.option(value),
  centreLabel: fc.constant('all together 40 days'),
  least: fc.constant(0),
  greatest: fc.constant(null),
  value: fc.constant((v: number) => `${Math.round(v)} days`),
  tick: fc.constant((v: number) => String(v)),
});

describe('units beside each other', () => {
  test('lie inside their frame, without labels over each other', () => {
    fc.assert(
      fc.property(beside, width, (m, w) => {
        const scene = besideChart(m, w);
        expectSound(scene);
        expectApart(scene);
      }),
      { numRuns: 100 },
    );
  });
  test('keep the order they were given in: nobody is ranked', () => {
    fc.assert(
      fc.property(beside, (m) => {
        const drawn = besideChart(m, 900).marks.flatMap((mark) =>
          mark.kind === 'symbol' && mark.spot !== null ? [mark] : [],
        );
        const wanted = m.rows.filter((r) => r.value !== null).map((r) => r.id);
        const down = drawn.toSorted((a, b) => a.y - b.y).map((mark) => mark.spot?.id);
        expect(down).toEqual(wanted);
      }),
      { numRuns: 50 },
    );
  });
});

const difference = fc.double({ min: -50, max: 50, noNaN: true });

describe('an effect', () => {
  test('lies inside its frame, without labels over each other', () => {
    const any = fc.record({
      difference,
      half: fc.double({ min: 0, max: 40, noNaN: true }),
      predicted: fc.option(difference),
    });
    fc.assert(
      fc.property(any, fc.integer({ min: 480, max: 720 }), (e, w) => {
        const scene = effectChart(
          {
            title: 'Effect',
            description: '',
            difference: e.difference,
            lower95: e.difference - e.half,
            upper95: e.difference + e.half,
            predicted: e.predicted,
            reading: 'uncertain',
            words: {
              zero: 'no difference',
              predicted: 'predicted',
              signed: (d) => `${d.toFixed(1)} points`,
              spot: 'The effect.',
            },
          },
          w,
        );
        expectSound(scene);
        expectApart(scene);
      }),
    );
  });
});
