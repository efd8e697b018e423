import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ClinicalStore } from '../clinical-store.ts';
import type { RunFile } from './runs.ts';

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

/** Gives a raw copy its lasting name, made of its content's digest, so that the same file is kept once. */
export function keepRaw(store: ClinicalStore, file: RunFile, sha256: string): string {
  const name = `${sha256}.${file.kind === 'costs' ? 'csv' : 'ndjson'}.gz`;
  const target = path.join(rawFolder(store), name);
  const incoming = incomingRaw(store, file.id);
  if (existsSync(target)) rmSync(incoming);
  else renameSync(incoming, target);
  return name;
}

/** Removes raw copies of imports that were refused or begun anew. */
export async function removeUnusedRaw(store: ClinicalStore): Promise<void> {
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
