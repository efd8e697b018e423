import { expect, test } from 'vitest';
import { countedPopulations } from './counted.ts';
import type { GroupPopulation, MeasureGroup, PopulationCode, Scoring } from './fhir-measure.ts';

const population = (
  code: PopulationCode,
  id: string = code,
  criteriaReference: string | null = null,
): GroupPopulation => ({ id, code, expression: id, criteriaReference, aggregateMethod: null });

const group = (scoring: Scoring, populations: readonly GroupPopulation[]): MeasureGroup => ({
  ...{ id: null, scoring, basis: 'boolean', populations, stratifiers: [] },
});

/** The ids that count, given the ids of the definitions that somebody is in. */
function counted(asked: MeasureGroup, within: readonly string[]): readonly (string | null)[] {
  const found = asked.populations.map(({ id }) => within.includes(id ?? ''));
  const isCounted = countedPopulations(asked, found);
  return asked.populations.filter((_, at) => isCounted[at]).map(({ id }) => id);
}

const proportion = group('proportion', [
  population('initial-population'),
  population('denominator'),
  population('denominator-exclusion'),
  population('numerator'),
  population('numerator-exclusion'),
  population('denominator-exception'),
]);
const all = proportion.populations.map(({ code }) => code);

test('nothing counts outside the initial population', () => {
  expect(counted(proportion, all.slice(1))).toEqual([]);
});

test('who is excluded from the denominator is in no numerator and no exception', () => {
  expect(counted(proportion, all)).toEqual([
    'initial-population',
    'denominator',
    'denominator-exclusion',
  ]);
});

test('an exception counts only where there is no numerator', () => {
  const without = (...codes: readonly string[]) => all.filter((code) => !codes.includes(code));
  expect(counted(proportion, without('denominator-exclusion'))).toEqual([
    'initial-population',
    'denominator',
    'numerator',
    'numerator-exclusion',
  ]);
  expect(counted(proportion, without('denominator-exclusion', 'numerator'))).toEqual([
    'initial-population',
    'denominator',
    'denominator-exception',
  ]);
});

test('the numerator of a ratio does not depend on the exclusion of its denominator', () => {
  const ratio = group('ratio', [
    population('initial-population'),
    population('denominator'),
    population('denominator-exclusion'),
    population('numerator'),
    population('measure-observation', 'of denominator', 'denominator'),
    population('measure-observation', 'of numerator', 'numerator'),
  ]);
  const within = ['initial-population', 'denominator', 'denominator-exclusion', 'numerator'];
  expect(counted(ratio, within)).toEqual([...within, 'of numerator']);
});

test('a ratio may draw numerator and denominator from initial populations of their own', () => {
  const ratio = group('ratio', [
    population('initial-population', 'stays'),
    population('initial-population', 'falls'),
    population('denominator', 'denominator', 'stays'),
    population('numerator', 'numerator', 'falls'),
  ]);
  expect(counted(ratio, ['stays', 'denominator', 'numerator'])).toEqual(['stays', 'denominator']);
  expect(counted(ratio, ['falls', 'denominator', 'numerator'])).toEqual(['falls', 'numerator']);
});

test('what is excluded from a measure population is not observed', () => {
  const continuous = group('continuous-variable', [
    population('initial-population'),
    population('measure-population'),
    population('measure-population-exclusion'),
    population('measure-observation'),
  ]);
  const within = ['initial-population', 'measure-population'];
  expect(counted(continuous, within)).toEqual([...within, 'measure-observation']);
  expect(counted(continuous, [...within, 'measure-population-exclusion'])).toEqual([
    ...within,
    'measure-population-exclusion',
  ]);
});

test('an observation whose reference leads nowhere observes in the order in which it is written', () => {
  const ratio = group('ratio', [
    population('initial-population'),
    population('denominator'),
    population('numerator'),
    population('measure-observation', 'first', 'of another group'),
    population('measure-observation', 'second', 'of another group'),
  ]);
  expect(counted(ratio, ['initial-population', 'denominator'])).toEqual([
    'initial-population',
    'denominator',
    'first',
  ]);
});
