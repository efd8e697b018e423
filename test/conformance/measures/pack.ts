import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ElmLibrary, FhirMeasure, SystemCode, ValueSetCodes } from '#cql';
import { readFhirMeasure } from '#cql';

/** A published measure with its libraries, value sets and test patients; the form is told in the material's README. */
export interface MeasurePack {
  readonly name: string;
  readonly measure: FhirMeasure;
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
  readonly cases: readonly PackCase[];
}

export interface PackCase {
  readonly id: string;
  /** Dates in UTC, the end included. */
  readonly period: { readonly start: string; readonly end: string };
  readonly resources: readonly Readonly<Record<string, unknown>>[];
  /** For each group: population-code#population-id → count. */
  readonly expected: readonly Readonly<Record<string, number>>[];
}

interface WrittenPack {
  readonly measure: unknown;
  readonly main: string;
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly cases: readonly PackCase[];
}

/** The packs of a folder and of the folders in it, by name. */
export function packFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json.gz'))
    .toSorted()
    .map((file) => path.join(folder, file));
}

export function readPack(file: string, folder: string): MeasurePack {
  const written: WrittenPack = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  const read = readFhirMeasure(written.measure);
  if (read.kind === 'unreadable') throw new Error(`${file}: ${read.problem.message}`);
  return {
    name: path.relative(folder, file).replace(/\.json\.gz$/, ''),
    measure: { ...read.measure, library: written.main },
    elm: written.elm,
    valueSets: valueSetCodes(written.valueSets),
    cases: written.cases,
  };
}

function valueSetCodes(written: WrittenPack['valueSets']): ValueSetCodes {
  return new Map<string, readonly SystemCode[]>(
    Object.entries(written).map(([url, codes]) => [
      url,
      codes.map(([system, code]) => ({ system, code })),
    ]),
  );
}

const dayMs = 86_400_000;

/** The case's period as instants, the end not included. */
export function casePeriod({ period }: PackCase) {
  const start = new Date(`${period.start}T00:00:00Z`).toISOString();
  const end = new Date(Date.parse(`${period.end}T00:00:00Z`) + dayMs).toISOString();
  return { id: 1, start, end };
}
