import { betaCdf, betaDensity, betaQuantile, betaUpperQuantile } from '../distributions/beta.ts';
import { at, positions } from '../element.ts';
import { gaussLegendre, integrate } from '../numerical/quadrature.ts';
import { requirePositive } from '../requirements.ts';

const rule = gaussLegendre(30);
const panels = 24;
/** Mass of a posterior left out at either end. */
const leftOut = 1e-13;

export interface ArmResult {
  /** Cases with the event, a whole number from 0 to the cases. */
  readonly events: number;
  readonly cases: number;
}

/** Beta prior of a proportion; 1 and 1 is uniform. */
export interface BetaPrior {
  readonly a: number;
  readonly b: number;
}

/**
 * Probability that each arm has the highest proportion, given the results so far.
 *
 * Assumes independent cases and independent Beta(a, b) priors; the posterior of an arm with x events among n is
 * Beta(a + x, b + n − x), and Pr(best) = ∫ f_i(p) Π_j≠i F_j(p) dp. Looking often and stopping when this is high does raise
 * false alarms; decide the rule beforehand.
 *
 * @param arms at least two; put fewer events first if fewer is better and read the complement
 * @param prior uniform unless given
 * @returns one probability 0…1 per arm, summing to 1 (to about 1e-10)
 * @throws RangeError with fewer than two arms or events that are not among the cases
 * @example probabilityBest([{ events: 10, cases: 100 }, { events: 18, cases: 100 }]) // 0.054 and 0.946
 * @see Berry, Carlin, Lee & Müller, Bayesian Adaptive Methods (2010); docs/methods/probability-best.md
 */
export function probabilityBest(
  arms: readonly ArmResult[],
  prior: BetaPrior = { a: 1, b: 1 },
): number[] {
  requireArmResults(arms, prior);
  const posteriors = arms.map(({ events, cases }) => ({
    a: prior.a + events,
    b: prior.b + cases - events,
  }));
  return positions(arms.length).map((best) => {
    const own = at(posteriors, best);
    const others = posteriors.filter((_, arm) => arm !== best);
    return integrate(
      (p) =>
        others.reduce(
          (density, { a, b }) => density * betaCdf(p, a, b),
          betaDensity(p, own.a, own.b),
        ),
      { low: betaQuantile(leftOut, own.a, own.b), high: upperEnd(own), panels },
      rule,
    );
  });
}

const upperEnd = ({ a, b }: BetaPrior): number => betaUpperQuantile(leftOut, a, b);

function requireArmResults(arms: readonly ArmResult[], prior: BetaPrior): void {
  if (arms.length < 2) {
    throw new RangeError(`probabilityBest: ${arms.length} arms; at least two are needed`);
  }
  requirePositive(prior.a, 'probabilityBest: prior a');
  requirePositive(prior.b, 'probabilityBest: prior b');
  for (const [i, { events, cases }] of arms.entries()) {
    const isCount = Number.isInteger(events) && Number.isInteger(cases);
    if (!(isCount && events >= 0 && events <= cases)) {
      throw new RangeError(
        `probabilityBest: arm ${i + 1} has ${events} events in ${cases} cases; whole numbers with 0 ≤ events ≤ cases are needed`,
      );
    }
  }
}
