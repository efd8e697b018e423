import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ClinicalStore } from '../clinical-store.ts';
import { numberOf, textOf } from '../rows.ts';

/** About so many records a part has: a few megabytes, which one thread reads, counts and forgets. */
const recordsEachDefault = 4000;
/** With more records than fill so many parts, parts grow: each needs a piece of memory while they are written. */
const partsMax = 512;
/** So many ids tell well enough where parts should end. */
const sampledMax = 20_000;

export interface PatientsWanted {
  readonly patientIds?: readonly string[];
  /** SQL over the flat tables that gives patient_id: only patients that it gives. */
  readonly among?: string | null;
}

export interface PartsWanted extends PatientsWanted {
  /**
   * SQL over the flat tables that gives patient_id, type and id of records that are nobody's and that patients' records
   * refer to: each such patient gets them too.
   */
  readonly referred?: string | null;
  /** About how many records a part has. */
  readonly recordsEach?: number;
  readonly signal?: AbortSignal;
}

/** Patients with all their records in files, each small enough to be read at once. */
export interface PatientParts {
  /** In order of the patients' ids; `patientsInPart` reads one. */
  readonly files: readonly string[];
  remove(): Promise<void>;
}

/** How many patients there are with records, or of those that are picked. */
export async function patientCount(
  store: ClinicalStore,
  wanted: PatientsWanted = {},
): Promise<number> {
  const { chosen, parameters } = chosenPatients(wanted);
  const sql = `select count(distinct patient_id) as n from archive.held where ${chosen}`;
  const [row] = await store.query(sql, { parameters });
  return numberOf(row, 'n');
}

/**
 * Deals patients with all their records into files: all patients unless some are named or picked. To bring the records of
 * a patient together, a database that sorts them needs memory or a copy of its own; this needs one pass over the records
 * and little memory, however many there are. What a crash leaves is removed when the store is opened.
 */
export async function dealPatients(
  store: ClinicalStore,
  wanted: PartsWanted = {},
): Promise<PatientParts> {
  const folder = path.join(store.folder, 'scratch', `patients-${randomUUID()}`);
  const remove = () => rm(folder, { recursive: true, force: true });
  const bounds = await boundsOf(store, wanted);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const { chosen, parameters } = chosenPatients(wanted);
    const sql = `select patient_id, type, id, body from (${recordsWith(wanted.referred ?? null)}) as record where ${chosen}`;
    const files = await store.deal({ sql, parameters }, { folder, bounds }, wanted);
    return { files, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** All records that are somebody's, and those that are nobody's with the patients whose records refer to them. */
function recordsWith(referred: string | null): string {
  const own = 'select patient_id, type, id, body from archive.held';
  return referred === null
    ? own
    : `${own} union all select referral.patient_id, shared.type, shared.id, shared.body
      from (${referred}) as referral
      join archive.held as shared on shared.type = referral.type and shared.id = referral.id
      where shared.patient_id is null`;
}

/** Ids at which a new part begins, from a sample of the patients. */
async function boundsOf(
  store: ClinicalStore,
  { recordsEach = recordsEachDefault, ...wanted }: PartsWanted,
): Promise<readonly string[]> {
  const { chosen, parameters } = chosenPatients(wanted);
  const count = `select count(*) as n from archive.held where ${chosen}`;
  const [row] = await store.query(count, { parameters });
  const records = numberOf(row, 'n');
  const parts = Math.min(partsMax, Math.ceil(records / recordsEach));
  if (parts <= 1) return [];
  const oneOf = Math.max(1, Math.floor(records / sampledMax));
  const sample = `select distinct patient_id from archive.held
    where ${chosen} and hash(patient_id) % ${oneOf} = 0 order by patient_id`;
  const ids = (await store.query(sample, { parameters })).map((found) =>
    textOf(found, 'patient_id'),
  );
  const bounds = Array.from(
    { length: parts - 1 },
    (_, at) => ids[Math.floor(((at + 1) * ids.length) / parts)],
  );
  return [...new Set(bounds.filter((id) => id !== undefined))];
}

function chosenPatients({ patientIds, among }: PatientsWanted) {
  const named =
    patientIds === undefined ? 'patient_id is not null' : 'patient_id in (select unnest($1))';
  const picked = among === undefined || among === null ? '' : ` and patient_id in (${among})`;
  return { chosen: `${named}${picked}`, parameters: patientIds === undefined ? [] : [patientIds] };
}
