import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ClinicalStore } from '../clinical-store.ts';
import { numberOf, textOf } from '../rows.ts';
import type { RunFile, SourceFile } from './runs.ts';

/** The raw copy of a file while it is being read. */
export function incomingRaw(store: ClinicalStore, file: number): string {
  const folder = path.join(rawFolder(store), 'incoming');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return path.join(folder, `${file}.gz`);
}

/** Whether reading can go on where it stopped: the raw copy holds at least what was stored. */
export function canContinue(store: ClinicalStore, { id, progress }: RunFile): boolean {
  const raw = incomingRaw(store, id);
  return progress.lines === 0 || (existsSync(raw) && statSync(raw).size >= progress.rawBytes);
}

/** A raw copy's lasting name is made of its content's digest, so that the same file is kept once. */
export const lastingName = (file: SourceFile, sha256: string): string =>
  `${sha256}.${file.kind === 'costs' ? 'csv' : 'ndjson'}.gz`;

/**
 * Gives the raw copies of files that are stored to their end their lasting names. After what is stored says so, never before:
 * a kill in between leaves both, and this makes it good.
 */
export async function settleRaws(store: ClinicalStore): Promise<void> {
  const folder = path.join(rawFolder(store), 'incoming');
  const ids = existsSync(folder) ? readdirSync(folder).map((name) => path.parse(name).name) : [];
  if (ids.length === 0) return;
  const settled = await store.query(
    'select id, raw from archive.import_file where raw is not null and id::varchar in (select unnest($1::varchar[]))',
    { parameters: [ids] },
  );
  for (const row of settled) {
    const incoming = path.join(folder, `${numberOf(row, 'id')}.gz`);
    const target = path.join(rawFolder(store), textOf(row, 'raw'));
    if (existsSync(target)) rmSync(incoming);
    else renameSync(incoming, target);
  }
}

/** Removes raw copies of imports that were refused or begun anew. */
export async function removeUnusedRaw(store: ClinicalStore): Promise<void> {
  await settleRaws(store);
  // A file that is read has its lasting name.
  const rows = await store.query(
    `select distinct raw as name from archive.import_file where raw is not null
     union select id || '.gz' from archive.import_file where not is_read`,
  );
  const used = new Set(rows.map(({ name }) => String(name)));
  const folder = rawFolder(store);
  for (const part of [folder, path.join(folder, 'incoming')]) {
    if (!existsSync(part)) continue;
    for (const entry of readdirSync(part, { withFileTypes: true }))
      if (entry.isFile() && !used.has(entry.name)) rmSync(path.join(part, entry.name));
  }
}

export const rawFolder = (store: ClinicalStore): string => path.join(store.folder, 'raw');
