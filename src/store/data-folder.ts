import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { ProblemError, problem } from '#core';

/** The right to use a data folder; held until the last holder in this process releases it. */
export interface DataFolder {
  readonly folder: string;
  release(): void;
}

export interface Owner {
  readonly pid: number;
  /** When that process started, so that a later process with the same number is not mistaken for it. */
  readonly started: string;
}

interface Held {
  holders: number;
  readonly lock: string;
  readonly text: string;
}

const heldHere = new Map<string, Held>();
const attempts = 20;

/**
 * Makes the data folder and takes its lock, so that two programs never share it. A lock left behind
 * by a killed process or a reboot is recognised (that process no longer runs) and replaced.
 */
export function openDataFolder(dataFolder: string): DataFolder {
  const folder = makeFolder(dataFolder);
  const held = heldHere.get(folder);
  if (held === undefined) heldHere.set(folder, takeLock(folder));
  else held.holders += 1;
  let released = false;
  const release = () => {
    if (released) return;
    released = true;
    releaseLock(folder);
  };
  return { folder, release };
}

function makeFolder(dataFolder: string): string {
  try {
    // The database server runs as another user when we run as root: it may pass through, not list.
    mkdirSync(dataFolder, { recursive: true, mode: 0o711 });
    accessSync(dataFolder, constants.W_OK | constants.X_OK);
    return realpathSync(dataFolder);
  } catch (cause) {
    throw new ProblemError(
      problem(
        'data-folder-unusable',
        `The data folder ${dataFolder} cannot be made or written (${codeOf(cause)}).`,
        'Set GYRUS_DATA to a folder this user may write, and start again.',
        dataFolder,
      ),
      { cause },
    );
  }
}

function takeLock(folder: string): Held {
  const lock = path.join(folder, 'lock');
  const own: Owner = { pid: process.pid, started: processStart(process.pid) ?? '' };
  const text = `${JSON.stringify({ ...own, token: randomUUID() })}\n`;
  const ready = `${lock}.${process.pid}.${randomUUID()}`;
  writeFileSync(ready, text, { flag: 'wx', flush: true });
  try {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (linked(ready, lock)) return { holders: 1, lock, text };
      const found = readText(lock);
      if (found !== undefined) refuseWhenAlive(folder, found);
      if (found !== undefined && replaceStale(lock, ready, found))
        return { holders: 1, lock, text };
    }
  } finally {
    rmSync(ready, { force: true });
  }
  throw new ProblemError(
    problem(
      'data-folder-contended',
      `Several programs are starting on the data folder ${folder} at once.`,
      'Start one of them again in a moment.',
      folder,
    ),
  );
}

/** A link appears whole or not at all, unlike a file that is opened and then written. */
function linked(ready: string, name: string): boolean {
  try {
    linkSync(ready, name);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The process that holds the folder's lock and still runs, this one or another. */
export function ownerOf(folder: string): Owner | undefined {
  const found = readText(path.join(folder, 'lock'));
  return found === undefined ? undefined : aliveOwner(found);
}

function aliveOwner(lockText: string): Owner | undefined {
  const owner = parseOwner(lockText);
  return owner !== undefined && processStart(owner.pid) === owner.started ? owner : undefined;
}

function refuseWhenAlive(folder: string, lockText: string): void {
  const owner = aliveOwner(lockText);
  if (owner === undefined) return;
  throw new ProblemError(
    problem(
      'data-folder-in-use',
      `The data folder ${folder} is in use by process ${owner.pid}.`,
      `Stop it first (Ctrl-C where it runs, or kill ${owner.pid}), or set GYRUS_DATA to another folder. Beside a running server only import and measure import work on its folder.`,
      folder,
    ),
  );
}

/**
 * Two starters may see the same stale lock. Only the one that claims exactly this stale lock may
 * replace it; otherwise the slower one could throw away the faster one's fresh lock.
 */
function replaceStale(lock: string, ready: string, staleText: string): boolean {
  const claim = `${lock}.${createHash('sha256').update(staleText).digest('hex').slice(0, 16)}`;
  if (!linked(ready, claim)) {
    if (aliveOwner(readText(claim) ?? '') === undefined) rmSync(claim, { force: true });
    return false;
  }
  try {
    if (readText(lock) !== staleText) return false;
    renameSync(claim, lock);
    return true;
  } finally {
    rmSync(claim, { force: true });
  }
}

function releaseLock(folder: string): void {
  const held = heldHere.get(folder);
  if (held === undefined) return;
  held.holders -= 1;
  if (held.holders > 0) return;
  heldHere.delete(folder);
  if (readText(held.lock) === held.text) rmSync(held.lock, { force: true });
}

process.once('exit', () => {
  for (const [folder, held] of heldHere) {
    held.holders = 1;
    releaseLock(folder);
  }
});

export function parseOwner(text: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const pid = 'pid' in value ? value.pid : undefined;
    const started = 'started' in value ? value.started : undefined;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined; // A half-written lock from a full disk names nobody, so nobody holds it.
  }
}

/** A text that is the same as long as this very process runs; undefined when no such process runs. */
export function processStart(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const stat = readText(`/proc/${pid}/stat`);
    if (stat === undefined) return undefined;
    // The command name, in brackets, may itself hold spaces and brackets; 'started' is field 22.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    const boot = readText('/proc/sys/kernel/random/boot_id') ?? '';
    return `${boot.trim()}/${fields[18] ?? ''}`;
  }
  const found = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
