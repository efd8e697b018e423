import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A patient's records, each as its JSON. */
export interface PatientTexts {
  readonly patientId: string;
  readonly bodies: readonly string[];
}

/** What stands between a record's key, its body and the next record. JSON writes both signs in another way. */
export const [afterKey, afterRecord] = ['\u001f', '\u001e'] as const;

/** The database names the folders of the parts by their number: `part=12`. */
export const partsInOrder = (folder: string, names: readonly string[]): readonly string[] =>
  names.toSorted((a, b) => numberIn(a) - numberIn(b)).map((name) => path.join(folder, name));

const numberIn = (name: string): number => Number(name.slice(name.indexOf('=') + 1));

interface PartRecord {
  readonly patientId: string;
  readonly type: string;
  readonly id: string;
  readonly body: string;
}

/** The patients of a part with all their records, in order of their ids; records in order of type and id. */
export async function patientsInPart(folder: string): Promise<readonly PatientTexts[]> {
  const records: PartRecord[] = [];
  for (const name of await readdir(folder)) {
    const texts = (await readFile(path.join(folder, name), 'utf8')).split(afterRecord);
    // A line's end is all that follows the last.
    for (const text of texts.slice(0, -1)) records.push(readRecord(text));
  }
  const patients: { patientId: string; bodies: string[] }[] = [];
  for (const { patientId, body } of records.sort(byKey)) {
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

const byKey = (a: PartRecord, b: PartRecord): number =>
  inOrder(a.patientId, b.patientId) || inOrder(a.type, b.type) || inOrder(a.id, b.id);

function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
