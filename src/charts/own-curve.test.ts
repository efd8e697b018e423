import { expect, test } from 'vitest';
import { ownCurve } from './own-curve.ts';

const size = { width: 400, height: 200 };
const curve = (values: readonly number[]) =>
  ownCurve(
    {
      ...{ title: 'T', description: 'D', min: 0, max: 48, margin: null },
      points: values.map((value, i) => ({ id: `p${i}`, at: i * 1000, value, words: 'W' })),
      words: { first: 'a', last: 'b', tick: String },
    },
    size,
  );
const heights = (values: readonly number[]) =>
  curve(values).marks.flatMap((mark) => (mark.kind === 'symbol' ? [mark.y] : []));

test('a score within the range stands at its share of the height', () => {
  // Drawn from 200 − 24 at 0 up to 14 at 48: 176 − 24/48 × 162.
  expect(heights([0, 24, 48])).toEqual([176, 95, 14]);
});

test('a score beyond the range is shown within the picture, and the others below it', () => {
  const [low, beyond] = heights([24, 64]);
  expect(beyond).toBe(14);
  // 176 − 24/64 × 162.
  expect(low).toBe(115.25);
});
