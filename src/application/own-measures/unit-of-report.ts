import type { CountedSubject, MeasureGroup } from '#cql';
import { subtree } from '#organisation';
import type { ClinicalStore, Database } from '#store';
import { organisationInForce } from '../context.ts';
import { compileMeasure } from '../evaluate/compile-library.ts';
import { withUnits } from '../evaluate/whose-events.ts';
import type { ClinicalSide } from '../program/clinical-side.ts';
import { found } from '../trouble.ts';
import type { HeldMeasure } from './held-measure.ts';
import { periodCte, type ReportPeriod } from './report-period.ts';

/** Picks, of what a group counts, what belongs to a unit and those below it. */
export interface UnitOfReport {
  readonly name: string;
  /** The unit and those below it. */
  readonly units: readonly string[];
  readonly ownOf: (
    group: MeasureGroup,
    subjects: readonly OfPatient[],
  ) => Promise<ReadonlySet<string>>;
}

/** What is counted, and the patient it is about. */
export interface OfPatient extends Pick<CountedSubject, 'id'> {
  readonly patientId: string;
}

export async function unitOfReport(
  side: ClinicalSide & { readonly db: Database },
  { inLibrary }: HeldMeasure,
  period: ReportPeriod,
  unitId: string,
): Promise<UnitOfReport> {
  const { tree } = await organisationInForce(side.db);
  const { name } = found(tree.byId.get(unitId), 'unit', unitId);
  const units = subtree(tree, unitId).map(({ id }) => id);
  const periodSql = periodCte(period);
  const asked = { ...side, units, periodSql };
  if (inLibrary === null)
    return { name: name.en, units, ownOf: (group, subjects) => ownByRule(asked, group, subjects) };
  const events = await ownBySayingSo(asked, inLibrary);
  return { name: name.en, units, ownOf: () => Promise.resolve(events) };
}

interface Asked {
  readonly clinical: ClinicalStore;
  readonly units: readonly string[];
  readonly periodSql: string;
}

/** A measure of the library says itself which unit owns an event. */
async function ownBySayingSo(
  { clinical, library, timeZone, units, periodSql }: Asked & ClinicalSide,
  measure: NonNullable<HeldMeasure['inLibrary']>,
): Promise<ReadonlySet<string>> {
  const { membershipSql } = compileMeasure(library, measure, timeZone);
  const rows = await clinical.query(
    `with ${periodSql}, member as (${membershipSql})
     select distinct event_id from member where unit_id in (select unnest($1))`,
    { parameters: [units] },
  );
  return new Set(rows.map(({ event_id }) => `${measure.basis}/${event_id}`));
}

/** The others follow the rule that their charts follow. */
async function ownByRule(
  { clinical, units, periodSql }: Asked,
  { basis }: MeasureGroup,
  subjects: readonly OfPatient[],
): Promise<ReadonlySet<string>> {
  if (subjects.length === 0) return new Set();
  const isPatient = basis === 'boolean';
  const prefix = isPatient ? '' : `${basis}/`;
  const events = `select 1 as period_id, unnest($1::varchar[]) as patient_id, unnest($2::varchar[]) as event_id`;
  const rows = await clinical.query(
    `with ${periodSql} select event_id
     from (${withUnits(isPatient ? 'Patient' : basis, events, clinical.tables)}) as owned
     where unit_id in (select unnest($3::varchar[]))`,
    {
      parameters: [
        subjects.map(({ patientId }) => patientId),
        subjects.map(({ id }) => (id.startsWith(prefix) ? id.slice(prefix.length) : id)),
        units,
      ],
    },
  );
  return new Set(rows.map(({ event_id }) => `${prefix}${event_id}`));
}
