import { ProblemError, problem } from '#core';
import {
  type Arrival,
  type CostHeader,
  costColumns,
  type LineFinding,
  type LineRules,
  type ReadPlainLine,
  type RuleCode,
  readCostHeader,
  readCostRow,
  readLine,
  rules,
} from '#data';
import type { RawCopy } from './raw-copy.ts';
import type { LinePlace } from './read-lines.ts';
import type { FileToRead, Progress } from './reader-messages.ts';
import type { Staging } from './staging.ts';

interface FileReadingOptions {
  readonly file: FileToRead;
  readonly staging: Staging;
  readonly lineRules: Omit<LineRules, 'holdsDeletions'>;
  readonly readPlain: ReadPlainLine;
  /** Gets the text of the lines; absent where the file's own bytes are kept. */
  readonly raw: RawCopy | undefined;
}

/** What is known of one file while its lines go by. */
export class FileReading {
  readonly #file: FileToRead;
  readonly #staging: Staging;
  readonly #lineRules: LineRules;
  readonly #readPlain: ReadPlainLine;
  readonly #raw: RawCopy | undefined;
  readonly #counts: Partial<Record<RuleCode, number>>;
  #costHeader: CostHeader | undefined;
  #lines: number;
  #resources: number;
  #bytes: number;
  #taken: { readonly region: Buffer; from: number; to: number } | undefined;

  constructor({ file, staging, lineRules, readPlain, raw }: FileReadingOptions) {
    this.#file = file;
    this.#staging = staging;
    this.#lineRules = { ...lineRules, holdsDeletions: file.holdsDeletions };
    this.#readPlain = readPlain;
    this.#raw = raw;
    this.#counts = { ...file.from.counts };
    this.#lines = file.from.lines;
    this.#resources = file.from.resources;
    this.#bytes = file.from.bytes;
  }

  progress(rawBytes: number): Progress {
    const [lines, resources, bytes] = [this.#lines, this.#resources, this.#bytes];
    return { lines, resources, bytes, rawBytes, counts: { ...this.#counts } };
  }

  take(line: LinePlace): void {
    const isKnown = line.number <= this.#file.from.lines;
    this.#noteRaw(line, isKnown);
    const isCost = this.#file.kind === 'costs';
    // Of what an interrupted import has stored only the header of a table is needed again.
    if (isKnown && !(isCost && this.#costHeader === undefined)) return;
    if (isCost || !this.#takesPlain(line)) this.#takeText(line, isCost);
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

  #noteRaw({ region, next }: LinePlace, isKnown: boolean): void {
    if (this.#taken?.region !== region) {
      this.keepRaw();
      this.#taken = { region, from: 0, to: 0 };
    }
    this.#taken.to = next;
    if (isKnown) this.#taken.from = next;
  }

  /** Whether the line is a resource about which there is nothing to say; then it is stored already. */
  #takesPlain(line: LinePlace): boolean {
    if (this.#file.holdsDeletions) return false;
    const { region: bytes, start, end, number } = line;
    const plain = this.#readPlain(bytes, start, end);
    if (plain === undefined) return false;
    this.#resources += 1;
    const place = { file: this.#file.id, line: number };
    this.#staging.arrivals.addPlain(plain, place, { bytes, start, end });
    return true;
  }

  #takeText(line: LinePlace, isCost: boolean): void {
    const text = line.region.toString('utf8', line.start, line.end);
    if (text.trim() === '') return;
    if (isCost) this.#takeCost(text, line.number);
    else this.#takeResource(text, line);
  }

  #takeResource(text: string, line: LinePlace): void {
    this.#resources += 1;
    const { arrivals, findings } = readLine(text, this.#lineRules);
    for (const finding of findings) this.#note(finding, line.number);
    const isWholeLine = arrivals.length === 1 && !this.#file.holdsDeletions;
    for (const arrival of arrivals) {
      const body = isWholeLine ? bodyOf(text, line) : identityText(arrival);
      this.#staging.arrivals.addArrival(arrival, { file: this.#file.id, line: line.number }, body);
    }
  }

  #takeCost(text: string, line: number): void {
    if (this.#costHeader === undefined) {
      this.#costHeader = requireCostHeader(text, this.#file.path);
      return;
    }
    this.#resources += 1;
    const { chargeItem, findings } = readCostRow(text, this.#costHeader);
    for (const finding of findings) this.#note(finding, line);
    if (chargeItem === undefined) return;
    const { id, patientId, json } = chargeItem;
    const identity = { type: 'ChargeItem', id, patientId };
    const arrival = { ...identity, version: '', lastUpdated: '', isDeleted: false };
    this.#staging.arrivals.addArrival(arrival, { file: this.#file.id, line }, json);
  }

  #note(finding: LineFinding, line: number): void {
    const count = (this.#counts[finding.rule] ?? 0) + 1;
    this.#counts[finding.rule] = count;
    if (count > rules[finding.rule].rowsMax) return;
    this.#staging.findings.addFinding(finding, { file: this.#file.id, line });
  }
}

/** Between the values of a JSON text a carriage return is a blank; a staged row must not hold one. */
const bodyOf = (text: string, { region, start, end }: LinePlace) =>
  text.includes('\r') ? text.replaceAll('\r', ' ') : { bytes: region, start, end };

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
