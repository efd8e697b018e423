import { ProblemError, problem } from '#core';
import type { ElmLibrary, ElmNode } from '../elm.ts';
import { observedPopulation } from '../fhir-measures/counted.ts';
import type { FhirMeasure, GroupPopulation, MeasureGroup } from '../fhir-measures/fhir-measure.ts';
import { askedDefinitions } from '../fhir-measures/group-counts.ts';

/** The name under which an observation of a population is answered. */
export const observationName = (group: MeasureGroup, observation: GroupPopulation): string =>
  `${observation.expression} of ${observedPopulation(group, observation)?.expression ?? 'the patient'}`;

/**
 * A small ELM library that asks a FHIR measure's library for its populations, strata and observations and for nothing
 * else.
 *
 * @throws ProblemError when the library is not here or lacks a definition that the measure names
 */
export function groupQuestion(measure: FhirMeasure, elm: readonly ElmLibrary[]): ElmLibrary {
  const main = elm.find(({ library }) => library.identifier.id === measure.library);
  if (main === undefined) throw missing(`the library '${measure.library}'`, measure);
  const defined = new Set(main.library.statements?.def?.map(({ name }) => name));
  const asked = new Map<string, ElmNode>();
  for (const group of measure.groups) {
    for (const name of askedDefinitions(group)) asked.set(name, reference(name));
    for (const population of group.populations) {
      if (population.code === 'measure-observation')
        asked.set(observationName(group, population), observation(group, population));
    }
    for (const { expression } of group.populations) {
      if (!defined.has(expression)) throw missing(`the definition '${expression}'`, measure);
    }
  }
  const { id, version } = main.library.identifier;
  return {
    library: {
      identifier: { id: 'MeasureQuestion', version: '1' },
      usings: { def: [{ localIdentifier: 'FHIR', uri: 'http://hl7.org/fhir', version: '4.0.1' }] },
      includes: {
        def: [
          { localIdentifier: 'Asked', path: id, ...(version === undefined ? {} : { version }) },
        ],
      },
      statements: { def: [...asked].map(([name, expression]) => statement(name, expression)) },
    },
  };
}

const missing = (what: string, { id }: FhirMeasure): ProblemError =>
  new ProblemError(
    problem(
      'fhir-measure-definition-missing',
      `The measure names ${what}, which is not here.`,
      'Bring the measure together with all its libraries as ELM, and try again.',
      `Measure/${id}`,
    ),
  );

const statement = (name: string, expression: ElmNode) => ({
  name,
  context: 'Patient',
  accessLevel: 'Public',
  expression,
});

const reference = (name: string): ElmNode => ({
  type: 'ExpressionRef',
  name,
  libraryName: 'Asked',
});

/** Of patients a function without operands; of events each event that is observed with what the function gives. */
function observation(group: MeasureGroup, population: GroupPopulation): ElmNode {
  const call = (operand: readonly ElmNode[]): ElmNode => ({
    type: 'FunctionRef',
    name: population.expression,
    libraryName: 'Asked',
    operand,
  });
  if (group.basis === 'boolean') return call([]);
  const observed = observedPopulation(group, population);
  const event: ElmNode = { type: 'AliasRef', name: 'Event' };
  return {
    type: 'Query',
    source: [{ alias: 'Event', expression: reference(observed?.expression ?? '') }],
    relationship: [],
    return: {
      distinct: false,
      expression: {
        type: 'Tuple',
        element: [
          { name: 'event', value: event },
          { name: 'observed', value: call([event]) },
        ],
      },
    },
  };
}
