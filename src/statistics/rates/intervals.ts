import { betaQuantile, betaUpperQuantile } from '../distributions/beta.ts';
import { gammaQuantile, gammaUpperQuantile } from '../distributions/gamma.ts';
import { normalUpperQuantile } from '../distributions/normal.ts';

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

const USUAL_LEVEL = 0.95;

const tailOf = (level: number): number => {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`confidence level is ${level}; it must lie strictly within 0…1`);
  }
  return (1 - level) / 2;
};

function requireCounts(events: number, cases: number): void {
  const areCounts = Number.isInteger(events) && Number.isInteger(cases);
  if (!(areCounts && events >= 0 && cases > 0 && events <= cases)) {
    throw new RangeError(
      `proportion: ${events} events in ${cases} cases; give 0 ≤ events ≤ cases, cases > 0`,
    );
  }
}

function requireEvents(events: number, exposure: number): void {
  if (!(events >= 0 && events <= MOST_EVENTS && Number.isFinite(exposure) && exposure > 0)) {
    throw new RangeError(
      `rate: ${events} events in ${exposure} of exposure; give events of 0 to 2⁵³, exposure > 0`,
    );
  }
  if (!Number.isFinite((2 * events + 10) / exposure)) {
    throw new RangeError(
      `rate: ${events} events over an exposure of ${exposure} are too large for a number; give the exposure in a smaller unit`,
    );
  }
}

/** Above this whole numbers can no longer be told apart. */
const MOST_EVENTS = Number.MAX_SAFE_INTEGER;

/**
 * Wilson's score interval for a proportion: good also for few cases and for 0 or all events.
 *
 * (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n)
 *
 * @param events 0…cases
 * @example wilsonInterval(9, 100) // 0.0481 to 0.1623
 * @see Wilson EB. J Am Stat Assoc 1927;22:209–12. docs/methods/rates.md
 */
export function wilsonInterval(events: number, cases: number, level = USUAL_LEVEL): Interval {
  requireCounts(events, cases);
  const z = normalUpperQuantile(tailOf(level));
  const p = events / cases;
  const shrink = 1 + (z * z) / cases;
  const middle = p + (z * z) / (2 * cases);
  const width = z * Math.sqrt((p * (1 - p)) / cases + (z * z) / (4 * cases * cases));
  return {
    lower: events === 0 ? 0 : (middle - width) / shrink,
    upper: events === cases ? 1 : (middle + width) / shrink,
  };
}

/**
 * Clopper and Pearson's exact interval for a proportion; covers at least the stated level.
 *
 * Lower: the α/2 quantile of Beta(events, cases − events + 1); upper: the 1 − α/2 quantile of
 * Beta(events + 1, cases − events).
 *
 * @see Clopper CJ, Pearson ES. Biometrika 1934;26:404–13. docs/methods/rates.md
 */
export function clopperPearsonInterval(
  events: number,
  cases: number,
  level = USUAL_LEVEL,
): Interval {
  requireCounts(events, cases);
  const tail = tailOf(level);
  return {
    lower: events === 0 ? 0 : betaQuantile(tail, events, cases - events + 1),
    upper: events === cases ? 1 : betaUpperQuantile(tail, events + 1, cases - events),
  };
}

/**
 * Exact (Garwood) interval for a Poisson rate.
 *
 * Lower: the α/2 quantile of Gamma(events); upper: the 1 − α/2 quantile of Gamma(events + 1); both
 * over the exposure.
 *
 * @see Garwood F. Biometrika 1936;28:437–42. docs/methods/rates.md
 */
export function exactRateInterval(events: number, exposure: number, level = USUAL_LEVEL): Interval {
  requireEvents(events, exposure);
  const tail = tailOf(level);
  return {
    lower: events === 0 ? 0 : gammaQuantile(tail, events) / exposure,
    upper: gammaUpperQuantile(tail, events + 1) / exposure,
  };
}

/**
 * Byar's approximation to the exact Poisson interval, as used by Public Health England.
 *
 * Lower: k (1 − 1/9k − z/3√k)³ with k = events (0 for no events); upper: k (1 − 1/9k + z/3√k)³ with
 * k = events + 1; both over the exposure.
 *
 * @see Breslow NE, Day NE. Statistical methods in cancer research II. 1987. docs/methods/rates.md
 */
export function byarInterval(events: number, exposure: number, level = USUAL_LEVEL): Interval {
  requireEvents(events, exposure);
  const z = normalUpperQuantile(tailOf(level));
  return {
    lower: events === 0 ? 0 : Math.max(0, byarCube(events, -z)) / exposure,
    upper: byarCube(events + 1, z) / exposure,
  };
}

/**
 * Byar's formula with events + ½ at both ends, as some packages have it. Its lower limit is slightly
 * negative at 0 events, so it is kept for comparison with them only.
 */
export function byarHalfInterval(events: number, exposure: number, level = USUAL_LEVEL): Interval {
  requireEvents(events, exposure);
  const z = normalUpperQuantile(tailOf(level));
  return {
    lower: byarCube(events + 0.5, -z) / exposure,
    upper: byarCube(events + 0.5, z) / exposure,
  };
}

const byarCube = (count: number, z: number): number =>
  count * (1 - 1 / (9 * count) + z / (3 * Math.sqrt(count))) ** 3;
