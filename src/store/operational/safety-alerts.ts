import type { Selectable } from 'kysely';
import type { OwedAlert } from '#data';
import { type Changes, type Database, instant, instantOrNull } from './database.ts';
import type { InstrumentTables } from './tables/instruments.ts';

/** An answer that somebody must look at now; who answered stands in the clinical store only. */
export interface SafetyAlert extends OwedAlert {
  readonly escalatedAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly outcome: string | null;
}

/** Keeps an alert; false where it is kept already. */
export async function insertAlert(tx: Changes, alert: OwedAlert): Promise<boolean> {
  const result = await tx
    .insertInto('safety_alert')
    .values({
      ...{ id: alert.id, unit_id: alert.unitId, instrument_id: alert.instrumentId },
      ...{ rule_id: alert.ruleId, participant_id: alert.participantId, role: alert.role },
      ...{ escalate_to: alert.escalateTo, raised_at: alert.raisedAt },
      ...{ escalate_at: alert.escalateAt, escalated_at: null },
      ...{ acknowledged_at: null, acknowledged_by: null, outcome: null },
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function loadAlert(db: Database, id: string): Promise<SafetyAlert | null> {
  const row = await db
    .selectFrom('safety_alert')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : alertOf(row);
}

/** An alert, held until the transaction ends: two who acknowledge at once take turns. */
export async function lockAlert(tx: Changes, id: string): Promise<SafetyAlert | null> {
  const row = await tx
    .selectFrom('safety_alert')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : alertOf(row);
}

/** What nobody has acknowledged in these units, the longest waiting first. */
export async function openAlerts(
  db: Database,
  unitIds: readonly string[],
): Promise<readonly SafetyAlert[]> {
  if (unitIds.length === 0) return [];
  const rows = await db
    .selectFrom('safety_alert')
    .selectAll()
    .where('unit_id', 'in', unitIds)
    .where('acknowledged_at', 'is', null)
    .orderBy('raised_at')
    .orderBy('id')
    .execute();
  return rows.map(alertOf);
}

/** Open alerts whose time is over and that nobody else has been told of yet, held. */
export async function lockDueAlerts(tx: Changes, now: string): Promise<readonly SafetyAlert[]> {
  const rows = await tx
    .selectFrom('safety_alert')
    .selectAll()
    .where('acknowledged_at', 'is', null)
    .where('escalated_at', 'is', null)
    .where('escalate_at', '<=', new Date(now))
    .orderBy('raised_at')
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(alertOf);
}

export async function markEscalated(tx: Changes, id: string, at: string): Promise<void> {
  await tx.updateTable('safety_alert').set({ escalated_at: at }).where('id', '=', id).execute();
}

export async function markAcknowledged(
  tx: Changes,
  id: string,
  by: { readonly personId: string; readonly at: string; readonly outcome: string },
): Promise<void> {
  await tx
    .updateTable('safety_alert')
    .set({ acknowledged_at: by.at, acknowledged_by: by.personId, outcome: by.outcome })
    .where('id', '=', id)
    .execute();
}

const alertOf = (row: Selectable<InstrumentTables['safety_alert']>): SafetyAlert => ({
  ...{ id: row.id, unitId: row.unit_id, instrumentId: row.instrument_id, ruleId: row.rule_id },
  ...{ participantId: row.participant_id, role: row.role, escalateTo: row.escalate_to },
  ...{ raisedAt: instant(row.raised_at), escalateAt: instant(row.escalate_at) },
  escalatedAt: instantOrNull(row.escalated_at),
  acknowledgedAt: instantOrNull(row.acknowledged_at),
  ...{ acknowledgedBy: row.acknowledged_by, outcome: row.outcome },
});
