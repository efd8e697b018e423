import { ProblemError, problem } from '#core';
import type {
  CountedSubject,
  ElmLibrary,
  EvaluationPeriod,
  FhirMeasure,
  PatientCounts,
  ValueSetCodes,
} from '#cql';
import { type FhirMeasureEvaluator, fhirMeasureEvaluator } from '#cql/in-memory';
import { patientsInPart } from '#store/patient-parts';

/** A FHIR measure with everything its definitions rest on. */
export interface AskedMeasure {
  readonly measure: FhirMeasure;
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
}

export interface CountingSources {
  readonly measures: readonly AskedMeasure[];
  readonly periods: readonly EvaluationPeriod[];
  readonly timeZone: string;
}

/** What one patient counts as in the periods in which they count at all. */
export interface PatientInPeriods {
  readonly patientId: string;
  readonly periods: readonly PatientInPeriod[];
}

export interface PatientInPeriod {
  readonly periodId: number;
  /** For each measure, for each of its groups: those that count. */
  readonly measures: readonly (readonly (readonly CountedSubject[])[])[];
}

/** Counts the patients of a part, which the store has dealt. */
export type PartCounter = (part: string) => Promise<readonly PatientInPeriods[]>;

/** Counts patients from their records' texts; every measure is prepared once. Who never counts is left out. */
export function partCounter({ measures, periods, timeZone }: CountingSources): PartCounter {
  const evaluators = measures.map((asked) => ({
    id: asked.measure.id,
    evaluate: fhirMeasureEvaluator({ ...asked, timeZone }),
  }));
  return async (part) => {
    const counted: PatientInPeriods[] = [];
    for (const { patientId, bodies } of await patientsInPart(part)) {
      const resources = bodies.map((body): unknown => JSON.parse(body)).filter(isResource);
      if (!resources.some(({ resourceType }) => resourceType === 'Patient')) continue;
      const found = await inPeriods(resources, periods, evaluators);
      if (found.length > 0) counted.push({ patientId, periods: found });
    }
    return counted;
  };
}

interface Evaluator {
  readonly id: string;
  readonly evaluate: FhirMeasureEvaluator;
}

async function inPeriods(
  resources: readonly Resource[],
  periods: readonly EvaluationPeriod[],
  evaluators: readonly Evaluator[],
): Promise<readonly PatientInPeriod[]> {
  const found: PatientInPeriod[] = [];
  for (const period of periods) {
    const measures: PatientInPeriod['measures'][number][] = [];
    for (const { id, evaluate } of evaluators) {
      const { groups } = await evaluated(evaluate, { resources, period, id });
      measures.push(groups.map(({ subjects }) => subjects.filter(isCounted)));
    }
    const isInAny = measures.some((groups) => groups.some((subjects) => subjects.length > 0));
    if (isInAny) found.push({ periodId: period.id, measures });
  }
  return found;
}

const isCounted = ({ counted }: CountedSubject): boolean => counted.includes(true);

type Resource = Readonly<Record<string, unknown>>;

const isResource = (value: unknown): value is Resource =>
  typeof value === 'object' && value !== null;

interface Asking {
  readonly resources: readonly Resource[];
  readonly period: EvaluationPeriod;
  readonly id: string;
}

/** What the engine says of a failure may hold values of the patient: only the place in the definition is told. */
async function evaluated(
  evaluate: FhirMeasureEvaluator,
  { resources, period, id }: Asking,
): Promise<PatientCounts> {
  try {
    return await evaluate(resources, period);
  } catch (cause) {
    throw problemIn(cause) ?? notEvaluable(id, placeIn(cause));
  }
}

function problemIn(error: unknown): ProblemError | null {
  if (error instanceof ProblemError) return error;
  return error instanceof Error && error.cause !== undefined ? problemIn(error.cause) : null;
}

function placeIn(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const part = (name: string): string => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' ? value : '';
  };
  return [part('libraryName'), part('locator')].filter((text) => text !== '').join(':');
}

const notEvaluable = (measureId: string, place: string): ProblemError =>
  new ProblemError(
    problem(
      'measure-not-evaluable',
      `The measure '${measureId}' cannot be evaluated for a patient.`,
      'Look at this place of the definition; gyrus measure explain shows its values for one patient.',
      place,
    ),
  );
