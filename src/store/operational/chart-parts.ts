import { monthFromNumber, monthNumber } from '#core';
import { type Changes, type Database, instant } from './database.ts';

/** Where a person let the limits of a chart start anew. */
export interface ChartPart {
  readonly unitId: string;
  readonly measureId: string;
  readonly fromMonth: string;
  readonly signedBy: string;
  readonly reason: string;
  readonly at: string;
  readonly ledgerSeq: number;
}

export async function insertChartPart(tx: Changes, part: ChartPart): Promise<void> {
  await tx
    .insertInto('chart_part')
    .values({
      unit_id: part.unitId,
      measure_id: part.measureId,
      from_month: monthNumber(part.fromMonth),
      signed_by: part.signedBy,
      reason: part.reason,
      at: part.at,
      ledger_seq: part.ledgerSeq,
    })
    .execute();
}

export async function chartPartsOf(
  db: Database,
  chart: { readonly unitId: string; readonly measureId: string },
): Promise<readonly ChartPart[]> {
  const rows = await db
    .selectFrom('chart_part')
    .selectAll()
    .where('unit_id', '=', chart.unitId)
    .where('measure_id', '=', chart.measureId)
    .orderBy('from_month')
    .execute();
  return rows.map((row) => ({
    unitId: row.unit_id,
    measureId: row.measure_id,
    fromMonth: monthFromNumber(row.from_month),
    signedBy: row.signed_by,
    reason: row.reason,
    at: instant(row.at),
    ledgerSeq: row.ledger_seq,
  }));
}
