import type { ElmLibrary } from '../elm.ts';
import { countedPopulations } from '../fhir-measures/counted.ts';
import type { FhirMeasure, MeasureGroup } from '../fhir-measures/fhir-measure.ts';
import type { CountedSubject, GroupCounts, PatientCounts } from '../fhir-measures/group-counts.ts';
import type { EvaluationPeriod } from '../measures/period.ts';
import { requireValueSets, type ValueSetCodes } from '../measures/value-sets.ts';
import { type Answers, type Engine, libraryAsker } from './ask-library.ts';
import { FhirObject, type Json } from './fhir-object.ts';
import { groupQuestion, observationName } from './group-question.ts';
import { OnePatient } from './patient-source.ts';

export interface FhirMeasureOptions {
  readonly measure: FhirMeasure;
  /** The measure's library and everything it includes. */
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
  /** Whose clocks and calendar count; an IANA name. */
  readonly timeZone: string;
  /** The compiled definitions unless cql-execution is asked for, which they are held against. */
  readonly engine?: Engine;
}

export type FhirMeasureEvaluator = (
  resources: readonly Json[],
  period: EvaluationPeriod,
) => Promise<PatientCounts>;

/**
 * What a patient counts as in each group of a FHIR measure, by the full CQL language. The measure is prepared once.
 *
 * @throws ProblemError when a library, a definition or a value set is missing
 */
export function fhirMeasureEvaluator(options: FhirMeasureOptions): FhirMeasureEvaluator {
  const { measure, elm, valueSets, timeZone, engine = 'compiled' } = options;
  requireValueSets(measure.library, elm, valueSets);
  const question = groupQuestion(measure, elm);
  const ask = libraryAsker({ question, elm, valueSets, timeZone, engine });
  return async (resources, period) => {
    const patient = new OnePatient(resources, timeZone);
    const answers = await ask(patient, period);
    return {
      patientId: patient.patientId,
      groups: measure.groups.map((group) => groupCounts(group, answers, patient.patientId)),
    };
  };
}

function groupCounts(group: MeasureGroup, answers: Answers, patientId: string): GroupCounts {
  const subjects =
    group.basis === 'boolean'
      ? [patientSubject(group, answers, patientId)]
      : eventSubjects(group, answers);
  return { group, subjects };
}

function patientSubject(group: MeasureGroup, answers: Answers, id: string): CountedSubject {
  const counted = countedPopulations(
    group,
    group.populations.map(({ expression }) => holds(answers[expression])),
  );
  return {
    id,
    counted,
    observations: group.populations.map((population, index) =>
      population.code === 'measure-observation' && counted[index] === true
        ? observedNumber(answers[observationName(group, population)])
        : null,
    ),
    strata: group.stratifiers.map(({ expressions }) =>
      stratum(expressions.map((name) => scalarText(answers[name]))),
    ),
  };
}

/** A patient is in a population when its definition is true, or gives something. */
const holds = (value: unknown): boolean =>
  value === true || (Array.isArray(value) && value.length > 0);

function eventSubjects(group: MeasureGroup, answers: Answers): readonly CountedSubject[] {
  const found = group.populations.map(({ code, expression }) =>
    code === 'measure-observation' ? new Set<string>() : eventIds(answers[expression]),
  );
  const observed = group.populations.map((population) =>
    population.code === 'measure-observation'
      ? observedEvents(answers[observationName(group, population)])
      : new Map<string, number | null>(),
  );
  const strata = group.stratifiers.map(({ expressions }) =>
    expressions.map((name) => stratumOfEvent(answers[name])),
  );
  return [...new Set(found.flatMap((ids) => [...ids]))].map((id) => {
    const counted = countedPopulations(
      group,
      found.map((ids) => ids.has(id)),
    );
    return {
      id,
      counted,
      observations: observed.map((values, index) =>
        counted[index] === true ? (values.get(id) ?? null) : null,
      ),
      strata: strata.map((texts) => stratum(texts.map((text) => text(id)))),
    };
  });
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const eventIds = (value: unknown): ReadonlySet<string> =>
  new Set(
    listOf(value)
      .filter((event) => event !== null && event !== undefined)
      .map(eventId),
  );

/** A resource as Type/id; a date or an interval as it is written. */
function eventId(event: unknown): string {
  if (event instanceof FhirObject) return event.fhirIdentity;
  const isPlain = typeof event === 'object' && Object.getPrototypeOf(event) === Object.prototype;
  return isPlain ? JSON.stringify(event) : String(event);
}

function observedEvents(value: unknown): ReadonlyMap<string, number | null> {
  return new Map(
    listOf(value).map((pair) => {
      const { event, observed } = pair as { readonly event: unknown; readonly observed: unknown };
      return [eventId(event), observedNumber(observed)];
    }),
  );
}

/** A number, or a quantity's number in the unit that the measure observes in. */
function observedNumber(value: unknown): number | null {
  const number =
    typeof value === 'object' && value !== null && 'isQuantity' in value && 'value' in value
      ? value.value
      : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** A list says which events are in the stratum; a plain value is the stratum of all the patient's events. */
function stratumOfEvent(value: unknown): (id: string) => string | null {
  if (!Array.isArray(value)) return () => scalarText(value);
  const ids = eventIds(value);
  return (id) => String(ids.has(id));
}

function scalarText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? String(value.length > 0) : String(value);
}

const stratum = (texts: readonly (string | null)[]): string | null =>
  texts.some((text) => text === null) ? null : texts.join('|');
