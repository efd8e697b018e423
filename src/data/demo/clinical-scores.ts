import { below, normal, type Random } from './random.ts';

/** A patient's depression score over one episode. */
export interface DepressionCourse {
  readonly baseline: number;
  readonly responds: boolean;
}

const phq9Max = 27;
/** A response is judged by the latest score six to twelve weeks after the first visit. */
const responseDaysMin = 42;

export const drawPhq9Baseline = (random: Random, isDepression: boolean): number =>
  isDepression
    ? clamped(normal(random, 16.5, 4.6), 3, phq9Max)
    : clamped(normal(random, 9.5, 5), 0, phq9Max);

/**
 * PHQ-9 total some days into an episode. From six weeks on, every score of one who responds is at most half of the
 * first, and every score of one who does not is more: the answer does not depend on which of them is the latest.
 */
export function drawPhq9(random: Random, course: DepressionCourse, days: number): number {
  const { baseline, responds } = course;
  if (days === 0) return baseline;
  if (days < responseDaysMin) return clamped(baseline * (0.6 + 0.4 * random()), 0, phq9Max);
  const half = Math.floor(baseline / 2);
  if (responds) return Math.min(half, Math.round(baseline * (0.12 + 0.36 * random())));
  return Math.min(phq9Max, Math.max(half + 1, Math.round(baseline * (0.56 + 0.55 * random()))));
}

export const drawGad7 = (random: Random): number => clamped(normal(random, 10.5, 4.8), 0, 21);

/** WHO-5 raw score 0–25; a quarter of the index 0–100. */
export const drawWho5 = (random: Random, meanIndex: number): number =>
  clamped(normal(random, meanIndex, 17) / 4, 0, 25);

/** Overall experience 0–10: 8 or more for one who felt involved. */
export function drawExperience(random: Random, involved: boolean): number {
  if (involved) return 8 + below(random, 3);
  return Math.max(below(random, 8), below(random, 8));
}

/** The sum of twelve answers of 0 to 4. */
export const drawFunctioning = (random: Random): number => clamped(normal(random, 16, 7), 0, 48);
export const drawWeightKg = (random: Random, isAdult: boolean): number =>
  Math.round(10 * Math.max(22, normal(random, isAdult ? 79 : 52, isAdult ? 16 : 12))) / 10;
export const drawSystolic = (random: Random): number => clamped(normal(random, 128, 14), 85, 210);

const clamped = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, Math.round(value)));
