import { isMonth, type Problem, ProblemError, problem } from '#core';
import { monthPeriods } from '#knowledge';
import { subtree } from '#organisation';
import type { ClinicalRow } from '#store';
import { type Context, organisationInForce } from '../context.ts';
import { measureBehind } from '../measures/measure-behind.ts';
import type { ClinicalSide } from '../program/clinical-side.ts';
import { found } from '../trouble.ts';
import { readPatients } from './read-patients.ts';

export interface CountedPatientsWanted {
  readonly unitId: string;
  readonly measureId: string;
  readonly month: string;
  readonly purpose: string;
}

/** More than anybody reads; a month of one unit has fewer. */
const patientsShownMax = 500;

/** Whom a number counts, for those who may see rows: one line per event, with the populations it belongs to. */
export async function countedPatients(
  context: Context,
  side: ClinicalSide,
  wanted: CountedPatientsWanted,
) {
  const { measureId, month, unitId } = wanted;
  requireMonth(month);
  const behind = found(await measureBehind(side, context.db, measureId), 'measure', measureId);
  const { tree } = await organisationInForce(context.db);
  return readPatients(context, { ...wanted, patientId: null }, async () => {
    const sql = behind.sql();
    if (sql === null) throw new ProblemError(notListed(measureId));
    const [period] = monthPeriods([month], side.timeZone);
    const unitIds = subtree(tree, unitId).map(({ id }) => id);
    const rows = await side.clinical.query(
      `with member as (${sql.membershipSql})
       select * from member where period_id = $1 and unit_id in (select unnest($2))
       order by denominator desc, numerator, patient_id, event_id limit ${patientsShownMax + 1}`,
      { parameters: [found(period, 'month', month).id, unitIds] },
    );
    return {
      patients: rows.slice(0, patientsShownMax).map(patientShown),
      truncated: rows.length > patientsShownMax,
    };
  });
}

const patientShown = (row: ClinicalRow) => ({
  patientId: String(row.patient_id),
  eventId: String(row.event_id),
  initialPopulation: row.initial_population === true,
  denominator: row.denominator === true && row.exclusion !== true && row.exception !== true,
  numerator: row.numerator === true,
  observation:
    row.observation === null || row.observation === undefined ? null : Number(row.observation),
});

const notListed = (measureId: string): Problem =>
  problem(
    'patients-not-listed',
    'This measure has no numbers by month, so there are no patients behind them.',
    `Make a list of those who count: gyrus measure report ${measureId} --type subject-list.`,
    measureId,
  );

export function requireMonth(month: string): void {
  if (isMonth(month)) return;
  throw new ProblemError(
    problem('not-a-month', `'${month}' is not a month.`, 'Write a month as 2026-03.', 'month'),
  );
}
