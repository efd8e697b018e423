import { ProblemError, problem } from '#core';
import {
  type CountedSubject,
  candidatesSql,
  type EvaluationPeriod,
  type FhirMeasureEvaluator,
  fhirMeasureEvaluator,
  type MeasureGroup,
  measureNeed,
  type PatientCounts,
} from '#cql';
import { fhirMeasureReport, type ReportType, tallying } from '#knowledge';
import { subtree } from '#organisation';
import { type Database, type PatientResources, patientsWithResources } from '#store';
import { organisationInForce } from '../context.ts';
import { compileMeasure } from '../evaluate/compile-library.ts';
import type { ClinicalSide } from '../program/clinical-side.ts';
import { found } from '../trouble.ts';
import { type HeldMeasure, heldMeasure } from './held-measure.ts';
import { type ReportPeriod, reportPeriod } from './report-period.ts';
import { type Resource, unitOfEvent } from './unit-of-event.ts';

export interface ReportWanted {
  /** The id or the canonical address of a measure. */
  readonly measure: string;
  readonly type: ReportType;
  /** A year, a month, a day, or two of them with a stroke between. */
  readonly period: string;
  /** Only what belongs to this unit and those below it; null for everything. */
  readonly unitId: string | null;
  /** For readers outside the unit: small counts are hidden, the others rounded. */
  readonly isLeaving: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * A FHIR MeasureReport over everybody in the clinical store; for the type 'individual' a Bundle with a report for each
 * patient in an initial population. Patients are read one after the other, so that the memory does not grow with them.
 */
export async function reportMeasure(
  side: ClinicalSide & { readonly db: Database; readonly clock: () => string },
  wanted: ReportWanted,
): Promise<Json> {
  if (wanted.isLeaving && wanted.type !== 'summary') throw namesLeaving(wanted.type);
  const held = await heldMeasure(side, wanted.measure);
  const period = reportPeriod(wanted.period, side.timeZone);
  const unit = await unitWanted(side, held, period, wanted.unitId);
  const counted = countedPatients(side, held, period, unit);
  const facts = {
    ...{ measure: held.measure, type: wanted.type, isLeaving: wanted.isLeaving },
    period: { start: period.start, end: lastMoment(period) },
    ...{ at: side.clock(), reporter: unit?.name ?? null },
  };
  const { groups } = held.measure;
  if (wanted.type === 'individual') {
    const reports: Json[] = [];
    for await (const patient of counted) {
      if (!isInAny(patient)) continue;
      const sum = tallying({ groups, withSubjects: false });
      sum.add(patient);
      const subject = `Patient/${patient.patientId}`;
      reports.push(fhirMeasureReport({ ...facts, subject }, sum.groups()));
    }
    return {
      resourceType: 'Bundle',
      type: 'collection',
      ...(reports.length === 0 ? {} : { entry: reports.map((resource) => ({ resource })) }),
    };
  }
  const sum = tallying({ groups, withSubjects: wanted.type === 'subject-list' });
  for await (const patient of counted) sum.add(patient);
  return fhirMeasureReport({ ...facts, subject: null }, sum.groups());
}

const isInAny = ({ groups }: PatientCounts): boolean =>
  groups.some(({ subjects }) => subjects.some(({ counted }) => counted.includes(true)));

/** A FHIR period includes its end. */
const lastMoment = ({ end }: ReportPeriod): string => new Date(Date.parse(end) - 1).toISOString();

interface UnitWanted {
  readonly name: string;
  readonly isOf: (subject: CountedSubject, group: MeasureGroup, patient: Records) => boolean;
}

/** A patient's records by reference. */
interface Records {
  readonly patientId: string;
  readonly byReference: ReadonlyMap<string, Resource>;
}

async function* countedPatients(
  { clinical, timeZone }: ClinicalSide,
  { measure, elm, valueSets }: HeldMeasure,
  period: ReportPeriod,
  unit: UnitWanted | null,
): AsyncGenerator<PatientCounts> {
  const evaluate = fhirMeasureEvaluator({ measure, elm, valueSets, timeZone });
  const views = clinical.tables.map(({ view }) => view);
  const among = candidatesSql(measureNeed(measure, elm, valueSets), views, 'duckdb');
  const moment = { id: 1, start: period.start, end: period.end };
  for await (const batch of patientsWithResources(clinical, { among })) {
    for (const patient of batch) {
      const resources = patient.resources.map(({ resource }) => resource).filter(isResource);
      if (!resources.some(({ resourceType }) => resourceType === 'Patient')) continue;
      const counts = await evaluated(evaluate, resources, moment, measure.id);
      yield unit === null ? counts : onlyOf(counts, unit, recordsOf(patient));
    }
  }
}

const isResource = (value: unknown): value is Resource =>
  typeof value === 'object' && value !== null;

const recordsOf = ({ patientId, resources }: PatientResources): Records => ({
  patientId,
  byReference: new Map(
    resources.flatMap(({ type, id, resource }) =>
      isResource(resource) ? [[`${type}/${id}`, resource] as const] : [],
    ),
  ),
});

/** What the engine says of a failure may hold values of the patient: only the place in the definition is told. */
async function evaluated(
  evaluate: FhirMeasureEvaluator,
  resources: readonly Resource[],
  period: EvaluationPeriod,
  measureId: string,
): Promise<PatientCounts> {
  try {
    return await evaluate(resources, period);
  } catch (cause) {
    throw problemIn(cause) ?? notEvaluable(measureId, placeIn(cause));
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

const onlyOf = (counts: PatientCounts, unit: UnitWanted, records: Records): PatientCounts => ({
  ...counts,
  groups: counts.groups.map(({ group, subjects }) => ({
    group,
    subjects: subjects.filter((subject) => unit.isOf(subject, group, records)),
  })),
});

async function unitWanted(
  side: ClinicalSide & { readonly db: Database },
  held: HeldMeasure,
  period: ReportPeriod,
  unitId: string | null,
): Promise<UnitWanted | null> {
  if (unitId === null) return null;
  const { tree } = await organisationInForce(side.db);
  const { name } = found(tree.byId.get(unitId), 'unit', unitId);
  const units = new Set(subtree(tree, unitId).map(({ id }) => id));
  const isOf =
    held.inLibrary === null
      ? inUnits(units)
      : await byResponsibleUnit(side, held.inLibrary, period, units);
  return { name: name.en, isOf };
}

/** A patient belongs to the units that met them; an event to the unit that its record names. */
const inUnits =
  (units: ReadonlySet<string>): UnitWanted['isOf'] =>
  (subject, { basis }, { byReference }) => {
    const isOfUnit = (event: Resource | undefined): boolean =>
      event !== undefined && units.has(unitOfEvent(event, byReference) ?? '');
    if (basis !== 'boolean') return isOfUnit(byReference.get(subject.id));
    return [...byReference.values()].some(
      (event) => event.resourceType === 'Encounter' && isOfUnit(event),
    );
  };

/** A measure of the library says itself which unit owns an event. */
async function byResponsibleUnit(
  { library, clinical, timeZone }: ClinicalSide,
  measure: NonNullable<HeldMeasure['inLibrary']>,
  { start, end }: ReportPeriod,
  units: ReadonlySet<string>,
): Promise<UnitWanted['isOf']> {
  const { membershipSql } = compileMeasure(library, measure, timeZone);
  const rows = await clinical.query(
    `with period as (select 1 as period_id, ${timestamp(start)} as period_start, ${timestamp(end)} as period_end),
       member as (${membershipSql})
     select distinct event_id from member where unit_id in (select unnest($1))`,
    { parameters: [[...units]] },
  );
  const events = new Set(rows.map(({ event_id }) => `${measure.basis}/${event_id}`));
  return ({ id }) => events.has(id);
}

const timestamp = (instant: string): string =>
  `timestamp '${instant.replace('T', ' ').replace('Z', '')}'`;

const namesLeaving = (type: ReportType): ProblemError =>
  new ProblemError(
    problem(
      'report-names-patients',
      `A report of type ${type} names patients and may not leave the unit.`,
      'Make a summary for readers outside, or leave out --leaving.',
      '--leaving',
    ),
  );
