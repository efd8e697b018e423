import { at, positions } from '../element.ts';
import { sum } from '../summary/sum.ts';
import type { RandomSource } from './permuted-blocks.ts';

/** Level of every factor of one participant, in the order of the factors. */
export type FactorLevels = readonly (string | number)[];

/** Someone already assigned. */
export interface Assigned {
  readonly levels: FactorLevels;
  /** From 0. */
  readonly arm: number;
}

export interface MinimisationOptions {
  /** Number of arms, at least two. */
  readonly arms: number;
  /** How much balance in each factor matters, above 0; one per factor. */
  readonly weights: readonly number[];
  /**
   * Chance of the arm that balances best, above 1/arms and at most 1; 1 unless given. Below 1, the next arm cannot be foretold
   * and `random` is needed.
   */
  readonly probability?: number;
  readonly random?: RandomSource;
}

export interface MinimisationStep {
  /** Chosen arm, from 0. */
  readonly arm: number;
  /** Imbalance that each arm would leave; the smallest is best, ties go to the earlier arm. */
  readonly scores: readonly number[];
}

/**
 * Minimisation (Pocock–Simon): gives the next participant the arm that leaves the factors most balanced.
 *
 * For every arm a and factor f, count those already in each arm who share the participant's level, add the
 * participant to a, and take the range (largest − smallest count); score_a = Σ_f weight_f × range_f. The arm with the
 * smallest score is taken with the probability given, otherwise one of the others, all equally likely.
 *
 * @param levels of the participant, one per factor
 * @param earlier everyone assigned so far
 * @returns the arm and all scores, for the record
 * @throws RangeError when factors and weights differ in number, an earlier arm does not exist, or randomness is needed and not given
 * @example an old woman comes; arm 0 holds an old woman and an old man, arm 1 a young woman: scores 4 and 2, arm 1
 * @see Pocock & Simon (1975); docs/methods/allocation.md
 */
export function assignByMinimisation(
  levels: FactorLevels,
  earlier: readonly Assigned[],
  options: MinimisationOptions,
): MinimisationStep {
  requireMinimisation(levels, earlier, options);
  const { arms, weights, probability = 1 } = options;
  const countsByFactor = positions(levels.length).map((factor) =>
    positions(arms).map(
      (arm) =>
        earlier.filter((each) => each.arm === arm && each.levels[factor] === levels[factor]).length,
    ),
  );
  const scores = positions(arms).map((arm) =>
    sum(weights.map((weight, factor) => weight * rangeWith(arm, at(countsByFactor, factor)))),
  );
  const best = scores.indexOf(Math.min(...scores));
  if (probability === 1 || options.random === undefined) return { arm: best, scores };
  return { arm: draw(best, { arms, probability, random: options.random }), scores };
}

/** Largest − smallest count once the arm has one more. */
function rangeWith(arm: number, counts: readonly number[]): number {
  const after = counts.map((count, each) => count + (each === arm ? 1 : 0));
  return Math.max(...after) - Math.min(...after);
}

function draw(
  best: number,
  {
    arms,
    probability,
    random,
  }: { readonly arms: number; readonly probability: number; readonly random: RandomSource },
): number {
  const value = random();
  if (value < probability) return best;
  const others = positions(arms).filter((arm) => arm !== best);
  const place = Math.floor(((value - probability) / (1 - probability)) * others.length);
  return at(others, Math.min(place, others.length - 1));
}

function requireMinimisation(
  levels: FactorLevels,
  earlier: readonly Assigned[],
  { arms, weights, probability = 1, random }: MinimisationOptions,
): void {
  const name = 'assignByMinimisation';
  if (!(Number.isInteger(arms) && arms >= 2)) {
    throw new RangeError(`${name}: ${arms} arms; at least two are needed`);
  }
  const factors = levels.length;
  if (weights.length !== factors || earlier.some((each) => each.levels.length !== factors)) {
    throw new RangeError(`${name}: ${factors} factors, ${weights.length} weights; they must agree`);
  }
  if (weights.some((weight) => !(weight > 0))) {
    throw new RangeError(`${name}: every weight must be above 0`);
  }
  if (earlier.some(({ arm }) => !(Number.isInteger(arm) && arm >= 0 && arm < arms))) {
    throw new RangeError(`${name}: someone is in an arm outside 0…${arms - 1}`);
  }
  if (!(probability > 1 / arms && probability <= 1)) {
    throw new RangeError(
      `${name}: probability ${probability}; above ${1 / arms} and at most 1 is needed`,
    );
  }
  if (probability < 1 && random === undefined) {
    throw new RangeError(`${name}: a probability below 1 needs a random source`);
  }
}
