import type { ElmDefinition, ElmLibrary } from '../elm.ts';
import { observedPopulation } from '../fhir-measures/counted.ts';
import type {
  FhirMeasure,
  GroupPopulation,
  MeasureGroup,
  PopulationCode,
} from '../fhir-measures/fhir-measure.ts';
import { type Measure, type MeasurePopulations, responsibleUnit } from '../measures/measure.ts';
import {
  type CompiledPopulations,
  compilePopulations,
  type PopulationQuestion,
} from './compile-populations.ts';
import type { Counting } from './counted-events.ts';

export interface GroupQuestion extends Omit<PopulationQuestion, 'measure'> {
  readonly measure: FhirMeasure;
  readonly group: MeasureGroup;
}

/** A group of a FHIR measure as SQL over the flat tables, or the reason and the place why it is not compiled. */
export function compileGroup(question: GroupQuestion): CompiledPopulations {
  const { measure, group, elm } = question;
  const refused = (because: string): CompiledPopulations => ({
    kind: 'not-compilable',
    because,
    where: measure.id,
  });
  const twice = group.populations.find((one, place) => place !== firstLike(one, group));
  if (twice !== undefined)
    return refused(`there are several populations of a kind (${twice.code})`);
  const strange = strangeObservation(group);
  if (strange !== null) return refused(strange);
  const asked = libraryMeasure(measure, group);
  if (asked === null) return refused('the group has no initial population');
  return compilePopulations({
    ...question,
    elm: elm.map((one) => withUnit(withPatients(one, measure.library, group), measure.library)),
    measure: asked,
    counting: countingOf(group),
    numeratorExclusion: definitionOf(group, 'numerator-exclusion'),
  });
}

/** The place of the first population of its kind; observations are of a kind when they observe the same. */
const firstLike = (population: GroupPopulation, group: MeasureGroup): number =>
  group.populations.findIndex(
    (one) =>
      one.code === population.code &&
      (one.code !== 'measure-observation' ||
        observedPopulation(group, one) === observedPopulation(group, population)),
  );

const countingOf = ({ scoring }: MeasureGroup): Counting => {
  if (scoring === 'ratio') return 'ratio';
  return scoring === 'continuous-variable' ? 'continuous' : 'proportion';
};

const observable: Readonly<Record<Counting, readonly PopulationCode[]>> = {
  library: [],
  proportion: [],
  ratio: ['numerator', 'denominator'],
  continuous: ['measure-population'],
};

/** What an observation observes decides when it is made; null where the statement knows that. */
function strangeObservation(group: MeasureGroup): string | null {
  for (const population of group.populations) {
    if (population.code !== 'measure-observation') continue;
    const code = observedPopulation(group, population)?.code;
    if (code === undefined || !observable[countingOf(group)].includes(code))
      return `an observation of ${code ?? 'no population'} is not compiled`;
  }
  return null;
}

function definitionOf(
  group: MeasureGroup,
  ...codes: readonly PopulationCode[]
): string | undefined {
  const found = group.populations.find(({ code }) => codes.includes(code))?.expression;
  return found === undefined || !countsPatients(group) ? found : patientsIn(found);
}

const observationOf = (group: MeasureGroup, of: PopulationCode): string | undefined =>
  group.populations.find(
    (one) => one.code === 'measure-observation' && observedPopulation(group, one)?.code === of,
  )?.expression;

function libraryMeasure(measure: FhirMeasure, group: MeasureGroup): Measure | null {
  const definition = (...codes: readonly PopulationCode[]) => definitionOf(group, ...codes);
  const initialPopulation = definition('initial-population');
  if (initialPopulation === undefined) return null;
  const populations: MeasurePopulations = {
    initialPopulation,
    denominator: definition('denominator', 'measure-population') ?? initialPopulation,
    numerator: definition('numerator'),
    exclusion: definition('denominator-exclusion', 'measure-population-exclusion'),
    exception: definition('denominator-exception'),
    observation: observationOf(group, 'measure-population'),
    numeratorObservation: observationOf(group, 'numerator'),
    denominatorObservation: observationOf(group, 'denominator'),
  };
  const text = { en: measure.title ?? measure.id, sv: measure.title ?? measure.id };
  return {
    ...{ id: measure.id, version: measure.version ?? '', library: measure.library },
    ...{ title: text, sentence: text, rationale: text, unitLabel: text },
    ...{ interest: 'authority', kind: 'process', direction: 'neutral', chart: 'p' },
    ...{
      scoring: countingOf(group) === 'continuous' ? 'continuous' : 'proportion',
      basis: countsPatients(group) ? 'Patient' : group.basis,
      target: null,
      multiplier: 1,
    },
    populations,
  };
}

/** A published library does not say which unit owns an event; then none does. */
function withUnit(one: ElmLibrary, library: string): ElmLibrary {
  const { identifier, statements } = one.library;
  const def = statements?.def ?? [];
  if (identifier.id !== library || def.some(({ name }) => name === responsibleUnit)) return one;
  const unknownUnit: ElmDefinition = {
    type: 'FunctionDef',
    name: responsibleUnit,
    context: 'Patient',
    operand: [{ name: 'Event' }],
    expression: { type: 'Null' },
  };
  return { library: { ...one.library, statements: { def: [...def, unknownUnit] } } };
}

const countsPatients = ({ basis }: MeasureGroup): boolean => basis === 'boolean';

const patientsIn = (definition: string): string => `Patients in ${definition}`;

/** Where patients are counted, the event is the patient: each population becomes the list of patients for whom it holds. */
function withPatients(one: ElmLibrary, library: string, group: MeasureGroup): ElmLibrary {
  const { identifier, statements } = one.library;
  if (identifier.id !== library || !countsPatients(group)) return one;
  const counted = group.populations.filter(({ code }) => code !== 'measure-observation');
  const lists = [...new Set(counted.map(({ expression }) => expression))].map(
    (name): ElmDefinition => ({
      name: patientsIn(name),
      context: 'Patient',
      expression: {
        type: 'Query',
        source: [
          {
            alias: 'Counted',
            expression: { type: 'Retrieve', dataType: '{http://hl7.org/fhir}Patient' },
          },
        ],
        relationship: [],
        where: { type: 'ExpressionRef', name },
      },
    }),
  );
  return {
    library: { ...one.library, statements: { def: [...(statements?.def ?? []), ...lists] } },
  };
}
