import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ClinicalStore } from '../clinical-store.ts';
import type { ClinicalParameter } from '../messages.ts';
import { numberOf, textOf } from '../rows.ts';
import { afterKey, afterRecord, partsInOrder } from './part-files.ts';
import { partsMax } from './parts-max.ts';

/** About so many records a part has: a few megabytes, which one thread reads, counts and forgets. */
const recordsEachDefault = 4000;
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
  readonly signal?: AbortSignal | undefined;
}

/** Patients with all their records in folders, each small enough to be read at once. */
export interface PatientParts {
  /** In order of the patients' ids; `patientsInPart` reads one. */
  readonly folders: readonly string[];
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

/** The next so many patients after one, in order of their ids, of those that are picked. */
export async function patientIdsAfter(
  store: ClinicalStore,
  { after, count, among = null }: Pick<PatientsWanted, 'among'> & NextPatients,
): Promise<readonly string[]> {
  const { chosen } = chosenPatients({ among });
  const rows = await store.query(
    `select distinct patient_id from archive.held where ${chosen} and patient_id > $1
      order by patient_id limit $2`,
    { parameters: [after, count] },
  );
  return rows.map((row) => textOf(row, 'patient_id'));
}

interface NextPatients {
  readonly after: string;
  readonly count: number;
}

/**
 * Deals patients with all their records into parts: all patients unless some are named or picked. A database that sorts
 * records to bring those of a patient together needs memory or a copy of its own; this needs one pass over them and little
 * memory, however many there are. What a crash leaves is removed when the store is opened.
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
    await store.query(...dealing(wanted, bounds, folder));
    return { folders: partsInOrder(folder, await readdir(folder)), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Neither of the two signs can stand in JSON as it is, so that records need no other marks. */
function dealing(
  wanted: PartsWanted,
  bounds: readonly string[],
  folder: string,
): Parameters<ClinicalStore['query']> {
  const { chosen, parameters } = chosenPatients(wanted);
  const sql = `copy (
      select to_json([patient_id, type, id])::varchar || chr(${afterKey.charCodeAt(0)}) || body || chr(${afterRecord.charCodeAt(0)}),
        ${partSql(parameters.length + 1, bounds.length)} as part
      from (${recordsWith(wanted.referred ?? null)}) as record where ${chosen}
    ) to '${folder.replaceAll("'", "''")}' (format csv, header false, quote '', escape '', partition_by (part))`;
  return [sql, { parameters: [...parameters, ...bounds], signal: wanted.signal }];
}

/** How many bounds come before or at a patient's id, by halves. The bounds are parameters, from the number `first` on. */
function partSql(
  first: number,
  bounds: number,
  parts: readonly [number, number] = [0, bounds],
): string {
  const [from, to] = parts;
  if (from === to) return String(from);
  const middle = Math.floor((from + to) / 2);
  const [below, above] = [
    partSql(first, bounds, [from, middle]),
    partSql(first, bounds, [middle + 1, to]),
  ];
  return `case when patient_id < $${first + middle} then ${below} else ${above} end`;
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

function chosenPatients({ patientIds, among }: PatientsWanted): {
  readonly chosen: string;
  readonly parameters: readonly ClinicalParameter[];
} {
  const named =
    patientIds === undefined ? 'patient_id is not null' : 'patient_id in (select unnest($1))';
  const picked = among === undefined || among === null ? '' : ` and patient_id in (${among})`;
  return { chosen: `${named}${picked}`, parameters: patientIds === undefined ? [] : [patientIds] };
}
