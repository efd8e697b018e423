import type { Measure } from '../measures/measure.ts';
import type { FhirMeasure, GroupPopulation, PopulationCode, Scoring } from './fhir-measure.ts';

/** A measure of the library as a FHIR measure: one group of events. */
export function asFhirMeasure(measure: Measure): FhirMeasure {
  const { id, version, title, library, basis } = measure;
  return {
    id,
    url: `https://gyrus.health/fhir/Measure/${id}`,
    version,
    title: title.en,
    library,
    groups: [
      {
        id: 'all',
        scoring: scoringOf[measure.scoring],
        basis,
        populations: populationsOf(measure),
        stratifiers: [],
      },
    ],
  };
}

const scoringOf: Readonly<Record<Measure['scoring'], Scoring>> = {
  proportion: 'proportion',
  ratio: 'ratio',
  continuous: 'continuous-variable',
};

function populationsOf({ scoring, populations }: Measure): readonly GroupPopulation[] {
  const isContinuous = scoring === 'continuous';
  const population = (
    code: PopulationCode,
    expression: string | undefined,
    criteriaReference: string | null = null,
  ): readonly GroupPopulation[] =>
    expression === undefined
      ? []
      : [
          {
            id: criteriaReference === null ? code : `${criteriaReference}-observation`,
            code,
            expression,
            criteriaReference,
            aggregateMethod:
              code === 'measure-observation' ? (isContinuous ? 'average' : 'sum') : null,
          },
        ];
  const { denominator, exclusion } = populations;
  return [
    ...population('initial-population', populations.initialPopulation),
    ...(isContinuous
      ? [
          ...population('measure-population', denominator),
          ...population('measure-population-exclusion', exclusion),
          ...population('measure-observation', populations.observation, 'measure-population'),
        ]
      : [
          ...population('denominator', denominator),
          ...population('denominator-exclusion', exclusion),
          ...population('denominator-exception', populations.exception),
          ...population('numerator', populations.numerator),
          ...population('measure-observation', populations.denominatorObservation, 'denominator'),
          ...population('measure-observation', populations.numeratorObservation, 'numerator'),
        ]),
  ];
}
