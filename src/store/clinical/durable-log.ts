import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { cutUnfinishedLine } from './unfinished-line.ts';

/** Something that happened at an instant. */
export interface LoggedEntry {
  readonly at: string;
}

/** Entries about patients that must not be lost: files of one month each, only ever written at the end. */
export interface DurableLog<Entry extends LoggedEntry> {
  /** Resolves when the entry is on the disk. */
  append(entry: Entry): Promise<void>;
  close(): Promise<void>;
}

interface Waiting<Entry> {
  readonly entry: Entry;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Opens the log in a folder under the clinical store's; the caller holds the data folder's lock. Entries that arrive
 * while others are being written go to the disk together, so that many a second cost few writes. A last line cut short
 * by a kill was never acknowledged, and is taken away.
 */
export function openDurableLog<Entry extends LoggedEntry>(folder: string): DurableLog<Entry> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Before anybody reads, and not only before the next entry is written.
  for (const name of readdirSync(folder))
    if (name.endsWith('.ndjson')) cutUnfinishedLine(path.join(folder, name));
  const files = new OpenFiles(folder);
  let waiting: Waiting<Entry>[] = [];
  let writing: Promise<void> | null = null;
  const write = async () => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await writeBatch(files, batch);
    }
    writing = null;
  };
  return {
    append: (entry) =>
      new Promise((done, failed) => {
        waiting.push({ entry, done, failed });
        writing ??= write();
      }),
    close: async () => {
      await writing;
      await files.close();
    },
  };
}

async function writeBatch<Entry extends LoggedEntry>(
  files: OpenFiles,
  batch: readonly Waiting<Entry>[],
): Promise<void> {
  try {
    const byMonth = new Map<string, string[]>();
    for (const { entry } of batch) {
      const month = entry.at.slice(0, 7);
      byMonth.set(month, [...(byMonth.get(month) ?? []), `${JSON.stringify(entry)}\n`]);
    }
    for (const [month, lines] of byMonth) {
      const file = await files.ofMonth(month);
      await file.appendFile(lines.join(''));
      await file.datasync();
    }
    for (const { done } of batch) done();
  } catch (error) {
    // A full disk may have taken half a line: the next write must not continue it.
    await files.close();
    for (const { failed } of batch) failed(error);
  }
}

class OpenFiles {
  readonly #folder: string;
  readonly #open = new Map<string, FileHandle>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async ofMonth(month: string): Promise<FileHandle> {
    const held = this.#open.get(month);
    if (held !== undefined) return held;
    const name = path.join(this.#folder, `${month}.ndjson`);
    if (existsSync(name)) cutUnfinishedLine(name);
    const file = await open(name, 'a', 0o600);
    this.#open.set(month, file);
    return file;
  }

  async close(): Promise<void> {
    for (const file of this.#open.values()) await file.close();
    this.#open.clear();
  }
}
