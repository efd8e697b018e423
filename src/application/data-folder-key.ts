import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A secret made once, kept in the data folder and readable by its owner only. */
export function dataFolderKey(dataFolder: string, name: string): Buffer {
  const file = path.join(dataFolder, name);
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true });
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, randomBytes(32), { mode: 0o600, flush: true });
    renameSync(fresh, file);
  }
  return readFileSync(file);
}
