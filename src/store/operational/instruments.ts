import { type Changes, type Database, instant } from './database.ts';

/** A form that somebody brought; never changed afterwards. */
export interface BroughtQuestionnaire {
  readonly url: string;
  readonly version: string;
  readonly instrumentId: string;
  readonly content: unknown;
  readonly digest: string;
  readonly broughtBy: string;
  readonly broughtAt: string;
}

export async function broughtQuestionnaires(
  db: Database,
): Promise<readonly BroughtQuestionnaire[]> {
  const rows = await db
    .selectFrom('questionnaire_brought')
    .selectAll()
    .orderBy('brought_at')
    .orderBy('url')
    .orderBy('version')
    .execute();
  return rows.map((row) => ({
    ...{ url: row.url, version: row.version, instrumentId: row.instrument_id },
    ...{ content: row.content, digest: row.digest },
    ...{ broughtBy: row.brought_by, broughtAt: instant(row.brought_at) },
  }));
}

/** Keeps a form, unless one of the same address and version is kept; gives the digest of the one that is kept now. */
export async function keepQuestionnaire(
  tx: Changes,
  brought: BroughtQuestionnaire,
  ledgerSeq: number,
): Promise<string> {
  const { url, version } = brought;
  await tx
    .insertInto('questionnaire_brought')
    .values({
      ...{ url, version, instrument_id: brought.instrumentId, digest: brought.digest },
      content: JSON.stringify(brought.content),
      ...{ brought_by: brought.broughtBy, brought_at: brought.broughtAt, ledger_seq: ledgerSeq },
    })
    .onConflict((conflict) => conflict.columns(['url', 'version']).doNothing())
    .execute();
  const { digest } = await tx
    .selectFrom('questionnaire_brought')
    .select('digest')
    .where('url', '=', url)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return digest;
}

/** Whether a unit uses an instrument, by whom and why. */
export interface UnitInstrument {
  readonly unitId: string;
  readonly instrumentId: string;
  readonly inUse: boolean;
  readonly reason: string;
  readonly setBy: string;
  readonly setAt: string;
}

export async function unitInstruments(
  db: Database,
  unitIds: readonly string[],
): Promise<readonly UnitInstrument[]> {
  if (unitIds.length === 0) return [];
  const rows = await db
    .selectFrom('unit_instrument')
    .selectAll()
    .where('unit_id', 'in', unitIds)
    .orderBy('unit_id')
    .orderBy('instrument_id')
    .execute();
  return rows.map((row) => ({
    ...{ unitId: row.unit_id, instrumentId: row.instrument_id, inUse: row.in_use },
    ...{ reason: row.reason, setBy: row.set_by, setAt: instant(row.set_at) },
  }));
}

export async function saveUnitInstrument(
  tx: Changes,
  setting: UnitInstrument,
  ledgerSeq: number,
): Promise<void> {
  const row = {
    ...{ unit_id: setting.unitId, instrument_id: setting.instrumentId, in_use: setting.inUse },
    ...{ reason: setting.reason, set_by: setting.setBy, set_at: setting.setAt },
    ledger_seq: ledgerSeq,
  };
  await tx
    .insertInto('unit_instrument')
    .values(row)
    .onConflict((conflict) => conflict.columns(['unit_id', 'instrument_id']).doUpdateSet(row))
    .execute();
}
