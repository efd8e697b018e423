import { observedPopulation } from '../fhir-measures/counted.ts';
import type {
  GroupPopulation,
  MeasureGroup,
  PopulationCode,
} from '../fhir-measures/fhir-measure.ts';

const conditions: Readonly<Partial<Record<PopulationCode, string>>> = {
  'initial-population': 'initial_population',
  denominator: 'denominator',
  'denominator-exclusion': 'exclusion',
  'denominator-exception': 'exception',
  numerator: '(numerator OR numerator_exclusion)',
  'numerator-exclusion': 'numerator_exclusion',
  'measure-population': 'denominator',
  'measure-population-exclusion': 'exclusion',
};

/**
 * Whether a row of a compiled group (`compileGroup`) counts in a population of the group, as SQL; for an observation,
 * whether it is made.
 */
export function countsSql(group: MeasureGroup, population: GroupPopulation): string {
  if (population.code !== 'measure-observation') return conditions[population.code] ?? 'FALSE';
  const isOfNumerator = observedPopulation(group, population)?.code === 'numerator';
  return isOfNumerator ? 'numerator' : '(denominator AND NOT exclusion)';
}

/** The column in which a compiled group has what is observed for a population; null where it observes nothing. */
export function observedColumn(group: MeasureGroup, population: GroupPopulation): string | null {
  if (population.code !== 'measure-observation') return null;
  const isBelow = observedPopulation(group, population)?.code === 'denominator';
  return isBelow ? 'denominator_observation' : 'observation';
}
