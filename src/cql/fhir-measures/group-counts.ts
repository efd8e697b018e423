import type { MeasureGroup, PopulationCode } from './fhir-measure.ts';

/** What one patient counts as in every group of a measure. */
export interface PatientCounts {
  readonly patientId: string;
  readonly groups: readonly GroupCounts[];
}

export interface GroupCounts {
  readonly group: MeasureGroup;
  /** The patient alone when patients are counted; otherwise every event that is in some population's definition. */
  readonly subjects: readonly CountedSubject[];
}

export interface CountedSubject {
  /** The patient's id, or the event as Type/id. */
  readonly id: string;
  /** In the order of the group's populations; for an observation, whether it is made. */
  readonly counted: readonly boolean[];
  /** In the order of the group's populations: what is observed, null where nothing is. */
  readonly observations: readonly (number | null)[];
  /** In the order of the group's stratifiers: the stratum it lies in, null where there is none. */
  readonly strata: readonly (string | null)[];
}

/** How many count in each population, in the group's order; for an observation, how many are made. */
export function populationCounts({ group, subjects }: GroupCounts): readonly number[] {
  return group.populations.map(
    (_, index) => subjects.filter(({ counted }) => counted[index] === true).length,
  );
}

/** What is observed for one population of the group, an entry for each subject that counts. */
export function observationsOf(
  { subjects }: GroupCounts,
  populationIndex: number,
): readonly number[] {
  return subjects.flatMap(({ counted, observations }) =>
    counted[populationIndex] === true ? (observations[populationIndex] ?? []) : [],
  );
}

/** The definitions that are asked for, each once. */
export function askedDefinitions({ populations, stratifiers }: MeasureGroup): readonly string[] {
  const isObservation = (code: PopulationCode): boolean => code === 'measure-observation';
  return [
    ...new Set([
      ...populations.filter(({ code }) => !isObservation(code)).map(({ expression }) => expression),
      ...stratifiers.flatMap(({ expressions }) => expressions),
    ]),
  ];
}
