import { describe, expect, test } from 'vitest';
import { type AgeRange, drawAge, shareWithin } from './age.ts';
import { openStream } from './random.ts';

const adults: AgeRange = [18, 65, 30];
const young: AgeRange = [18, 25, 20];

describe('ages', () => {
  test('lie within the range and average a third of youngest, peak and end', () => {
    const random = openStream(1, 1);
    const ages = Array.from({ length: 20_000 }, () => drawAge(random, adults));
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(18);
    expect(Math.max(...ages)).toBeLessThan(66);
    const mean = ages.reduce((a, b) => a + b, 0) / ages.length;
    // Triangular on 18…66 with peak 30: mean (18 + 66 + 30)/3 = 38, standard deviation 10.2.
    expect(Math.abs(mean - 38)).toBeLessThan((4 * 10.2) / Math.sqrt(20_000));
  });
  test('of all young adults suit adults, and of some adults young adults', () => {
    expect(shareWithin(young, adults)).toBe(1);
    // (26 − 18)² / ((66 − 18)(30 − 18)) = 64/576
    expect(shareWithin(adults, young)).toBeCloseTo(64 / 576, 12);
    expect(shareWithin([6, 17, 10], adults)).toBe(0);
  });
});
