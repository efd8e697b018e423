import { ProblemError, problem } from '#core';
import type { CountedSubject, MeasureGroup, PatientCounts } from '#cql';
import { fhirMeasureReport, type GroupTally, type ReportType, tallying } from '#knowledge';
import type { Database } from '#store';
import type { ClinicalSide } from '../program/clinical-side.ts';
import { composedCounts } from './composed-measure.ts';
import { type CountingInMemory, countedInMemory, threadsFor } from './count-in-memory.ts';
import type { PatientInPeriods } from './count-patients.ts';
import { type HeldMeasure, heldMeasure } from './held-measure.ts';
import { type ReportPeriod, reportPeriod } from './report-period.ts';
import { summaryAtOnce } from './summary-at-once.ts';
import { type UnitOfReport, unitOfReport } from './unit-of-report.ts';

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
  /**
   * How many threads count patient by patient. Unless said, a summary is asked of everybody at once where that can be,
   * and otherwise the machine and the patients decide.
   */
  readonly threads?: number;
}

type Json = Readonly<Record<string, unknown>>;
type Reporting = ClinicalSide & { readonly db: Database; readonly clock: () => string };

/**
 * A FHIR MeasureReport over everybody in the clinical store: a summary, or with lists of those who count. Where patients
 * are counted one by one, only sums, and ids where a list is wanted, are held.
 */
export async function reportMeasure(
  side: Reporting,
  wanted: ReportWanted & { readonly type: Exclude<ReportType, 'individual'> },
): Promise<Json> {
  if (wanted.isLeaving && wanted.type !== 'summary') throw namesLeaving(wanted.type);
  const { held, facts, unit, period, counted } = await begun(side, wanted);
  const isAtOnce = wanted.type === 'summary' && wanted.threads === undefined;
  const atOnce = isAtOnce
    ? await summaryAtOnce(side, { held, period, units: unit?.units ?? null })
    : null;
  const tallies = atOnce ?? (await tallied(held, counted, wanted.type === 'subject-list'));
  const weights = held.composed?.composite.scoring === 'weighted' ? held.composed.components : null;
  return fhirMeasureReport({ ...facts, subject: null, weights }, tallies);
}

async function tallied(
  { measure: { groups } }: HeldMeasure,
  counted: AsyncIterable<readonly PatientCounts[]>,
  withSubjects: boolean,
): Promise<readonly GroupTally[]> {
  const sum = tallying({ groups, withSubjects });
  for await (const batch of counted) for (const patient of batch) sum.add(patient);
  return sum.groups();
}

/** A MeasureReport for each patient in an initial population, one after the other. */
export async function* individualReports(
  side: Reporting,
  wanted: Omit<ReportWanted, 'type'>,
): AsyncGenerator<Json> {
  if (wanted.isLeaving) throw namesLeaving('individual');
  const { held, facts, counted } = await begun(side, { ...wanted, type: 'individual' });
  const { groups } = held.measure;
  if (held.composed?.composite.scoring === 'weighted') throw isOfNobody(held.measure.id);
  for await (const batch of counted)
    for (const patient of batch) {
      if (patient.groups.every(({ subjects }) => subjects.length === 0)) continue;
      const sum = tallying({ groups, withSubjects: false });
      sum.add(patient);
      yield fhirMeasureReport(
        { ...facts, subject: `Patient/${patient.patientId}`, weights: null },
        sum.groups(),
      );
    }
}

async function begun(side: Reporting, wanted: ReportWanted) {
  const held = await heldMeasure(side, wanted.measure);
  const period = reportPeriod(wanted.period, side.timeZone);
  const { unitId } = wanted;
  const unit = unitId === null ? null : await unitOfReport(side, held, period, unitId);
  const { clinical, timeZone } = side;
  const counting = { clinical, timeZone, measures: held.asked, periods: [{ id: 1, ...period }] };
  return {
    ...{ held, unit, period },
    facts: {
      ...{ measure: held.measure, type: wanted.type, isLeaving: wanted.isLeaving },
      period: { start: period.start, end: lastMoment(period) },
      ...{ at: side.clock(), reporter: unit?.name ?? null },
    },
    counted: countedPatients(held, { ...counting, threads: wanted.threads }, unit),
  };
}

/** A FHIR period includes its end. */
const lastMoment = ({ end }: ReportPeriod): string => new Date(Date.parse(end) - 1).toISOString();

async function* countedPatients(
  held: HeldMeasure,
  counting: Omit<CountingInMemory, 'threads'> & { readonly threads: number | undefined },
  unit: UnitOfReport | null,
): AsyncGenerator<readonly PatientCounts[]> {
  const { groups } = held.measure;
  const threads = counting.threads ?? (await threadsFor(counting));
  for await (const batch of countedInMemory({ ...counting, threads })) {
    const patients = batch.map((patient) => countsOf(patient, held));
    yield unit === null ? patients : await onlyOf(patients, groups, unit);
  }
}

function countsOf(
  { patientId, periods: [period] }: PatientInPeriods,
  { measure: { groups }, composed }: HeldMeasure,
): PatientCounts {
  const measures = period?.measures ?? [];
  const counted = composed === null ? measures[0] : composedCounts(composed, { measures });
  return {
    patientId,
    groups: groups.map((group, at) => ({ group, subjects: counted?.[at] ?? [] })),
  };
}

async function onlyOf(
  patients: readonly PatientCounts[],
  groups: readonly MeasureGroup[],
  unit: UnitOfReport,
): Promise<readonly PatientCounts[]> {
  const own = await Promise.all(
    groups.map((group, at) =>
      unit.ownOf(
        group,
        patients.flatMap(({ patientId, groups: counted }) =>
          (counted[at]?.subjects ?? []).map(({ id }) => ({ id, patientId })),
        ),
      ),
    ),
  );
  const isOwn = (at: number) => (subject: CountedSubject) => own[at]?.has(subject.id) === true;
  return patients.map((patient) => ({
    ...patient,
    groups: patient.groups.map(({ group, subjects }, at) => ({
      group,
      subjects: subjects.filter(isOwn(at)),
    })),
  }));
}

const isOfNobody = (measureId: string): ProblemError =>
  new ProblemError(
    problem(
      'report-of-components',
      "A weighted score is made of the scores of measures, and is no patient's.",
      'Make a summary, or reports of patients for each measure it is composed of.',
      measureId,
    ),
  );

const namesLeaving = (type: ReportType): ProblemError =>
  new ProblemError(
    problem(
      'report-names-patients',
      `A report of type ${type} names patients and may not leave the unit.`,
      'Make a summary for readers outside, or leave out --leaving.',
      '--leaving',
    ),
  );
