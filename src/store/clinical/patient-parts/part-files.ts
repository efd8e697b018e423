import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A patient's records, each as its line of JSON. */
export interface PatientTexts {
  readonly patientId: string;
  readonly bodies: readonly string[];
}

/** A record on its way into a part. */
export interface PartRecord {
  readonly patientId: string;
  readonly type: string;
  readonly id: string;
  readonly body: string;
}

/** Neither can stand in JSON as it is: there, characters of control are escaped. */
const [afterKey, afterRecord] = ['\u001f', '\u001e'];
/** So many characters wait for all files together; a larger share makes fewer and longer writes. */
const waitingMax = 8_000_000;

/** Deals records into files, so that each file has all records of the patients between two bounds. */
export class PartFiles {
  readonly #folder: string;
  readonly #bounds: readonly string[];
  readonly #waiting = new Map<number, string[]>();
  readonly #written = new Set<number>();
  #waitingLength = 0;

  /** @param bounds ids of patients, in order; a bound is the first id of its part */
  constructor(folder: string, bounds: readonly string[]) {
    this.#folder = folder;
    this.#bounds = bounds;
  }

  async add(records: Iterable<PartRecord>): Promise<void> {
    for (const record of records) {
      const part = partOf(this.#bounds, record.patientId);
      const text = writtenRecord(record);
      const texts = this.#waiting.get(part);
      if (texts === undefined) this.#waiting.set(part, [text]);
      else texts.push(text);
      this.#waitingLength += text.length;
    }
    if (this.#waitingLength > waitingMax) await this.#write();
  }

  /** @returns the files that have records, in order of their patients */
  async end(): Promise<readonly string[]> {
    await this.#write();
    return [...this.#written].toSorted((a, b) => a - b).map((part) => this.#file(part));
  }

  async #write(): Promise<void> {
    for (const [part, texts] of this.#waiting) {
      await appendFile(this.#file(part), texts.join(''), { mode: 0o600 });
      this.#written.add(part);
    }
    this.#waiting.clear();
    this.#waitingLength = 0;
  }

  #file(part: number): string {
    return path.join(this.#folder, `${part}.records`);
  }
}

/** How many bounds come before or at the id. */
function partOf(bounds: readonly string[], patientId: string): number {
  let [from, to] = [0, bounds.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((bounds[middle] ?? '') <= patientId) from = middle + 1;
    else to = middle;
  }
  return from;
}

const writtenRecord = ({ patientId, type, id, body }: PartRecord): string =>
  `${JSON.stringify([patientId, type, id])}${afterKey}${body}${afterRecord}`;

/** The patients of a part with all their records, in order of their ids; records in order of type and id. */
export async function patientsInPart(file: string): Promise<readonly PatientTexts[]> {
  const texts = (await readFile(file, 'utf8')).split(afterRecord).slice(0, -1);
  const records = texts.map(readRecord).toSorted(byKey);
  const patients: { patientId: string; bodies: string[] }[] = [];
  for (const { patientId, body } of records) {
    const patient = patients.at(-1);
    if (patient?.patientId === patientId) patient.bodies.push(body);
    else patients.push({ patientId, bodies: [body] });
  }
  return patients;
}

function readRecord(text: string): PartRecord {
  const end = text.indexOf(afterKey);
  const [patientId, type, id]: [string, string, string] = JSON.parse(text.slice(0, end));
  return { patientId, type, id, body: text.slice(end + afterKey.length) };
}

function byKey(a: PartRecord, b: PartRecord): number {
  return inOrder(a.patientId, b.patientId) || inOrder(a.type, b.type) || inOrder(a.id, b.id);
}

function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
