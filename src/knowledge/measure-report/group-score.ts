import {
  type AggregateMethod,
  type MeasureGroup,
  observedPopulation,
  type PopulationCode,
} from '#cql';
import { mean, median, sum, variance } from '#statistics';
import type { Tally } from './tally.ts';

/**
 * The score of a group, by the CQFMeasures guide.
 *
 * proportion: (numerator − numerator exclusion) / (denominator − exclusion − exception), 0…1
 * ratio: the aggregate of the numerator's observations over that of the denominator's; without observations
 *   (numerator − its exclusion) / (denominator − its exclusion)
 * continuous variable: the aggregate of its observations; the mean when none is named
 * cohort: none
 *
 * @returns null when there is nothing to divide by, nothing observed, or no score to have
 * @example a proportion with 3 of 5, one of the 5 excluded: 3 / 4 = 0.75
 * @see docs/methods/measure-reports.md
 */
export function groupScore(group: MeasureGroup, { counts, observations }: Tally): number | null {
  const count = (code: PopulationCode): number =>
    group.populations.reduce((sum, one, i) => sum + (one.code === code ? (counts[i] ?? 0) : 0), 0);
  switch (group.scoring) {
    case 'proportion':
      return ratio(
        count('numerator') - count('numerator-exclusion'),
        count('denominator') - count('denominator-exclusion') - count('denominator-exception'),
      );
    case 'ratio':
      return (
        ratioOfObservations(group, observations) ??
        ratio(
          count('numerator') - count('numerator-exclusion'),
          count('denominator') - count('denominator-exclusion'),
        )
      );
    case 'continuous-variable': {
      const at = group.populations.findIndex(({ code }) => code === 'measure-observation');
      return aggregate(group.populations[at]?.aggregateMethod ?? 'average', observations[at] ?? []);
    }
    case 'cohort':
    case 'composite':
      return null;
    default:
      return group.scoring satisfies never;
  }
}

const ratio = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : numerator / denominator;

/** Undefined when the group observes nothing. */
function ratioOfObservations(
  group: MeasureGroup,
  observations: readonly (readonly number[])[],
): number | null | undefined {
  const observed = (code: PopulationCode) =>
    group.populations.findIndex(
      (one) => one.code === 'measure-observation' && observedPopulation(group, one)?.code === code,
    );
  const [numerator, denominator] = [observed('numerator'), observed('denominator')];
  if (numerator < 0 || denominator < 0) return undefined;
  const value = (at: number): number | null =>
    aggregate(group.populations[at]?.aggregateMethod ?? 'sum', observations[at] ?? []);
  const [over, under] = [value(numerator) ?? 0, value(denominator)];
  return under === null ? null : ratio(over, under);
}

/** Null of no values, and where a spread needs two. */
export function aggregate(method: AggregateMethod, values: readonly number[]): number | null {
  const n = values.length;
  if (method === 'count') return n;
  if (n === 0) return null;
  switch (method) {
    case 'sum':
      return sum(values);
    case 'average':
      return mean(values);
    case 'median':
      return median(values);
    case 'minimum':
      return values.reduce((least, value) => Math.min(least, value));
    case 'maximum':
      return values.reduce((most, value) => Math.max(most, value));
    case 'population-variance':
      return populationVariance(values);
    case 'population-standard-deviation':
      return Math.sqrt(populationVariance(values));
    case 'sample-variance':
      return n < 2 ? null : variance(values);
    case 'sample-standard-deviation':
      return n < 2 ? null : Math.sqrt(variance(values));
    default:
      return method satisfies never;
  }
}

const populationVariance = (values: readonly number[]): number =>
  values.length < 2 ? 0 : (variance(values) * (values.length - 1)) / values.length;
