import { describe, expect, test } from 'vitest';
import {
  below,
  cumulative,
  draw,
  gammaTwo,
  normal,
  openStream,
  poisson,
  skewedDeviate,
} from './random.ts';

const draws = 40_000;
const sample = (make: () => number): { readonly mean: number; readonly variance: number } => {
  const values = Array.from({ length: draws }, make);
  const mean = values.reduce((a, b) => a + b, 0) / draws;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (draws - 1);
  return { mean, variance };
};
/** Four standard errors of a mean. */
const tolerance = (variance: number): number => 4 * Math.sqrt(variance / draws);

describe('a stream of chance', () => {
  test('is the same for the same seed and index, and another for any other', () => {
    const first = (seed: number, index: number): readonly number[] => {
      const random = openStream(seed, index);
      return [random(), random(), random()];
    };
    expect(first(7, 3)).toEqual(first(7, 3));
    const firsts = [first(7, 4), first(8, 3), first(3, 7), first(7 + 2 ** 32, 3)];
    expect(new Set([first(7, 3), ...firsts].map(String)).size).toBe(5);
  });
  test('is spread evenly, over one stream and over the first numbers of many', () => {
    const one = openStream(1, 1);
    expect(Math.abs(sample(one).mean - 0.5)).toBeLessThan(tolerance(1 / 12));
    let index = 0;
    const many = sample(() => openStream(1, index++)());
    expect(Math.abs(many.mean - 0.5)).toBeLessThan(tolerance(1 / 12));
    // The variance of a uniform number is 1/12; of its square's mean the standard error is √(1/180 / draws).
    expect(Math.abs(many.variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / draws));
  });
  test('of neighbouring patients is unrelated', () => {
    const products = sampleProducts();
    expect(Math.abs(products.mean)).toBeLessThan(tolerance(1 / 144));
  });
});

function sampleProducts(): { readonly mean: number } {
  let index = 0;
  return sample(() => {
    const [a, b] = [openStream(5, index)(), openStream(5, index + 1)()];
    index++;
    return (a - 0.5) * (b - 0.5);
  });
}

describe('drawn numbers have the mean and variance they are named for', () => {
  const random = openStream(2, 2);
  test.each([
    { name: 'normal 10, 3', make: () => normal(random, 10, 3), mean: 10, variance: 9 },
    { name: 'gamma of shape 2', make: () => gammaTwo(random, 6), mean: 6, variance: 18 }, // mean²/2
    { name: 'skewed deviate', make: () => skewedDeviate(random), mean: 0, variance: 1 },
    { name: 'Poisson 0.7', make: () => poisson(random, 0.7), mean: 0.7, variance: 0.7 },
    { name: 'whole numbers 0–4', make: () => below(random, 5), mean: 2, variance: 2 }, // (5² − 1)/12
  ])('$name', ({ make, mean, variance }) => {
    const seen = sample(make);
    expect(Math.abs(seen.mean - mean)).toBeLessThan(tolerance(variance));
    expect(Math.abs(seen.variance / variance - 1)).toBeLessThan(0.1);
  });
  test('shares are drawn as often as their weights say', () => {
    const shares = cumulative([1, 0, 3]);
    const drawn = Array.from({ length: draws }, () => draw(random, shares));
    expect(drawn.includes(1)).toBe(false);
    const last = drawn.filter((index) => index === 2).length / draws;
    expect(Math.abs(last - 0.75)).toBeLessThan(tolerance(0.1875)); // 0.75 × 0.25
  });
});
