import { type Changes, type Database, instant } from './database.ts';
import type { OwnLibrary } from './tables/own-measures.ts';

/** A measure that an organisation brought itself. */
export interface OwnMeasure {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  /** The FHIR Measure as it came. */
  readonly resource: object;
  readonly libraries: readonly OwnLibrary[];
  readonly broughtAt: string;
}

/** Keeps a measure; the same version brought again replaces what was there, and the ledger has both. */
export async function saveOwnMeasure(
  tx: Changes,
  measure: OwnMeasure,
  ledgerSeq: number,
): Promise<void> {
  const { id, version, digest, resource, libraries, broughtAt } = measure;
  const row = {
    digest,
    resource: JSON.stringify(resource),
    libraries: JSON.stringify(libraries),
    brought_at: broughtAt,
    ledger_seq: ledgerSeq,
  };
  await tx
    .insertInto('own_measure')
    .values({ id, version, ...row })
    .onConflict((conflict) => conflict.columns(['id', 'version']).doUpdateSet(row))
    .execute();
}

/** Each own measure in the version that was brought last. */
export async function ownMeasures(db: Database): Promise<readonly OwnMeasure[]> {
  const rows = await db
    .selectFrom('own_measure')
    .distinctOn('id')
    .selectAll()
    .orderBy('id')
    .orderBy('brought_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    digest: row.digest,
    resource: row.resource,
    libraries: row.libraries,
    broughtAt: instant(row.brought_at),
  }));
}
