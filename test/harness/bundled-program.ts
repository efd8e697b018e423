import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { projectFolder } from '#store';

/** A program of the harness as one file, so that the many starts of a test with kills are quick. */
export interface BundledProgram {
  readonly file: string;
  /** Made before the first start. */
  make(): Promise<unknown>;
  /** Removed with the program. */
  freshFolder(): string;
  remove(): void;
}

/** `name` is the name of a file beside this one. */
export function bundledProgram(name: string): BundledProgram {
  const file = path.join(projectFolder, 'node_modules/.cache/gyrus', `${name}-${process.pid}.mjs`);
  const folders: string[] = [];
  return {
    file,
    make: () =>
      build({
        entryPoints: [path.join(import.meta.dirname, `${name}.ts`)],
        outfile: file,
        ...{ bundle: true, format: 'esm', platform: 'node', packages: 'external' },
        conditions: ['source'],
      }),
    freshFolder: () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), `gyrus-${name}-`));
      folders.push(folder);
      return folder;
    },
    remove: () => {
      for (const one of [...folders, file]) rmSync(one, { recursive: true, force: true });
    },
  };
}
