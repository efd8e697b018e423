import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type OperationalStore, openOperationalStore, projectFolder } from '#store';
import { readMigrations } from '../../src/store/operational/migrations.ts';

/** An operational store of its own for one test file; the real server on a copied data folder. */
export interface TestOperationalStore<Tables> extends OperationalStore<Tables> {
  readonly dataFolder: string;
  /** Closes the store and removes its data folder. */
  remove(): Promise<void>;
}

const cache = path.join(projectFolder, 'node_modules/.cache/gyrus');
const unusedMsMax = 3_600_000;

/** A migrated, empty store in a fresh data folder, copied from a template that is made once. */
export async function freshOperationalStore<Tables>(): Promise<TestOperationalStore<Tables>> {
  const template = await templateFolder();
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-test-'));
  copy(path.join(template, 'postgres'), path.join(dataFolder, 'postgres'));
  const store = await openOperationalStore<Tables>({ dataFolder });
  const remove = async () => {
    await store.close();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return { ...store, dataFolder, remove };
}

async function templateFolder(): Promise<string> {
  const checksums = readMigrations().map((migration) => migration.checksum);
  const user = process.getuid?.() ?? 0;
  const key = createHash('sha256')
    .update(`${user} ${checksums.join(' ')}`)
    .digest('hex');
  const template = path.join(cache, `operational-${key.slice(0, 16)}`);
  if (existsSync(template)) return template;
  mkdirSync(cache, { recursive: true });
  removeUnused();
  const fresh = path.join(cache, `fresh-${randomUUID()}`);
  const store = await openOperationalStore({ dataFolder: fresh });
  await store.close();
  try {
    renameSync(fresh, template);
  } catch {
    // Another test file made the same template first; ours is not needed.
    rmSync(fresh, { recursive: true, force: true });
  }
  return template;
}

function removeUnused(): void {
  for (const name of readdirSync(cache)) {
    const folder = path.join(cache, name);
    if (Date.now() - statSync(folder).mtimeMs > unusedMsMax)
      rmSync(folder, { recursive: true, force: true });
  }
}

/** Keeps the owner, which Node's own copy does not: the server insists on owning its files. */
function copy(from: string, to: string): void {
  const done = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`the template could not be copied: ${done.stderr}`);
}
