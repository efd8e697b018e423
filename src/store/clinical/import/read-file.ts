import { createHash } from 'node:crypto';
import path from 'node:path';
import { ProblemError, problem } from '#core';
import {
  type Arrival,
  type CostHeader,
  costColumns,
  type LineFinding,
  type LineRules,
  type RuleCode,
  readCostHeader,
  readCostRow,
  readLine,
  rules,
} from '#data';
import { rowGroupRows } from '../database.ts';
import { isGzipped, openFileBytes } from './file-bytes.ts';
import { openRawCopy, type RawCopy } from './raw-copy.ts';
import { type LinePlace, readLines } from './read-lines.ts';
import type { Batch, FileToRead, Progress } from './reader-messages.ts';
import { openStage, type Stage } from './stage.ts';

export interface ReaderOptions {
  readonly scratch: string;
  readonly lineRules: Omit<LineRules, 'holdsDeletions'>;
}

/** A batch ends with so many rows or bytes, whichever comes first. */
const batchBytesMax = 24 * 2 ** 20;
/** Two batches exist at a time: one being stored while the next is read. */
const stagesInUse = 3;

/** Reads a file in batches: parses and checks each line, stages it for the database, and keeps the raw text. */
export async function* readFile(file: FileToRead, options: ReaderOptions): AsyncGenerator<Batch> {
  const isCompressed = await isGzipped(file.path);
  const raw = await openRawCopy(file.raw, {
    isCompressed,
    from: isCompressed ? 0 : file.from.rawBytes,
  });
  try {
    yield* batches(file, options, isCompressed, raw);
  } finally {
    await raw.close();
  }
}

async function* batches(
  file: FileToRead,
  options: ReaderOptions,
  isCompressed: boolean,
  raw: RawCopy,
): AsyncGenerator<Batch> {
  const digest = createHash('sha256');
  const onInput = (piece: Buffer) => {
    if (isCompressed) raw.write(piece);
  };
  const bytes = await openFileBytes(file.path, isCompressed, { digest, onInput });
  const reading = new FileReading(file, options, isCompressed ? undefined : raw);
  const lines = readLines(file.path);
  const finish = async (sha256: string | null): Promise<Batch> => {
    reading.keepRaw();
    const rawBytes = await raw.sync();
    return reading.takeBatch({ rawBytes, inputBytes: bytes.inputBytes, sha256 });
  };
  for await (const chunk of bytes.chunks()) {
    for (const line of lines.lines(chunk)) {
      reading.take(line);
      if (reading.isFull) yield await finish(null);
    }
    reading.keepRaw();
  }
  for (const line of lines.rest()) reading.take(line);
  yield await finish(digest.digest('hex'));
}

interface BatchEnd {
  readonly rawBytes: number;
  readonly inputBytes: number;
  readonly sha256: string | null;
}

/** What is known of a file while its lines go by. */
class FileReading {
  readonly #file: FileToRead;
  readonly #options: ReaderOptions;
  readonly #lineRules: LineRules;
  readonly #raw: RawCopy | undefined;
  readonly #arrivals: Stage = openStage();
  readonly #findings: Stage = openStage();
  readonly #counts: Partial<Record<RuleCode, number>>;
  #costHeader: CostHeader | undefined;
  #lines: number;
  #resources: number;
  #bytes: number;
  #batch = 0;
  #taken: { region: Buffer; from: number; to: number } | undefined;

  constructor(file: FileToRead, options: ReaderOptions, raw: RawCopy | undefined) {
    this.#file = file;
    this.#options = options;
    this.#lineRules = { ...options.lineRules, holdsDeletions: file.holdsDeletions };
    this.#raw = raw;
    this.#counts = { ...file.from.counts };
    this.#lines = file.from.lines;
    this.#resources = file.from.resources;
    this.#bytes = file.from.bytes;
  }

  get isFull(): boolean {
    return this.#arrivals.rows >= rowGroupRows || this.#arrivals.bytes >= batchBytesMax;
  }

  take(line: LinePlace): void {
    const isKnown = line.number <= this.#file.from.lines;
    this.#noteRaw(line, isKnown);
    if (isKnown && this.#costHeader !== undefined) return;
    if (isKnown && this.#file.kind === 'resources') return;
    const text = line.region.toString('utf8', line.start, line.end);
    if (text.trim() !== '') {
      if (this.#file.kind === 'costs') this.#takeCost(text, line.number);
      else this.#takeResource(text, line);
    }
    if (isKnown) return;
    this.#lines = line.number;
    this.#bytes = line.nextByte;
  }

  /** Hands the text of the lines taken so far to the raw copy, so that a batch and the copy end at the same line. */
  keepRaw(): void {
    const taken = this.#taken;
    if (taken === undefined) return;
    this.#raw?.write(taken.region.subarray(taken.from, taken.to));
    taken.from = taken.to;
  }

  takeBatch(end: BatchEnd): Batch {
    const name = (what: string) =>
      path.join(this.#options.scratch, `${what}-${this.#batch % stagesInUse}`);
    const [stage, findings] = [name('arrivals'), name('findings')];
    const [rows, findingRows] = [this.#arrivals.rows, this.#findings.rows];
    this.#arrivals.writeTo(stage);
    this.#findings.writeTo(findings);
    this.#batch += 1;
    const progress: Progress = {
      lines: this.#lines,
      resources: this.#resources,
      bytes: this.#bytes,
      rawBytes: end.rawBytes,
      counts: { ...this.#counts },
    };
    const { inputBytes, sha256 } = end;
    return { rows, stage, findingRows, findings, progress, inputBytes, sha256 };
  }

  #noteRaw({ region, next }: LinePlace, isKnown: boolean): void {
    if (this.#taken?.region !== region) this.#taken = { region, from: 0, to: 0 };
    this.#taken.to = next;
    if (isKnown) this.#taken.from = next;
  }

  #takeResource(text: string, line: LinePlace): void {
    this.#resources += 1;
    const { arrivals, findings } = readLine(text, this.#lineRules);
    for (const finding of findings) this.#note(finding, line.number);
    for (const arrival of arrivals) {
      const isWholeLine = arrivals.length === 1 && !this.#file.holdsDeletions;
      // Between the values of a JSON text a carriage return is a blank; the staged file must not hold one.
      const body = text.includes('\r') ? text.replaceAll('\r', ' ') : wholeLine(line);
      this.#arrivals.addArrival(arrival, line.number, isWholeLine ? body : identityText(arrival));
    }
  }

  #takeCost(text: string, number: number): void {
    if (this.#costHeader === undefined) {
      this.#costHeader = requireCostHeader(text, this.#file.path);
      return;
    }
    this.#resources += 1;
    const { chargeItem, findings } = readCostRow(text, this.#costHeader);
    for (const finding of findings) this.#note(finding, number);
    if (chargeItem === undefined) return;
    const { id, patientId, json } = chargeItem;
    const identity = { type: 'ChargeItem', id, patientId };
    const arrival = { ...identity, version: '', lastUpdated: '', isDeleted: false };
    this.#arrivals.addArrival(arrival, number, json);
  }

  #note(finding: LineFinding, number: number): void {
    const count = (this.#counts[finding.rule] ?? 0) + 1;
    this.#counts[finding.rule] = count;
    if (count <= rules[finding.rule].rowsMax) this.#findings.addFinding(finding, number);
  }
}

const wholeLine = ({ region, start, end }: LinePlace) => ({ bytes: region, start, end });

const identityText = ({ type, id }: Arrival): string => JSON.stringify({ resourceType: type, id });

function requireCostHeader(text: string, file: string): CostHeader {
  const header = readCostHeader(text);
  if (!('missing' in header)) return header;
  throw new ProblemError(
    problem(
      'cost-columns-missing',
      `${file} lacks the columns ${header.missing.join(', ')}.`,
      `Give its first line the columns ${costColumns.join(', ')}; nothing of this import was published.`,
      `${file}:1`,
    ),
  );
}
