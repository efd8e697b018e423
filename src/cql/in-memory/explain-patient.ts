import { type CodeService, DateTime, Executor, Interval, Library, Repository } from 'cql-execution';
import type { ElmDefinition, ElmLibrary } from '../elm.ts';
import { measurementPeriod } from '../measures/measure.ts';
import type { EvaluationPeriod } from '../measures/period.ts';
import { includedLibraries, requireValueSets, type ValueSetCodes } from '../measures/value-sets.ts';
import { codeService } from './code-service.ts';
import { instant, periodInterval } from './evaluate-patient.ts';
import { FhirObject, isJson, type Json } from './fhir-object.ts';
import { OnePatient } from './patient-source.ts';
import { plainWords } from './plain-words.ts';

export interface PatientExplanation {
  /** The id of the library that has the definitions, as in Measure.library. */
  readonly library: string;
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
  readonly resources: readonly Json[];
  readonly period: EvaluationPeriod;
  readonly timeZone: string;
  /** CQL texts, whose comments above a definition say in plain words what it means. */
  readonly cql: readonly { readonly name: string; readonly text: string }[];
}

/** One named expression, what it comes to for this patient, and the records that were looked at for it. */
export interface ExplainedDefinition {
  readonly library: string;
  readonly name: string;
  /** The comment above the definition; null when there is none. */
  readonly words: string | null;
  readonly value: ExplainedValue;
  /** As Type/id. */
  readonly restsOn: readonly string[];
}

export type ExplainedValue =
  | { readonly kind: 'records'; readonly references: readonly string[] }
  | { readonly kind: 'yes-no'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'list'; readonly items: readonly ExplainedValue[] }
  | { readonly kind: 'unknown' };

/** Every named expression of a library, and of those it includes, for one patient and period. */
export async function explainPatient(
  asked: PatientExplanation,
): Promise<readonly ExplainedDefinition[]> {
  requireValueSets(asked.library, asked.elm, asked.valueSets);
  const codes = codeService(asked.valueSets);
  const words = plainWords(asked.cql);
  const explained: ExplainedDefinition[] = [];
  for (const one of includedLibraries(asked.library, asked.elm)) {
    const { id } = one.library.identifier;
    if (id === 'FHIRHelpers') continue;
    const library = new Library(one, new Repository([...asked.elm]));
    for (const { name } of definitions(one)) {
      const answer = await ask({ asked, library, codes, name });
      explained.push({ library: id, name, words: words(id, name), ...answer });
    }
  }
  return explained;
}

const definitions = ({ library }: ElmLibrary): readonly ElmDefinition[] =>
  (library.statements?.def ?? []).filter(
    ({ type, name, context }) =>
      type !== 'FunctionDef' && context === 'Patient' && name !== 'Patient',
  );

interface Asking {
  readonly asked: PatientExplanation;
  readonly library: Library;
  readonly codes: CodeService;
  readonly name: string;
}

async function ask({ asked, library, codes, name }: Asking) {
  const { resources, period, timeZone } = asked;
  const patient = new OnePatient(resources, timeZone);
  const parameters = { [measurementPeriod]: periodInterval(period, timeZone) };
  const results = await new Executor(library, codes, parameters).exec_expression(
    name,
    patient,
    instant(period.end, timeZone),
  );
  const value: unknown = results.patientResults[patient.patientId]?.[name];
  return { value: explainedValue(value), restsOn: patient.lookedAt };
}

export function explainedValue(value: unknown): ExplainedValue {
  if (value === null || value === undefined) return { kind: 'unknown' };
  if (typeof value === 'boolean') return { kind: 'yes-no', value };
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'string') return { kind: 'text', value };
  if (value instanceof FhirObject) return { kind: 'records', references: [value.fhirIdentity] };
  if (Array.isArray(value)) return explainedList(value);
  if (value instanceof DateTime || value instanceof Interval)
    return { kind: 'text', value: value.toString() };
  return { kind: 'text', value: textOf(value) };
}

function explainedList(values: readonly unknown[]): ExplainedValue {
  const records = values.filter((value) => value instanceof FhirObject);
  return records.length === values.length
    ? { kind: 'records', references: records.map(({ fhirIdentity }) => fhirIdentity) }
    : { kind: 'list', items: values.map(explainedValue) };
}

/** A tuple, a quantity or a code, as its parts. */
function textOf(value: unknown): string {
  if (!isJson(value)) return String(value);
  const parts = Object.entries(value).filter(([, part]) => part !== undefined && part !== null);
  return parts.map(([name, part]) => `${name}: ${String(part)}`).join(', ');
}
