import type { FhirMeasure, GroupPopulation, MeasureGroup } from './fhir-measure.ts';

type Json = Readonly<Record<string, unknown>>;

const guide = 'http://hl7.org/fhir/us/cqfmeasures/StructureDefinition';
const populationSystem = 'http://terminology.hl7.org/CodeSystem/measure-population';
const scoringSystem = 'http://terminology.hl7.org/CodeSystem/measure-scoring';

export interface MeasureWords {
  readonly description: string;
  readonly rationale: string;
  /** Whether more or less is better; null where neither is. */
  readonly improvement: 'increase' | 'decrease' | null;
}

/** A measure as a FHIR R4 Measure resource, in the form of the CQFMeasures guide. */
export function writeFhirMeasure(measure: FhirMeasure, words: MeasureWords): Json {
  const { id, url, version, title, library, groups } = measure;
  const [first] = groups;
  return {
    resourceType: 'Measure',
    id,
    ...(url === null ? {} : { url }),
    ...(version === null ? {} : { version }),
    name: library,
    ...(title === null ? {} : { title }),
    status: 'active',
    description: words.description,
    rationale: words.rationale,
    library: [libraryUrl(library)],
    ...(first === undefined
      ? {}
      : { scoring: { coding: [{ system: scoringSystem, code: first.scoring }] } }),
    ...(words.improvement === null
      ? {}
      : {
          improvementNotation: {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/measure-improvement-notation',
                code: words.improvement,
              },
            ],
          },
        }),
    group: groups.map(group),
  };
}

export const libraryUrl = (name: string): string => `https://gyrus.health/fhir/Library/${name}`;

const group = ({ id, basis, populations }: MeasureGroup): Json => ({
  extension: [{ url: `${guide}/cqfm-populationBasis`, valueCode: basis }],
  ...(id === null ? {} : { id }),
  population: populations.map(population),
});

function population(written: GroupPopulation): Json {
  const { id, code, expression, criteriaReference, aggregateMethod } = written;
  const extension = [
    ...(criteriaReference === null
      ? []
      : [{ url: `${guide}/cqfm-criteriaReference`, valueString: criteriaReference }]),
    ...(aggregateMethod === null
      ? []
      : [{ url: `${guide}/cqfm-aggregateMethod`, valueString: aggregateMethod }]),
  ];
  return {
    ...(id === null ? {} : { id }),
    ...(extension.length === 0 ? {} : { extension }),
    code: { coding: [{ system: populationSystem, code }] },
    criteria: { language: 'text/cql-identifier', expression },
  };
}
