import { describe, expect, test } from 'vitest';
import type { AggregateMethod, GroupPopulation, MeasureGroup, PopulationCode, Scoring } from '#cql';
import { aggregate, groupScore } from './group-score.ts';

const population = (code: PopulationCode, more: Partial<GroupPopulation> = {}) => ({
  ...{ id: code, code, expression: code, criteriaReference: null, aggregateMethod: null },
  ...more,
});
const group = (scoring: Scoring, ...populations: readonly GroupPopulation[]): MeasureGroup => ({
  ...{ id: null, scoring, basis: 'boolean', populations, stratifiers: [] },
});
const tally = (counts: readonly number[], observations: readonly (readonly number[])[] = []) => ({
  counts,
  observations,
  subjects: [],
});

describe('The score of a group', () => {
  const proportion = group(
    'proportion',
    population('denominator'),
    population('denominator-exclusion'),
    population('denominator-exception'),
    population('numerator'),
    population('numerator-exclusion'),
  );

  test('of a proportion leaves out exclusions and exceptions', () => {
    // (5 − 1) / (12 − 2 − 2)
    expect(groupScore(proportion, tally([12, 2, 2, 5, 1]))).toBe(0.5);
  });

  test('is none where nobody is at risk', () => {
    expect(groupScore(proportion, tally([2, 2, 0, 0, 0]))).toBeNull();
  });

  test('of a ratio is of its observations', () => {
    const observation = (of: string) =>
      population('measure-observation', { criteriaReference: of, aggregateMethod: 'sum' });
    const ratio = group(
      'ratio',
      population('denominator'),
      population('numerator'),
      observation('denominator'),
      observation('numerator'),
    );
    // 3 events in 4 + 8 days
    expect(groupScore(ratio, tally([2, 2, 2, 2], [[], [], [4, 8], [1, 2]]))).toBe(0.25);
    expect(groupScore(ratio, tally([0, 0, 0, 0], [[], [], [], []]))).toBeNull();
  });

  test('of a ratio without observations is of its counts', () => {
    const ratio = group('ratio', population('denominator'), population('numerator'));
    expect(groupScore(ratio, tally([8, 2]))).toBe(0.25);
  });

  test('of a continuous variable is what it aggregates', () => {
    const continuous = (aggregateMethod: AggregateMethod | null) =>
      group(
        'continuous-variable',
        population('measure-population'),
        population('measure-observation', { aggregateMethod }),
      );
    const counts = tally([4, 4], [[], [1, 2, 3, 10]]);
    expect(groupScore(continuous(null), counts)).toBe(4); // 16 / 4
    expect(groupScore(continuous('median'), counts)).toBe(2.5); // (2 + 3) / 2
    expect(groupScore(continuous('median'), tally([0, 0], [[], []]))).toBeNull();
  });

  test('of a cohort is none', () => {
    expect(groupScore(group('cohort', population('initial-population')), tally([3]))).toBeNull();
  });
});

test.each([
  ['sum', 12],
  ['average', 4], // 12 / 3
  ['median', 4],
  ['minimum', 2],
  ['maximum', 6],
  ['count', 3],
  ['population-variance', 8 / 3], // (4 + 0 + 4) / 3
  ['sample-variance', 4], // 8 / 2
  ['population-standard-deviation', Math.sqrt(8 / 3)],
  ['sample-standard-deviation', 2],
] as const)('the %s of 2, 4 and 6', (method, expected) => {
  expect(aggregate(method, Object.freeze([6, 2, 4]))).toBeCloseTo(expected, 12);
});

test('a spread needs two values, and nothing has no mean', () => {
  expect(aggregate('sample-variance', [5])).toBeNull();
  expect(aggregate('average', [])).toBeNull();
  expect(aggregate('count', [])).toBe(0);
});
