import { at, positions } from '../element.ts';
import { dot } from '../linear-algebra/vector.ts';
import { type Caution, cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import { isBeyondRange, requireFinite, requireSameLength } from '../requirements.ts';
import { mean, standardDeviation, variance } from '../summary/moments.ts';
import { sum } from '../summary/sum.ts';
import { RELIABLE_CHANGE_MULTIPLIER } from './reliable-change.ts';

export interface InternalConsistency {
  /** Cronbach's alpha from covariances; at most 1, negative when items oppose each other. */
  readonly alpha: number;
  /** Alpha of items brought to equal scatter, from the mean correlation. */
  readonly standardisedAlpha: Outcome<number>;
  readonly items: readonly {
    readonly name: string;
    /** Alpha of the other items; not estimable with two items. */
    readonly alphaWithout: Outcome<number>;
    /** Correlation of the item with the sum of the others. */
    readonly correlationWithRest: Outcome<number>;
  }[];
  readonly standardDeviationOfTotal: number;
  /** SD √(1 − alpha), in points of the total score. */
  readonly standardErrorOfMeasurement: number;
  /** 1.96 √2 SEM: a smaller change of one person may be nothing but measurement. */
  readonly minimalDetectableChange: number;
}

export interface Item {
  readonly name: string;
  /** Answers in the order of the persons, already turned so that all items point the same way. */
  readonly answers: readonly number[];
}

/**
 * Cronbach's alpha: do the items of a score measure one thing, and how precise is their sum?
 *
 * Assumes complete answers and items that measure the same thing equally well; otherwise alpha is a lower
 * bound. It rises with the number of items, so it is no proof of one dimension.
 * α = k/(k − 1) (1 − Σ var_i / var_total); standardised α = k r̄/(1 + (k − 1) r̄).
 *
 * @returns not estimable with fewer than two items or persons, or when a score does not vary; caution
 *   `negative-alpha` where an item is probably not turned
 * @throws RangeError when items differ in length or an answer is not finite
 * @example items 1, 2, 3 and 1, 3, 2: variances 1, 1, total 3: 2 (1 − 2/3) = 2/3
 * @see Cronbach (1951); docs/methods/reliable-change.md
 */
export function internalConsistency(items: readonly Item[]): Outcome<InternalConsistency> {
  requireItems(items);
  const persons = items[0]?.answers.length ?? 0;
  if (items.length < 2 || persons < 2) {
    return cannotEstimate(
      'too-few-points',
      `${items.length} items and ${persons} persons; at least two of each are needed.`,
    );
  }
  if (items.some(({ answers }) => isBeyondRange(answers))) return outOfRange();
  const unvaried = items.find(({ answers }) => variance(answers) === 0);
  if (unvaried !== undefined) {
    return cannotEstimate(
      'no-variation',
      `Everyone gave the same answer to ${unvaried.name}; leave it out.`,
    );
  }
  const total = totalOf(items);
  if (variance(total) === 0) {
    return cannotEstimate('no-variation', 'All totals are equal: there is nothing to tell apart.');
  }
  const alpha = alphaOf(items);
  const spread = standardDeviation(total);
  const standardErrorOfMeasurement = spread * Math.sqrt(1 - alpha);
  return estimated(
    {
      alpha,
      standardisedAlpha: standardisedAlphaOf(items),
      items: items.map((item) => itemSummary(item, items)),
      standardDeviationOfTotal: spread,
      standardErrorOfMeasurement,
      minimalDetectableChange: minimalDetectableChange(standardErrorOfMeasurement),
    },
    alpha < 0 ? [negativeAlpha] : [],
  );
}

const negativeAlpha: Caution = {
  code: 'negative-alpha',
  message:
    'The items oppose each other; one of them is probably not turned to the common direction.',
};

/** 1.96 √2 SEM: change of one person that measurement error alone would reach in one of twenty. */
export const minimalDetectableChange = (standardErrorOfMeasurement: number): number =>
  RELIABLE_CHANGE_MULTIPLIER * Math.SQRT2 * standardErrorOfMeasurement;

function requireItems(items: readonly Item[]): void {
  for (const { name, answers } of items) {
    requireSameLength(at(items, 0).answers, answers, `internalConsistency: first item and ${name}`);
    requireFinite(answers, `internalConsistency: ${name}`);
  }
}

const totalOf = (items: readonly Item[]): number[] =>
  positions(at(items, 0).answers.length).map((person) =>
    sum(items.map(({ answers }) => at(answers, person))),
  );

function alphaOf(items: readonly Item[]): number {
  const count = items.length;
  const parts = sum(items.map(({ answers }) => variance(answers)));
  return (count / (count - 1)) * (1 - parts / variance(totalOf(items)));
}

/** k r̄ / (1 + (k − 1) r̄); not estimable when the standardised items cancel each other out. */
function standardisedAlphaOf(items: readonly Item[]): Outcome<number> {
  const pairs = items.flatMap((a, i) =>
    items.slice(i + 1).map((b) => correlation(a.answers, b.answers)),
  );
  const average = mean(pairs);
  const spread = 1 + (items.length - 1) * average;
  return spread > 1e-12
    ? estimated((items.length * average) / spread)
    : cannotEstimate('no-variation', 'Brought to equal scatter, the items cancel each other out.');
}

/** Pearson's correlation of two columns that both vary. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const centred = [a, b].map((values) => {
    const centre = mean(values);
    return values.map((value) => value - centre);
  });
  const [left, right] = [at(centred, 0), at(centred, 1)];
  return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
}

function itemSummary(item: Item, items: readonly Item[]) {
  const others = items.filter((other) => other !== item);
  const rest = totalOf(others);
  const restVaries = variance(rest) > 0;
  return {
    name: item.name,
    alphaWithout:
      others.length >= 2 && restVaries
        ? estimated(alphaOf(others))
        : cannotEstimate<number>('too-few-points', 'Two other items that vary are needed.'),
    correlationWithRest: restVaries
      ? estimated(correlation(item.answers, rest))
      : cannotEstimate<number>('no-variation', 'The sum of the other items does not vary.'),
  };
}
