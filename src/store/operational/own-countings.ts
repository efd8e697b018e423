import type { Changes, Database } from './database.ts';

/** How far the counting of a measure that an organisation brought has come. */
export interface OwnCounting {
  readonly ownMeasureId: string;
  /** Patients counted so far. */
  readonly done: number;
  /** Patients to count; null until it is this measure's turn. */
  readonly of: number | null;
  readonly secondsLeft: number | null;
}

/** Which measures are being counted; how far those have come that were so before stays. */
export async function replaceOwnCountings(
  tx: Changes,
  ownMeasureIds: readonly string[],
): Promise<void> {
  const gone = tx.deleteFrom('own_counting');
  await (ownMeasureIds.length === 0
    ? gone
    : gone.where('own_measure_id', 'not in', ownMeasureIds)
  ).execute();
  if (ownMeasureIds.length === 0) return;
  const none = { patients_done: 0, patients_all: null, seconds_left: null };
  await tx
    .insertInto('own_counting')
    .values(ownMeasureIds.map((id) => ({ own_measure_id: id, ...none })))
    .onConflict((conflict) => conflict.column('own_measure_id').doNothing())
    .execute();
}

/** Tells how far it has come; nothing when the measure is no longer to be counted. */
export async function tellOwnCounting(
  db: Database,
  { ownMeasureId, done, of, secondsLeft }: OwnCounting,
): Promise<void> {
  await db
    .updateTable('own_counting')
    .set({ patients_done: done, patients_all: of, seconds_left: secondsLeft })
    .where('own_measure_id', '=', ownMeasureId)
    .execute();
}

/** What is being counted, by the measure's id. */
export async function ownCountings(db: Database): Promise<ReadonlyMap<string, OwnCounting>> {
  const rows = await db.selectFrom('own_counting').selectAll().execute();
  return new Map(
    rows.map((row) => [
      row.own_measure_id,
      {
        ...{ ownMeasureId: row.own_measure_id, done: row.patients_done, of: row.patients_all },
        secondsLeft: row.seconds_left,
      },
    ]),
  );
}
