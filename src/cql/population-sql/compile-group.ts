import type { ElmDefinition, ElmLibrary } from '../elm.ts';
import type { FhirMeasure, MeasureGroup, PopulationCode } from '../fhir-measures/fhir-measure.ts';
import { type Measure, type MeasurePopulations, responsibleUnit } from '../measures/measure.ts';
import {
  type CompiledPopulations,
  compilePopulations,
  type PopulationQuestion,
} from './compile-populations.ts';

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
  const codes = group.populations.map(({ code }) => code);
  const strange = codes.find((code) => !compiledCodes.has(code));
  if (strange !== undefined) return refused(`a population ${strange} is not compiled`);
  if (new Set(codes).size < codes.length) return refused('there are several populations of a kind');
  const asked = libraryMeasure(measure, group);
  if (asked === null) return refused('the group has no initial population');
  return compilePopulations({
    ...question,
    elm: elm.map((one) => withUnit(withPatients(one, measure.library, group), measure.library)),
    measure: asked,
  });
}

const compiledCodes: ReadonlySet<PopulationCode> = new Set<PopulationCode>([
  'initial-population',
  'denominator',
  'denominator-exclusion',
  'denominator-exception',
  'numerator',
]);

function libraryMeasure(measure: FhirMeasure, group: MeasureGroup): Measure | null {
  const definition = (code: PopulationCode): string | undefined => {
    const expression = group.populations.find((one) => one.code === code)?.expression;
    return expression === undefined || !countsPatients(group) ? expression : patientsIn(expression);
  };
  const initialPopulation = definition('initial-population');
  if (initialPopulation === undefined) return null;
  const populations: MeasurePopulations = {
    initialPopulation,
    denominator: definition('denominator') ?? initialPopulation,
    numerator: definition('numerator'),
    exclusion: definition('denominator-exclusion'),
    exception: definition('denominator-exception'),
  };
  const text = { en: measure.title ?? measure.id, sv: measure.title ?? measure.id };
  return {
    ...{ id: measure.id, version: measure.version ?? '', library: measure.library },
    ...{ title: text, sentence: text, rationale: text, unitLabel: text },
    ...{ interest: 'authority', kind: 'process', direction: 'neutral', chart: 'p' },
    ...{
      scoring: 'proportion',
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
  const lists = [...new Set(group.populations.map(({ expression }) => expression))].map(
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
