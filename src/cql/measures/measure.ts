import type { Text } from '#core';

/** A measure of the library: what measure.yaml says, and the name of its CQL library. */
export interface Measure {
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  /** What is counted among what, in plain language. */
  readonly sentence: Text;
  readonly rationale: Text;
  readonly interest: 'front-line' | 'management' | 'authority';
  readonly kind: 'process' | 'outcome' | 'balancing' | 'experience' | 'cost';
  readonly scoring: 'proportion' | 'ratio' | 'continuous';
  /** The FHIR type of the events that are counted. */
  readonly basis: string;
  readonly direction: 'up' | 'down' | 'neutral';
  /** A proportion is 0…1; otherwise in the measure's unit, after the multiplier. */
  readonly target: number | null;
  readonly chart: 'p' | 'u' | 'xmr';
  readonly unitLabel: Text;
  /** 1000 for a rate per thousand, otherwise 1. */
  readonly multiplier: number;
  readonly populations: MeasurePopulations;
  /** The id of the CQL library that has the definitions. */
  readonly library: string;
}

/** For each population the name of its CQL definition; for observations, of its CQL function. */
export interface MeasurePopulations {
  readonly initialPopulation: string;
  readonly denominator: string;
  readonly numerator?: string | undefined;
  readonly exclusion?: string | undefined;
  readonly exception?: string | undefined;
  readonly observation?: string | undefined;
  readonly numeratorObservation?: string | undefined;
  readonly denominatorObservation?: string | undefined;
}

/** The function that says which unit owns an event. */
export const responsibleUnit = 'Responsible Unit';
export const measurementPeriod = 'Measurement Period';

/** One event in one period, and what it counts as. Only events of the initial population have rows. */
export interface MembershipRow {
  readonly periodId: number;
  readonly patientId: string;
  readonly eventId: string;
  /** The bare id of the Organization, or null when the record names none. */
  readonly unitId: string | null;
  readonly initialPopulation: boolean;
  readonly denominator: boolean;
  readonly numerator: boolean;
  readonly exclusion: boolean;
  readonly exception: boolean;
  /** The value of a continuous measure, or what the event adds to a ratio's numerator. */
  readonly observation: number | null;
  /** What the event adds to a ratio's denominator. */
  readonly denominatorObservation: number | null;
}
