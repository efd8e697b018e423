import type { ClinicalStore } from '../clinical-store.ts';
import type { Statement } from '../messages.ts';
import { lineBytesMax } from './read-lines.ts';
import type { Batch, FilePart } from './reader-messages.ts';

export interface BatchOfRun {
  readonly run: number;
  readonly batch: Batch;
  /** Where the raw copies lie of the files that the batch ends, by file. */
  readonly raws: ReadonlyMap<number, string>;
}

/** Stores a batch together with the progress it brings: after a kill both are there, or neither. */
export async function storeBatch(
  store: ClinicalStore,
  { run, batch, raws }: BatchOfRun,
  signal?: AbortSignal,
): Promise<void> {
  const statements: Statement[] = [];
  if (batch.rows > 0) statements.push({ sql: insertResources(run, batch.stage) });
  if (batch.findingRows > 0) statements.push({ sql: insertFindings(run, batch.findings) });
  for (const part of batch.parts)
    statements.push(...keepProgress(run, part, raws.get(part.file) ?? null));
  await store.write(statements, { signal });
}

const insertResources = (run: number, stage: string): string => `
  insert into archive.resource
  select md5_number(type || '/' || id), type, id, version,
    coalesce(last_updated::timestamp, case when is_deleted = 1 then started_at end),
    patient_id, is_deleted = 1, ${run}, file, line, md5_number(body), body
  from ${staged(stage, {
    file: 'integer',
    line: 'bigint',
    type: 'varchar',
    id: 'varchar',
    version: 'varchar',
    last_updated: 'varchar',
    patient_id: 'varchar',
    is_deleted: 'tinyint',
    body: 'varchar',
  })}, (select started_at from archive.import_run where id = ${run})`;

const insertFindings = (run: number, stage: string): string => `
  insert into archive.finding
  select ${run}, file, line, rule, coalesce(element, ''), coalesce(found, '')
  from ${staged(stage, { file: 'integer', line: 'bigint', rule: 'varchar', element: 'varchar', found: 'varchar' })}`;

/** Reads a staged file as it is: no quotes, no guessing, and a line that does not fit is an error. */
function staged(file: string, columns: Readonly<Record<string, string>>): string {
  const named = Object.entries(columns).map(([name, type]) => `${name}: '${type}'`);
  return `read_csv('${file.replaceAll("'", "''")}', delim = '\x01', quote = '', escape = '', header = false,
    auto_detect = false, new_line = '\\n', max_line_size = ${lineBytesMax + 4096},
    buffer_size = ${2 * lineBytesMax + 8192}, columns = {${named.join(', ')}})`;
}

function keepProgress(run: number, part: FilePart, raw: string | null): readonly Statement[] {
  const { file, progress, sha256 } = part;
  const { lines, resources, bytes, rawBytes } = progress;
  const update = {
    sql: `update archive.import_file set lines = $2, resources = $3, bytes = $4, raw_bytes = $5,
      sha256 = $6, raw = $7, is_read = $8 where id = $1`,
    parameters: [file, lines, resources, bytes, rawBytes, sha256, raw, sha256 !== null],
  };
  const counts = Object.entries(progress.counts);
  if (counts.length === 0) return [update];
  const values = counts.map(([rule, count]) => `(${run}, ${file}, '${rule}', ${count})`);
  return [
    update,
    { sql: 'delete from archive.finding_count where file = $1', parameters: [file] },
    { sql: `insert into archive.finding_count values ${values.join(', ')}` },
  ];
}
