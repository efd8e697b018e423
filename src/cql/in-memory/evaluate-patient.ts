import type { ElmLibrary } from '../elm.ts';
import type { Measure, MembershipRow } from '../measures/measure.ts';
import type { EvaluationPeriod } from '../measures/period.ts';
import { requireValueSets, type ValueSetCodes } from '../measures/value-sets.ts';
import { type Answers, type CqlParameters, type Engine, libraryAsker } from './ask-library.ts';
import { FhirObject, type Json } from './fhir-object.ts';
import { measureQuestion, type PopulationName, populationNames } from './measure-question.ts';
import { OnePatient } from './patient-source.ts';

export { instant, periodInterval } from './ask-library.ts';

export interface EvaluatorOptions {
  /** The measure's library and everything it includes. */
  readonly elm: readonly ElmLibrary[];
  readonly measure: Measure;
  readonly valueSets: ValueSetCodes;
  /** Whose clocks and calendar count; an IANA name. */
  readonly timeZone: string;
  /** The compiled definitions unless cql-execution is asked for, which they are held against. */
  readonly engine?: Engine;
  /** What parameters other than the period are; one that is not named has its default. */
  readonly parameters?: CqlParameters;
}

export interface PatientEvaluation extends EvaluatorOptions {
  /** Everything known about one patient, the Patient resource among it. */
  readonly resources: readonly Json[];
  readonly periods: readonly EvaluationPeriod[];
}

export type PatientEvaluator = (
  resources: readonly Json[],
  periods: readonly EvaluationPeriod[],
) => Promise<readonly MembershipRow[]>;

/**
 * What one patient's events count as in each period, by the full CQL language.
 *
 * A population lies within the one before it, as FHIR measures say: the denominator in the initial population, the
 * numerator in the denominator without the excluded, an exception only where there is no numerator.
 *
 * @throws ProblemError when a value set is missing; Error when a definition cannot be evaluated. No value from the
 * resources is in a message of ours.
 */
export const evaluatePatient = ({
  resources,
  periods,
  ...options
}: PatientEvaluation): Promise<readonly MembershipRow[]> =>
  patientEvaluator(options)(resources, periods);

/** The same for many patients: the measure is prepared once. */
export function patientEvaluator(options: EvaluatorOptions): PatientEvaluator {
  const { elm, measure, valueSets, timeZone, engine = 'compiled', parameters } = options;
  requireValueSets(measure.library, elm, valueSets);
  const question = measureQuestion(measure, elm);
  const ask = libraryAsker({ question, elm, valueSets, timeZone, engine });
  return async (resources, periods) => {
    const rows: MembershipRow[] = [];
    for (const period of periods) {
      const patient = new OnePatient(resources, timeZone);
      const answers = await ask(patient, period, { parameters });
      rows.push(...membership(measure, answers, period.id, patient.patientId));
    }
    return rows;
  };
}

interface EventAnswer {
  readonly id: string;
  readonly unit: string | null;
  readonly observation: number | null;
  readonly denominatorObservation: number | null;
}

function membership(
  measure: Measure,
  answers: Answers,
  periodId: number,
  patientId: string,
): readonly MembershipRow[] {
  const events = listAt(answers, 'initialPopulation').map(eventAnswer);
  const inside = new Map(
    populationNames.map((name) => [
      name,
      new Set(listAt(answers, name).map((answer) => eventAnswer(answer).id)),
    ]),
  );
  const isAbout = (name: PopulationName, id: string) => inside.get(name)?.has(id) === true;
  return events.map(({ id, unit, observation, denominatorObservation }) => {
    const denominator = isAbout('denominator', id);
    const exclusion = denominator && isAbout('exclusion', id);
    const counted = denominator && !exclusion;
    const numerator =
      counted && (measure.populations.numerator === undefined || isAbout('numerator', id));
    return {
      periodId,
      patientId,
      eventId: id,
      unitId: unit,
      initialPopulation: true,
      denominator,
      numerator,
      exclusion,
      exception: counted && !numerator && isAbout('exception', id),
      observation: numerator ? observation : null,
      denominatorObservation: counted ? denominatorObservation : null,
    };
  });
}

const listAt = (answers: Answers, name: string): readonly unknown[] => {
  const value = answers[name];
  return Array.isArray(value) ? value : [];
};

function eventAnswer(value: unknown): EventAnswer {
  const { event, unit, observation, denominatorObservation } = value as Record<string, unknown>;
  if (!(event instanceof FhirObject))
    throw new Error('evaluatePatient: an event is not a resource');
  return {
    id: String(event.getId()),
    unit: typeof unit === 'string' ? unit.replace(/^Organization\//, '') : null,
    observation: numberOrNull(observation),
    denominatorObservation: numberOrNull(denominatorObservation),
  };
}

const numberOrNull = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
