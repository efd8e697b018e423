import { Code } from 'cql-execution';
import type { ElementForm, FhirType } from './fhir-model.ts';
import { type FhirObject, isJson, type Json } from './fhir-object.ts';
import { codeKey } from './hashed-value-set.ts';

/** The codes of a record's element as text, in the form in which value sets are looked up. */
export interface RecordedCodes {
  /** Codes with their system. */
  readonly keys: readonly string[];
  /** Codes that are recorded without one. */
  readonly texts: readonly string[];
}

const none: RecordedCodes = { keys: [], texts: [] };

/**
 * The codes of an element. A concept or coding is read from the record as it came; anything else, such as a plain code
 * or an element within an element, as the engine reads it.
 */
export function recordedCodes(
  record: Json,
  type: FhirType,
  property: string,
  wrapped: () => FhirObject,
): RecordedCodes {
  const forms = type.elements.get(property)?.forms;
  const form = forms?.find(({ name }) => record[name] !== undefined && record[name] !== null);
  if (forms === undefined || !forms.every(isPlainToRead)) return asEngineReads(wrapped(), property);
  return form === undefined ? none : { keys: keysOf(record[form.name], form.type), texts: [] };
}

/** A reference has no code; that of what it leads to is another record's. */
const isPlainToRead = ({ type }: ElementForm): boolean =>
  type === 'CodeableConcept' || type === 'Coding' || type === 'Reference';

function keysOf(value: unknown, type: string): readonly string[] {
  if (type === 'Reference') return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const codings = type === 'Coding' ? items : items.flatMap(codingsOf);
  return codings.filter(isJson).map(keyOf);
}

const codingsOf = (concept: unknown): readonly unknown[] =>
  isJson(concept) && Array.isArray(concept.coding) ? concept.coding : [];

const keyOf = ({ system, code }: Json): string =>
  codeKey(typeof system === 'string' ? system : undefined, typeof code === 'string' ? code : '');

function asEngineReads(record: FhirObject, property: string): RecordedCodes {
  const all = [record.getCode(property)].flat(3);
  return {
    keys: all.flatMap((one) => (one instanceof Code ? codeKey(one.system, one.code) : [])),
    texts: all.filter((one) => typeof one === 'string'),
  };
}
