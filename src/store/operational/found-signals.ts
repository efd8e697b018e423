import { sql } from 'kysely';
import { type Caution, type Month, monthFromNumber, monthNumber } from '#core';
import type { Changes, Database } from './database.ts';

/** A signal on one chart, as the evaluation found it. */
export interface ChartSignal {
  readonly measureId: string;
  readonly unitId: string;
  readonly month: Month;
  readonly firstMonth: Month;
  readonly lastMonth: Month;
  readonly rule: string;
  readonly side: 'high' | 'low';
  readonly reading: 'improvement' | 'concern' | 'neutral';
  readonly cautions: readonly Caution[];
}

/** A signal that is kept already, as far as it matters for finding it again. */
export interface KeptSignal extends Pick<ChartSignal, 'measureId' | 'unitId' | 'side'> {
  readonly id: string;
  readonly firstMonth: Month;
  readonly lastMonth: Month;
}

export async function keptSignals(db: Database): Promise<readonly KeptSignal[]> {
  const rows = await db
    .selectFrom('signal')
    .select(['id', 'measure_id', 'unit_id', 'side', 'first_month', 'last_month'])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    measureId: row.measure_id,
    unitId: row.unit_id,
    side: row.side,
    firstMonth: monthFromNumber(row.first_month),
    lastMonth: monthFromNumber(row.last_month),
  }));
}

export interface SignalRecording {
  readonly evaluationId: number;
  readonly preset: string;
  readonly foundAt: string;
}

/** Keeps signals that are new; those in `closedBecause` are history and closed from the start. */
export async function insertSignals(
  tx: Changes,
  signals: readonly (ChartSignal & { readonly id: string; readonly closedReason: string | null })[],
  { evaluationId, preset, foundAt }: SignalRecording,
): Promise<void> {
  if (signals.length === 0) return;
  const rows = signals.map((signal) => ({
    id: signal.id,
    measure_id: signal.measureId,
    unit_id: signal.unitId,
    month: monthNumber(signal.month),
    first_month: monthNumber(signal.firstMonth),
    last_month: monthNumber(signal.lastMonth),
    rule: signal.rule,
    reading: signal.reading,
    side: signal.side,
    state: signal.closedReason === null ? 'new' : 'closed',
    closed_reason: signal.closedReason,
    cautions: signal.cautions,
  }));
  await sql`insert into signal (id, measure_id, unit_id, month, first_month, last_month, rule, reading, side,
      state, closed_reason, cautions, preset, evaluation_id, found_at)
    select id, measure_id, unit_id, month, first_month, last_month, rule, reading, side,
      state, closed_reason, cautions, ${preset}, ${evaluationId}::bigint, ${foundAt}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id text, measure_id text, unit_id text,
      month integer, first_month integer, last_month integer, rule text, reading text, side text,
      state text, closed_reason text, cautions jsonb)`.execute(tx);
}

/** A kept signal whose pattern goes on, or is seen differently with newer data. */
export async function growSignals(
  tx: Changes,
  signals: readonly {
    readonly id: string;
    readonly lastMonth: Month;
    readonly cautions: readonly Caution[];
  }[],
): Promise<void> {
  if (signals.length === 0) return;
  const rows = signals.map(({ id, lastMonth, cautions }) => ({
    id,
    last_month: monthNumber(lastMonth),
    cautions,
  }));
  await sql`update signal set last_month = s.last_month, cautions = s.cautions
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id text, last_month integer, cautions jsonb)
    where signal.id = s.id and (signal.last_month, signal.cautions) is distinct from (s.last_month, s.cautions)`.execute(
    tx,
  );
}
