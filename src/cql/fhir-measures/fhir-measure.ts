/**
 * A FHIR R4 Measure as far as it decides what is counted, by the CQFMeasures guide: groups with their scoring, what is
 * counted (basis), populations, stratifiers and observations.
 */
export interface FhirMeasure {
  readonly id: string;
  readonly url: string | null;
  readonly version: string | null;
  readonly title: string | null;
  /** The id of the library that has the definitions. */
  readonly library: string;
  readonly groups: readonly MeasureGroup[];
}

export const scorings = [
  'proportion',
  'ratio',
  'continuous-variable',
  'cohort',
  'composite',
] as const;
export type Scoring = (typeof scorings)[number];

export const populationCodes = [
  'initial-population',
  'denominator',
  'denominator-exclusion',
  'denominator-exception',
  'numerator',
  'numerator-exclusion',
  'measure-population',
  'measure-population-exclusion',
  'measure-observation',
] as const;
export type PopulationCode = (typeof populationCodes)[number];

export interface MeasureGroup {
  readonly id: string | null;
  readonly scoring: Scoring;
  /** What is counted: 'boolean' counts patients, otherwise the FHIR type of the events. */
  readonly basis: string;
  readonly populations: readonly GroupPopulation[];
  readonly stratifiers: readonly Stratifier[];
}

export interface GroupPopulation {
  readonly id: string | null;
  readonly code: PopulationCode;
  /** The CQL definition; for an observation, the CQL function. */
  readonly expression: string;
  /** The id of the population that this one is drawn from or observes. */
  readonly criteriaReference: string | null;
  readonly aggregateMethod: AggregateMethod | null;
}

export const aggregateMethods = [
  'sum',
  'average',
  'median',
  'minimum',
  'maximum',
  'count',
  'population-standard-deviation',
  'sample-standard-deviation',
  'population-variance',
  'sample-variance',
] as const;
export type AggregateMethod = (typeof aggregateMethods)[number];

export interface Stratifier {
  readonly id: string | null;
  /** One CQL definition, or several whose values together make a stratum. */
  readonly expressions: readonly string[];
  /** The population that it divides; every one when null. */
  readonly appliesTo: PopulationCode | null;
}
