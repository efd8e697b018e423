import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { cutUnfinishedLine } from '../unfinished-line.ts';

/** One post as it was accepted: its resources, one line each, all taken or none. */
export interface JournalPost {
  /** Who sent it. */
  readonly source: string;
  /** ISO text in UTC. */
  readonly receivedAt: string;
  readonly lines: readonly string[];
}

/** Posts that nobody adds to any more, in the order in which they came. */
export interface SealedPosts {
  readonly number: number;
  readonly file: string;
  readonly bytes: number;
}

/** Posts that have been accepted and are not in the clinical store yet; what is in it survives a kill or a power cut. */
export interface FeedJournal {
  /** Where the journal lies. */
  readonly folder: string;
  /** Resolves when the post is on the disk. */
  append(post: JournalPost): Promise<void>;
  /** Bytes on the disk, or on their way there, that have not been removed. */
  waitingBytes(): number;
  /** Ends the current file, if anything is in it, and gives all that are ended, the oldest first. */
  seal(): Promise<readonly SealedPosts[]>;
  /** Forgets posts that are in the clinical store now. */
  remove(posts: SealedPosts): void;
  close(): Promise<void>;
}

interface Waiting {
  readonly text: string;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const lastNumberFile = 'last-number';

function lastNumberIn(folder: string): number {
  const file = path.join(folder, lastNumberFile);
  const number = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  return Number.isSafeInteger(number) ? number : 0;
}

const fileForm = /^(\d{9})\.posts$/;

/**
 * Opens the journal under the clinical store's folder; the caller holds the data folder's lock. Each post is one line, so
 * that a post cut short by a kill can be told and is taken away: it was never acknowledged. Posts that arrive while others
 * are being written go to the disk together.
 */
export function openFeedJournal(clinicalFolder: string): FeedJournal {
  const folder = path.join(clinicalFolder, 'feed');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return new Journal(folder);
}

class Journal implements FeedJournal {
  readonly folder: string;
  #current: CurrentFile | null = null;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  #bytes: number;
  #lastNumber: number;

  constructor(folder: string) {
    this.folder = folder;
    const held = postFiles(folder);
    for (const { file } of held) cutUnfinishedLine(file);
    this.#bytes = sum(postFiles(folder).map(({ bytes }) => bytes));
    this.#lastNumber = Math.max(held.at(-1)?.number ?? 0, lastNumberIn(folder));
  }

  append(post: JournalPost): Promise<void> {
    const text = `${JSON.stringify(post)}\n`;
    this.#bytes += Buffer.byteLength(text);
    return new Promise((done, failed) => {
      this.#waiting.push({ text, done, failed });
      this.#writing ??= this.#write();
    });
  }

  waitingBytes(): number {
    return this.#bytes;
  }

  async seal(): Promise<readonly SealedPosts[]> {
    // Nothing may be waited for between the last look and the taking: a post that began then would be written into a file
    // that is taken for whole, and go with it.
    while (this.#writing !== null) await this.#writing;
    const current = this.#current;
    const last = this.#lastNumber;
    this.#current = null;
    await current?.close();
    return postFiles(this.folder).filter(({ number }) => number <= last);
  }

  remove({ file, bytes }: SealedPosts): void {
    rmSync(file, { force: true });
    this.#bytes -= bytes;
  }

  async close(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    const current = this.#current;
    this.#current = null;
    await current?.close();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        this.#current ??= await CurrentFile.begin(this.folder, this.#nextNumber());
        await this.#current.append(batch.map(({ text }) => text).join(''));
        for (const { done } of batch) done();
      } catch (error) {
        await this.#fail(batch, error);
      }
    }
    this.#writing = null;
  }

  /** Nothing of a failed write is acknowledged, so nothing of it may be found later. */
  async #fail(batch: readonly Waiting[], error: unknown): Promise<void> {
    const current = this.#current;
    this.#current = null;
    await current?.takeBack();
    this.#bytes -= sum(batch.map(({ text }) => Buffer.byteLength(text)));
    for (const { failed } of batch) failed(error);
  }

  /** Never used again, also when nothing is waiting at the next start: what came in is traced by it. */
  #nextNumber(): number {
    this.#lastNumber += 1;
    const file = path.join(this.folder, lastNumberFile);
    const unfinished = `${file}.unfinished`;
    writeFileSync(unfinished, String(this.#lastNumber), { mode: 0o600, flush: true });
    renameSync(unfinished, file);
    return this.#lastNumber;
  }
}

class CurrentFile {
  readonly number: number;
  readonly #handle: FileHandle;
  #length = 0;

  private constructor(number: number, handle: FileHandle) {
    this.number = number;
    this.#handle = handle;
  }

  static async begin(folder: string, number: number): Promise<CurrentFile> {
    const file = path.join(folder, `${String(number).padStart(9, '0')}.posts`);
    const handle = await open(file, 'ax', 0o600);
    keepName(folder);
    return new CurrentFile(number, handle);
  }

  async append(text: string): Promise<void> {
    await this.#handle.appendFile(text);
    await this.#handle.datasync();
    this.#length += Buffer.byteLength(text);
  }

  async takeBack(): Promise<void> {
    try {
      await this.#handle.truncate(this.#length);
    } catch {
      // Whoever sent it hears that it failed, and sends it again: the same content twice changes nothing.
    } finally {
      await this.#handle.close();
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** A new file's name is on the disk only when its folder is. */
function keepName(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const postFiles = (folder: string): readonly SealedPosts[] =>
  readdirSync(folder)
    .flatMap((name) => {
      const number = fileForm.exec(name)?.[1];
      if (number === undefined) return [];
      const file = path.join(folder, name);
      return [{ number: Number(number), file, bytes: statSync(file).size }];
    })
    .sort((a, b) => a.number - b.number);

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
