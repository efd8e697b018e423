import type { ElmLibrary, ElmNode } from '../elm.ts';
import { type Measure, responsibleUnit } from '../measures/measure.ts';

export const populationNames = [
  'initialPopulation',
  'denominator',
  'exclusion',
  'numerator',
  'exception',
] as const;
export type PopulationName = (typeof populationNames)[number];

/**
 * A small ELM library that asks a measure's library what we want to know and nothing else: for each population its
 * events, and for events of the initial population their unit and observations.
 */
export function measureQuestion(measure: Measure, elm: readonly ElmLibrary[]): ElmLibrary {
  const main = elm.find(({ library }) => library.identifier.id === measure.library);
  if (main === undefined) {
    throw new Error(`measureQuestion: no ELM for the library '${measure.library}'`);
  }
  const asked = populationNames.flatMap((name) => {
    const definition = measure.populations[name];
    if (definition === undefined) return [];
    return [
      {
        name,
        context: 'Patient',
        accessLevel: 'Public',
        expression: events(measure, name, definition),
      },
    ];
  });
  return {
    library: {
      identifier: { id: 'MeasureQuestion', version: '1' },
      usings: { def: [{ localIdentifier: 'FHIR', uri: 'http://hl7.org/fhir', version: '4.0.1' }] },
      includes: { def: [{ localIdentifier: 'Asked', path: measure.library, ...versionOf(main) }] },
      statements: { def: asked },
    },
  };
}

const versionOf = ({ library }: ElmLibrary): { version?: string } =>
  library.identifier.version === undefined ? {} : { version: library.identifier.version };

const event: ElmNode = { type: 'AliasRef', name: 'Event' };

function events(measure: Measure, name: PopulationName, definition: string): ElmNode {
  const element = [
    { name: 'event', value: event },
    ...(name === 'initialPopulation' ? facts(measure) : []),
  ];
  return {
    type: 'Query',
    source: [
      {
        alias: 'Event',
        expression: { type: 'ExpressionRef', name: definition, libraryName: 'Asked' },
      },
    ],
    relationship: [],
    return: { distinct: false, expression: { type: 'Tuple', element } },
  };
}

interface Fact {
  readonly name: string;
  readonly value: ElmNode;
}

function facts({ populations, basis }: Measure): readonly Fact[] {
  const observation = populations.observation ?? populations.numeratorObservation;
  const { denominatorObservation } = populations;
  return [
    { name: 'unit', value: call(responsibleUnit, basis) },
    ...(observation === undefined
      ? []
      : [{ name: 'observation', value: call(observation, basis) }]),
    ...(denominatorObservation === undefined
      ? []
      : [{ name: 'denominatorObservation', value: call(denominatorObservation, basis) }]),
  ];
}

const call = (name: string, basis: string): ElmNode => ({
  type: 'FunctionRef',
  name,
  libraryName: 'Asked',
  signature: [{ type: 'NamedTypeSpecifier', name: `{http://hl7.org/fhir}${basis}` }],
  operand: [event],
});
