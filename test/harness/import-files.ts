import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type ClinicalStore, openClinicalStore } from '#store';
import { importPaths } from '../../src/application/import/import-paths.ts';

/** A clinical store in a folder of its own, with a place for files to import. */
export interface ImportBench {
  readonly folder: string;
  readonly dataFolder: string;
  readonly store: ClinicalStore;
  /** Writes lines as NDJSON and returns the file's path; the folders on the way are made. */
  file(name: string, lines: readonly unknown[]): string;
  bring(...paths: readonly string[]): ReturnType<typeof importPaths>;
  /** Makes it as new, which is quicker than a new one. */
  clear(): Promise<void>;
  remove(): Promise<void>;
}

const archive = ['resource', 'import_run', 'import_file', 'finding', 'finding_count'];

export async function importBench(): Promise<ImportBench> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-import-'));
  const dataFolder = path.join(folder, 'data');
  const store = await openClinicalStore({ dataFolder, memoryMb: 512 });
  const file = (name: string, lines: readonly unknown[]) => {
    const target = path.join(folder, 'in', name);
    mkdirSync(path.dirname(target), { recursive: true });
    const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    writeFileSync(target, texts.map((text) => `${text}\n`).join(''));
    return target;
  };
  return {
    folder,
    dataFolder,
    store,
    file,
    bring: (...paths) => importPaths(store, paths),
    clear: async () => {
      const tables = [
        ...archive.map((name) => `archive.${name}`),
        ...store.tables.map(({ name }) => `"${name}"`),
      ];
      await store.write([
        ...tables.map((name) => ({ sql: `delete from ${name}` })),
        { sql: 'delete from archive.data_version where number > 0' },
      ]);
      rmSync(path.join(store.folder, 'raw'), { recursive: true, force: true });
      rmSync(path.join(folder, 'in'), { recursive: true, force: true });
    },
    remove: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
